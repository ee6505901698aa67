"""Pins of pyproject.toml (PEP 621, dependency groups, Poetry, PDM, uv, Hatch) and Pipfile."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

from packaging.utils import canonicalize_name

from lift.migrate.pins.pin import Manifest, Pin, Span, Style, pep508_pin
from lift.migrate.pins.toml_strings import TomlString, toml_strings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["read_pipfile", "read_pyproject"]

_Path = tuple[str, ...]


def read_pyproject(path: str, text: str) -> Manifest:
    """Read every table of pyproject.toml that names distributions."""
    if problem := _problem(path, text):
        return problem
    strings = list(toml_strings(text))
    pins = [*_listed(path, text, strings), *_keyed(path, text, strings, _poetry_table, "poetry")]
    sources = {_uv_source(one.path): one.value for one in strings if _uv_source(one.path)}
    return Manifest(path=path, text=text, pins=tuple(_with_source(one, sources) for one in pins))


def read_pipfile(path: str, text: str) -> Manifest:
    """Read the package tables of a Pipfile and its Python version."""
    if problem := _problem(path, text):
        return problem
    strings = list(toml_strings(text))
    pins = list(_keyed(path, text, strings, _pipfile_table, "pipfile"))
    return Manifest(path=path, text=text, pins=tuple(pins))


def _problem(path: str, text: str) -> Manifest | None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        return Manifest(
            path=path,
            text=text,
            pins=(),
            problem=f"not valid TOML: {error}",
            problem_line=int(line[1]) if line else 1,
        )
    return None


def _is_list(path: _Path) -> bool:
    """Whether the strings of this array are requirements as PEP 508 writes them."""
    match path:
        case ("project", "dependencies") | ("project", "optional-dependencies", _):
            return True
        case ("dependency-groups", _) | ("build-system", "requires"):
            return path[0] == "dependency-groups"
        case ("tool", "pdm", "dev-dependencies", _):
            return True
        case (
            "tool",
            "uv",
            "dev-dependencies" | "constraint-dependencies" | "override-dependencies",
        ):
            return True
        case ("tool", "hatch", "envs", _, "dependencies" | "extra-dependencies"):
            return True
        case _:
            return False


def _listed(path: str, text: str, strings: list[TomlString]) -> Iterator[Pin]:
    for one in strings:
        if one.path == ("project", "requires-python"):
            yield _python(path, one, "pep508")
        elif _is_list(one.path):
            group = ".".join(one.path)
            pin = pep508_pin(
                path,
                text,
                one.start,
                one.end,
                group=group,
                fixed=not one.plain,
                constraint="constraint" in group,
            )
            if pin is not None:
                yield pin


def _poetry_table(path: _Path) -> bool:
    match path:
        case ("tool", "poetry", "dependencies" | "dev-dependencies"):
            return True
        case ("tool", "poetry", "group", _, "dependencies"):
            return True
        case _:
            return False


def _pipfile_table(path: _Path) -> bool:
    return path in {("packages",), ("dev-packages",), ("requires",)}


def _keyed(
    path: str, text: str, strings: list[TomlString], is_table: Callable[[_Path], bool], style: Style
) -> Iterator[Pin]:
    """Yield pins that are written as `name = "version"` or `name = {version = ...}`."""
    details: dict[_Path, list[TomlString]] = {}
    for one in strings:
        if is_table(one.path[:-1]):
            yield _plain(path, text, one, style)
        elif len(one.path) > 2 and is_table(one.path[:-2]):
            details.setdefault(one.path[:-1], []).append(one)
    for name, parts in details.items():
        yield from _detailed(path, text, name, parts, style)


def _plain(path: str, text: str, one: TomlString, style: Style) -> Pin:
    name = canonicalize_name(one.path[-1])
    if name in {"python", "python-version", "python-full-version"}:
        return _python(path, one, style)
    return Pin(
        path=path,
        name=name,
        written=_line(text, one.key_start, one.end),
        whole=Span(start=one.key_start, end=one.end + 1),
        name_span=Span(start=one.key_start, end=one.key_end),
        version=one.value,
        version_span=Span(start=one.start, end=one.end),
        style=style,
        group=".".join(one.path[:-1]),
        fixed=not one.plain,
    )


def _detailed(
    path: str, text: str, name: _Path, parts: list[TomlString], style: Style
) -> Iterator[Pin]:
    by_key = {one.path[-1]: one for one in parts}
    source = next(
        (by_key[key].value for key in ("git", "url", "path", "file") if key in by_key), ""
    )
    version = by_key.get("version")
    anchor = version or parts[0]
    key = re.compile(rf"[\"']?{re.escape(name[-1])}[\"']?\s*=\s*\{{")
    found = list(key.finditer(text, 0, anchor.start))
    if not found:  # a table of its own: [tool.poetry.dependencies.dspy]
        span = Span(start=anchor.start, end=anchor.end)
        key_span = Span(start=anchor.start, end=anchor.start)
    else:
        start = found[-1].start()
        key_span = Span(start=start, end=start + len(found[-1][0].split("=")[0].rstrip()))
        span = Span(start=start, end=anchor.end + 1)
    yield Pin(
        path=path,
        name=canonicalize_name(name[-1]),
        written=_line(text, span.start, span.end),
        whole=span,
        name_span=key_span,
        version=version.value if version is not None else "",
        version_span=Span(start=version.start, end=version.end)
        if version is not None
        else Span(start=anchor.start, end=anchor.start),
        style=style,
        extras=tuple(sorted(one.value for one in parts if one.path[-1] == "extras")),
        source=source,
        group=".".join(name[:-1]),
        fixed=not found or version is None or not version.plain,
    )


def _python(path: str, one: TomlString, style: Style) -> Pin:
    span = Span(start=one.start, end=one.end)
    value = f"=={one.value}.*" if style == "pipfile" else one.value
    return Pin(
        path=path,
        name="python",
        written=one.value,
        whole=span,
        name_span=Span(start=one.start, end=one.start),
        version=value,
        version_span=span,
        style="pep508" if style == "pipfile" else style,
        group=".".join(one.path),
        fixed=not one.plain or style == "pipfile",
    )


def _uv_source(path: _Path) -> str:
    """Return the name of a distribution that uv takes from elsewhere; else an empty string."""
    match path:
        case ("tool", "uv", "sources", name, "git" | "url" | "path"):
            return canonicalize_name(name)
        case _:
            return ""


def _with_source(pin: Pin, sources: dict[str, str]) -> Pin:
    from dataclasses import replace

    return replace(pin, source=sources[pin.name]) if pin.name in sources and not pin.source else pin


def _line(text: str, start: int, end: int) -> str:
    """Return the rest of the line, for messages."""
    stop = text.find("\n", start)
    shown = text[start : stop if stop >= 0 else len(text)].split(" #", maxsplit=1)[0]
    return shown.rstrip() if len(shown) < 120 else text[start:end]
