"""What each DSPy release offers: names, where they live, parameters, what is announced to go.

Written down by running every release (scripts/surfaces.py), so that whatever is gone between two
releases is found without a rule written by hand.
"""

from lift.migrate.surface.moves import Move, moved
from lift.migrate.surface.parameter import Kind, Parameter
from lift.migrate.surface.store import nearest, released
from lift.migrate.surface.surface import Found, Signature, Surface, What, load

__all__ = [
    "Found",
    "Kind",
    "Move",
    "Parameter",
    "Signature",
    "Surface",
    "What",
    "load",
    "moved",
    "nearest",
    "released",
]
