"""One line of the doctor's answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Finding", "Status", "fail", "ok", "warn"]


class Status(str, Enum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    """Works, but something optional is missing or worth knowing."""
    FAIL = "fail"
    """A command will not work until it is repaired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at and what it showed."""

    name: str
    status: Status
    detail: str
    repair: str = ""
    """The command that repairs it; empty when nothing needs repair."""


def ok(name: str, detail: str) -> Finding:
    """Report that all is well."""
    return Finding(name=name, status=Status.OK, detail=detail)


def warn(name: str, detail: str, repair: str) -> Finding:
    """Report something worth knowing."""
    return Finding(name=name, status=Status.WARN, detail=detail, repair=repair)


def fail(name: str, detail: str, repair: str) -> Finding:
    """Report what has to be repaired."""
    return Finding(name=name, status=Status.FAIL, detail=detail, repair=repair)
