"""Run every benchmark of this folder and write docs/benchmarks.md: figures, commands, machine.

A benchmark is a script that prints one JSON object with `name`, `what`, `kept` and its figures.
Exits with 1 when a promise is not kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from lift.measure.fingerprint import describe_machine

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
NO_BENCHMARKS = ("__init__.py", "processes.py", "run.py")
SAID_IN_WORDS = ("name", "what", "kept", "unit")


def run(script: Path) -> dict[str, object]:
    """Return what a benchmark printed."""
    command = [sys.executable, "-m", _module(script)]
    result = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, object] = json.loads(result.stdout)
    return found


def _module(script: Path) -> str:
    return f"scripts.bench.{script.stem}"


def section(script: Path, result: dict[str, object]) -> str:
    """Return a benchmark's part of the page."""
    verdict = "kept" if result["kept"] else "**not kept**"
    rows = [f"| {name} | {value} |" for name, value in result.items() if name not in SAID_IN_WORDS]
    return "\n".join(
        [
            f"## {result['name']}",
            "",
            f"What: {result['what']}. The promise is {verdict}.",
            "",
            "| Figure | Value |",
            "|---|---|",
            *rows,
            "",
            f"Command: `python -m {_module(script)}`",
        ]
    )


def main() -> int:
    scripts = sorted(path for path in HERE.glob("*.py") if path.name not in NO_BENCHMARKS)
    results: list[tuple[Path, dict[str, object]]] = []
    for script in scripts:
        print(f"running {script.name} ...", file=sys.stderr)
        results.append((script, run(script)))
        print(json.dumps(results[-1][1]))
    today = datetime.now(timezone.utc).date().isoformat()
    packages = ", ".join(f"{name} {version(name)}" for name in ("dspy", "typer"))
    head = (
        "# Benchmarks\n\nWritten by `make bench`. Ratios travel between machines; "
        "milliseconds do not.\n\n"
        f"Run on {today}: {describe_machine()}; Python {sys.version.split()[0]}, {packages}.\n"
    )
    body = "\n\n".join(section(script, result) for script, result in results)
    PAGE.write_text(f"{head}\n{body}\n", "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
    return 0 if all(result["kept"] for _, result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
