"""Pins of files that are read line by line: requirements, setup.cfg, environment.yml."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name

from lift.migrate.pins.pin import Manifest, Pin, Span, pep508_pin

__all__ = ["read_conda", "read_requirements", "read_setup_cfg"]

_LINE = re.compile(r"[^\n]*\n?")
_INCLUDE = re.compile(r"\s*(?:-r|--requirement|-c|--constraint)(?:\s+|=)(\S+)")
_EDITABLE = re.compile(r"\s*(?:-e|--editable)(?:\s+|=)(\S+)")
_ADDRESS = re.compile(r"\s*((?:git|hg|svn|bzr)\+\S+|https?://\S+|file:\S+)")
_ITEM = re.compile(r"(\s*)-\s+(?:\"([^\"]+)\"|'([^']+)'|([^#\s][^#\n]*))")
_CONDA = re.compile(r"([A-Za-z0-9][\w.-]*)\s*((?:[=<>!~]=?|==)[^\[\s]*(?:\s*,\s*[^\[\s]+)*)?")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line with the offset of its first character."""
    for match in _LINE.finditer(text):
        if match[0]:
            yield match.start(), match[0]


def read_requirements(path: str, text: str) -> Manifest:
    """Read a requirements or constraints file; lines that are no requirement are passed over."""
    pins: list[Pin] = []
    includes: list[str] = []
    constraint = "constraint" in posixpath.basename(path)
    continued = hashed = False
    for start, line in _lines(text):
        body = line.rstrip("\r\n")
        first, continued = not continued, body.endswith("\\")
        if not first:
            hashed = hashed or "--hash" in body
            if hashed and pins:
                pins[-1] = _fixed(pins[-1])
            continue
        hashed = "--hash" in body
        if include := _INCLUDE.match(body):
            includes.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), include[1])))
        elif address := _EDITABLE.match(body) or _ADDRESS.match(body):
            pins += _address_pin(path, start, address)
        else:
            end = start + _requirement_end(body)
            fixed = hashed or continued
            pin = pep508_pin(
                path, text, start, end, group="requirements", fixed=fixed, constraint=constraint
            )
            pins += [pin] if pin is not None else []
    return Manifest(path=path, text=text, pins=tuple(pins), includes=tuple(includes))


def _requirement_end(body: str) -> int:
    """Return where the requirement of a line ends: before a comment, an option, a backslash."""
    comment = re.search(r"(?:^|\s)#", body)
    option = re.search(r"\s--?[a-z]", body)
    ends = [found.start() for found in (comment, option) if found is not None]
    return len(body[: min(ends, default=len(body))].rstrip(" \t\\"))


def _fixed(pin: Pin) -> Pin:
    from dataclasses import replace

    return replace(pin, fixed=True)


def _address_pin(path: str, start: int, match: re.Match[str]) -> Iterator[Pin]:
    """Yield a pin for `git+https://.../dspy.git` and `...#egg=dspy`."""
    address = match[1]
    egg = re.search(r"#egg=([A-Za-z0-9._-]+)", address)
    repository = re.search(r"/([A-Za-z0-9._-]+?)(?:\.git)?(?:@[^#/]*)?(?:#.*)?$", address)
    found = egg or repository
    if found is None:
        return
    span = Span(start=start + match.start(1), end=start + match.end(1))
    empty = Span(start=span.end, end=span.end)
    yield Pin(
        path=path,
        name=canonicalize_name(found[1]),
        written=address,
        whole=span,
        name_span=span,
        version="",
        version_span=empty,
        source=address,
        group="requirements",
        fixed=True,
    )


def read_setup_cfg(path: str, text: str) -> Manifest:
    """Read `install_requires`, `extras_require` and `python_requires` of setup.cfg."""
    pins: list[Pin] = []
    section = key = ""
    for start, line in _lines(text):
        body = line.rstrip("\r\n")
        if not body.strip() or body.lstrip().startswith(("#", ";")):
            continue
        if body.startswith("["):
            section, key = body.strip().strip("[]").strip(), ""
            continue
        at = 0
        if not body[0].isspace() and (found := re.match(r"([\w.-]+)\s*[=:]\s*", body)):
            key, at = found[1], found.end()
        if section == "options" and key == "python_requires" and body[at:].strip():
            pins.append(python_pin(path, start + at, body[at:], group="options.python_requires"))
        elif (section == "options" and key in {"install_requires", "setup_requires"}) or (
            section == "options.extras_require"
        ):
            end = start + at + _requirement_end(body[at:])
            pin = pep508_pin(path, text, start + at, end, group=f"{section}.{key}")
            pins += [pin] if pin is not None else []
    return Manifest(path=path, text=text, pins=tuple(pins))


def python_pin(path: str, start: int, written: str, *, group: str) -> Pin:
    """Return what is said about the interpreter, as a pin named python."""
    value = written.strip()
    begin = start + written.find(value)
    span = Span(start=begin, end=begin + len(value))
    return Pin(
        path=path,
        name="python",
        written=value,
        whole=span,
        name_span=Span(start=begin, end=begin),
        version=value,
        version_span=span,
        group=group,
    )


def read_conda(path: str, text: str) -> Manifest:
    """Read `dependencies` of environment.yml: conda's own, and pip's inside."""
    pins: list[Pin] = []
    pip_indent: int | None = None
    inside = False
    for start, line in _lines(text):
        body = line.rstrip("\r\n")
        if body and not body[0].isspace() and not body.startswith(("-", "#")):
            inside = body.startswith("dependencies:")
        item = _ITEM.match(body)
        if not inside or item is None:
            continue
        indent = len(item[1])
        number = next(one for one in (2, 3, 4) if item[one] is not None)
        at, written = item.start(number), item[number].rstrip()
        if pip_indent is not None and indent <= pip_indent:
            pip_indent = None
        if written == "pip:":
            pip_indent = indent
        elif pip_indent is not None:
            pin = pep508_pin(path, text, start + at, start + at + len(written), group="pip")
            pins += [pin] if pin is not None else []
        else:
            pins += _conda_pin(path, start + at, written)
    return Manifest(path=path, text=text, pins=tuple(pins))


def _conda_pin(path: str, start: int, written: str) -> Iterator[Pin]:
    channel = written.rfind("::") + 2 if "::" in written else 0
    found = _CONDA.match(written, channel)
    if found is None:
        return
    version = found[2] or ""
    behind = start + (found.start(2) if version else found.end(1))
    yield Pin(
        path=path,
        name=canonicalize_name(found[1]),
        written=written,
        whole=Span(start=start, end=start + len(written)),
        name_span=Span(start=start + found.start(1), end=start + found.end(1)),
        version=version,
        version_span=Span(start=behind, end=behind + len(version)),
        style="conda",
        group="dependencies",
    )
