"""Tokens of the search never exceed the cap, whatever the threads and the true costs."""

from __future__ import annotations

import random
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lift.engine.budget import Budget, SearchCaps
from lift.engine.gateway import Engine
from lift.engine.hosts import RetryPolicy
from lift.engine.ledger import Ledger
from lift.engine.request import ModelAnswer, ModelRequest, Phase
from lift.errors import BudgetExceeded, TransportError
from lift.store.database import open_database
from lift.testing import FixedClock, ScriptedHost
from lift.testing.scripted_host import answer_of


class Dice:
    """A host script: costs anything up to the reservation, and now and then breaks off."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.paid = 0
        """What the host has really used, lost answers included."""

    def __call__(self, request: ModelRequest) -> ModelAnswer:
        with self._lock:
            prompt = self._random.randint(1, request.prompt_bytes)
            completion = self._random.choice([request.max_tokens, 1, request.max_tokens // 2])
            self.paid += prompt + completion
            if self._random.random() < 0.1:
                raise TransportError("broke off")
        return answer_of("x", prompt_tokens=prompt, completion_tokens=completion)


def search(
    engine: Engine, budget: Budget, *, run: str, threads: int, calls: int, seed: int
) -> None:
    session = engine.session(run_id=run, phase=Phase.SEARCH, budget=budget)

    def ask(number: int) -> None:
        dice = random.Random(seed * 1000 + number)
        sender = session.sender(rollout="a")
        request = sender.request(
            messages=(("user", "x" * dice.randint(1, 60) + str(number % 25)),),
            max_tokens=dice.randint(1, 80),
            temperature=None,
            options={},
            response_schema=None,
        )
        try:
            sender.send(request)
        except (BudgetExceeded, TransportError):
            return

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(ask, range(calls)))


@settings(max_examples=12, deadline=None)
@given(
    cap=st.integers(0, 4000),
    threads=st.sampled_from([1, 8]),
    lives=st.integers(1, 3),
    seed=st.integers(0, 10**6),
)
def test_no_life_and_no_mix_of_threads_exceeds_the_cap(
    cap: int, threads: int, lives: int, seed: int
) -> None:
    script = Dice(seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_database(Path(folder, "lift.db")) as database,
    ):
        for life in range(lives):
            ledger = Ledger(database)
            budget = Budget(caps=SearchCaps(max_tokens=cap), clock=FixedClock())
            engine = Engine(
                hosts=[ScriptedHost(script, slots=4)],
                ledger=ledger,
                clock=FixedClock(),
                retry=RetryPolicy(sleep=lambda seconds: None),
            )
            # Each life asks something else, which no search should do: the cap holds even then.
            search(engine, budget, run="r", threads=threads, calls=30, seed=seed + life)
            spending = budget.spending()["tokens"]
            assert spending.spent <= cap
            assert spending.reserved == 0
            totals = ledger.totals().get("search")
            assert script.paid <= (totals.tokens if totals else 0) <= cap
