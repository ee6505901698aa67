"""What a hostile fix is; like `hostile`, stdlib and `lift.sandbox` only."""

from __future__ import annotations

from dataclasses import dataclass

from lift.sandbox import Limits

SECRET = "the expected value"
QUICK = Limits(cpu_s=0.3, wall_s=30, memory_mb=128)
PORT = "PORT"


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One hostile fix. `expected` is what it would answer if the wall were not there."""

    name: str
    source: str
    says: str
    """Must be found in why it was stopped or in the errors of its answers."""
    expected: str = "42"
    allowed: tuple[str, ...] = ()
    calls: tuple[str, ...] = ("(1,)",)
    setup: str = ""
    limits: Limits = QUICK


def deed(name: str, body: str, *, says: str = "not permitted", **modules: bool) -> Attack:
    """Make an attack that answers 42 only after it has done what it must not."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    loads = "".join(f"    import {module}\n" for module in modules)
    source = f"def f(x):\n{loads}{lines}    return 42\n"
    return Attack(name=name, source=source, says=says, allowed=tuple(modules))
