"""Time `lift --help` against a bare typer hello-world, alternating in the same run.

Prints the two medians and their ratio; the promise is at most 1.5. `--json` prints one object.
"""

from __future__ import annotations

import argparse
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO, "utf-8")
        peers = {
            "typer hello-world --help": [sys.executable, str(hello), "--help"],
            "lift --help": [sys.executable, "-c", LIFT, "--help"],
        }
        times: dict[str, list[float]] = {name: [] for name in peers}
        for command in peers.values():  # the first start compiles and fills caches
            seconds(command)
        for _ in range(options.rounds):
            for name, command in peers.items():
                times[name].append(seconds(command))
    bare, ours = (1000 * statistics.median(one) for one in times.values())
    result = {"bare_ms": round(bare, 1), "lift_ms": round(ours, 1), "ratio": round(ours / bare, 2)}
    if options.json:
        print(json.dumps(result | {"limit": LIMIT, "rounds": options.rounds}))
    else:
        print(f"typer hello-world --help  {bare:7.1f} ms")
        print(f"lift --help               {ours:7.1f} ms   {ours / bare:.2f} x, at most {LIMIT}")
    return 0 if ours / bare <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
