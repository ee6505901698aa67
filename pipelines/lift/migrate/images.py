"""What rules about `dspy.Image.from_url` ask."""

from __future__ import annotations

import ast
import re

from lift.migrate.calls import ends
from lift.migrate.finding import Edit
from lift.migrate.view import ModuleView

__all__ = ["is_path", "is_web", "kept", "makes_image", "shown"]

_PATH = re.compile(r"path$|file$|filename$|fname$", re.IGNORECASE)
_DATA = re.compile(r"data_?ur[il]|base64|b64", re.IGNORECASE)


def makes_image(node: ast.Call, view: ModuleView) -> bool:
    """Whether a call is `dspy.Image.from_url(...)`."""
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "from_url"
        and ends(view.name_of(function.value), "Image")
    )


def shown(node: ast.expr, view: ModuleView) -> str | None:
    """The address as far as the program or the names in it show it; None where nothing does."""
    value = view.constant(node)
    if isinstance(value, str):
        return value
    for binding in view.bindings_of(node)[:1]:
        if binding.value is not None and binding.index is None:
            node = binding.value if isinstance(binding.value, ast.JoinedStr) else node
    if isinstance(node, ast.JoinedStr) and node.values:
        first = node.values[0]
        text = first.value if isinstance(first, ast.Constant) else None
        return text if isinstance(text, str) else None
    named = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return "data:" if _DATA.search(str(named)) else None


def is_path(node: ast.expr, view: ModuleView) -> bool:
    """Whether an expression is the path of a file, by its text or by its name: see LFT172."""
    if isinstance(node, ast.Call):
        return any(is_path(one, view) for one in node.args[:1])
    text = shown(node, view)
    if text is not None:
        return not text.startswith("data:") and "://" not in text
    named = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return bool(_PATH.search(str(named)))


def is_web(text: str) -> bool:
    """Whether it is an address that is fetched."""
    return text.lower().startswith(("http://", "https://"))


def kept(node: ast.Call, source: ast.expr, view: ModuleView) -> tuple[Edit, ...]:
    """The call that makes the same image without fetching it."""
    function = node.func
    if not isinstance(function, ast.Attribute) or len(node.args) + len(node.keywords) != 1:
        return ()
    owner, text = view.segment(function.value), view.segment(source)
    return (view.replaced(node, f"{owner}(url={text})"),)
