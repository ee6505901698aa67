"""One release's public surface, asked by dotted name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from lift.migrate.surface.parameter import Kind, Parameter, parse
from lift.migrate.surface.store import Entry, Snapshot, read

__all__ = ["Found", "Signature", "Surface", "What", "load"]

_HARMLESS = ("~abc.ABC", "~abc.ABCMeta", "~typing.Generic", "~typing.Protocol", "~builtins.type")
"""Third-party bases without a constructor that would take arguments."""


class What(Enum):
    """The kind of a name."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    INSTANCE = "instance"
    METHOD = "method"
    ATTRIBUTE = "attribute"
    """Of a class or its instances; what it is, is not known."""
    VALUE = "value"
    """Of a module, and nothing of DSPy; what it has itself is not known."""
    GUESS = "guess"
    """It may be there: it hangs on something whose names are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a dotted name is."""

    what: What
    home: str
    """The dotted name of the module, class or function itself; for an instance of its class; for a
    value from elsewhere where it comes from; else empty."""
    owner: str = ""
    """The class that a method or attribute was found in."""
    text: str | None = None
    """The parameters, as they are written in the snapshot."""

    @property
    def plain_method(self) -> bool:
        """Whether it needs an instance: neither a class method nor a static one."""
        return self.what is What.METHOD and not (self.text or "").startswith("!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How something is called."""

    name: str
    """As Python's messages name it: `Evaluate.__call__`."""
    parameters: tuple[Parameter, ...]
    bound: bool = True
    """Whether an instance or class goes before them; Python's messages count it."""

    @property
    def generic(self) -> bool:
        """Whether it says nothing: `*args, **kwargs` alone, or only one of them."""
        return all(one.kind in (Kind.REST, Kind.KEYWORDS) for one in self.parameters)


class Surface:
    """The public names of one release of DSPy (and of the package `dsp`, while there was one)."""

    def __init__(self, version: str, snapshot: Snapshot) -> None:
        self.version = version
        self.modules, self.objects = snapshot.modules, snapshot.objects
        self.outside, self.notes = snapshot.outside, snapshot.notes
        self._found: dict[str, Found | None] = {}

    # -------------------------------------------------------------------- names
    def has(self, dotted: str) -> bool:
        """Whether a name is there, or may be there (on an object with names of its own making)."""
        return self.find(dotted) is not None

    def find(self, dotted: str) -> Found | None:
        """What a name is: reached by attributes from the package, or by importing its module."""
        if dotted not in self._found:
            self._found[dotted] = self._find(dotted)
        return self._found[dotted]

    def resolve(self, dotted: str) -> str | None:
        """Return the place where a module, class or function lives; None when it is none here."""
        found = self.find(dotted)
        if found is None or found.what not in (What.MODULE, What.CLASS, What.FUNCTION):
            return None
        return found.home

    def children(self, dotted: str) -> tuple[str, ...]:
        """Return the names of a module, or those of a class and of its bases, sorted."""
        found = self.find(dotted)
        if found is None:
            return ()
        if found.what is What.MODULE:
            prefix = f"{found.home}."
            below = {m[len(prefix) :] for m in self.modules if m.startswith(prefix)}
            names = {*self.modules[found.home]["names"], *below}
            return tuple(sorted(name for name in names if "." not in name))
        if found.what in (What.CLASS, What.INSTANCE):
            names = {name for _, entry in self._line(found.home) for name in entry["members"]}
            return tuple(sorted(names))
        return ()

    def imports(self, module: str) -> bool:
        """Whether `import module` finds a module of that name."""
        return module in self.modules

    def needs(self, module: str) -> str:
        """Why a module cannot be imported in a plain installation; empty when it can."""
        entry = self.modules.get(module)
        return "" if entry is None else entry.get("needs", "")

    def has_below(self, dotted: str, name: str) -> bool:
        """Whether a class that inherits from the class `dotted` has a member of that name."""
        home = self.resolve(dotted)
        entries = (entry for entry in self.objects.values() if isinstance(entry, dict))
        return any(home in entry["bases"] and name in entry["members"] for entry in entries)

    def deprecated(self, dotted: str) -> str:
        """What the release says about a name going away; empty when it says nothing."""
        found = self.find(dotted)
        if found is None:
            return ""
        name = dotted.rpartition(".")[2]
        return self.notes.get(f"{found.owner}.{name}" if found.owner else found.home, "")

    # ---------------------------------------------------------------- callables
    def parameters(self, dotted: str) -> tuple[Parameter, ...] | None:
        """Return what a call takes: of a class its constructor, of a method without `self`.

        None when the name is nothing that can be called, or nobody knows how.
        """
        signature = self.signature(dotted)
        return None if signature is None else signature.parameters

    def signature(self, dotted: str) -> Signature | None:
        """Like `parameters`, with the name that Python uses in its messages."""
        found = self.find(dotted)
        if found is None:
            return None
        if found.what is What.FUNCTION and found.text is not None:
            name = found.home.rpartition(".")[2]
            return Signature(name=name, parameters=parse(found.text), bound=False)
        if found.what is What.CLASS:
            return self._constructor(found.home)
        if found.what is What.METHOD and found.text is not None:
            return self._method(found, dotted.rpartition(".")[2])
        return None

    def _constructor(self, home: str) -> Signature | None:
        entry = self._entry(home)
        if entry is None:
            return None
        for owner in (home, *entry["bases"]):
            if owner in _HARMLESS:
                continue
            own = self._entry(owner)
            if own is None or "__new__" in own["members"]:
                return None
            text = own["members"].get("__init__")
            if text is not None:
                name = f"{_last(owner)}.__init__"
                return Signature(name=name, parameters=_bound(text))
            if own.get("open") and owner != home:
                return None
        return None

    def _method(self, found: Found, name: str) -> Signature | None:
        text = found.text or ""
        signature = Signature(
            name=f"{_last(found.owner)}.{name}",
            parameters=_bound(text),
            bound=not text.startswith("!!"),
        )
        if name == "__call__" and signature.generic:  # Module hands everything to `forward`
            forward = self.find(f"{found.home}.forward") if found.home else None
            if forward is not None and forward.what is What.METHOD:
                return Signature(
                    name=f"{_last(forward.owner)}.forward", parameters=_bound(forward.text or "")
                )
        return signature

    # ------------------------------------------------------------------- search
    def _find(self, dotted: str) -> Found | None:
        parts = dotted.split(".")
        if parts[0] not in self.modules:
            return None
        for length in (1, *range(len(parts), 1, -1)):
            start = ".".join(parts[:length])
            if start in self.modules:
                found = self._walk(start, parts[length:])
                if found is not None:
                    return found
        return None

    def _walk(self, module: str, rest: list[str]) -> Found | None:
        found: Found | None = Found(what=What.MODULE, home=module)
        for name in rest:
            if found is None:
                return None
            found = self._step(found, name)
        return found

    def _step(self, found: Found, name: str) -> Found | None:
        if name.startswith("__") and name.endswith("__") and found.what is What.MODULE:
            return Found(what=What.GUESS, home="")
        if found.what is What.MODULE:
            return self._in_module(found.home, name)
        if found.what in (What.CLASS, What.INSTANCE):
            return self._in_class(found, name)
        return Found(what=What.GUESS, home="")

    def _in_module(self, module: str, name: str) -> Found | None:
        reference = self.modules[module]["names"].get(name)
        if reference is None:
            below = f"{module}.{name}"
            return Found(what=What.MODULE, home=below) if below in self.modules else None
        if not reference or reference.startswith("~"):
            return Found(what=What.VALUE, home=reference[1:])
        if reference.startswith("@"):
            return Found(what=What.INSTANCE, home=reference[1:])
        home = f"{module}.{name}" if reference == "." else reference
        if home in self.objects:
            entry = self.objects[home]
            if isinstance(entry, str):
                return Found(what=What.FUNCTION, home=home, text=entry)
            return Found(what=What.CLASS, home=home)
        known = home in self.modules
        return Found(what=What.MODULE if known else What.VALUE, home=home)

    def _in_class(self, found: Found, name: str) -> Found | None:
        for owner, entry in self._line(found.home):
            if name in entry["members"]:
                text = entry["members"][name]
                what = What.ATTRIBUTE if text is None else What.METHOD
                home = found.home if what is What.METHOD else ""
                return Found(what=what, home=home, owner=owner, text=text)
        if name.startswith("__") or self._may_have(found, name):
            return Found(what=What.GUESS, home="")
        return None

    def _may_have(self, found: Found, name: str) -> bool:
        """Whether a class may answer to a name that none of DSPy's classes defines."""
        entry = self._entry(found.home)
        if entry is None:
            return True
        classes = [found.home, *entry["bases"]]
        meta = entry.get("meta")
        if meta is not None and found.what is What.CLASS:
            above = self._entry(meta)
            classes += [meta, *(above["bases"] if above is not None else ())]
        for one in classes:
            own = self._entry(one)
            if own is not None:
                if own.get("open") or name in own["members"]:
                    return True
            elif one not in self.outside or {name, "*"} & set(self.outside[one]):
                return True
        return False

    def _line(self, home: str) -> Iterator[tuple[str, Entry]]:
        """Yield a class and its bases of DSPy, in the order in which Python looks."""
        entry = self._entry(home)
        for owner in (home, *(entry["bases"] if entry is not None else ())):
            own = self._entry(owner)
            if own is not None:
                yield owner, own

    def _entry(self, home: str) -> Entry | None:
        entry = self.objects.get(home)
        return entry if isinstance(entry, dict) else None


def _bound(text: str) -> tuple[Parameter, ...]:
    """Parameters without the one that the instance goes to."""
    if text.startswith("!"):
        return parse(text.lstrip("!"))
    found = parse(text)
    return found[1:] if found and found[0].kind in (Kind.ANY, Kind.POSITIONAL) else found


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]


@lru_cache(maxsize=24)
def load(version: str) -> Surface:
    """Return the surface of a release.

    Raises:
        UsageError: lift has none of this version; the message names those that it has.
    """
    return Surface(version, read(version))
