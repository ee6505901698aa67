"""A folder of small wheels that are called dspy: real installs without a network."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from lift.migrate.envs import Workplace

__all__ = ["local_workplace", "real_uv", "slow_uv", "write_wheel"]


def write_wheel(
    folder: Path, name: str, version: str, *, code: str = "", requires: tuple[str, ...] = ()
) -> Path:
    """Write a wheel with one module of the distribution's name."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    needs = "".join(f"Requires-Dist: {one}\n" for one in requires)
    module = "dspy" if name == "dspy-ai" else name.replace("-", "_")
    files = {
        f"{module}/__init__.py": code or f"__version__ = {version!r}\n",
        f"{module}/extra.py": "WORDS = 'nothing of interest'\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{path},{_digest(text)},{len(text.encode())}" for path, text in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
    return path


def _digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return f"sha256={base64.urlsafe_b64encode(raw).rstrip(b'=').decode()}"


def local_workplace(
    tmp_path: Path,
    wheels: Path,
    *,
    use_uv: bool = True,
    say: Callable[[str], None] = lambda _: None,
    env: Mapping[str, str] | None = None,
) -> Workplace:
    """Return a workplace that installs from the wheels alone."""
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    own |= {"UV_CACHE_DIR": str(tmp_path / "uv-cache"), "PIP_CACHE_DIR": str(tmp_path / "pip")}
    own |= {"UV_OFFLINE": "1", "UV_FIND_LINKS": str(wheels), "UV_PYTHON_DOWNLOADS": "never"}
    own |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    envs = tmp_path / "project" / ".lift" / "envs"
    return Workplace(envs=envs, env={**own, **(env or {})}, use_uv=use_uv, say=say, wait_s=60)


def real_uv() -> str | None:
    """Return the uv of this machine, if it has one."""
    return shutil.which("uv")


def slow_uv(folder: Path, seconds: float) -> str:
    """Write a uv that takes its time before it installs; return a PATH on which it comes first.

    The file `installing` stands in the folder from then on.
    """
    uv = real_uv()
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "uv"
    script.write_text(
        f'#!/bin/sh\nif [ "$1" = pip ]; then touch {folder}/installing; sleep {seconds}; fi\n'
        f'exec {uv} "$@"\n',
        "utf-8",
    )
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
