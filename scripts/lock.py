"""Write the two lock files, or check that they match what they were made from.

    constraints.txt          dspy==3.0.1, the migration target, and everything around it
    constraints-newest.txt   the newest DSPy; differs only in dspy, gepa and what they bring

Both are universal (markers per Python and system). `lock.py` writes them with uv and needs the
network; `lock.py --check` compares a digest of the inputs only, so that an upstream release
breaks nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
LINES = {"constraints.txt": "dspy==3.0.1", "constraints-newest.txt": "dspy==3.4.1"}
EXTRAS = ("all", "dev")
DSPY_ONLY = ("dspy", "gepa", "orjson")
"""Distributions whose version may differ between the two lines."""


def inputs_digest(pin: str) -> str:
    """Return the digest of everything that decides a lock file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {name: project["optional-dependencies"][name] for name in (*EXTRAS, *extras_of_all())}
    decisive = [pin, EXTRAS, project["requires-python"], project["dependencies"], wanted]
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()[:16]


def extras_of_all() -> tuple[str, ...]:
    return ("builtin", "mlflow", "postgres", "mipro")


def header(pin: str) -> str:
    return (
        f"# The whole set around {pin}. Written by `make lock`; do not edit.\n"
        f"# inputs: {inputs_digest(pin)}\n"
    )


def resolve(uv: str, constraints: list[str], folder: Path) -> str:
    """Return uv's universal resolution under the given constraints."""
    given, answer = folder / "given.txt", folder / "answer.txt"
    given.write_text("\n".join(constraints) + "\n", "utf-8")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.10"]
    command += [f"--extra={name}" for name in EXTRAS]
    command += [
        "--no-header",
        "--no-annotate",
        "-c",
        str(given),
        "-o",
        str(answer),
        "pyproject.toml",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    return answer.read_text("utf-8")


def shared_part(lock: str) -> list[str]:
    """Return the lines of a lock that hold for every DSPy."""
    return [line for line in lock.splitlines() if line.split("==")[0].strip() not in DSPY_ONLY]


def write(uv: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pinned = resolve(uv, [LINES["constraints.txt"]], Path(folder))
        newest_given = [LINES["constraints-newest.txt"], *shared_part(pinned)]
        newest = resolve(uv, newest_given, Path(folder))
    for name, text in zip(LINES, (pinned, newest), strict=True):
        (ROOT / name).write_text(header(LINES[name]) + text, "utf-8")
        print(f"wrote {name}: {len(text.splitlines())} lines")


def check() -> int:
    """Return 1 and say why when a lock file is not of these inputs."""
    stale = []
    for name, pin in LINES.items():
        path = ROOT / name
        text = path.read_text("utf-8") if path.exists() else ""
        if not text.startswith(header(pin)) or f"\n{pin}\n" not in text:
            stale.append(name)
    for name in stale:
        print(f"{name} was not made from this pyproject.toml; run: make lock", file=sys.stderr)
    return 1 if stale else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare only, without the network")
    parser.add_argument("--uv", default="uv", help="the uv program to resolve with")
    options = parser.parse_args()
    if options.check:
        return check()
    write(options.uv)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
