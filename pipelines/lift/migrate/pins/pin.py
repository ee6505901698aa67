"""One requirement in one file, with the places that an edit needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from lift.migrate.view import Place

__all__ = ["Manifest", "Pin", "Span", "Style", "pep508_pin", "place_of", "specifiers"]

Style = Literal["pep508", "poetry", "pipfile", "conda"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range of a manifest's text, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a manifest says about one distribution, or about Python itself."""

    path: str
    """The manifest, relative to the folder checked, with forward slashes."""
    name: str
    """Canonical (`dspy-ai` for dspy_ai and DSPy-AI); `python` for the interpreter."""
    written: str
    """As it stands there, for messages: `dspy-ai==2.6.27`."""
    whole: Span
    name_span: Span
    version: str
    """The version part as written, in the manifest's own style; empty when there is none."""
    version_span: Span
    """Where the version part stands; empty, behind the name, when there is none."""
    style: Style = "pep508"
    extras: tuple[str, ...] = ()
    extras_span: Span | None = None
    """Of `[a,b]` with its brackets, where they stand beside the name."""
    source: str = ""
    """A URL, path or git address that it comes from instead of an index."""
    group: str = ""
    """The table or key it stands in, such as `project.dependencies`."""
    constraint: bool = False
    """Only limits what others ask for, as in constraints.txt."""
    fixed: bool = False
    """Must not be edited, such as a line with hashes or a string built from parts."""
    marker: str = ""

    @property
    def specifier(self) -> SpecifierSet | None:
        """The versions allowed, as PEP 440 says it; None when they cannot be told."""
        return specifiers(self.version, self.style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A file that pins things."""

    path: str
    text: str
    pins: tuple[Pin, ...]
    includes: tuple[str, ...] = ()
    """Other requirement files that it reads, as paths like `path`."""
    problem: str = ""
    """Why it cannot be read or parsed."""
    problem_line: int = field(default=1)


_EXTRAS = re.compile(r"\s*(\[[^\]]*\])")
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def pep508_pin(
    path: str, text: str, start: int, end: int, *, group: str, fixed: bool = False,
    constraint: bool = False,
) -> Pin | None:  # fmt: skip
    """Return the requirement that stands in a range of the text, or None when it is none."""
    written = text[start:end].strip()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    try:
        requirement = Requirement(written)
    except InvalidRequirement:
        return None
    name = _NAME.match(written)
    if name is None:
        return None
    cursor = name.end()
    extras = _EXTRAS.match(written, cursor)
    if extras is not None:
        cursor = extras.end()
    stop = len(written)
    for mark in (";", "@"):
        found = written.find(mark, cursor)
        stop = found if found >= 0 else stop
    version = written[cursor:stop].strip() if requirement.url is None else ""
    at = cursor + written[cursor:stop].find(version) if version else cursor
    return Pin(
        path=path,
        name=canonicalize_name(requirement.name),
        written=written,
        whole=Span(start=start, end=start + len(written)),
        name_span=Span(start=start + name.start(1), end=start + name.end(1)),
        version=version,
        version_span=Span(start=start + at, end=start + at + len(version)),
        extras=tuple(sorted(requirement.extras)),
        extras_span=None
        if extras is None
        else Span(start=start + extras.start(1), end=start + extras.end(1)),
        source=requirement.url or "",
        group=group,
        constraint=constraint,
        fixed=fixed,
        marker=str(requirement.marker or ""),
    )


def specifiers(version: str, style: Style) -> SpecifierSet | None:
    """Translate a version part of any style to PEP 440; None when it has no such form."""
    text = version.strip().strip("()")
    if text in {"", "*"}:
        return SpecifierSet()
    try:
        if style == "pep508":
            return SpecifierSet(text)
        if style == "conda":
            return SpecifierSet(re.sub(r"^=(?!=)([\d.]+)$", _conda_prefix, text))
        return SpecifierSet(",".join(_poetry_part(one.strip()) for one in text.split(",")))
    except (InvalidSpecifier, ValueError):
        return None


def _conda_prefix(match: re.Match[str]) -> str:
    return f"=={match[1]}.*"


def _poetry_part(part: str) -> str:
    """Translate `^1.2`, `~1.2`, `1.2` and `1.*`; PEP 440 parts stay as they are."""
    numbers = re.fullmatch(r"(\^|~|)\s*v?(\d+(?:\.\d+)*)", part)
    if numbers is None:
        return f"=={part}" if re.fullmatch(r"\d[\d.]*\.\*", part) else part
    sign, base = numbers.groups()
    if not sign:
        return f"=={base}"
    parts = [int(one) for one in base.split(".")]
    if sign == "~":
        upper = parts[:1] if len(parts) == 1 else parts[:2]
    else:  # the first number that is not 0 may not change
        first = next((at for at, one in enumerate(parts) if one), len(parts) - 1)
        upper = parts[: first + 1]
    bound = ".".join(str(one) for one in (*upper[:-1], upper[-1] + 1))
    return f">={base},<{bound}"


def place_of(text: str, span: Span) -> Place:
    """Return a range as lines and columns from 1."""

    def point(offset: int) -> tuple[int, int]:
        line_start = text.rfind("\n", 0, offset) + 1
        return text.count("\n", 0, offset) + 1, offset - line_start + 1

    line, column = point(span.start)
    end_line, end_column = point(span.end)
    return Place(line=line, column=column, end_line=end_line, end_column=end_column)
