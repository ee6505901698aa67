"""What is found in a manifest, and what it is after the fix."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from lift.migrate.finding import Finding
from lift.migrate.fix.edits import apply_edits, choose
from lift.migrate.pins import load_pin_check

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    codes: list[str]
    fixed: str


def found(root: Path, *, source: str = "2.6.27", target: str = "3.0.1") -> tuple[Finding, ...]:
    return load_pin_check(
        root=root,
        paths=[root],
        source=source,
        target=target,
        python_files=sorted(root.rglob("*.py")),
    ).findings()


def check(
    root: Path, name: str, text: str, *, source: str = "2.6.27", target: str = "3.0.1"
) -> Found:
    """Check one manifest, and apply everything until nothing is left to apply."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    codes = [one.code for one in found(root, source=source, target=target) if one.path == name]
    for _ in range(5):
        current = path.read_bytes().decode()
        mine = [one for one in found(root, source=source, target=target) if one.path == name]
        _, edits = choose(mine, length=len(current))
        path.write_bytes(apply_edits(current, edits).encode())
    if name.endswith((".toml", "Pipfile")):
        tomllib.loads(path.read_text("utf-8"))
    return Found(codes=codes, fixed=path.read_bytes().decode())
