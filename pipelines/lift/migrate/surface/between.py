"""What is gone between two releases.

Programs are often older than what they pin, so a name also counts as gone when the release that
they pin lacks it already, and the last release of some line before the target had it. What no
release ever had is nobody's break.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from packaging.version import Version

from lift.migrate.surface.calls import Call, problem
from lift.migrate.surface.moves import Move, moved
from lift.migrate.surface.store import line_of, nearest, released
from lift.migrate.surface.surface import Found, Surface, What, load

__all__ = ["Between", "between"]


class Between:
    """The release that a program was written for, and the one that it shall run on."""

    def __init__(self, source: str, target: str) -> None:
        """Take versions that have a snapshot."""
        self.source, self.target = load(source), load(target)
        lines = {line_of(one): one for one in released() if Version(one) < Version(target)}
        self._older = tuple(one for one in reversed(lines.values()) if one != source)

    def before(self) -> Iterator[Surface]:
        """Yield the source, then the last release of every line before the target."""
        yield self.source
        for version in self._older:
            yield load(version)

    def had(self, dotted: str) -> Surface | None:
        """Return the release that had a name which the target lacks; None when it is not gone.

        Its parent must still be there: of a module that is gone, only the module is gone.
        """
        if not self.target.has(dotted.rpartition(".")[0]) or self.target.has(dotted):
            return None
        return next((one for one in self.before() if _certain(one.find(dotted))), None)

    def had_module(self, module: str) -> Surface | None:
        """Return the release that had a module which the target cannot import."""
        if self.target.imports(module):
            return None
        return next((one for one in self.before() if one.imports(module)), None)

    def had_in(self, module: str, name: str) -> Surface | None:
        """Return the release in which `from module import name` worked, if it no longer does."""
        if _importable(self.target, module, name):
            return None
        return next((one for one in self.before() if _importable(one, module, name)), None)

    def missing_module(self, module: str) -> str:
        """Return the first part of a path that is no module in the target."""
        parts = module.split(".")
        heads = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        return next((head for head in heads if not self.target.imports(head)), module)

    def moved(self, dotted: str, had: Surface) -> Move | None:
        """Return where the target has what `dotted` was in the release `had`."""
        return moved(dotted, had, self.target)

    def breaks(self, dotted: str, call: Call) -> str:
        """Return the error of a call that the target refuses and an older release took."""
        target = self.target.signature(dotted)
        if target is None or not (error := problem(target, call)):
            return ""
        for one in self.before():
            signature = one.signature(dotted)
            if signature is not None and not problem(signature, call):
                return error
        return ""


@lru_cache(maxsize=8)
def between(source: str, target: str) -> Between:
    """Compare two versions; for those without a snapshot the release before them stands in.

    Raises:
        UsageError: one of them is no version.
    """
    return Between(nearest(source), nearest(target))


def _certain(found: Found | None) -> bool:
    return found is not None and found.what is not What.GUESS


def _importable(surface: Surface, module: str, name: str) -> bool:
    entry = surface.modules.get(module)
    if entry is None:
        return False
    dunder = name.startswith("__") and name.endswith("__")
    return name in entry["names"] or dunder or surface.imports(f"{module}.{name}")
