"""Runs a script as the user nobody, with a copy of `lift.sandbox` and an interpreter it may use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import lift

NOBODY = 65534
_CANDIDATES = ("/usr/bin/python3", "/usr/local/bin/python3", "/opt/python/bin/python3")
_CHECK = "import sys, ctypes; assert sys.version_info >= (3, 10); print(sys.executable)"
_TOOLS = (
    *("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "py.py"),
    *("exceptiongroup", "tomli", "typing_extensions.py"),  # for Python 3.10
)


def run_as_nobody(command: list[str], *, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        env=env,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def python_for_nobody() -> str | None:
    """Return an interpreter that an ordinary user can start; None when this machine has none."""
    base = getattr(sys, "_base_executable", sys.executable)
    for candidate in (base, *_CANDIDATES):
        try:
            checked = run_as_nobody([candidate, "-I", "-c", _CHECK], env={})
        except OSError:
            continue
        if checked.returncode == 0:
            return candidate
    return None


def copy_sandbox(folder: Path) -> None:
    """Put `lift.sandbox`, alone, below the folder, readable for everybody."""
    source = Path(lift.__file__).parent
    target = folder / "lift"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source / "sandbox", target / "sandbox", ignore=ignored)
    for name in ("__init__.py", "errors.py"):
        shutil.copy(source / name, target / name)
    open_up(folder)


def make_environment(folder: Path, base: str, tools: tuple[str, ...] = _TOOLS) -> str:
    """Make a small virtual environment with pytest alone in it; return its interpreter."""
    query = """import sys, os
print(os.path.dirname(os.path.realpath(sys.executable)), "python%d.%d" % sys.version_info[:2])"""
    answer = subprocess.run([base, "-I", "-c", query], capture_output=True, text=True, check=True)
    home, version = answer.stdout.split()
    packages = folder / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    installed = Path(sysconfig.get_path("purelib"))
    for name in tools:
        found = installed / name
        if found.is_dir():
            shutil.copytree(found, packages / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif found.exists():
            shutil.copy(found, packages / name)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(os.path.realpath(base))
    (folder / "pyvenv.cfg").write_text(
        f"home = {home}\ninclude-system-site-packages = false\n", encoding="utf-8"
    )
    compile_all = [base, "-I", "-m", "compileall", "-q", str(packages)]
    subprocess.run(compile_all, check=True)  # the sandbox writes no bytecode
    open_up(folder)
    return str(folder / "bin" / "python")


def open_up(folder: Path) -> None:
    """Let everybody read the folder, from the root of the temporary folders down to its files."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755)
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.getuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o555)
