"""How long `lift migrate check` takes for a tree that uses DSPy here and there.

Against django-upgrade, which reads and parses the same files; in turn in the same run, both as
whole processes. It is installed for this into an environment of its own. `--check` spares it the
writing; nothing in the tree is Django, which spares it the rewriting. Prints one JSON object.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.bench.processes import lift, load_now, medians, seconds
from scripts.bench.trees.tree import write_tree

LINES = 150_000
SHARE = 0.05
ROUNDS = 7
PIN = "django-upgrade==1.33.0"
VERSIONS = ("--from", "2.6.27", "--to", "3.0.1")


def install(folder: Path) -> str:
    """Install django-upgrade and return its program."""
    uv = shutil.which("uv") or str(Path(".venv-tools/bin/uv").absolute())
    python = folder / "bin" / "python"
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
        [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python), PIN],
    ):
        subprocess.run(command, check=True)
    return str(folder / "bin" / "django-upgrade")


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        tree = write_tree(Path(place, "tree"), lines=LINES, share=SHARE, seed=1)
        files = [str(one) for one in tree.files]
        other = [install(Path(place, "env")), "--check", "--target-version", "5.0", *files]
        ours = lift("migrate", "check", str(Path(place, "tree")), *VERSIONS)
        before = load_now()
        seconds(other), seconds(ours, (1,))  # caches of the disk and of byte code
        (lift_s, other_s), all_s = medians(
            [lambda: seconds(ours, (1,)), lambda: seconds(other)], ROUNDS
        )
    pairs = [one / two for one, two in zip(*all_s, strict=True)]
    result = {
        "name": "migrate_speed",
        "what": "`lift migrate check` over `django-upgrade --check` on a tree with 5 % DSPy files",
        "unit": "ratio",
        "ratio": round(lift_s / other_s, 3),
        "limit": 1.0,
        "kept": lift_s < other_s,
        "highest_ratio_of_a_pair": round(max(pairs), 3),
        "lift_s": round(lift_s, 2),
        "django_upgrade_s": round(other_s, 2),
        "against": PIN,
        "rounds": ROUNDS,
        "lines": tree.lines,
        "files": len(tree.files),
        "dspy_files": tree.dspy_files,
        "files_that_import_those": tree.callers,
        "load_before_and_after": [before, load_now()],
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
