"""A project's database, ledger and clock, and an engine on a scripted host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lift.engine.gateway import Engine, Sender
from lift.engine.hosts import RetryPolicy
from lift.engine.ledger import Ledger
from lift.engine.ports import ModelHost
from lift.engine.replay import Recording
from lift.engine.request import ModelRequest
from lift.store.database import Database, open_database
from lift.testing import FixedClock


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / ".lift" / "lift.db") as opened:
        yield opened


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def sleeps() -> list[float]:
    """How long the engine has waited between attempts, in seconds."""
    return []


@pytest.fixture
def make_engine(ledger: Ledger, clock: FixedClock, sleeps: list[float]) -> Callable[..., Engine]:
    def make(*hosts: ModelHost, replay: Recording | None = None) -> Engine:
        return Engine(
            hosts=hosts,
            ledger=ledger,
            clock=clock,
            replay=replay,
            retry=RetryPolicy(sleep=sleeps.append),
        )

    return make


@pytest.fixture
def ask() -> Callable[..., ModelRequest]:
    """Build a request with one user message: `ask(sender, "2+2?")`."""

    def build(sender: Sender, content: str, *, max_tokens: int | None = 50) -> ModelRequest:
        return sender.request(
            messages=(("user", content),),
            max_tokens=max_tokens,
            temperature=None,
            options={},
            response_schema=None,
        )

    return build
