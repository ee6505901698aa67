"""Python and the distributions that lift stands on; nothing is imported, only metadata is read."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from importlib import metadata

from lift.doctor.finding import Finding, fail, ok, warn

__all__ = ["examine_packages", "installed_version"]

OLDEST_PYTHON = (3, 10)
NEWEST_PYTHON = (3, 14)
OLDEST_DSPY = (3, 0, 1)
TESTED_DSPY = ("3.0.1", "3.4.1")
PIN_PYTHON_LIMIT = (3, 14)
"""DSPy before 3.4 does not install from this Python on."""


def installed_version(distribution: str) -> str | None:
    """Return the version of a distribution, None when it is not installed."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def examine_packages(
    version_of: Callable[[str], str | None] = installed_version,
) -> Iterator[Finding]:
    """Yield findings on Python, DSPy, GEPA, MLflow and llama.cpp."""
    yield _python(sys.version_info[:3])
    yield _dspy(version_of("dspy"))
    yield _gepa(version_of("gepa"))
    yield _optional("mlflow", version_of("mlflow"), "optional, for tracking")
    yield _optional("xllamacpp", version_of("xllamacpp"), "optional, runs builtin and gguf: models")


def _python(version: tuple[int, ...]) -> Finding:
    text = ".".join(str(part) for part in version)
    if version[:2] < OLDEST_PYTHON:
        return fail("python", f"{text}; lift needs 3.10 or newer", "python3.13 -m venv .venv")
    if version[:2] > NEWEST_PYTHON:
        return warn(
            "python", f"{text} is newer than what lift is tested on", "python3.13 -m venv .venv"
        )
    return ok("python", f"{text} at {sys.executable}")


def _dspy(version: str | None) -> Finding:
    if version is None:
        return fail("dspy", "not installed", "pip install lift-dspy")
    if _numbers(version) < OLDEST_DSPY:
        return fail("dspy", f"{version}; lift needs 3.0.1 or newer", "pip install 'dspy>=3.0.1'")
    if version not in TESTED_DSPY:
        tested = " and ".join(TESTED_DSPY)
        return warn(
            "dspy", f"{version}; lift is tested on {tested}", f"pip install dspy=={TESTED_DSPY[-1]}"
        )
    return ok("dspy", version)


def _gepa(version: str | None) -> Finding:
    if version is None:
        return fail(
            "gepa", "not installed, though DSPy brings it", "pip install --force-reinstall dspy"
        )
    wanted = _pin_of("gepa", by="dspy")
    if wanted is not None and wanted != version:
        return fail(
            "gepa", f"{version}, but this DSPy wants {wanted}", f"pip install gepa=={wanted}"
        )
    return ok("gepa", version)


def _pin_of(distribution: str, *, by: str) -> str | None:
    """Return the exact version that another distribution requires, None when it pins none."""
    try:
        requirements = metadata.requires(by) or []
    except metadata.PackageNotFoundError:
        return None
    pattern = re.compile(rf"^{distribution}(\[[\w,]+\])?\s*==\s*([\w.]+)")
    matches = (pattern.match(line) for line in requirements)
    return next((found.group(2) for found in matches if found), None)


def _optional(name: str, version: str | None, loss: str) -> Finding:
    extra = "builtin" if name == "xllamacpp" else name
    if version is None:
        return warn(name, f"not installed: {loss}", f"pip install 'lift-dspy[{extra}]'")
    return ok(name, version)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
