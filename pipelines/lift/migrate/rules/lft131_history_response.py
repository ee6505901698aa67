"""`lm.history[-1]["response"]` is no answer of LiteLLM any more.

Until 3.3 the entry held the `ModelResponse` of LiteLLM. In DSPy 3.4 it holds what its own client
has answered: without `choices`, without `model_dump`, not to be read like a dictionary, and with
other names in its `usage`. Models that still go through LiteLLM keep the old one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.local import is_lm, maybe_native
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_DEEP = 5
_GONE = frozenset(
    """choices model_dump model_dump_json to_dict to_json json dict created object get items keys
    system_fingerprint _hidden_params""".split()
)
"""What a `ModelResponse` has and the new object has not."""
_KEYS = ("choices", "usage", "model", "id", "created", "object", "_hidden_params")
_OLD_COUNTS = ("prompt_tokens", "completion_tokens", "model_dump", "dict", "get")
_HISTORIES = ("history", "GLOBAL_HISTORY")
_TEXT = ".choices[0].message.content"


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    if not isinstance(node.ctx, ast.Load):
        return
    owner, inside = "Response", node.value
    if node.attr in _OLD_COUNTS and isinstance(inside, ast.Attribute) and inside.attr == "usage":
        owner, inside = "Usage", inside.value
    elif node.attr not in _GONE or "response" not in view.text:
        return
    if _is_response(inside, view) and not _hedged(node, view):
        yield RULE.finding(
            view,
            node,
            message=f"AttributeError: '{owner}' object has no attribute '{node.attr}'",
            advice='Read entry["outputs"][0] and entry["usage"]["prompt_tokens"], which all '
            'versions have; or say engine="litellm" in dspy.LM to get the old object.',
            edits=_read(node, inside, view),
        )


def _read(node: ast.Attribute, response: ast.expr, view: ModuleView) -> tuple[Edit, ...]:
    """The same from the entry itself."""
    if not isinstance(response, ast.Subscript):
        return ()
    entry = view.segment(response.value)
    if node.attr in _OLD_COUNTS[:2]:
        return (view.replaced(node, f'{entry}["usage"]["{node.attr}"]'),)
    whole: ast.AST | None = node
    for _ in range(3):
        whole = None if whole is None else view.parent(whole)
    if isinstance(whole, ast.Attribute) and view.segment(whole).endswith(f'"]{_TEXT}'):
        return (view.replaced(whole, f'{entry}["outputs"][0]'),)
    return ()


def _item(node: ast.Subscript, view: ModuleView) -> Iterator[Finding]:
    if view.constant(node.slice) not in _KEYS or not isinstance(node.ctx, ast.Load):
        return
    if _is_response(node.value, view) and not _hedged(node, view):
        yield RULE.finding(
            view,
            node,
            message="TypeError: 'Response' object is not subscriptable",
            advice='Read entry["outputs"][0] and entry["usage"], which all versions have.',
            edits=_without_response(node, view),
        )


def _contains(node: ast.Compare, view: ModuleView) -> Iterator[Finding]:
    """`"model" in response`."""
    if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return
    if _is_response(node.comparators[0], view) and not _hedged(node, view):
        yield RULE.finding(
            view,
            node,
            message="TypeError: argument of type 'Response' is not iterable",
            advice='Read entry["outputs"][0] and entry["usage"], which all versions have.',
        )


def _without_response(node: ast.Subscript, view: ModuleView) -> tuple[Edit, ...]:
    """`entry["usage"]` for `entry["response"]["usage"]`."""
    inside = node.value
    if view.constant(node.slice) != "usage" or not isinstance(inside, ast.Subscript):
        return ()
    return (view.replaced(inside, view.segment(inside.value)),)


def _hedged(node: ast.expr, view: ModuleView) -> bool:
    """Whether a test of what the object is, or a handler, is around."""
    child: ast.AST = node
    parent = view.parent(node)
    while parent is not None and not isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            test = view.segment(parent.test)
            if "hasattr(" in test or "isinstance(" in test or _is_asked(parent.test, view):
                return True
        child, parent = parent, view.parent(parent)
    return view.guarded(node)


def _is_asked(test: ast.expr, view: ModuleView) -> bool:
    """Whether a test looks for a key, which is where it raises: what it guards is not reached."""
    return any(
        isinstance(one, ast.Compare) and any(True for _ in _contains(one, view))
        for one in ast.walk(test)
    )


def _is_response(node: ast.expr, view: ModuleView, depth: int = 0) -> bool:
    """Whether an expression is the "response" of an entry of a history."""
    if depth > _DEEP:
        return False
    if isinstance(node, ast.Subscript) and view.constant(node.slice) == "response":
        return _is_entry(node.value, view, depth)
    if isinstance(node, ast.Call):
        method = node.func
        named = isinstance(method, ast.Attribute) and method.attr == "get" and node.args
        if named and isinstance(method, ast.Attribute):
            return view.constant(node.args[0]) == "response" and _is_entry(
                method.value, view, depth
            )
        return False
    if isinstance(node, ast.Name):
        binding = next(iter(view.bindings_of(node)), None)
        value = None if binding is None or binding.index is not None else binding.value
        return value is not None and _is_response(value, view, depth + 1)
    return False


def _is_entry(node: ast.expr, view: ModuleView, depth: int) -> bool:
    """Whether an expression is one entry of a history."""
    if isinstance(node, ast.Subscript):
        return _is_history(node.value, view, depth)
    if not isinstance(node, ast.Name) or depth > _DEEP:
        return False
    for binding in view.bindings_of(node):
        if binding.element is not None and binding.index is None:
            return _is_history(binding.element, view, depth + 1)
        if binding.value is not None and binding.index is None:
            return _is_entry(binding.value, view, depth + 1)
        return False
    return False


def _is_history(node: ast.expr, view: ModuleView, depth: int) -> bool:
    """Whether an expression is the history of an LM that is DSPy's own client, or a part of it."""
    if isinstance(node, ast.Call) and node.args:
        return _is_history(node.args[0], view, depth)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return _is_history(node.value, view, depth)
    if isinstance(node, ast.Name) and ends(view.name_of(node), "GLOBAL_HISTORY"):
        return True
    if isinstance(node, ast.Name) and depth < _DEEP:
        binding = next(iter(view.bindings_of(node)), None)
        value = None if binding is None else binding.value
        return value is not None and _is_history(value, view, depth + 1)
    if not isinstance(node, ast.Attribute) or node.attr not in _HISTORIES:
        return False
    maker = view.maker_of(node.value)
    return maker is None or not is_lm(maker, view) or maybe_native(maker, view)


_PROGRAM = """\
import dspy

lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", max_tokens=9)
lm("hello")
entry = lm.history[-1]
print({read})
"""

RULE: Rule = Rule(
    code="LFT131",
    slug="history-response",
    severity=Severity.ERROR,
    fix=Fix.UNSAFE,
    since="3.4.0",
    summary='the "response" in the history of an LM is another object',
    visitors=dict(
        (
            visitor(ast.Attribute, _attribute),
            visitor(ast.Subscript, _item),
            visitor(ast.Compare, _contains),
        )
    ),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=6,
            before=_PROGRAM.format(read='entry["response"].choices[0].message.content'),
            after=_PROGRAM.format(read='entry["outputs"][0]'),
        ),
        Example(
            old="2.6.27",
            new="3.4.1",
            line=6,
            before=_PROGRAM.format(read='entry["response"].usage.prompt_tokens'),
            after=_PROGRAM.format(read='entry["usage"]["prompt_tokens"]'),
        ),
        Example(
            old="3.0.1",
            new="3.4.1",
            line=6,
            before=_PROGRAM.format(read='entry["response"]["usage"]["prompt_tokens"]'),
            after=_PROGRAM.format(read='entry["usage"]["prompt_tokens"]'),
        ),
    ),
)
