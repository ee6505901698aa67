"""Real environments of other DSPy versions for tests marked `matrix`.

    pytestmark = pytest.mark.matrix

    def test_something(dspy_env: DspyEnv) -> None:
        python = dspy_env("2.5.43")

They are made by `lift.migrate.envs` itself and kept under `$LIFT_TEST_ENVS`, else
`~/.cache/lift-test-envs`, in folders named by the hash of their lock, so that a changed lock makes
a new one and everything else takes no time. Without the network and without a kept one the test is
skipped and says so.

    python -m tests.migrate_envs

makes them all beforehand, so that no test takes long because it is the first one.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeAlias

import pytest

from lift.errors import EnvironmentFault
from lift.migrate.envs import Workplace, create, recipe_for
from lift.migrate.envs.tools import UNREACHABLE

__all__ = [
    "CACHE",
    "LINES",
    "LOCKS",
    "OLDEST",
    "DspyEnv",
    "bare_dspy_env",
    "cached_python",
    "dspy_env",
]

DspyEnv: TypeAlias = Callable[[str], Path]
"""Returns the Python of the environment of a version."""

LINES = ("2.5.43", "2.6.27", "3.0.1", "3.4.1")
"""The versions that the matrix runs."""
OLDEST = "2.4.17"
"""The last release before the rename, which some tests run as well."""
LOCKS = Path(__file__).resolve().parent / "lift" / "migrate" / "envs" / "locks"
# Read at import, before a test gets a home of its own.
_HOME_ENV = dict(os.environ)
CACHE = Path(
    _HOME_ENV.get("LIFT_TEST_ENVS")
    or Path(_HOME_ENV.get("HOME", os.sep)) / ".cache" / "lift-test-envs"
).expanduser()
_known: dict[str, Path | str] = {}
"""By version: its Python, or why there is none."""


@pytest.fixture(scope="session")
def dspy_env() -> DspyEnv:
    """Return the Python of a DSPy version, making its environment when it is not kept yet."""
    return _python_or_skip


@pytest.fixture(scope="session")
def bare_dspy_env() -> DspyEnv:
    """Return the Python of a DSPy version in an environment with nothing else installed."""
    return lambda wanted: _or_skip(cached_python(wanted, bare=True))


def _python_or_skip(wanted: str) -> Path:
    if wanted not in _known:
        _known[wanted] = cached_python(wanted)
    return _or_skip(_known[wanted])


def _or_skip(found: Path | str) -> Path:
    if isinstance(found, str):
        pytest.skip(found)
    return found


def cached_python(wanted: str, *, bare: bool = False) -> Path | str:
    """Return the Python of a version, or why it cannot be had here.

    Args:
        bare: Only DSPy and what it needs may be installed there: never the environment of these
            tests, in which DSPy finds packages that it can do without.
    """
    if _own_dspy() == wanted and not bare:
        return Path(sys.executable)
    lock = LOCKS / f"{wanted}.txt"
    text = lock.read_text("utf-8") if lock.is_file() else ""
    key = hashlib.sha256((text or wanted).encode()).hexdigest()[:16]
    workplace = Workplace(envs=CACHE / key, env=_HOME_ENV)
    try:
        return create(workplace, recipe_for(wanted, constraints=text, python="3.11")).python
    except EnvironmentFault as error:
        if error.hint == UNREACHABLE:
            return f"DSPy {wanted} is not kept in {CACHE / key}, and there is no network to make it"
        raise


def _own_dspy() -> str:
    """Return the DSPy that runs these tests, which needs no environment of its own."""
    try:
        return version("dspy")
    except PackageNotFoundError:
        return ""


def main() -> int:
    """Make every environment of the matrix that is not kept yet."""
    for wanted in (OLDEST, *LINES):
        found = cached_python(wanted)
        sys.stdout.write(f"{wanted}: {found}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
