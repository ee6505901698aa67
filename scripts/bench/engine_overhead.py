"""What the engine adds to a model call: ledger and budget together, against the bare host.

Prints one JSON object. Run by `make bench`; the limit is a promise, and the script says whether it
is kept, but no test depends on the time that a machine takes.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lift.engine.budget import Budget, SearchCaps
from lift.engine.clock import SystemClock
from lift.engine.gateway import Engine, Sender
from lift.engine.ledger import Ledger
from lift.engine.request import ModelAnswer, ModelRequest, Phase
from lift.store.database import open_database
from lift.testing import ScriptedHost
from lift.testing.scripted_host import answer_of

LIMIT_MS = 0.5
CALLS = 3000
PROMPT = "Repair the function. " * 150
ANSWER = answer_of("def f(a, b):\n    return a + b\n" * 8)


def answer(request: ModelRequest) -> ModelAnswer:
    """Answer at once, as no model can."""
    del request
    return ANSWER


def main() -> None:
    clock = SystemClock()
    host = ScriptedHost(answer)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_database(Path(folder, "lift.db")) as database,
    ):
        engine = Engine(hosts=[host], ledger=Ledger(database), clock=clock)
        caps = SearchCaps(max_tokens=10**12, max_model_calls=10**9, max_wall_s=10**6)
        session = engine.session(
            run_id="bench", phase=Phase.SEARCH, budget=Budget(caps=caps, clock=clock)
        )
        sender = session.sender(rollout="a")
        requests = [build(sender, number) for number in range(CALLS)]
        bare = timed(host.complete, requests)
        new = timed(sender.send, requests)
        again = timed(sender.send, requests)
        others = [build(sender, number) for number in range(CALLS, 2 * CALLS)]
        started = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(sender.send, others))
        threads_s = time.perf_counter() - started
    median_ms = statistics.median(new) - statistics.median(bare)
    result = {
        "name": "engine_overhead",
        "what": "ledger and budget of a new call, over calling the host directly",
        "unit": "ms",
        "median_ms": round(median_ms, 4),
        "limit_ms": LIMIT_MS,
        "kept": median_ms <= LIMIT_MS,
        "p95_ms": round(statistics.quantiles(new, n=20)[-1], 4),
        "host_alone_ms": round(statistics.median(bare), 4),
        "answered_from_the_ledger_ms": round(statistics.median(again), 4),
        "new_calls_per_second_8_threads": round(CALLS / threads_s),
        "calls": CALLS,
        "prompt_bytes": len(PROMPT),
    }
    print(json.dumps(result))


def build(sender: Sender, number: int) -> ModelRequest:
    """Build a request like those of the coder role in size."""
    return sender.request(
        messages=(("system", PROMPT), ("user", f"def f{number}(a, b): ...")),
        max_tokens=200,
        temperature=0.0,
        options={"seed": 1},
        response_schema=None,
    )


def timed(
    send: Callable[[ModelRequest], ModelAnswer], requests: Sequence[ModelRequest]
) -> list[float]:
    """Return how long each call took, in milliseconds."""
    times: list[float] = []
    for request in requests:
        started = time.perf_counter()
        send(request)
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    main()
