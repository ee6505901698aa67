"""A model host that answers by a script and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import final

from lift.engine.request import ModelAnswer, ModelInfo, ModelRequest

__all__ = ["ScriptedHost", "answer_of"]

Script = Callable[[ModelRequest], "str | ModelAnswer"]


def answer_of(text: str, *, prompt_tokens: int = 10, completion_tokens: int = 5) -> ModelAnswer:
    """Return a plain answer with a latency of 20 ms."""
    return ModelAnswer(
        text=text,
        prompt_tokens=prompt_tokens,
        completion_tokens=completion_tokens,
        latency_ms=20.0,
        finish_reason="stop",
    )


def _ok(request: ModelRequest) -> str:
    del request
    return "ok"


@final
class ScriptedHost:
    """Implements `lift.engine.ports.ModelHost`; safe for many threads."""

    def __init__(
        self,
        script: Script = _ok,
        *,
        name: str = "scripted",
        slots: int = 64,
        address: str = "scripted",
        digest: str | None = "d1",
        context_tokens: int = 4096,
        info_errors: Sequence[Exception] = (),
    ) -> None:
        """Answer by a script.

        Args:
            script: returns the text or the whole answer to a request, or raises a `ModelError`;
                called in the thread of the caller. A text costs its UTF-8 bytes in tokens.
            name: where it claims to be.
            slots: how many requests it may be sent at once.
            address: of the model it claims to serve.
            digest: of that model's weights; None for a host that cannot tell.
            context_tokens: of that model.
            info_errors: what asking for the model raises, one after the other, before it answers.
        """
        self._script = script
        self._name = name
        self._slots = slots
        self._info = ModelInfo(address=address, digest=digest, context_tokens=context_tokens)
        self._info_errors = list(info_errors)
        self._lock = threading.Lock()
        self._busy = 0
        self.most_at_once = 0
        """The largest number of requests that it had at the same time."""
        self.requests: list[ModelRequest] = []
        """Every request that reached it, in order of arrival."""
        self.closed = False

    @property
    def name(self) -> str:
        return self._name

    @property
    def slots(self) -> int:
        return self._slots

    def info(self) -> ModelInfo:
        if self._info_errors:
            raise self._info_errors.pop(0)
        return self._info

    def count_bound(self, request: ModelRequest) -> int:
        return request.prompt_bytes

    def complete(self, request: ModelRequest) -> ModelAnswer:
        with self._lock:
            self.requests.append(request)
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
        try:
            answer = self._script(request)
        finally:
            with self._lock:
                self._busy -= 1
        if isinstance(answer, ModelAnswer):
            return answer
        return answer_of(
            answer,
            prompt_tokens=request.prompt_bytes,
            completion_tokens=min(len(answer.encode()), request.max_tokens),
        )

    def close(self) -> None:
        self.closed = True
