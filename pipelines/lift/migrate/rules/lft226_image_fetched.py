"""`dspy.Image.from_url` fetches the picture when it is called.

Until 3.2 the address went to the model as it was, and the model's server opened it. From 3.3.0 on
the program itself loads the picture, waits for it, and sends it within each request; without a
network it raises. `dspy.Image(url=...)` still hands on the address.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import argument
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.images import is_path, is_web, kept, makes_image, shown
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    source = argument(node, view, "url", 0) if makes_image(node, view) else None
    if source is None or argument(node, view, "download", 1) is not None:
        return
    text = shown(source, view)
    if (text is not None and not is_web(text)) or is_path(source, view):
        return
    other = "" if text is not None else ", and raises a ValueError for anything but http(s)"
    yield RULE.finding(
        view,
        node,
        message="this handed the address on to the model; it fetches the picture now and sends all "
        f"of it{other}",
        advice="Write dspy.Image(url=...) to hand on the address.",
        edits=kept(node, source, view),
        fix=Fix.SAFE if text is not None else Fix.UNSAFE,
    )


_PROGRAM = """\
import dspy

try:
    print(dspy.Image{made}("http://localhost:1/a.png").url)
except Exception:
    print("not there")
"""

RULE: Rule = Rule(
    code="LFT226",
    slug="image-fetched",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.3.0",
    summary="Image.from_url fetches the picture",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=4,
            before=_PROGRAM.format(made=".from_url"),
            after=_PROGRAM.format(made="").replace('("http', '(url="http'),
        ),
    ),
)
