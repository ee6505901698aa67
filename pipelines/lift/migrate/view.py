"""What a rule sees of one module: its tree, and what its expressions mean in dspy.

The implementation is `names.module`; rules depend on this protocol only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from lift.migrate.finding import Edit
from lift.migrate.names.scopes import Binding, Import
from lift.migrate.names.values import Value

__all__ = ["ModuleView", "Place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A range of the text: lines and columns from 1, columns in characters."""

    line: int
    column: int
    end_line: int
    end_column: int


class ModuleView(Protocol):
    """One Python file, notebook cell or code block, with names resolved.

    Names are given as dotted paths the way the project reaches them: `dspy.Predict`,
    `dspy.evaluate.Evaluate`, `dspy.retrieve.chromadb_rm.ChromadbRM`, `dsp.LM`.
    """

    @property
    def path(self) -> str: ...
    @property
    def cell(self) -> int | None: ...
    @property
    def text(self) -> str: ...
    @property
    def tree(self) -> ast.Module: ...
    @property
    def source_version(self) -> str:
        """The version that the code was written for."""
        ...

    @property
    def target_version(self) -> str:
        """The version that the code shall run on."""
        ...

    def name_of(self, node: ast.expr) -> str | None:
        """The dotted dspy path that an expression refers to: a module, class, function or constant.

        Follows imports, aliases, star imports, re-exports inside the project, assignments such as
        `P = dspy.Predict`, and `getattr(dspy, "Predict")`. None when it is no name of dspy or dsp.
        """
        ...

    def type_of(self, node: ast.expr) -> str | None:
        """The dotted path of the dspy class that an expression is an instance of.

        Knows calls of classes, variables and attributes of self assigned from them, parameters
        annotated with them, and `with` targets. Subclasses in the project give the dspy base.
        """
        ...

    def maker_of(self, node: ast.expr) -> ast.Call | None:
        """The call that made the instance that an expression is, where one is in view."""
        ...

    def bindings_of(self, node: ast.expr) -> list[Binding]:
        """Where a variable or an attribute of self gets its values, the nearest place first."""
        ...

    def imported_function(self, imported: Import) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The function of another module of the project that an import gives a name to.

        Its text is not that of this module: nothing in it can be edited or pointed at here.
        """
        ...

    def result_of(self, node: ast.expr) -> str | None:
        """The dotted path of the dspy class whose instance was called to get this value.

        "dspy.Evaluate" for `evaluate(program)`, also through variables and the project's functions.
        """
        ...

    def origins_of(self, node: ast.expr) -> frozenset[str]:
        """All that `result_of` may be, with the words of `names.results` for anything else."""
        ...

    def items_of(self, node: ast.expr) -> Iterable[tuple[object, Value]]:
        """What a list or dict holds, by key: the expressions that put it there."""
        ...

    def outside(self, node: ast.expr) -> str:
        """The dotted path of a name imported from anywhere, such as `json.dumps`; else empty."""
        ...

    def bases_of(self, node: ast.ClassDef) -> tuple[str, ...]:
        """The dspy classes that a class inherits from, also through classes of the project."""
        ...

    def called(self, node: ast.Call) -> str | None:
        """The dotted path of what is called, with `.method` for methods of instances.

        `dspy.Evaluate(...)` gives "dspy.Evaluate"; `ev(...)` on such an instance gives
        "dspy.Evaluate.__call__"; `program.load(...)` on a dspy module gives "dspy.Module.load".
        """
        ...

    def keywords_of(self, node: ast.Call) -> dict[str, ast.expr]:
        """Keyword arguments, those of `**kwargs` built from literal dicts in view included."""
        ...

    def constant(self, node: ast.expr) -> object:
        """The literal value of an expression, also through constants; else None."""
        ...

    def parent(self, node: ast.AST) -> ast.AST | None: ...

    def guarded(self, node: ast.AST) -> bool:
        """Whether a version test or `try/except ImportError|AttributeError` covers it."""
        ...

    def own(self, module: str) -> bool:
        """Whether the project itself has a package of that name; then it is not DSPy's."""
        ...

    def evaluated(self, node: ast.AST) -> bool:
        """False inside an annotation that Python never evaluates."""
        ...

    def from_star(self, node: ast.Name) -> bool:
        """Whether nothing but a star import can have bound this name."""
        ...

    def open_keywords(self, node: ast.Call) -> bool:
        """Whether a call has `**something` of which not every key is in view."""
        ...

    def place(self, node: ast.AST) -> Place: ...
    def segment(self, node: ast.AST) -> str:
        """The source text of a node."""
        ...

    def replaced(self, node: ast.AST, text: str) -> Edit: ...
    def without_keyword(self, call: ast.Call, name: str) -> Edit:
        """Take one keyword argument out of a call, with its comma."""
        ...

    def with_keyword(self, call: ast.Call, name: str, value: str) -> Edit:
        """Add a keyword argument at the end of a call."""
        ...

    def imported(self, module: str, name: str | None = None) -> Iterator[Edit]:
        """The edits that make `module` or `name` importable here; none if it is already."""
        ...
