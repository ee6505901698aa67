"""Hosts for `ollama/NAME[@HOST]`, through the `ollama` package.

Two habits of Ollama are worked around here. It cuts a prompt that is longer than `num_ctx` without
a word, so `num_ctx` is always sent, large enough for the prompt and the answer, and the figures
that come back are checked. It loads a model anew whenever `num_ctx` changes, so the window grows
in steps of two and never shrinks again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import ollama

from lift.adapters.json_schema import plain_json
from lift.adapters.ollama_errors import model_missing, translated
from lift.adapters.token_bound import prompt_bound
from lift.engine.request import JsonValue, ModelAnswer, ModelInfo, ModelRequest
from lift.errors import ModelError, PromptTooLong, TransportError
from lift.models.address import public_host

__all__ = ["OllamaHost", "list_ollama_models"]

SMALLEST_WINDOW = 4096
CONNECT_TIMEOUT_S = 10.0
_MOST_BYTES_PER_TOKEN = 8
"""A long prompt has more tokens than bytes / 8; fewer reported ones mean that it was cut."""
_CACHED_BYTES_PER_TOKEN = 16
"""Where nothing can be cut, fewer tokens than bytes / 16 leave out what the server had cached."""
_TOP_LEVEL = frozenset({"think", "keep_alive"})
_LOOPBACK = ("://127.", "://localhost", "://[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    info: ModelInfo
    template: str
    full_name: str


class OllamaHost:
    """One model of one Ollama server.

    Args:
        model: name as Ollama knows it; `:latest` may be left out.
        url: base address of the server.
        slots: requests sent at once; set OLLAMA_NUM_PARALLEL on the server to the same number.
        num_ctx: largest context window to ask for, in tokens; None means the model's own.
        timeout_s: longest silence of the server in seconds, loading the model included.
        keep_alive: how long the server keeps the model in memory, as in `10m`; None leaves it.
    """

    def __init__(
        self,
        *,
        model: str,
        url: str,
        slots: int = 1,
        num_ctx: int | None = None,
        timeout_s: float = 600.0,
        keep_alive: str | None = None,
    ) -> None:
        self._model = model
        self._url = url
        self._slots = max(1, slots)
        self._num_ctx = num_ctx
        self._timeout_s = timeout_s
        self._keep_alive = keep_alive
        self._client = _client(url, timeout_s)
        self._lock = threading.Lock()
        self._described: _Described | None = None
        self._window = 0

    @property
    def name(self) -> str:
        """The server's address, without a password."""
        return public_host(self._url)

    @property
    def slots(self) -> int:
        """How many requests it may be sent at once."""
        return self._slots

    def info(self) -> ModelInfo:
        """Describe the model; asks the server the first time.

        Raises:
            TransportError: the server cannot be reached.
            ModelNotFound: it does not have the model.
            ModelError: something else than Ollama answers at the address.
        """
        return self._describe().info

    def count_bound(self, request: ModelRequest) -> int:
        """Return an upper bound of the prompt's tokens, at most the context window."""
        described = self._describe()
        bound = prompt_bound(request, template=described.template)
        return min(bound, described.info.context_tokens)

    def complete(self, request: ModelRequest) -> ModelAnswer:
        """Answer one request.

        Raises:
            PromptTooLong: the prompt does not fit, or Ollama cut it.
            TransportError: the server failed, broke off or stayed silent; worth a retry.
            ModelNotFound: the model was removed meanwhile.
            ModelError: the server refused the request.
        """
        described = self._describe()
        bound = prompt_bound(request, template=described.template)
        window = self._window_for(bound + request.max_tokens, described.info.context_tokens)
        if request.prompt_bytes > _MOST_BYTES_PER_TOKEN * window:
            raise _too_long(self._model, f"{request.prompt_bytes:,} bytes", window)
        started = time.perf_counter()
        answer = self._chat(request, window)
        elapsed_ms = (time.perf_counter() - started) * 1000
        return _checked(
            answer, request, self._model, window=window, bound=bound, elapsed_ms=elapsed_ms
        )

    def close(self) -> None:
        """Close the connections."""
        _close(self._client)

    def _describe(self) -> _Described:
        with self._lock:
            if self._described is None:
                with translated(self._url, self._model, self._timeout_s):
                    listed = self._client.list().models
                    full = (
                        self._model
                        if ":" in self._model.rpartition("/")[2]
                        else f"{self._model}:latest"
                    )
                    found = next((entry for entry in listed if entry.model == full), None)
                    if found is None:
                        names = [entry.model for entry in listed if entry.model]
                        raise model_missing(self._url, self._model, names)
                    shown = self._client.show(full)
                self._described = self._from_server(found, shown, full)
            return self._described

    def _from_server(self, found: Any, shown: Any, full: str) -> _Described:
        trained = _context_length(shown.modelinfo or {})
        window = min(trained, self._num_ctx) if self._num_ctx else trained
        capabilities: list[JsonValue] = list(shown.capabilities or ())
        details: dict[str, JsonValue] = {
            "name": full,
            "size_bytes": int(found.size or 0),
            "trained_context_tokens": trained,
            "capabilities": capabilities,
        }
        if shown.details is not None:
            details["family"] = shown.details.family
            details["parameters"] = shown.details.parameter_size
            details["quantization"] = shown.details.quantization_level
        info = ModelInfo(
            address=f"ollama/{self._model}@{public_host(self._url)}",
            digest=f"sha256:{found.digest.removeprefix('sha256:')}" if found.digest else None,
            context_tokens=window,
            details=details,
        )
        return _Described(info=info, template=shown.template or "", full_name=full)

    def _window_for(self, tokens: int, most: int) -> int:
        with self._lock:
            window = max(self._window, SMALLEST_WINDOW)
            while window < tokens:
                window *= 2
            self._window = min(window, most)
            return self._window

    def _chat(self, request: ModelRequest, window: int) -> ollama.ChatResponse:
        options: dict[str, Any] = {"seed": 0}
        options.update(
            {k: plain_json(v) for k, v in request.options.items() if k not in _TOP_LEVEL}
        )
        options.update(
            num_ctx=window, num_predict=request.max_tokens, temperature=request.temperature
        )
        think: Any = request.options.get("think")
        keep_alive: Any = request.options.get("keep_alive", self._keep_alive)
        with translated(self._url, self._model, self._timeout_s):
            stream: Any = self._client.chat(  # pyright: ignore[reportUnknownMemberType]
                model=self._model,
                messages=[{"role": m.role, "content": m.content} for m in request.messages],
                stream=True,
                format=_format(request.response_schema),
                options=options,
                think=think,
                keep_alive=keep_alive,
            )
            return _gathered(stream, self._model)


def list_ollama_models(url: str, *, timeout_s: float = 10.0) -> tuple[dict[str, JsonValue], ...]:
    """List the models of a server: name, size_bytes, digest, family, parameters, quantization.

    Raises:
        TransportError: the server cannot be reached.
        ModelError: something else than Ollama answers at the address.
    """
    client = _client(url, timeout_s)
    try:
        with translated(url, "", timeout_s):
            listed = client.list().models
    finally:
        _close(client)
    rows: list[dict[str, JsonValue]] = []
    for entry in listed:
        details = entry.details
        row: dict[str, JsonValue] = {
            "name": entry.model,
            "size_bytes": int(entry.size or 0),
            "digest": entry.digest,
            "family": details.family if details else None,
            "parameters": details.parameter_size if details else None,
            "quantization": details.quantization_level if details else None,
        }
        rows.append(row)
    return tuple(rows)


def _client(url: str, timeout_s: float) -> ollama.Client:
    # A proxy from the environment must not stand between lift and this machine.
    direct = any(mark in url for mark in _LOOPBACK)
    timeout = httpx.Timeout(timeout_s, connect=min(CONNECT_TIMEOUT_S, timeout_s))
    return ollama.Client(host=url, timeout=timeout, trust_env=not direct)


def _close(client: Any) -> None:
    client.close()  # has no annotations


def _context_length(model_info: Mapping[str, Any]) -> int:
    architecture = model_info.get("general.architecture", "")
    length = model_info.get(f"{architecture}.context_length")
    return length if isinstance(length, int) and length > 0 else SMALLEST_WINDOW


def _format(schema: Mapping[str, JsonValue] | None) -> Any:
    if schema is None:
        return None
    return plain_json(schema) or "json"


def _gathered(stream: Any, model: str) -> ollama.ChatResponse:
    """Put the chunks together; the last one carries the figures.

    Raises:
        TransportError: the stream ended without its last chunk.
    """
    text: list[str] = []
    for chunk in stream:
        text.append(chunk.message.content or "")
        if chunk.done:
            chunk.message.content = "".join(text)
            whole: ollama.ChatResponse = chunk
            return whole
    length = sum(map(len, text))
    raise TransportError(
        f"the answer of {model} broke off after {length:,} characters",
        hint="look at the server's log; it may have run out of memory",
    )


def _checked(
    answer: ollama.ChatResponse,
    request: ModelRequest,
    model: str,
    *,
    window: int,
    bound: int,
    elapsed_ms: float,
) -> ModelAnswer:
    """Turn the response into an answer; missing figures are taken at their most.

    Raises:
        PromptTooLong: the figures say that the prompt was cut.
        ModelError: the server loaded or unloaded the model instead of answering.
    """
    if answer.done_reason in {"load", "unload"}:
        raise ModelError(
            f"Ollama answered a request to {model} with done_reason {answer.done_reason!r}"
        )
    reported = answer.prompt_eval_count or 0
    completion = request.max_tokens if answer.eval_count is None else answer.eval_count
    may_be_cut = bound + request.max_tokens > window
    if may_be_cut and _looks_cut(reported, completion, request.prompt_bytes, window):
        raise _too_long(model, f"{request.prompt_bytes:,} bytes", window)
    if reported * _CACHED_BYTES_PER_TOKEN < request.prompt_bytes:
        reported = min(bound, window)
    latency_ms = elapsed_ms
    if answer.total_duration:
        latency_ms = (answer.total_duration - (answer.load_duration or 0)) / 1e6
    return ModelAnswer(
        text=answer.message.content or "",
        prompt_tokens=reported,
        completion_tokens=completion,
        latency_ms=latency_ms,
        finish_reason="length" if answer.done_reason == "length" else "stop",
    )


def _looks_cut(reported: int, completion: int, prompt_bytes: int, window: int) -> bool:
    if reported == 0:
        return False  # a cache hit of an old server; nothing can be told
    too_few = reported * _MOST_BYTES_PER_TOKEN < prompt_bytes
    return too_few or reported >= window - 1 or reported + completion > window


def _too_long(model: str, length: str, window: int) -> PromptTooLong:
    return PromptTooLong(
        f"the prompt of {length} does not fit the context window of {model}, "
        f"which is {window:,} tokens; Ollama would cut it without a word",
        hint="shorten the instructions or the inputs, or use a model with a larger context",
    )
