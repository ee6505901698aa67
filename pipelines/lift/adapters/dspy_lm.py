"""The LM object that a DSPy program gets inside lift: every call goes to the engine.

One object per rollout: it is bound to that rollout's sender, so tokens and time are attributed by
construction, in whatever threads the program calls it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lift.adapters.dspy_compat import LiftLM, build_lm
from lift.adapters.lm_call import read_call
from lift.engine.ports import RequestSender
from lift.engine.request import ModelAnswer
from lift.engine.stop import EngineStop
from lift.errors import LiftError, PromptTooLong

__all__ = ["LiftLM", "make_lm"]


def make_lm(sender: RequestSender, *, stops: list[EngineStop] | None = None) -> Any:
    """Return a DSPy LM object bound to a sender; cheap enough for one per rollout.

    DSPy's cache is off for it. Errors of the engine leave the program as `EngineStop`, which no
    `except Exception` holds back; a prompt that is too long becomes DSPy's own error for that,
    because programs such as ReAct know how to go on from it.

    Args:
        sender: the engine bound to a rollout.
        stops: gets every `EngineStop` that leaves, for callers who want to know of one that the
            program held back all the same.
    """

    def ask(
        messages: Sequence[Mapping[str, Any]], settings: Mapping[str, Any], candidate: int
    ) -> ModelAnswer:
        try:
            call = read_call(messages, settings, candidate=candidate)
            request = sender.request(
                messages=call.messages,
                max_tokens=call.max_tokens,
                temperature=call.temperature,
                options=call.options,
                response_schema=call.response_schema,
            )
            return sender.send(request)
        except PromptTooLong:
            raise
        except LiftError as error:
            stop = EngineStop(error)
            if stops is not None:
                stops.append(stop)
            raise stop from error

    return build_lm(ask, sender.info.address.partition("@")[0])
