"""Where a name went that a release no longer has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lift.migrate.surface.store import Entry
from lift.migrate.surface.surface import Found, Surface, What

__all__ = ["Move", "moved"]

_MOVED = 0.6
"""Share of members that two classes of one name have in common when they are one class."""
_KEPT = 0.3
"""The same, where the target's place was the object's place in the source already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The new place of an old name."""

    now: str
    """The dotted name to import in the target."""
    same: bool
    """Whether it is the same object; else it only has the same name, and somebody should look."""


def moved(dotted: str, source: Surface, target: Surface) -> Move | None:
    """Return the place in `target` of what `dotted` is in `source`; None when there is none.

    What never was DSPy's own (`dspy.BaseModel`) is found at its origin.
    """
    found = source.find(dotted)
    if found is None:
        return None
    if found.what is What.VALUE and found.home:
        return Move(now=found.home, same=True) if not found.home.startswith("dsp") else None
    if found.what not in (What.CLASS, What.FUNCTION):
        return None
    places = _places(target).get(found.home.rpartition(".")[2], ())
    for place in places:
        kept = source.resolve(place) == found.home  # a name of the object in both releases
        if _share(found, target.find(place), source, target) >= (_KEPT if kept else _MOVED):
            best = next(p for p in places if target.resolve(p) == target.resolve(place))
            return Move(now=best, same=True)
    return Move(now=places[0], same=False) if places else None


@lru_cache(maxsize=8)
def _places(target: Surface) -> dict[str, tuple[str, ...]]:
    """By simple name: the public dotted names of classes and functions, the best to import first.

    That is in a package above the place where it is defined, as near to the top as it gets; modules
    that only borrow it come last.
    """
    found: dict[str, list[tuple[bool, int, str]]] = {}
    for module, entry in target.modules.items():
        if any(part.startswith("_") for part in module.split(".")):
            continue
        for name, reference in entry["names"].items():
            home = f"{module}.{name}" if reference == "." else reference
            if home in target.objects and not name.startswith("_"):
                borrowed = not home.startswith(f"{module}.")
                place = (borrowed, module.count("."), f"{module}.{name}")
                found.setdefault(name, []).append(place)
    return {name: tuple(one for *_, one in sorted(places)) for name, places in found.items()}


def _share(old: Found, new: Found | None, source: Surface, target: Surface) -> float:
    """Return how much two objects of one name are the same thing, from 0 to 1."""
    if new is None or new.what is not old.what:
        return 0.0
    before, after = source.objects.get(old.home), target.objects.get(new.home)
    if isinstance(before, str) or isinstance(after, str):
        return 1.0 if before == after else _KEPT  # more parameters do not make it another function
    renamed = old.home.split(".")[0] != new.home.split(".")[0]
    return _common(before, after) * (_KEPT if renamed else 1.0)


def _common(before: Entry | None, after: Entry | None) -> float:
    if before is None or after is None:
        return 0.0
    old = {one for one in before["members"] if not one.startswith("_")}
    new = {one for one in after["members"] if not one.startswith("_")}
    return len(old & new) / len(old | new) if old | new else 1.0
