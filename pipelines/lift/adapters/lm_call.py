"""What a DSPy program asks of its model, free of any DSPy version's types.

`dspy_compat` reads DSPy's calls into this form, `dspy_lm` sends it to the engine.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from lift.errors import UsageError

__all__ = ["LMCall", "read_call"]

_PASSED = frozenset(
    "top_p top_k min_p typical_p repeat_penalty repeat_last_n presence_penalty frequency_penalty "
    "mirostat mirostat_tau mirostat_eta num_ctx num_gpu num_thread keep_alive think".split()
)
"""Options that hosts know, by Ollama's names; most have the same name everywhere."""
_DROPPED = frozenset(
    "cache cache_in_memory num_retries n num_generations rollout_id stream user metadata model "
    "prediction store prompt_cache parallel_tool_calls".split()
)
"""Options about the transport, not about the answer; lift has its own."""
_HANDLED = frozenset(
    "temperature max_tokens max_completion_tokens stop seed response_format".split()
)
_ROLES = {"developer": "system", "system": "system", "user": "user", "assistant": "assistant"}
_SEEDS_PER_ROLLOUT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LMCall:
    """One call in plain values."""

    messages: tuple[tuple[str, str], ...]
    """(role, content) pairs; roles are system, user and assistant."""
    temperature: float | None
    max_tokens: int | None
    options: dict[str, object]
    response_schema: dict[str, object] | None


def read_call(
    messages: Sequence[Mapping[str, Any]], settings: Mapping[str, Any], *, candidate: int = 0
) -> LMCall:
    """Read OpenAI-shaped messages and settings.

    A `rollout_id` and the number of a candidate (`n` > 1) become part of the seed: a different
    sample at a temperature above 0, and a call of its own in the ledger at any.

    Args:
        messages: as DSPy's adapters write them.
        settings: the LM's settings with those of the call over them; None means unset.
        candidate: which of several candidates of the same call this is, from 0.

    Raises:
        UsageError: the program wants something that lift cannot pass on, as images or tools.
        ValueError: a text cannot be encoded; the program's own mistake.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    unknown = sorted(set(given) - _PASSED - _DROPPED - _HANDLED)
    if unknown:
        raise UsageError(
            f"the program passes {', '.join(unknown)} to its model, which lift does not pass on",
            hint="remove it from the program, or leave native function calling off in its adapter",
        )
    options: dict[str, object] = {name: given[name] for name in sorted(given) if name in _PASSED}
    if stop := given.get("stop"):
        options["stop"] = [stop] if isinstance(stop, str) else list(stop)
    shift = _shift(given.get("rollout_id")) + candidate
    if shift or "seed" in given:
        options["seed"] = int(given.get("seed", 0)) + shift
    most = given.get("max_completion_tokens", given.get("max_tokens"))
    return LMCall(
        messages=tuple(_message(message) for message in messages),
        temperature=None if "temperature" not in given else float(given["temperature"]),
        max_tokens=None if most is None else int(most),
        options=options,
        response_schema=_schema(given.get("response_format")),
    )


def _shift(rollout_id: object) -> int:
    if rollout_id is None:
        return 0
    if isinstance(rollout_id, int):
        return rollout_id * _SEEDS_PER_ROLLOUT
    return zlib.crc32(repr(rollout_id).encode()) % 100_000 * _SEEDS_PER_ROLLOUT


def _message(message: Mapping[str, Any]) -> tuple[str, str]:
    role = _ROLES.get(str(message.get("role")))
    if role is None:
        raise UsageError(
            f"the program sends a message of the role {message.get('role')!r}",
            hint="leave native function calling off in the program's adapter",
        )
    content = message.get("content")
    text = content if isinstance(content, str) else "".join(map(_part, content or ()))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"a {role} message holds half a surrogate pair at {error.start}"
        ) from error
    return role, text


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    kind: object = type(part).__name__
    if isinstance(part, Mapping):
        given = cast("Mapping[str, object]", part)
        kind = given.get("type")
        if kind == "text":
            return str(given.get("text", ""))
    raise UsageError(
        f"the program sends {kind} to its model; lift passes on text only",
        hint="optimize the part of the program that works on text",
    )


def _schema(response_format: Any) -> dict[str, object] | None:
    """Read a response format: None and `text` are free, `{}` is any JSON, else a JSON Schema."""
    if response_format is None:
        return None
    if isinstance(response_format, type):
        model = cast("type[BaseModel]", response_format)
        return dict(model.model_json_schema())
    given = cast("dict[str, Any]", response_format)
    kind = given.get("type")
    if kind == "text":
        return None
    if kind == "json_object":
        return dict(given.get("schema") or {})
    if kind == "json_schema":
        return dict(given.get("schema") or given["json_schema"].get("schema") or {})
    raise UsageError(f"the program asks for a response format of the type {kind!r}")
