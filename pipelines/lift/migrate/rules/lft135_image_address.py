"""`dspy.Image.from_url` takes nothing but the address of a picture on the web.

Until 3.2 it took a data URI too, and an address in a cloud's storage. From 3.3.0 on it raises for
everything but http and https. LFT172 is about files.
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
    if source is None:
        return
    text = shown(source, view)
    if text is None or is_web(text) or is_path(source, view):
        return
    yield RULE.finding(
        view,
        node,
        message="ValueError: Image.from_url requires an HTTP(S) URL",
        advice="Write dspy.Image(url=...).",
        edits=kept(node, source, view),
    )


_PROGRAM = """\
import dspy

data = "data:image/png;base64,iVBORw0KGgo="
print(dspy.Image{made}.url)
"""

RULE: Rule = Rule(
    code="LFT135",
    slug="image-address",
    severity=Severity.ERROR,
    fix=Fix.SAFE,
    since="3.3.0",
    summary="Image.from_url takes no data URI",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=4,
            before=_PROGRAM.format(made=".from_url(data)"),
            after=_PROGRAM.format(made="(url=data)"),
        ),
    ),
)
