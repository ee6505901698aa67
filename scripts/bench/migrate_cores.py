"""How much faster `lift migrate check` is on two cores, where every file uses DSPy.

Whole processes with `--jobs 1` and `--jobs 2` in turn, and how fast two plain loops run side by
side here: without two free cores, no program can be faster on them. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from subprocess import Popen

from scripts.bench.processes import lift, load_now, medians, seconds
from scripts.bench.trees.tree import write_tree

LINES = 250_000
ROUNDS = 3
LIMIT = 1.6
VERSIONS = ("--from", "2.6.27", "--to", "3.0.1", "--format", "json")
_LOOP = "sum(n * n % 7 for n in range(20_000_000))"


def two_loops() -> float:
    """Return how many times faster two loops are side by side than one after the other."""
    command = [sys.executable, "-c", _LOOP]
    alone = seconds(command)
    started = time.perf_counter()
    running = [Popen(command) for _ in range(2)]
    for one in running:
        one.wait()
    return 2 * alone / (time.perf_counter() - started)


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        tree = write_tree(Path(place), lines=LINES, share=1, seed=2)
        one, two = (lift("migrate", "check", place, *VERSIONS, "--jobs", n) for n in ("1", "2"))
        before = load_now()
        loops = two_loops()
        (one_s, two_s), all_s = medians(
            [lambda: seconds(one, (1,)), lambda: seconds(two, (1,))], ROUNDS
        )
    result = {
        "name": "migrate_cores",
        "what": "`lift migrate check --jobs 1` over `--jobs 2` where every file uses DSPy",
        "unit": "ratio",
        "ratio": round(one_s / two_s, 3),
        "limit": LIMIT,
        "kept": one_s / two_s >= LIMIT,
        "one_job_s": round(one_s, 2),
        "two_jobs_s": round(two_s, 2),
        "pairs": [round(a / b, 3) for a, b in zip(*all_s, strict=True)],
        "two_plain_loops_ratio": round(loops, 3),
        "rounds": ROUNDS,
        "lines": tree.lines,
        "files": len(tree.files),
        "load_before_and_after": [before, load_now()],
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
