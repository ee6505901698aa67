"""What rules about local models ask: which server an LM talks to, and through which client."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from lift.migrate.calls import builds, ends, with_keywords
from lift.migrate.finding import Edit
from lift.migrate.view import ModuleView

__all__ = [
    "CLIENTS",
    "KEYLESS",
    "NATIVE_OPTIONS",
    "address_of",
    "ends_with_v1",
    "is_lm",
    "is_native",
    "is_super_init",
    "maybe_native",
    "model_of",
    "provider_of",
    "through_litellm",
]

CLIENTS: Mapping[str, str] = {
    "openai": "openai-chat",
    "hosted_vllm": "vllm",
    "ollama": "ollama",
    "ollama_chat": "ollama",
    "anthropic": "anthropic",
    "deepseek": "deepseek",
    "gemini": "gemini",
    "groq": "groq",
    "moonshot": "moonshotai",
    "openrouter": "openrouter",
    "xai": "xai",
}
"""Providers that DSPy 3.4 talks to itself, with the name that it has for them in its errors."""
KEYLESS = ("ollama", "ollama_chat", "hosted_vllm")
"""Those of them that worked without any key before."""
_BARE: Mapping[str, str] = {
    r"(?:gpt|chatgpt)-|o\d(?:-|$)": "openai",
    r"claude-": "anthropic",
    r"gemini-": "gemini",
}
"""Names of models that need no provider before them."""

NATIVE_OPTIONS = frozenset(
    """model model_type temperature max_tokens cache callbacks num_retries provider
    finetuning_model launch_kwargs train_kwargs use_developer_role rollout_id api_base
    base_url api_key timeout top_p top_k stop seed n frequency_penalty presence_penalty
    response_format reasoning_effort stream user logprobs engine async_engine prompt_cache
    """.split()
)
"""Arguments with which DSPy 3.4 keeps to its own client; any other one goes through LiteLLM."""


def is_lm(node: ast.Call, view: ModuleView) -> bool:
    """Whether a call makes a `dspy.LM`, or is `super().__init__(...)` in a class that is one."""
    if builds(node, view, "LM"):
        return not (view.name_of(node.func) or "").startswith("dsp.")
    if not is_super_init(node):
        return False
    around = view.parent(node)
    while around is not None and not isinstance(around, ast.ClassDef):
        around = view.parent(around)
    if not isinstance(around, ast.ClassDef) or _answers_itself(around):
        return False
    return any(ends(one, "LM") and not one.startswith("dsp.") for one in view.bases_of(around)[:1])


def _answers_itself(node: ast.ClassDef) -> bool:
    """Whether a class asks its model in its own way, or sets its options itself."""
    methods = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    sets = any(
        isinstance(one, ast.Attribute) and one.attr == "kwargs" and isinstance(one.ctx, ast.Store)
        for one in ast.walk(node)
    )
    return sets or bool(methods & {"__call__", "forward", "basic_request", "request"})


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


def ends_with_v1(address: ast.expr, view: ModuleView) -> bool:
    """Whether an address is written down and ends with `/v1`."""
    text = view.constant(address)
    return isinstance(text, str) and text.rstrip("/").endswith("/v1")


def through_litellm(node: ast.Call, view: ModuleView) -> tuple[Edit, ...]:
    """Let an LM send what it sent before DSPy 3.4: the same edit from every rule."""
    return with_keywords(node, view, engine='"litellm"')


def is_native(node: ast.Call, view: ModuleView) -> bool:
    """Whether DSPy 3.4 sends the requests of this LM itself."""
    keywords = view.keywords_of(node)
    engine = keywords.get("engine")
    if engine is not None and view.constant(engine) == "litellm":
        return False
    return not view.open_keywords(node) and set(keywords) <= NATIVE_OPTIONS


def provider_of(node: ast.Call, view: ModuleView) -> str | None:
    """What stands before the model's name; None where it is not in view."""
    model = model_of(node, view)
    if model is None:
        return None
    if "/" in model:
        return model.partition("/")[0]
    return next((found for name, found in _BARE.items() if re.match(name, model)), None)


def maybe_native(node: ast.Call, view: ModuleView) -> bool:
    """Whether nothing in a call says that its requests go through LiteLLM in DSPy 3.4."""
    keywords = view.keywords_of(node)
    engine, kind = keywords.get("engine"), keywords.get("model_type")
    if engine is not None and view.constant(engine) == "litellm":
        return False
    if kind is not None and view.constant(kind) == "text":
        return False
    provider = provider_of(node, view)
    return set(keywords) <= NATIVE_OPTIONS and (provider is None or provider in CLIENTS)


def is_super_init(node: ast.Call) -> bool:
    """Whether a call is `super().__init__(...)`."""
    function = node.func
    if not isinstance(function, ast.Attribute) or function.attr != "__init__":
        return False
    owner = function.value
    return isinstance(owner, ast.Call) and ast.unparse(owner.func) == "super"
