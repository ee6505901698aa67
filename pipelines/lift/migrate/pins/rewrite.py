"""Edits of pins: another version, another name, one more package. Formatting stays."""

from __future__ import annotations

import re

from packaging.version import Version

from lift.migrate.finding import Edit
from lift.migrate.pins.pin import Manifest, Pin

__all__ = ["at_target", "removed", "renamed", "with_extra", "with_sibling", "with_version"]


def at_target(pin: Pin, target: str) -> str:
    """Return the version part for the target, written the way the old one is.

    A range becomes the target's minor version: minor versions of DSPy change behaviour.
    """
    text = pin.version.strip()
    next_minor = _next_minor(target)
    if pin.style in {"poetry", "pipfile"}:
        if re.match(r"[\^~](?!=)", text):
            return f"~{target}"
        if re.match(r"v?\d", text):
            return target
    if pin.style == "conda" and re.match(r"=(?!=)", text):
        return f"={target}"
    if text.startswith("~="):
        return f"~={target}"
    if re.search(r"[>]", text) and re.search(r"[<]", text):
        return f">={target},<{next_minor}"
    return f"=={target}"


def _next_minor(target: str) -> str:
    version = Version(target)
    return f"{version.major}.{version.minor + 1}"


def with_version(pin: Pin, version: str) -> tuple[Edit, ...]:
    """Replace the version part; none when the pin must not be edited."""
    if pin.fixed:
        return ()
    span = pin.version_span
    return (Edit(start=span.start, end=span.end, text=version),)


def renamed(pin: Pin, name: str) -> tuple[Edit, ...]:
    """Write another name in the place of the old one, and keep quotes around it."""
    if pin.fixed or pin.name_span.start == pin.name_span.end:
        return ()
    return (Edit(start=pin.name_span.start, end=pin.name_span.end, text=name),)


def with_extra(pin: Pin, extra: str, manifest: Manifest) -> tuple[Edit, ...]:
    """Ask for one more extra.

    Something is always replaced, so that two of these meet and are made one after the other.
    """
    if pin.fixed or pin.source:
        return ()
    if pin.style == "pep508":
        if pin.extras_span is not None:
            inner = manifest.text[pin.extras_span.start + 1 : pin.extras_span.end - 1].strip()
            text = f"[{inner},{extra}]" if inner else f"[{extra}]"
            return (Edit(start=pin.extras_span.start, end=pin.extras_span.end, text=text),)
        name = manifest.text[pin.name_span.start : pin.name_span.end]
        return (Edit(start=pin.name_span.start, end=pin.name_span.end, text=f"{name}[{extra}]"),)
    if pin.style in {"poetry", "pipfile"} and not pin.extras:
        quoted = (pin.version_span.start - 1, pin.version_span.end + 1)
        if manifest.text[pin.name_span.end : quoted[0]].strip() != "=":
            return ()  # an inline table, which needs more than a string
        value = manifest.text[quoted[0] : quoted[1]]
        new = f'{{version = {value}, extras = ["{extra}"]}}'
        return (Edit(start=quoted[0], end=quoted[1], text=new),)
    return ()


def with_sibling(pin: Pin, name: str, manifest: Manifest) -> tuple[Edit, ...]:
    """Declare one more package beside a pin, in the way the pin is written."""
    text = manifest.text
    line_start = text.rfind("\n", 0, pin.whole.start) + 1
    line_end = text.find("\n", pin.whole.end)
    line_end = len(text) if line_end < 0 else line_end
    newline = "\r\n" if text[line_end - 1 : line_end] == "\r" else "\n"
    prefix = text[line_start : pin.whole.start]
    if pin.style in {"poetry", "pipfile"}:
        if prefix.strip() or "." in pin.group.rpartition("dependencies")[2]:
            return ()
        return _line_after(text, line_end, f'{prefix}{name} = "*"', newline)
    quote = text[pin.whole.start - 1 : pin.whole.start]
    if quote in {'"', "'"}:
        end = pin.whole.end + 1
        alone = not prefix[:-1].strip()
        gap = f",{newline}{prefix[:-1]}" if alone else ", "
        return (Edit(start=end, end=end, text=f"{gap}{quote}{name}{quote}"),)
    if prefix.strip(" \t-") or pin.fixed:
        return ()
    return _line_after(text, line_end, f"{prefix}{name}", newline)


def _line_after(text: str, line_end: int, line: str, newline: str) -> tuple[Edit, ...]:
    """Insert a line behind the one that ends at `line_end`."""
    if line_end == len(text):
        return (Edit(start=line_end, end=line_end, text=f"{newline}{line}"),)
    return (Edit(start=line_end + 1, end=line_end + 1, text=f"{line}{newline}"),)


def removed(pin: Pin, manifest: Manifest) -> tuple[Edit, ...]:
    """Delete the line of a pin in a requirements file; none elsewhere."""
    if pin.group != "requirements" or pin.fixed:
        return ()
    start = manifest.text.rfind("\n", 0, pin.whole.start) + 1
    end = manifest.text.find("\n", pin.whole.end)
    return (Edit(start=start, end=len(manifest.text) if end < 0 else end + 1, text=""),)
