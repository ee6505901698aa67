"""Make docs/images/optimize.svg from a real run: `python scripts/record_run.py`.

Runs `lift optimize --role coder --model builtin` in a project made for the purpose and draws
exactly what it printed at the end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "optimize.svg"
COMMAND = ("optimize", "--role", "coder", "--model", "builtin")
WIDTH = 102


def lift(folder: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "lift_cli", *arguments]
    roots = os.pathsep.join(str(ROOT / name) for name in ("cli", "pipelines"))
    environment = dict(os.environ) | {"PYTHONPATH": roots}
    result = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if result.returncode != 0:
        raise SystemExit(f"lift {' '.join(arguments)} ended with {result.returncode}")
    return result.stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        lift(folder, "init")
        printed = lift(folder, *COMMAND)
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    console.print(Text.assemble(("$ ", "green"), (f"lift {' '.join(COMMAND)}", "bold")))
    console.print(Text(printed.rstrip()))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(console.export_svg(title="lift optimize"), "utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
