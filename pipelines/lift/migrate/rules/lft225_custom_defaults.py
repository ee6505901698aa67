"""A model of one's own has no temperature and no max_tokens in `self.kwargs`.

Until 3.2 `dspy.BaseLM` put 0.0 and 1000 there when it was not told. From 3.3.0 on both are None: a
client that hands on `**self.kwargs` sends null, or asks without a limit.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends, leaves_out, with_keywords
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import is_super_init
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_POSITIONS = {"temperature": 2, "max_tokens": 3}
_WAS = {"temperature": "0.0", "max_tokens": "1000"}


def _class(node: ast.ClassDef, view: ModuleView) -> Iterator[Finding]:
    if not any(ends(base, "BaseLM") for base in view.bases_of(node)):
        return
    if not _reads_kwargs(node):
        return
    for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
        if not is_super_init(call):
            continue
        missing = {
            name: _WAS[name]
            for name, position in _POSITIONS.items()
            if leaves_out(call, view, name, position)
        }
        if missing:
            was = " and ".join(f"{name}={value}" for name, value in missing.items())
            yield RULE.finding(
                view,
                call,
                message=f"this put {was} into self.kwargs without being told, and puts None now",
                advice="Write the values that the client relies on.",
                edits=with_keywords(call, view, **missing),
            )


def _reads_kwargs(node: ast.ClassDef) -> bool:
    """Whether methods read self.kwargs, and none of them sets it."""
    uses = [
        one
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute)
        and one.attr == "kwargs"
        and isinstance(one.value, ast.Name)
        and one.value.id == "self"
    ]
    return bool(uses) and all(isinstance(one.ctx, ast.Load) for one in uses)


_PROGRAM = """\
import dspy


class Mine(dspy.BaseLM):
    def __init__(self):
        super().__init__(model="mine"{more})

    def __call__(self, prompt=None, messages=None, **kwargs):
        print({{**self.kwargs, **kwargs}})
        return ["7"]


Mine()("hello")
"""

RULE: Rule = Rule(
    code="LFT225",
    slug="custom-defaults",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.3.0",
    summary="a model of one's own has no temperature and no max_tokens by itself",
    visitors=dict((visitor(ast.ClassDef, _class),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=6,
            before=_PROGRAM.format(more=""),
            after=_PROGRAM.format(more=", temperature=0.0, max_tokens=1000"),
        ),
    ),
)
