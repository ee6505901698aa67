"""Programs that attack the sandbox, each written so that it scores if its wall is missing.

Runs in two ways: imported by the tests (as whoever runs them), and as a script by an ordinary user
in a folder that holds nothing but the attacks and a copy of `lift.sandbox`. So: stdlib only.
"""

from __future__ import annotations

import ast
import json
import socket
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.lift.sandbox.hostile_code import ATTACKS
from tests.lift.sandbox.hostile_kit import PORT, SECRET, Attack

from lift.sandbox import Call, run_calls
from lift.sandbox.literals import same_value


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of an attack."""

    score: int
    text: str
    denied: list[str] = field(default_factory=list[str])


def attack(case: Attack) -> Verdict:
    """Run an attack and score it as a metric would: all answers right, nothing stopped."""
    with _bait() as (path, port):
        calls = [c.replace("FILE", repr(str(path))).replace(PORT, str(port)) for c in case.calls]
        result = run_calls(
            source=case.source,
            entry="f",
            setup=case.setup,
            calls=[Call(args=call) for call in calls],
            limits=case.limits,
            allowed_imports=case.allowed,
        )
    wanted = ast.literal_eval(case.expected)
    right = [
        answer.value is not None and same_value(ast.literal_eval(answer.value), wanted)
        for answer in result.answers
    ]
    score = int(result.stopped is None and len(right) == len(calls) and all(right))
    texts = [
        result.stopped or "",
        *(answer.error or answer.value or "" for answer in result.answers),
    ]
    return Verdict(score=score, text="\n".join(texts), denied=list(result.denied_imports))


@contextmanager
def _bait() -> Generator[tuple[Path, int]]:
    """Put the expected value where it could be fetched: into a file and behind a port."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        path = Path(folder, "secret")
        path.write_text(SECRET, encoding="utf-8")
        thread = threading.Thread(target=_serve, args=(server,), daemon=True)
        thread.start()
        yield path, server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(server: socket.socket) -> None:
    try:
        while True:
            client, _ = server.accept()
            with client:
                client.sendall(SECRET.encode())
    except OSError:  # the test is over
        return


def main() -> None:
    """Run every attack and print the verdicts as one JSON object."""
    verdicts = {case.name: attack(case) for case in ATTACKS}
    json.dump({name: [v.score, v.text, v.denied] for name, v in verdicts.items()}, sys.stdout)


if __name__ == "__main__":
    main()
