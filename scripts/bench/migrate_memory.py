"""How much memory `lift migrate check --jobs 2` takes, all its processes together.

On the tree of `migrate_cores`, where every file uses DSPy. Prints one JSON object.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from scripts.bench.migrate_cores import LINES, VERSIONS
from scripts.bench.processes import lift, peak_mb
from scripts.bench.trees.tree import write_tree

LIMIT_MB = 300
ROUNDS = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        tree = write_tree(Path(place), lines=LINES, share=1, seed=2)
        command = lift("migrate", "check", place, *VERSIONS, "--jobs")
        one = peak_mb([*command, "1"])
        two = [peak_mb([*command, "2"]) for _ in range(ROUNDS)]
    result = {
        "name": "migrate_memory",
        "what": "the highest sum of the resident memory of all processes, with two jobs",
        "unit": "MB",
        "highest_mb": round(max(two), 1),
        "limit_mb": LIMIT_MB,
        "kept": max(two) < LIMIT_MB,
        "one_job_mb": round(one, 1),
        "rounds": ROUNDS,
        "lines": tree.lines,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
