"""Why something differs, where it is known: the changes of DSPy that a comparison meets.

Each was established on the wire; see docs/how-to/migrate.md for what to do about them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lift.engine.request import JsonValue
from lift.migrate.probe import ProbeError
from lift.migrate.wire import Exchange
from lift.migrate.wire.exchange import Message

__all__ = ["why_error", "why_messages", "why_option", "why_output", "why_predictor", "why_refused"]

_DEFAULTS: Mapping[str, tuple[float, ...]] = {"temperature": (0.0,), "max_tokens": (4000, 1000)}
_END = "[[ ## completed ## ]]"


def why_option(name: str, old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]) -> str:
    """Explain an option that is sent by one version only, or with another value."""
    before = old.get(name)
    if name in _DEFAULTS and name not in new and before in _DEFAULTS[name]:
        return (
            f"dspy.LM sent {name}={before} unless told otherwise until 3.0.3, and leaves it to the "
            f"server from 3.0.4 on: pass {name}={before} to dspy.LM"
        )
    if name == "cache_in_memory":
        return "dspy.LM no longer takes it from 3.0.3 on and sends it to the server: leave it out"
    if name == "rollout_id":
        return "dspy.LM keeps it to itself from 3.0.3 on, and sent it to the server before"
    if name == "response_format":
        return (
            "JSONAdapter asks for structured output by what it knows of the model; 3.0 sends a "
            "JSON schema where 2.6 asked for a JSON object"
        )
    if name == "tools":
        return (
            "adapters of 3.0 and later can hand tools to the server (use_native_function_calling)"
        )
    return ""


def why_messages(old: Sequence[Message], new: Sequence[Message]) -> str:
    """Explain messages that differ only by what a release appends to them."""
    if len(old) != len(new):
        return ""
    pairs = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    if all(
        one.role == "assistant" and one.content.strip() == other.content.replace(_END, "").strip()
        for one, other in pairs
    ):
        return f"ChatAdapter ends answers of demos and history with {_END} from 3.0 on"
    if all(
        other.content.startswith(one.content.rstrip()) and "Respond with" in other.content
        for one, other in pairs
        if one.role == "user"
    ) and all(one.role == "user" for one, _ in pairs):
        return "ChatAdapter repeats how to respond in every user turn of a history in 3.4.1"
    return ""


def why_refused(exchange: Exchange) -> str:
    """Explain a request that a real Ollama would not take."""
    if exchange.path == "/chat/completions":
        return (
            "from 3.4.0 on `ollama_chat/` and `ollama/` speak the OpenAI form to api_base as it "
            "is: write api_base with /v1 at its end, leave it out, or pass engine='litellm'"
        )
    return ""


def why_output(old: JsonValue, new: JsonValue) -> str:
    """Explain an output that is parsed in another way."""
    if old is None and new == "None":
        return "for Optional[str] ChatAdapter leaves the text 'None' as it is from 3.0.4 on"
    return ""


def why_error(error: ProbeError) -> str:
    """Say where to look for an error that DSPy itself is the cause of."""
    if error.type in {"AttributeError", "ImportError", "ModuleNotFoundError"} and (
        "dsp" in error.message
    ):
        return "`lift migrate check` names every use of what is gone, and `fix` rewrites most"
    if error.type == "LMNotConfiguredError" and "empty credential" in error.message:
        return "an empty api_key is refused from 3.4.0 on: leave api_key out for a local model"
    if error.type == "Timeout":
        return "it may wait for input or for a server; --timeout gives it more time"
    return ""


def why_predictor(old: Sequence[str], new: Sequence[str]) -> str:
    """Explain fields that predictors add by themselves."""
    if "rationale" in old and "reasoning" in new:
        return "ChainOfThought calls its own field `reasoning` from 2.5 on; it was `rationale`"
    return ""
