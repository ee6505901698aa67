"""The project's own modules: what `from myproject.compat import Predict` means in dspy."""

from __future__ import annotations

import ast
import gc
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from lift.migrate.names.results import NOTHING, Origins

if TYPE_CHECKING:
    from lift.migrate.names.module import Module

__all__ = ["Circles", "Project", "absolute", "module_names", "package_of"]

_ROOTS = ("src", "lib", "app", "python", "cli", "pipelines")


def module_names(path: str) -> tuple[str, ...]:
    """The dotted names under which a file may be imported, the longest first.

    `src/shop/llm.py` may be `src.shop.llm`, `shop.llm` or, run from its folder, `llm`.
    """
    parts = path.split("/")
    parts[-1] = parts[-1].rpartition(".")[0] or parts[-1]
    if parts[-1] == "__init__":
        parts.pop()
    first = len(parts)
    while first and parts[first - 1].isidentifier():
        first -= 1
    return tuple(".".join(parts[at:]) for at in range(first, len(parts)))


@dataclass(slots=True)
class Circles:
    """How often a question led back to itself: such an answer is not remembered."""

    met: int = 0
    steps: int = 0
    """Of the question that is being answered; one that takes very many has no answer."""


Function = ast.FunctionDef | ast.AsyncFunctionDef
_Answer = TypeVar("_Answer")
_Key = tuple[str, str]
"""The path of a file, and a name in it."""
_KEPT = 300_000
"""Characters of modules that are kept: a tree takes about eighty bytes for each of them."""


class Project:
    """Modules of the project by dotted name; each is read when somebody asks for it first.

    Answers are kept, and of the modules themselves those used last.
    """

    def __init__(
        self,
        paths: Mapping[str, str],
        load: Callable[[str], Module | None],
        *,
        reach: Collection[str] | None = None,
    ) -> None:
        """Make a project.

        Args:
            paths: The file for every dotted name.
            load: Reads and resolves one.
            reach: The files that can have anything from dspy; None means all.
        """
        self._paths, self._load, self._reach = paths, load, reach
        self._modules: dict[str, Module | None] = {}
        self._kept = 0
        self._forgotten = 0
        self._asked: set[tuple[int, str, str]] = set()
        self._names: dict[_Key, str | None] = {}
        self._classes: dict[_Key, tuple[str, ...]] = {}
        self._functions: dict[_Key, Function | None] = {}
        self._types: dict[_Key, str | None] = {}
        self._origins: dict[_Key, Origins] = {}
        self.circles = Circles()

    def has(self, package: str) -> bool:
        """Whether a file at the top of the project, or of its source folder, is that package."""
        path = self._paths.get(package)
        if path is None:
            return False
        parts = PurePosixPath(path).with_suffix("").parts
        inner = parts[1:] if parts[:1] and parts[0] in _ROOTS else parts
        return inner in ((package,), (package, "__init__"))

    def exported(self, module: str, package: str, name: str) -> str | None:
        """What the name means in dspy that `from MODULE import NAME` gives in a package."""
        key = (self._path(module, package), name)
        return self._once(key, self._names, lambda found: found.exported(name), None)

    def exported_class(self, module: str, package: str, name: str) -> tuple[str, ...]:
        """The dspy classes that a class inherits from which is imported in this way."""
        key = (self._path(module, package), name)
        return self._once(key, self._classes, lambda found: found.exported_class(name), ())

    def function(self, module: str, package: str, name: str) -> Function | None:
        """The function that is imported in this way."""
        key = (self._path(module, package), name)
        return self._once(key, self._functions, lambda found: found.exported_function(name), None)

    def type(self, module: str, package: str, text: str) -> str | None:
        """The dspy class of what an expression is for a module that a package can import."""
        key = self._meant(module, package, text)
        return self._once(key, self._types, lambda found: found.type_of(_parsed(key[1])), None)

    def origins(self, module: str, package: str, text: str) -> Origins:
        """Where the value comes from that an expression has in a module."""
        key = self._meant(module, package, text)
        ask: Callable[[Module], Origins] = lambda found: found.origins_of(_parsed(key[1]))  # noqa: E731
        return self._once(key, self._origins, ask, NOTHING)

    def module(self, path: str) -> Module | None:
        """The module of a file; None when it cannot be parsed."""
        if path in self._modules:
            found = self._modules.pop(path)
        else:
            found = self._load(path)
            self._kept += len(found.text) if found is not None else 0
        self._modules[path] = found  # as the one used last
        while self._kept > _KEPT and len(self._modules) > 1:
            oldest = self._modules.pop(next(iter(self._modules)))
            self._forgotten += len(oldest.text) if oldest is not None else 0
            self._kept -= len(oldest.text) if oldest is not None else 0
        if self._forgotten > _KEPT:  # modules and their answers refer to each other
            self._forgotten = 0
            gc.collect()
        return found

    def _once(
        self,
        key: _Key,
        answers: dict[_Key, _Answer],
        ask: Callable[[Module], _Answer],
        nothing: _Answer,
    ) -> _Answer:
        path = key[0]
        if not path or (self._reach is not None and path not in self._reach):
            return nothing
        if key in answers:
            return answers[key]
        question = (id(answers), *key)
        if question in self._asked:
            self.circles.met += 1
            return nothing
        met = self.circles.met
        self._asked.add(question)
        try:
            module = self.module(path)
            found = nothing if module is None else ask(module)
        finally:
            self._asked.discard(question)
        if met == self.circles.met:
            answers[key] = found
        return found

    def _meant(self, module: str, package: str, text: str) -> _Key:
        """The file, and the text without the names of modules at its start."""
        dotted = absolute(module, package)
        while (name := _first(text)) and f"{dotted}.{name}" in self._paths:
            dotted, text = f"{dotted}.{name}", text[len(name) + 1 :]
        return (self._paths.get(dotted, "") if text else "", text)

    def _path(self, module: str, package: str) -> str:
        """The file that a module means in a package; dots lead upwards."""
        return self._paths.get(absolute(module, package), "")


def _first(text: str) -> str:
    """`a` of `a.b()`; empty where no attribute follows."""
    name, dot, _ = text.partition(".")
    return name if dot and name.isidentifier() else ""


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def absolute(module: str, package: str) -> str:
    """The dotted name of a module as an import statement in a package writes it."""
    if not module.startswith("."):
        return module
    level = len(module) - len(module.lstrip("."))
    parts = package.split(".") if package else []
    parts = parts[: len(parts) - level + 1] if level > 1 else parts
    return ".".join([*parts, *filter(None, [module.lstrip(".")])])


def package_of(path: str) -> str:
    """The dotted name of the package that a file belongs to; of an `__init__.py`, itself."""
    names = module_names(path)
    if not names:
        return ""
    return names[0] if path.endswith("__init__.py") else names[0].rpartition(".")[0]
