"""Where an LM block sends its requests, and in which form, from one version to the next.

3.2.0 leaves the address out when it loads a file, unless it is told to trust it. 3.4.0 sends by its
own client: to Ollama in the OpenAI form below `/v1`, and to `openai/...` with
`max_completion_tokens`; what that client cannot express goes through LiteLLM as before. All of it
was measured on the wire.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from packaging.version import Version

from lift.migrate.state.draft import Draft, JsonObject
from lift.migrate.state.lm import load_line

__all__ = ["convert_endpoint"]

_ADDRESSES = ("api_base", "base_url")
_UNSAFE = (*_ADDRESSES, "model_list")
_OLLAMA = ("ollama", "ollama_chat")
_NEW_CLIENT = "3.4.0"
_SAME_IN_BOTH = frozenset(
    {
        *("model", "model_type", "cache", "num_retries", "finetuning_model", "launch_kwargs"),
        *("train_kwargs", "use_developer_role", "rollout_id", "timeout", *_ADDRESSES),
        *("temperature", "top_p", "max_tokens", "seed", "stop", "api_key"),
    }
)
"""Keys that reach Ollama through `/v1` as they do through `/api/chat`. Others do not: `num_ctx`
cannot be said there, and `top_k` is left out without a word."""
_TAKEN_BY_NEW = frozenset(
    {
        *("top_k", "frequency_penalty", "presence_penalty", "reasoning_effort"),
        *("response_format", "user", "n"),
    }
)
"""Options that the client of 3.4 takes and sends otherwise than LiteLLM did, or not at all. With
any other one it leaves the request to LiteLLM."""


def convert_endpoint(draft: Draft) -> None:
    """Keep every LM block at its server and in its form."""
    for name, entry in draft.predictors():
        lm = entry.get("lm")
        if not isinstance(lm, dict) or not isinstance(lm.get("model"), str):
            continue
        if draft.versions.cross(_NEW_CLIENT):
            _empty_key(draft, name, lm)
            _new_client(draft, name, lm)
        elif draft.versions.cross_back(_NEW_CLIENT):
            _old_client(draft, name, lm)
        _dropped_on_load(draft, name, lm)


def _dropped_on_load(draft: Draft, name: str, lm: JsonObject) -> None:
    if draft.versions.target < Version("3.2.0"):
        return
    for key in _UNSAFE:
        if not lm.get(key) or (key != "model_list" and _is_default(lm, str(lm[key]))):
            continue
        provider = str(lm["model"]).partition("/")[0]
        where = "http://localhost:11434" if provider in _OLLAMA else f"the public one of {provider}"
        draft.report(
            "LFT301",
            f"DSPy {draft.versions.target} leaves `{key}` out when it loads a file and logs only a "
            f"warning. Requests then go to the default address, {where}.",
            predictor=name,
            key=f"lm.{key}",
            advice=load_line(draft.name),
        )


def _is_default(lm: JsonObject, address: str) -> bool:
    """Whether an Ollama address is where requests go anyway."""
    if not str(lm["model"]).startswith(tuple(f"{one}/" for one in _OLLAMA)):
        return False
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        return False
    return parts.hostname == "localhost" and port == 11434 and parts.scheme == "http"


def _empty_key(draft: Draft, name: str, lm: JsonObject) -> None:
    if lm.get("api_key") != "":
        return
    del lm["api_key"]
    draft.report(
        "LFT307",
        "`api_key` is empty, for which DSPy 3.4 raises `LMNotConfiguredError: ... empty "
        "credential`.",
        did="It was taken out.",
        predictor=name,
        key="lm.api_key",
    )


def _new_client(draft: Draft, name: str, lm: JsonObject) -> None:
    provider = str(lm["model"]).partition("/")[0]
    if "engine" in lm or lm.get("model_type") == "text":
        return
    if provider in _OLLAMA:
        _ollama(draft, name, lm, provider)
    elif provider == "openai" and any(lm.get(key) for key in _ADDRESSES):
        _openai_server(draft, name, lm)
    elif provider == "openai" and lm.get("max_tokens") is not None:
        draft.report(
            "LFT311",
            "DSPy 3.4 sends `max_tokens` to OpenAI as `max_completion_tokens`, which OpenAI reads "
            "the same way.",
            predictor=name,
            key="lm.max_tokens",
            harmful=False,
        )
    elif provider != "openai":
        draft.report(
            "LFT311",
            f"DSPy 3.4 may send to {provider} by its own client, in another form than LiteLLM's.",
            predictor=name,
            key="lm.model",
            advice='Compare with `lift migrate verify`, or write `"engine": "litellm"` beside it.',
            harmful=False,
        )


def _ollama(draft: Draft, name: str, lm: JsonObject, provider: str) -> None:
    odd = sorted(key for key, one in lm.items() if key not in _SAME_IN_BOTH and one is not None)
    if provider == "ollama_chat" and not odd:
        _below_v1(draft, name, lm)
        return
    lm["engine"] = "litellm"
    forcing = [key for key in odd if key not in _TAKEN_BY_NEW]
    if forcing:
        message = f"the options {_listed(forcing)} keep this LM on LiteLLM, as before."
    elif odd:
        message = f"{_listed(odd)} would not arrive as it does now."
    else:
        message = "which is another request than that of `ollama/` to `/api/generate`."
    draft.report(
        "LFT307",
        f"DSPy 3.4 prefers the OpenAI form for Ollama; {message}",
        did='`"engine": "litellm"` was written, so that the request stays what it was.',
        predictor=name,
        key="lm.model",
        harmful=not forcing,
    )


def _listed(keys: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in keys)


def _below_v1(draft: Draft, name: str, lm: JsonObject) -> None:
    message = (
        "DSPy 3.4 sends to Ollama in the OpenAI form (`/v1/chat/completions` in place of "
        "`/api/chat`), with the same model, messages, temperature and limit."
    )
    did = "Nothing had to be changed for it."
    key = next((one for one in _ADDRESSES if isinstance(lm.get(one), str) and lm[one]), "")
    address = str(lm[key]).rstrip("/") if key else ""
    if key and not address.endswith("/v1"):
        lm[key] = f"{address}/v1"
        message += " With this address it posts to `/chat/completions`, which is a 404 there."
        did = f"`{key}` ends in `/v1` now."
    draft.report(
        "LFT307",
        message,
        did=did,
        predictor=name,
        key=f"lm.{key or 'model'}",
        harmful=did.startswith("`"),
    )


def _openai_server(draft: Draft, name: str, lm: JsonObject) -> None:
    if lm.get("max_tokens") is None:
        return
    lm["engine"] = "litellm"
    draft.report(
        "LFT311",
        "DSPy 3.4 sends `max_tokens` as `max_completion_tokens` to every `openai/` model, and a "
        "server that does not know the name sets no limit.",
        did='`"engine": "litellm"` was written, so that the request stays what it was.',
        predictor=name,
        key="lm.max_tokens",
        advice='Delete `"engine"` once your server knows `max_completion_tokens`.',
    )


def _old_client(draft: Draft, name: str, lm: JsonObject) -> None:
    """Back to LiteLLM, which adds `/api/chat` to the address by itself."""
    if str(lm["model"]).partition("/")[0] not in _OLLAMA:
        return
    for key in _ADDRESSES:
        address = lm.get(key)
        if isinstance(address, str) and address.rstrip("/").endswith("/v1"):
            lm[key] = address.rstrip("/").removesuffix("/v1")
            draft.report(
                "LFT307",
                "Before DSPy 3.4 an Ollama address stands without `/v1`, else the request goes to "
                "`/v1/api/chat`, which is a 404.",
                did=f"`{key}` was shortened.",
                predictor=name,
                key=f"lm.{key}",
            )
