"""Names of packages beside DSPy, as a module has imported them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.local import is_lm, maybe_native
from lift.migrate.nodes import nodes_of
from lift.migrate.view import ModuleView

__all__ = ["asks_itself", "calls_in", "origin_of", "own_client"]

_CLIENTS = (
    "litellm.completion",
    "litellm.acompletion",
    "litellm.embedding",
    "litellm.aembedding",
    "litellm.text_completion",
    "litellm.batch_completion",
    "litellm.responses",
    "litellm.Router",
    "openai.OpenAI",
    "openai.AsyncOpenAI",
    "openai.AzureOpenAI",
    "openai.AsyncAzureOpenAI",
    "openai.ChatCompletion",
    "openai.chat",
    "openai.embeddings",
)


def origin_of(node: ast.expr, view: ModuleView) -> str | None:
    """The dotted path of what an expression was imported as: `litellm.exceptions.Timeout`."""
    if isinstance(node, ast.Attribute):
        base = origin_of(node.value, view)
        return None if base is None else f"{base}.{node.attr}"
    if not isinstance(node, ast.Name):
        return None
    for binding in view.bindings_of(node):
        if binding.imported is not None:
            module, name = binding.imported.module, binding.imported.name
            return f"{module}.{name}" if name else module
        return None
    return None


def calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call under a node."""
    return (one for one in nodes_of(tree) if isinstance(one, ast.Call))


def asks_itself(view: ModuleView) -> bool:
    """Whether a module calls LiteLLM or OpenAI's package without DSPy."""
    if "litellm" not in view.text and "openai" not in view.text:
        return False
    called = (origin_of(one.func, view) or "" for one in calls_in(view.tree))
    return any(one.startswith(_CLIENTS) for one in called)


def own_client(view: ModuleView) -> bool:
    """Whether a model of the file is asked by DSPy 3.4 itself, as far as its calls tell."""
    made = [one for one in calls_in(view.tree) if is_lm(one, view)]
    if made:
        return any(maybe_native(one, view) for one in made)
    called = (view.called(one) for one in calls_in(view.tree))
    return any(ends(one, "__call__", "acall", "compile") for one in called)
