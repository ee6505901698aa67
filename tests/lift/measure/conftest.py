"""A real engine with a ledger on disk, in front of a scripted host."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from lift.engine.gateway import Engine, Session
from lift.engine.hosts import RetryPolicy
from lift.engine.ledger import Ledger
from lift.engine.request import ModelRequest, Phase
from lift.store.database import open_database
from lift.testing import FixedClock, ScriptedHost

# How long one example takes says more about the machine than about the code.
settings.register_profile("lift-measure", deadline=None, max_examples=50)
settings.load_profile("lift-measure")


@pytest.fixture
def open_session(tmp_path: Path) -> Generator[Callable[..., Session], None, None]:
    """Open a session on a host that answers by a script."""
    database = open_database(tmp_path / "lift.db")

    def start(
        script: Callable[[ModelRequest], str] = lambda _: "yes",
        *,
        phase: Phase = Phase.BASELINE,
        run_id: str = "run-1",
        host: ScriptedHost | None = None,
    ) -> Session:
        engine = Engine(
            hosts=[host or ScriptedHost(script)],
            ledger=Ledger(database),
            clock=FixedClock(),
            retry=RetryPolicy(sleep=lambda _: None),
        )
        return engine.session(run_id=run_id, phase=phase)

    yield start
    database.close()
