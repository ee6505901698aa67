"""Change what one object does without making it another: give it a subclass of its own class.

The object keeps its identity, its state, its name and what `isinstance` says. Copies and pickles of
it are of the subclass, too.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from typing import Any

__all__ = ["lookalike"]

Make = Callable[[Any], Any]


def lookalike(kind: Any, make: Make, forward: Callable[..., Any], mark: str) -> Any:
    """A subclass that differs from `kind` in `forward` only, and is marked as such.

    Args:
        make: the function, importable by name, that makes this subclass again in another process.
        mark: a class attribute that is True in the subclass.
    """

    def __reduce_ex__(self: Any, protocol: Any) -> Any:  # noqa: N807 - becomes the method
        made = kind.__reduce_ex__(self, protocol)
        if made[0] is copyreg.__newobj__:  # type: ignore[attr-defined]
            return (_remade, (make, kind), *made[2:])
        return made

    members = {
        "__module__": kind.__module__,
        "__qualname__": kind.__qualname__,
        "__doc__": kind.__doc__,
        "__reduce_ex__": __reduce_ex__,
        "forward": forward,
        mark: True,
    }
    return type(kind)(kind.__name__, (kind,), members)


def _remade(make: Make, kind: Any) -> Any:
    """An empty object for copy and pickle to fill."""
    changed = make(kind)
    return changed.__new__(changed)
