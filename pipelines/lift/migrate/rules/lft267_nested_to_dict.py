"""`toDict()` makes dictionaries of pydantic objects inside, too.

Until 3.0.2 it gave the objects themselves. What takes an attribute of one then finds none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument, ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_PREDICTORS = ("Predict", "ChainOfThought", "ReAct", "ProgramOfThought", "MultiChainComparison")
_PROGRAMS = ("Module", "Refine", "BestOfN")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "toDict":
        return
    field = next(_nested(node.func.value, view), None)
    if field is not None:
        yield RULE.finding(
            view,
            node,
            message=f"{field} is a dictionary in it; until 3.0.2 it was the object itself",
            advice="Take dict(...) of the prediction where the objects are wanted.",
        )


def _nested(prediction: ast.expr, view: ModuleView) -> Iterator[str]:
    """The fields of a prediction that hold pydantic objects."""
    made = view.result_of(prediction)
    models = set(_models(view.tree))
    for signature in _signatures(view):
        if ends(made, *_PREDICTORS) and signature.name not in _asked(prediction, view):
            continue
        if not ends(made, *_PREDICTORS, *_PROGRAMS):
            continue
        for field in signature.body:
            if not isinstance(field, ast.AnnAssign) or not isinstance(field.value, ast.Call):
                continue
            names = {one.id for one in ast.walk(field.annotation) if isinstance(one, ast.Name)}
            if ends(view.name_of(field.value.func), "OutputField") and names & models:
                yield view.segment(field.target)


def _signatures(view: ModuleView) -> Iterator[ast.ClassDef]:
    classes = (node for node in nodes_of(view.tree) if isinstance(node, ast.ClassDef))
    for node in classes:
        if any(ends(base, "Signature") for base in view.bases_of(node)):
            yield node


def _models(tree: ast.Module) -> Iterator[str]:
    """The pydantic models of a file, by name."""
    bases = {"BaseModel"}
    for node in nodes_of(tree):
        if isinstance(node, ast.ClassDef):
            names = {getattr(one, "id", getattr(one, "attr", "")) for one in node.bases}
            if names & bases:
                bases.add(node.name)
                yield node.name


def _asked(prediction: ast.expr, view: ModuleView) -> set[str]:
    """The names of the signatures that a prediction may come from."""
    values = [prediction, *(one.value for one in view.bindings_of(prediction))]
    found: set[str] = set()
    for value in values:
        call = value.value if isinstance(value, ast.Await) else value
        maker = view.maker_of(call.func) if isinstance(call, ast.Call) else None
        signature = argument(maker, view, "signature", 0) if maker is not None else None
        if isinstance(signature, ast.Name):
            found.add(signature.id)
    return found


_PROGRAM = """\
import dspy
from pydantic import BaseModel


class Person(BaseModel):
    name: str


class Extract(dspy.Signature):
    text: str = dspy.InputField()
    people: list[Person] = dspy.OutputField()


extract = dspy.Predict(Extract)
extract.forward = lambda **inputs: dspy.Prediction(people=[Person(name="Ada")])
result = extract(text="Ada was here.")
print({shown})
"""

RULE: Rule = Rule(
    code="LFT267",
    slug="nested-to-dict",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.0.3",
    summary="toDict() gives dictionaries for pydantic objects inside",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=17,
            before=_PROGRAM.format(shown="result.toDict()"),
            after=_PROGRAM.format(shown="dict(result)"),
        ),
    ),
)
