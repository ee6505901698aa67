"""Hosts for every other address, `PROVIDER/NAME[@URL]`: hosted APIs through dspy.LM.

DSPy picks the client (its own from 3.4 on, else LiteLLM) and finds the key in the provider's usual
environment variable; its cache and its retries are off, because lift has its own. Keys never enter
a request, and are cut out of error messages. Weights cannot be identified, so the digest is None.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

import dspy

from lift.adapters.json_schema import plain_json
from lift.adapters.token_bound import prompt_bound
from lift.engine.request import ModelAnswer, ModelInfo, ModelRequest
from lift.errors import ModelError, ModelNotFound, PromptTooLong, TransportError
from lift.models.address import public_host

__all__ = ["LiteLLMHost"]

DEFAULT_CONTEXT = 128_000
"""Bound of a reservation where nobody says how large the context is."""
_PASSED = frozenset("seed stop top_p top_k presence_penalty frequency_penalty".split())
_RETRY = frozenset(
    "LMTransportError LMTimeoutError LMRateLimitError LMServerError APIConnectionError Timeout "
    "APITimeoutError RateLimitError InternalServerError ServiceUnavailableError "
    "BadGatewayError".split()
)
_MISSING = frozenset("LMUnsupportedModelError NotFoundError".split())
_KEYS = frozenset(
    "LMAuthError LMNotConfiguredError AuthenticationError PermissionDeniedError".split()
)
_SECRET = re.compile(
    r"\b(?:sk|pk|gsk|xai|key|AIza)[-_]?[A-Za-z0-9_*-]{8,}|(?<=Bearer )\S+", re.IGNORECASE
)


class LiteLLMHost:
    """One model of one provider.

    Args:
        model: provider and name, as in `openai/gpt-4o-mini`.
        url: base address where it is not the provider's own. A key from the environment is then not
            sent, because it belongs to the provider.
        slots: requests sent at once.
        num_ctx: context window in tokens, for reservations; None means 128,000.
        timeout_s: longest wait for an answer in seconds.
        api_key: key for `url`; None there means that the server needs none.
    """

    def __init__(
        self,
        *,
        model: str,
        url: str | None = None,
        slots: int = 8,
        num_ctx: int | None = None,
        timeout_s: float = 600.0,
        api_key: str | None = None,
    ) -> None:
        self._model = model
        self._url = url
        self._slots = max(1, slots)
        self._key = api_key
        self._info = ModelInfo(
            address=model, digest=None, context_tokens=num_ctx or DEFAULT_CONTEXT
        )
        connection: dict[str, Any] = {"timeout": timeout_s}
        if api_key is not None:
            connection["api_key"] = api_key
        if url is not None:
            connection |= {"api_base": url, "api_key": api_key or "none"}
        self._lm = dspy.LM(model, cache=False, num_retries=0, **connection)

    @property
    def name(self) -> str:
        """The server's address, or the provider's name where it is the provider's own."""
        return public_host(self._url) if self._url else self._model.partition("/")[0]

    @property
    def slots(self) -> int:
        """How many requests it may be sent at once."""
        return self._slots

    def info(self) -> ModelInfo:
        """Describe the model; asks nobody."""
        return self._info

    def count_bound(self, request: ModelRequest) -> int:
        """Return an upper bound of the prompt's tokens; bounded, not exact, for hosted models."""
        return prompt_bound(request, template=None)

    def complete(self, request: ModelRequest) -> ModelAnswer:
        """Answer one request; figures that the provider leaves out are taken at their most.

        Raises:
            TransportError: the provider could not be reached, was busy, or failed; worth a retry.
            ModelError: it refused (`ModelNotFound`, `PromptTooLong`, or a key that is wrong).
        """
        messages = [{"role": m.role, "content": m.content} for m in request.messages]
        started = time.perf_counter()
        try:
            response = self._lm.forward(messages=messages, **_settings(request))
        except _provider_errors() as error:
            raise self._translated(error) from None  # the chain would show what was cut out
        latency_ms = (time.perf_counter() - started) * 1000
        choice = response["choices"][0]
        usage = _mapping(response.get("usage"))
        prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
        text = choice["message"]["content"] or ""
        if not completion and text:  # left out, or filled in as 0 by LiteLLM
            completion = request.max_tokens
        return ModelAnswer(
            text=text,
            prompt_tokens=int(prompt) if prompt else self.count_bound(request),
            completion_tokens=int(completion or 0),
            latency_ms=latency_ms,
            finish_reason="length" if choice["finish_reason"] == "length" else "stop",
        )

    def close(self) -> None:
        """Hold nothing that needs closing."""

    def _translated(self, error: Exception) -> ModelError:
        names = {kind.__name__ for kind in type(error).__mro__}
        message = self._clean(str(error))
        told = f"{self._model} at {self.name}: {message}"
        if "ContextWindowExceededError" in names:
            return PromptTooLong(f"the prompt is too long for {told}")
        if names & _KEYS or "Missing credentials" in message:
            provider = self._model.partition("/")[0].upper()
            return ModelError(
                f"no valid key for {told}", hint=f"set {provider}_API_KEY in the environment"
            )
        if names & _MISSING:
            return ModelNotFound(
                f"there is no model {told}", hint="check the name with the provider"
            )
        if "Provider NOT provided" in message or "LMUnsupportedFeatureError" in names:
            return ModelError(
                f"nobody knows how to reach {self._model}",
                hint="use ollama/NAME, gguf:PATH, builtin, or PROVIDER/NAME as LiteLLM names them",
            )
        if names & _RETRY:
            return TransportError(f"no answer from {told}")
        return ModelError(f"refused by {told}")

    def _clean(self, message: str) -> str:
        lines = [line.strip() for line in message.splitlines() if line.strip()]
        first = lines[0] if lines else "no message"
        if self._key:
            first = first.replace(self._key, "***")
        return _SECRET.sub("***", first)[:300]


def _settings(request: ModelRequest) -> dict[str, Any]:
    settings: dict[str, Any] = {
        name: plain_json(value) for name, value in request.options.items() if name in _PASSED
    }
    settings |= {"max_tokens": request.max_tokens, "temperature": request.temperature}
    if request.response_schema == {}:
        settings["response_format"] = {"type": "json_object"}
    elif request.response_schema is not None:
        schema = {"name": "answer", "schema": plain_json(request.response_schema)}
        settings["response_format"] = {"type": "json_schema", "json_schema": schema}
    return settings


def _mapping(usage: Any) -> Mapping[str, Any]:
    return dict(usage) if usage else {}


def _provider_errors() -> tuple[type[Exception], ...]:
    """Name the exceptions that mean a failed call."""
    if hasattr(dspy, "lm15"):
        from dspy.utils.exceptions import LMError

        return (LMError,)
    from openai import OpenAIError  # what LiteLLM's own are made from; loaded by then

    return (OpenAIError,)
