"""Files, notebook cells and code blocks of documents, as units of Python text."""

from lift.migrate.sources.discovery import discover
from lift.migrate.sources.unit import Unit, Unreadable
from lift.migrate.sources.units import units

__all__ = ["Unit", "Unreadable", "discover", "units"]
