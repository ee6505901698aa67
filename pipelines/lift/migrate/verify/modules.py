"""Which modules of a project are imported in both versions, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lift.migrate.sources import discover
from lift.migrate.sources.discovery import mentions_dspy

__all__ = ["ProjectModule", "find_modules", "import_paths"]

_NOT_IMPORTED = frozenset({"setup.py", "conftest.py", "noxfile.py", "__main__.py", "manage.py"})
_NO_CODE = frozenset({"tests", "test", "docs", "examples", "migrations"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectModule:
    """A module by the name under which the project imports it."""

    name: str
    path: Path


def import_paths(root: Path) -> tuple[Path, ...]:
    """Return the folders that the project's modules are imported from, `src` first."""
    src = root / "src"
    return (src, root) if src.is_dir() and not (src / "__init__.py").exists() else (root,)


def find_modules(root: Path, paths: Sequence[Path] = ()) -> tuple[ProjectModule, ...]:
    """Return the modules that name DSPy, in the order of their names.

    Args:
        paths: Files and folders; without any the whole project but its tests, documents and
            examples. What is named here is always taken.
    """
    found: dict[str, ProjectModule] = {}
    for path in discover(tuple(paths) or (root,), (".py",)):
        if not paths and not _is_code(path.relative_to(root)):
            continue
        try:
            counts = mentions_dspy(path.read_bytes())
        except OSError:
            continue
        if counts:
            name = _module_name(root, path)
            found.setdefault(name, ProjectModule(name=name, path=path))
    return tuple(found[name] for name in sorted(found))


def _is_code(relative: Path) -> bool:
    return relative.name not in _NOT_IMPORTED and not (
        _NO_CODE & set(relative.parts[:-1]) or relative.name.startswith("test_")
    )


def _module_name(root: Path, path: Path) -> str:
    for folder in import_paths(root):
        if path.is_relative_to(folder):
            parts = path.relative_to(folder).with_suffix("").parts
            own = parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts
            return ".".join(own)
    return path.stem
