"""A search of its own process, to be killed: `searcher.py DATABASE LOG THREADS CALLS PAUSE NAME`.

Every request that reaches the host is one line of LOG, written before it is answered. Prints the
spending of the search as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lift.engine.budget import Budget, SearchCaps
from lift.engine.clock import SystemClock
from lift.engine.gateway import Engine
from lift.engine.ledger import Ledger
from lift.engine.request import ModelAnswer, ModelRequest, Phase
from lift.store.database import open_database
from lift.store.runs import RunStatus, RunStore
from lift.testing import ScriptedHost
from lift.testing.scripted_host import answer_of


def main() -> None:
    database_path, log_path, threads, calls, pause, name = sys.argv[1:]
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def answer(request: ModelRequest) -> ModelAnswer:
        os.write(log, f"{request.messages[0].content}\n".encode())
        time.sleep(float(pause))
        return answer_of("x", prompt_tokens=7, completion_tokens=3)

    clock = SystemClock()
    with open_database(Path(database_path)) as database, RunStore(database) as runs:
        run = runs.start_or_resume(
            kind="optimize", role=name, fingerprint="f", config={}, now=clock.now()
        )
        budget = Budget(
            caps=SearchCaps(max_tokens=10**6), clock=clock, wall_before_s=run.wall_before_s
        )
        engine = Engine(hosts=[ScriptedHost(answer)], ledger=Ledger(database), clock=clock)
        session = engine.session(run_id=run.id, phase=Phase.SEARCH, budget=budget)

        def ask(number: int) -> str:
            sender = session.sender(rollout="a")
            request = sender.request(
                messages=(("user", f"q{number}"),),
                max_tokens=50,
                temperature=None,
                options={},
                response_schema=None,
            )
            return sender.send(request).text

        with ThreadPoolExecutor(int(threads)) as pool:
            list(pool.map(ask, range(int(calls))))
        runs.finish(run.id, RunStatus.FINISHED)
        spending = {kind: each.spent for kind, each in budget.spending().items()}
    sys.stdout.write(json.dumps({"run": run.id, "resumed": run.resumed, **spending}))


if __name__ == "__main__":
    main()
