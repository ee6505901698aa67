"""A process that optimizes until it is killed: `python killed_run.py FOLDER SENDS_LOG`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from lift.engine.request import ModelRequest
from lift.testing.question_world import QuestionWorld, learn


def main(folder: Path, log: Path) -> None:
    """Note each request before it is answered, and each answer; both survive kill -9."""

    def noting(request: ModelRequest) -> str:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"sent {request.key}\n")
        time.sleep(0.005)
        answer = learn(request)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"answered {request.key}\n")
        return answer

    QuestionWorld(root=folder).optimize(noting, threads=4)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
