"""`dspy.Image` of a local file raises; `Image.from_path` reads files.

Until 3.2 a path was taken and the file read when the prompt was made. From 3.3.0 a string has to
be an address or a data URI.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from lift.migrate.calls import builds, ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PATH_NAMES = re.compile(r"(?:^|_)(?:path|filepath|filename|fname)$|[a-z]Path$")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|bmp|tiff?)$", re.IGNORECASE)
_PATH_CALLS = ("abspath", "realpath", "as_posix", "resolve", "expanduser")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    fetches = ends(view.name_of(node.func), "Image.from_url")
    if not fetches and not builds(node, view, "Image"):
        return
    source = node.args[0] if node.args else view.keywords_of(node).get("url")
    if source is None or not _is_path(source, view):
        return
    named = view.constant(source)
    shown = f": {named}" if isinstance(named, str) else ""
    message = f"ValueError: Unrecognized image string{shown}. Local files must be loaded with "
    message += "Image.from_path()."
    if fetches:
        message = "ValueError: Image.from_url requires an HTTP(S) URL"
    yield RULE.finding(
        view,
        node,
        message=message,
        advice="Write dspy.Image.from_path(path); in DSPy before 3.3, dspy.Image.from_file(path).",
        edits=(view.replaced(node, _reading(node, source, view, fetches=fetches)),),
    )


def _reading(node: ast.Call, source: ast.expr, view: ModuleView, *, fetches: bool) -> str:
    owner = node.func.value if fetches and isinstance(node.func, ast.Attribute) else node.func
    return f"{view.segment(owner)}.from_path({view.segment(source)})"


def _is_path(node: ast.expr, view: ModuleView) -> bool:
    """Whether an expression is the path of a file, by its value, its making or its name."""
    text = view.constant(node)
    if isinstance(text, str):
        return bool(text) and _ADDRESS.match(text) is None
    if isinstance(node, ast.JoinedStr):
        return _is_file_name(node, view)
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Name) and function.id == "str" and node.args:
            inner = node.args[0]
            return _is_path(inner, view) or isinstance(inner, ast.BinOp)
        name = getattr(function, "attr", getattr(function, "id", ""))
        return name in _PATH_CALLS or _joins_paths(function)
    if isinstance(node, ast.Subscript):
        key = view.constant(node.slice)
        return isinstance(key, str) and _PATH_NAMES.search(key) is not None
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return _PATH_NAMES.search(name) is not None


def _is_file_name(node: ast.JoinedStr, view: ModuleView) -> bool:
    """`f"{folder}/{name}.png"`, with nothing in it that may be an address."""
    last = node.values[-1] if node.values else None
    ended = isinstance(last, ast.Constant) and _PICTURE.search(str(last.value)) is not None
    return ended and not re.search(
        r"url|uri|://|data:|host|base", view.segment(node), re.IGNORECASE
    )


def _joins_paths(function: ast.expr) -> bool:
    owner = function.value if isinstance(function, ast.Attribute) else None
    joins = isinstance(function, ast.Attribute) and function.attr == "join"
    return joins and isinstance(owner, ast.Attribute) and owner.attr == "path"


_PROGRAM = """\
import base64

import dspy

with open("picture.png", "wb") as file:
    file.write(base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"))
image = {image}
print(image.format()[0]["image_url"]["url"][:22])
"""

RULE: Rule = Rule(
    code="LFT172",
    slug="image-of-a-path",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="3.3.0",
    summary="dspy.Image takes no path of a file any more",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=7,
            before=_PROGRAM.format(image='dspy.Image(url="picture.png")'),
            after=_PROGRAM.format(image='dspy.Image.from_path("picture.png")'),
        ),
    ),
)
