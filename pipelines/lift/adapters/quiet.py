"""Keeps the libraries behind the adapters from talking: to the network, and to the terminal."""

from __future__ import annotations

import logging
import os
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["quiet_dspy_logs", "silence_litellm"]

_quiet: ContextVar[bool] = ContextVar("lift_quiet_dspy", default=False)


def silence_litellm() -> None:
    """Keep LiteLLM off the network during its import; a value that the user has set stays.

    It fetches a price list from the internet while it is being imported, and retries; DSPy 3.0.1
    imports it with itself. Prices play no part in lift, so the copy in the package is used.
    """
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")


class _OnlyErrors(logging.Filter):
    """Drops what is below an error while `quiet_dspy_logs` is in force in this context."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or not _quiet.get()


_FILTER = _OnlyErrors()


@contextmanager
def quiet_dspy_logs() -> Generator[None, None, None]:
    """Keep DSPy's warnings off the terminal inside the block, in this thread or task only.

    DSPy logs one for every answer that it cannot parse; lift counts those and reports them.
    """
    for handler in logging.getLogger("dspy").handlers:
        handler.addFilter(_FILTER)  # once: a filter that is there already is not added again
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)
