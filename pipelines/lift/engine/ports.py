"""What the engine needs from outside and what it offers: its borders with the adapters."""

from __future__ import annotations

from typing import Protocol

from lift.engine.request import ModelAnswer, ModelInfo, ModelRequest

__all__ = ["Clock", "ModelHost", "RequestSender"]


class ModelHost(Protocol):
    """One endpoint that answers requests: an Ollama server, llama.cpp in-process, a hosted API."""

    @property
    def name(self) -> str:
        """Where it is, for messages and for the key when the digest is unknown."""
        ...

    @property
    def slots(self) -> int:
        """How many requests it may be sent at once."""
        ...

    def info(self) -> ModelInfo:
        """Describe the model; asks the host the first time.

        Raises:
            TransportError: the host cannot be reached.
            ModelNotFound: it does not have the model.
        """
        ...

    def count_bound(self, request: ModelRequest) -> int:
        """Return an upper bound of the prompt's tokens, chat template included."""
        ...

    def complete(self, request: ModelRequest) -> ModelAnswer:
        """Answer one request; blocks.

        Raises:
            TransportError: worth a retry.
            ModelError: not worth one (`ModelNotFound`, `PromptTooLong`, ...).
        """
        ...

    def close(self) -> None:
        """Free what it holds; idempotent."""
        ...


class RequestSender(Protocol):
    """What an LM object of `adapters` calls: the engine bound to one run, phase and rollout."""

    @property
    def info(self) -> ModelInfo:
        """The model behind it."""
        ...

    @property
    def default_max_tokens(self) -> int:
        """Output limit where the program sets none."""
        ...

    def send(self, request: ModelRequest) -> ModelAnswer:
        """Answer from the ledger, a recording or a host, within the budget; blocks."""
        ...

    def request(
        self,
        *,
        messages: tuple[tuple[str, str], ...],
        max_tokens: int | None,
        temperature: float | None,
        options: dict[str, object],
        response_schema: dict[str, object] | None,
    ) -> ModelRequest:
        """Build the canonical request for this model and rollout from (role, content) pairs."""
        ...


class Clock(Protocol):
    """Time as a parameter; `lift.testing.FixedClock` is the other one."""

    def now(self) -> float:
        """Seconds since the epoch, for records."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump, for durations."""
        ...
