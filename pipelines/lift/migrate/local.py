"""What rules about local models ask: which server an LM talks to, and through which client."""

from __future__ import annotations

import ast

from lift.migrate.calls import builds
from lift.migrate.view import ModuleView

__all__ = ["NATIVE_OPTIONS", "address_of", "is_lm", "is_native", "model_of"]

NATIVE_OPTIONS = frozenset(
    """model model_type temperature max_tokens cache callbacks num_retries provider
    finetuning_model launch_kwargs train_kwargs use_developer_role rollout_id api_base
    base_url api_key timeout top_p top_k stop seed n frequency_penalty presence_penalty
    response_format reasoning_effort stream user logprobs engine async_engine prompt_cache
    """.split()
)
"""Arguments with which DSPy 3.4 keeps to its own client; any other one goes through LiteLLM."""


def is_lm(node: ast.Call, view: ModuleView) -> bool:
    """Whether a call makes a `dspy.LM`."""
    return builds(node, view, "LM") and not (view.name_of(node.func) or "").startswith("dsp.")


def model_of(node: ast.Call, view: ModuleView) -> str | None:
    """The model's name as far as it is written down: `ollama_chat/` for f"ollama_chat/{name}"."""
    value = node.args[0] if node.args else view.keywords_of(node).get("model")
    if isinstance(value, ast.JoinedStr) and value.values:
        value = value.values[0]
    if isinstance(value, ast.BinOp):
        value = value.left
    text = None if value is None else view.constant(value)
    return text if isinstance(text, str) else None


def address_of(node: ast.Call, view: ModuleView) -> ast.expr | None:
    """The expression for the server's address."""
    keywords = view.keywords_of(node)
    return keywords.get("api_base") or keywords.get("base_url")


def is_native(node: ast.Call, view: ModuleView) -> bool:
    """Whether DSPy 3.4 sends the requests of this LM itself."""
    keywords = view.keywords_of(node)
    engine = keywords.get("engine")
    if engine is not None and view.constant(engine) == "litellm":
        return False
    return not view.open_keywords(node) and set(keywords) <= NATIVE_OPTIONS
