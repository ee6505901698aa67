"""What must match for two measurements to be comparable, and saying exactly where they differ.

Made at the start of every measuring command; saved with baselines and reports.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lift.engine.request import JsonValue, ModelInfo
from lift.measure.redaction import redact_text
from lift.measure.results import Fingerprint
from lift.roles.role import Program

__all__ = [
    "Comparison",
    "Difference",
    "compare",
    "describe_machine",
    "make_fingerprint",
    "program_hash",
]

REFUSING = ("role", "dataset_hash", "program_hash", "model", "model_digest", "dspy")
"""Fields whose difference makes a comparison meaningless, most telling first."""
WARNING = ("lift", "python", "seed", "machine")
"""Fields whose difference is said but does not forbid a comparison."""

_MEANING = {
    "role": "another role",
    "dataset_hash": "another dataset",
    "program_hash": "another program",
    "model": "another model",
    "model_digest": "other model weights",
    "dspy": "another DSPy",
    "lift": "another lift",
    "python": "another Python",
    "seed": "another seed",
    "machine": "another machine, so latencies do not compare",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field in which two fingerprints differ."""

    field: str
    recorded: str
    current: str

    def __str__(self) -> str:
        return f"{_MEANING[self.field]} ({_short(self.recorded)} then, {_short(self.current)} now)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two fingerprints differ."""

    refusals: tuple[Difference, ...]
    """Any of these forbids comparing the measurements."""
    warnings: tuple[Difference, ...]
    """These are worth saying."""

    @property
    def comparable(self) -> bool:
        return not self.refusals

    @property
    def same_machine(self) -> bool:
        """True when latencies compare too."""
        return all(one.field != "machine" for one in self.warnings)


def compare(recorded: Fingerprint, current: Fingerprint) -> Comparison:
    """Compare field by field.

    With digests known on both sides the weights decide and a different name or address of the model
    only warns; when either is unknown, name and digest both have to be equal.
    """
    known = recorded.model_digest is not None and current.model_digest is not None
    refusing = [name for name in REFUSING if not (known and name == "model")]
    warning = [*WARNING, *(["model"] if known else [])]
    return Comparison(
        refusals=_differences(recorded, current, refusing),
        warnings=_differences(recorded, current, warning),
    )


def make_fingerprint(
    *,
    role: str,
    data_hash: str,
    program: Program,
    model: ModelInfo,
    seed: int,
    machine: str | None = None,
    details: Mapping[str, JsonValue] | None = None,
) -> Fingerprint:
    """Describe a measurement that is about to be made.

    Args:
        program: the program before any optimization, whose baseline it is.
        machine: from `describe_machine` when None.
        details: free facts for people, not compared.
    """
    from lift import __version__

    return Fingerprint(
        lift=__version__,
        dspy=installed("dspy"),
        python=platform.python_version(),
        model=redact_text(model.address),
        model_digest=model.digest,
        dataset_hash=data_hash,
        program_hash=program_hash(program),
        role=role,
        seed=seed,
        machine=machine if machine is not None else describe_machine(),
        details=dict(details or {}),
    )


def program_hash(program: Program) -> str:
    """SHA-256 (hex) over the program's state: instructions, demonstrations, fields."""
    text = json.dumps(program.state(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def installed(distribution: str) -> str:
    """Return the installed version, `none` when it is not; nothing is imported."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"


def describe_machine() -> str:
    """Return CPU model, cores and system, as in `Apple M4 Max, 16 cores, Darwin 25.1 arm64`."""
    cpu = _cpu_model() or platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"{cpu}, {os.cpu_count() or 1} cores, {system}"


def _cpu_model() -> str | None:
    if sys.platform == "darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
        return answer.stdout.strip() or None
    try:
        lines = Path("/proc/cpuinfo").read_text(errors="replace").splitlines()
    except OSError:
        return None
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, None)


def _differences(
    recorded: Fingerprint, current: Fingerprint, names: list[str]
) -> tuple[Difference, ...]:
    pairs = ((name, _text(recorded, name), _text(current, name)) for name in names)
    return tuple(
        Difference(field=name, recorded=old, current=new) for name, old, new in pairs if old != new
    )


def _text(fingerprint: Fingerprint, name: str) -> str:
    value: object = getattr(fingerprint, name)
    return "unknown" if value is None else str(value)


def _short(value: str) -> str:
    """Cut hashes to what a person compares."""
    return value[:12] if len(value) == 64 else value
