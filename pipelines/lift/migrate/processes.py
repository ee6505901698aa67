"""Work in several processes, which end with this one whatever ends it. Called by `check`."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import TypeVar

__all__ = ["in_processes"]

_CHUNK = 16
"""Items that a process is handed at once."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_State = TypeVar("_State")


def in_processes(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    *,
    workers: int,
    start: Callable[[_State], None],
    state: _State,
) -> Iterator[_Result]:
    """Yield the results in the order of the items; when nobody wants more, the work ends.

    Args:
        work: importable by name.
        start: called with `state` once in every process; importable by name.
    """
    context = get_context("spawn")
    over = context.Event()
    pool = ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begin, initargs=(start, state, over)
    )
    with pool:
        try:
            with _without_interrupts():
                results = pool.map(partial(_done, work), items, chunksize=_CHUNK)
            yield from results
        finally:
            over.set()


_over: list[Event] = []
"""In a process that works: set when the rest is not wanted any more."""


def _begin(start: Callable[[_State], None], state: _State, over: Event) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _over[:] = [over]
    start(state)


def _done(work: Callable[[_Item], _Result], item: _Item) -> _Result:
    if _over[0].is_set():
        raise CancelledError
    return work(item)


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one: a killed one tells nobody."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _without_interrupts() -> Generator[None]:
    """Let processes that are started in here know nothing of Ctrl-C, which is for this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
