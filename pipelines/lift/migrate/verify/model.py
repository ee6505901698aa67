"""A real model in place of scripted answers: what both versions ask it, it is asked once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from lift.engine.ports import ModelHost
from lift.errors import LiftError
from lift.testing.ollama_api import ChatCall, Reply, answers_from

__all__ = ["RealModel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    reply: Reply
    seconds: float


class RealModel:
    """Answers what programs ask, by whatever name they call their model.

    The same request gets the same answer, in every round and version, after the same time: what
    differs in the end comes from DSPy, not from the model's mood.
    """

    def __init__(
        self,
        host: ModelHost,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = host.info().address
        self.error: LiftError | None = None
        """The first thing that went wrong with the model; then nothing can be compared."""
        self._ask = answers_from(host)
        self._clock, self._wait = clock, wait
        self._lock = threading.Lock()
        self._answers: dict[str, _Answer] = {}

    @property
    def asked(self) -> int:
        """How many different requests the model has answered."""
        return len(self._answers)

    def __call__(self, call: ChatCall) -> Reply:
        """Answer a request; called by the endpoint's threads.

        Raises:
            LiftError: the model did not answer; also kept in `error`.
        """
        key = json.dumps([call.messages, call.options, call.format], sort_keys=True)
        with self._lock:
            known = self._answers.get(key)
            if known is None:
                known = self._answers[key] = self._asked(call)
                return known.reply
        self._wait(known.seconds)
        return known.reply

    def _asked(self, call: ChatCall) -> _Answer:
        started = self._clock()
        try:
            reply = self._ask(call)
        except LiftError as error:
            self.error = self.error or error
            raise
        given = reply if isinstance(reply, Reply) else Reply(text=reply)
        return _Answer(reply=given, seconds=self._clock() - started)
