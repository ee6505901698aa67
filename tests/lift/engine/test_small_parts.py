from __future__ import annotations

import contextlib
import time

import pytest

from lift.engine.clock import SystemClock
from lift.engine.memory import resident_mb
from lift.engine.stop import EngineStop
from lift.errors import BudgetExceeded
from lift.testing import FixedClock


def test_a_stop_passes_whatever_swallows_exceptions() -> None:
    error = BudgetExceeded(kind="tokens", limit=1, spent=1, requested=1)
    with pytest.raises(EngineStop) as stop, contextlib.suppress(Exception):
        raise EngineStop(error)
    assert stop.value.error is error
    assert str(stop.value) == error.message


def test_resident_memory_grows_with_what_is_held() -> None:
    before = resident_mb()
    block = b"x" * (64 * 2**20)
    assert resident_mb() - before > 32
    assert len(block) > before > 1


def test_the_system_clock_tells_the_time() -> None:
    clock = SystemClock()
    assert abs(clock.now() - time.time()) < 5
    assert clock.monotonic() <= clock.monotonic()


def test_a_fixed_clock_goes_only_when_told() -> None:
    clock = FixedClock(now=100, monotonic=10)
    clock.advance(5)
    clock.jump(-50)
    assert (clock.now(), clock.monotonic()) == (55, 15)
