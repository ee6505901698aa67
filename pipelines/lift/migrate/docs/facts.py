"""What exists in a project: asked by `check` for each mention."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lift.migrate.sources.discovery import discover, relative

__all__ = ["Facts", "is_there"]

_SOURCES = ("", "src", "lib", "python", "pipelines", "cli")
_TARGET = re.compile(r"^([A-Za-z0-9_.-]+(?:\s+[A-Za-z0-9_.-]+)*)\s*:(?!=)", re.MULTILINE)


@dataclass(frozen=True)
class Facts:
    """Looks things up; remembers what it parsed."""

    root: Path
    has_dspy_name: Callable[[str], bool] | None
    """Whether the target version has a name such as `dspy.Predict`; None when that is not known."""
    _names: dict[Path, frozenset[str] | None] = field(
        default_factory=dict[Path, "frozenset[str] | None"], repr=False
    )

    @cached_property
    def make_targets(self) -> frozenset[str] | None:
        """The targets of the Makefile; None without one, or when it includes others."""
        for name in ("Makefile", "makefile", "GNUmakefile"):
            path = self.root / name
            if path.is_file():
                text = path.read_text("utf-8", errors="replace")
                if re.search(r"^-?include\b|^%|^\$\(", text, re.MULTILINE):
                    return None
                return frozenset(
                    word for found in _TARGET.findall(text) for word in str(found).split()
                )
        return None

    def exists(self, path: str, beside: Path) -> bool:
        """Whether a path exists beside the document, or as the end of any path of the project."""
        wanted = path.removeprefix("./").rstrip("/")
        if is_there(beside / wanted) or is_there(self.root / wanted):
            return True
        return any(f"/{one}".endswith(f"/{wanted}") for one in self._paths)

    @cached_property
    def _paths(self) -> frozenset[str]:
        """Every file and folder of the project, relative to its top."""
        files = [Path(relative(self.root, one)) for one in discover((self.root,), ("",))]
        folders = {above for one in files for above in one.parents}
        return frozenset(one.as_posix() for one in (*files, *folders))

    def has_name(self, dotted: str) -> bool | None:
        """Whether a dotted name exists; None when it is nobody's that is known here."""
        first = dotted.split(".", maxsplit=1)[0]
        if first in {"dspy", "dsp"}:
            return None if self.has_dspy_name is None else self.has_dspy_name(dotted)
        for source in _SOURCES:
            package = self.root / source / first
            if (package / "__init__.py").is_file():
                return self._in_package(self.root / source, dotted.split("."))
        return None

    def has_module(self, dotted: str) -> bool | None:
        """Whether a module of the project exists; None when its package is not the project's."""
        parts = dotted.split(".")
        for source in _SOURCES:
            base = self.root / source
            if (base / parts[0]).is_dir() or (base / f"{parts[0]}.py").is_file():
                path = base.joinpath(*parts)
                if path.is_dir() or path.with_suffix(".py").is_file():
                    return True
        top = any((self.root / one / parts[0] / "__init__.py").is_file() for one in _SOURCES)
        return False if top else None

    def _in_package(self, base: Path, parts: list[str]) -> bool | None:
        path = base
        for number, part in enumerate(parts):
            if (path / part).is_dir():
                path = path / part
                continue
            file = path / f"{part}.py"
            rest = parts[number + 1 :] if file.is_file() else parts[number:]
            module = file if file.is_file() else path / "__init__.py"
            if not rest:
                return True
            names = self._names_of(module)
            return None if names is None else rest[0] in names
        return True

    def _names_of(self, module: Path) -> frozenset[str] | None:
        """Return what a module binds at its top; None when that cannot be told."""
        if module not in self._names:
            self._names[module] = _bound(module)
        return self._names[module]


def is_there(path: Path) -> bool:
    """Whether a path exists; what can be no path does not."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises for a name that is too long


def _bound(module: Path) -> frozenset[str] | None:
    try:
        tree = ast.parse(module.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            if node.name == "__getattr__":
                return None
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            if any(one.name == "*" for one in node.names):
                return None
            names |= {one.asname or one.name.split(".")[0] for one in node.names}
    return frozenset(names)
