"""The project's own modules: what `from myproject.compat import Predict` means in dspy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lift.migrate.names.module import Module

__all__ = ["Project", "module_names"]

_ROOTS = ("src", "lib", "app", "python", "cli", "pipelines")


def module_names(path: str) -> tuple[str, ...]:
    """The dotted names under which a file may be imported, the longest first.

    `src/shop/llm.py` may be `src.shop.llm`, `shop.llm` or, run from its folder, `llm`.
    """
    parts = list(PurePosixPath(path).with_suffix("").parts)
    if parts and parts[-1] == "__init__":
        parts.pop()
    if not all(part.isidentifier() for part in parts[-1:]):
        return ()
    starts = range(len(parts))
    return tuple(".".join(parts[at:]) for at in starts if all(p.isidentifier() for p in parts[at:]))


@dataclass(slots=True)
class Circles:
    """How often a question led back to itself: such an answer is not remembered."""

    met: int = 0


class Project:
    """Modules of the project by dotted name; each is read when somebody asks for it first."""

    def __init__(self, paths: Mapping[str, str], load: Callable[[str], Module | None]) -> None:
        """`paths` gives the file for every dotted name; `load` reads and resolves one."""
        self._paths, self._load = paths, load
        self._modules: dict[str, Module | None] = {}
        self.circles = Circles()

    def has(self, package: str) -> bool:
        """Whether a file at the top of the project, or of its source folder, is that package."""
        path = self._paths.get(package)
        if path is None:
            return False
        parts = PurePosixPath(path).with_suffix("").parts
        inner = parts[1:] if parts[:1] and parts[0] in _ROOTS else parts
        return inner in ((package,), (package, "__init__"))

    def imported(self, module: str, package: str) -> Module | None:
        """The module that `from MODULE import x` in a package means; dots lead upwards."""
        if module.startswith("."):
            level = len(module) - len(module.lstrip("."))
            parts = package.split(".") if package else []
            parts = parts[: len(parts) - level + 1] if level > 1 else parts
            module = ".".join([*parts, *filter(None, [module.lstrip(".")])])
        return self.module(module)

    def module(self, dotted: str) -> Module | None:
        """The module of that name; None when the project has none or it cannot be parsed."""
        path = self._paths.get(dotted)
        if path is None:
            return None
        if path not in self._modules:
            self._modules[path] = None  # a cycle of imports ends here
            self._modules[path] = self._load(path)
        return self._modules[path]
