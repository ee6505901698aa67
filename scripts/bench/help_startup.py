"""How long `lift --help` takes, against a bare typer hello-world, alternating in the same run.

Prints one JSON object. Run by `make bench`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 15
LIMIT = 1.5
HELLO = """\
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "world") -> None:
    print(f"hello {name}")


@app.command()
def bye() -> None:
    print("bye")


app()
"""
LIFT = "from lift_cli.entry import main; main()"


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO, "utf-8")
        bare_command = [sys.executable, str(hello), "--help"]
        lift_command = [sys.executable, "-c", LIFT, "--help"]
        for command in (bare_command, lift_command):  # the first start compiles and fills caches
            seconds(command)
        pairs = [(seconds(bare_command), seconds(lift_command)) for _ in range(ROUNDS)]
    bare, ours = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
    result = {
        "name": "help_startup",
        "what": "`lift --help` over a bare typer hello-world `--help`",
        "unit": "ratio",
        "ratio": round(ours / bare, 3),
        "limit": LIMIT,
        "kept": ours / bare <= LIMIT,
        "lift_ms": round(ours, 1),
        "typer_hello_world_ms": round(bare, 1),
        "rounds": ROUNDS,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
