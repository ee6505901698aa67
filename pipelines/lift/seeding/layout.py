"""Find out how a package is laid out: what to import, what to change, which tests judge it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lift.errors import DataError, UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Layout", "find_layout", "is_test_file"]

_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg", "PKG-INFO", "tox.ini", "pytest.ini")
_NOT_PACKAGES = frozenset(
    "test tests testing doc docs example examples script scripts bench benchmark benchmarks build "
    "dist tools ci requirements notebooks".split()
)
_NOT_MODULES = frozenset({"setup", "conftest", "noxfile", "tasks", "fabfile", "versioneer"})
_SITES = frozenset({"site-packages", "dist-packages"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where everything of one package is; relative paths are from `root`, with forward slashes."""

    root: Path
    """Folder that pytest runs in."""
    import_root: str
    """Folder that goes on the import path: `.`, `src`, ..."""
    package: str
    """Name to import."""
    targets: tuple[str, ...]
    """Files and folders whose functions may be changed."""
    tests: tuple[str, ...]
    """Files and folders that pytest is given."""
    copied: tuple[str, ...] | None
    """What of `root` belongs to the package; None for everything (a project of its own)."""
    version: str | None
    """Version that the project's own files name."""


def find_layout(path: Path, *, tests: Iterable[Path] = ()) -> Layout:
    """Understand `path`: a project's root, a package folder (installed or not) or one module.

    Args:
        path: What the user named.
        tests: Where its tests are; found when empty.

    Raises:
        UsageError: there is no such path, or it holds no package, or several.
        DataError: there are no tests.
    """
    path = path.expanduser().resolve()
    if not path.exists():
        raise UsageError(f"{path} does not exist", hint="lift seed-bugs PATH --out FILE")
    target = path if _is_package(path) or path.suffix == ".py" else _package_in(path)
    top = _top_package(target)
    import_root = top.parent
    root = _project_root(import_root)
    named = tuple(item.expanduser().resolve() for item in tests)
    found = named or tuple(_find_tests(root, top))
    _check_tests(found, root, top)
    copied = None if _looks_like_project(root) and root.name not in _SITES else (top, *found)
    if (
        copied is not None and root.name not in _SITES
    ):  # a plain folder: modules may need each other
        copied = tuple(dict.fromkeys((*copied, *sorted(root.glob("*.py")))))
    return Layout(
        root=root,
        import_root=_relative(import_root, root),
        package=top.stem if top.suffix == ".py" else top.name,
        targets=(_relative(target, root),),
        tests=tuple(_relative(item, root) for item in found),
        copied=None if copied is None else tuple(_relative(item, root) for item in copied),
        version=_version(root, top.stem),
    )


def is_test_file(relative: Path) -> bool:
    """Whether a file belongs to the tests and is never changed."""
    folders = {part.lower() for part in relative.parts[:-1]}
    name = relative.name
    return bool(folders & {"test", "tests"}) or name == "conftest.py" or _is_test_name(name)


def _is_test_name(name: str) -> bool:
    return name.endswith(".py") and (name.startswith("test_") or name.endswith("_test.py"))


def _is_package(path: Path) -> bool:
    return (path / "__init__.py").is_file()


def _package_in(root: Path) -> Path:
    """The one package or module of a project folder."""
    if not root.is_dir():
        raise UsageError(f"{root} is neither a folder nor a Python file")
    places = [root / "src", root] if (root / "src").is_dir() else [root]
    for place in places:
        packages = [p for p in sorted(place.iterdir()) if _is_package(p) and _may_be_package(p)]
        chosen = _choose(root, packages)
        if chosen is not None:
            return chosen
    modules = [
        p
        for place in places
        for p in sorted(place.glob("*.py"))
        if p.stem not in _NOT_MODULES and not _is_test_name(p.name)
    ]
    chosen = _choose(root, modules)
    if chosen is None:
        raise UsageError(
            f"no Python package was found in {root}",
            hint="name the package's own folder (the one with __init__.py)",
        )
    return chosen


def _may_be_package(path: Path) -> bool:
    return path.name.lower() not in _NOT_PACKAGES and path.name.isidentifier()


def _choose(root: Path, found: list[Path]) -> Path | None:
    if len(found) <= 1:
        return found[0] if found else None
    wanted = _plain(_project_name(root) or root.name)
    same = [path for path in found if _plain(path.stem) == wanted]
    if len(same) == 1:
        return same[0]
    names = ", ".join(path.name for path in found)
    raise UsageError(
        f"{root} holds several packages: {names}", hint=f"lift seed-bugs {found[0]} --out FILE"
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _top_package(target: Path) -> Path:
    while _is_package(target.parent):
        target = target.parent
    return target


def _project_root(import_root: Path) -> Path:
    if import_root.name in _SITES:
        return import_root
    if _looks_like_project(import_root):
        return import_root
    return import_root.parent if _looks_like_project(import_root.parent) else import_root


def _looks_like_project(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _MARKERS) or any(
        (folder / name).is_dir() for name in ("tests", "test")
    )


def _find_tests(root: Path, top: Path) -> Iterator[Path]:
    """Test folders, the first kind of place that has any; else single test files."""
    inside = [top / name for name in ("tests", "test")] if top.is_dir() else []
    beside = [] if root.name in _SITES else [root / name for name in ("tests", "test")]
    folders = [place for place in (*beside, *inside) if place.is_dir()]
    if folders:
        yield from folders
        return
    places = [top] if root.name in _SITES and top.is_dir() else [root, top.parent, top]
    yield from sorted({p for place in places if place.is_dir() for p in _test_files(place)})


def _test_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*.py") if _is_test_name(path.name))


def _check_tests(found: tuple[Path, ...], root: Path, top: Path) -> None:
    missing = [path for path in found if not path.exists()]
    if missing:
        raise UsageError(f"the tests {missing[0]} do not exist")
    outside = [path for path in found if not path.is_relative_to(root)]
    if outside:
        raise UsageError(
            f"the tests {outside[0]} lie outside {root}", hint="name the folder that holds both"
        )
    if not found:
        raise DataError(
            f"no tests were found for {top.name} in {root}",
            hint=f"lift seed-bugs {root} --tests FOLDER --out FILE",
        )


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _project_name(root: Path) -> str | None:
    return _metadata(root).get("name")


def _version(root: Path, package: str) -> str | None:
    if root.name not in _SITES:
        return _metadata(root).get("version")
    name = _plain(package)
    for folder in sorted(root.glob("*.dist-info")):
        distribution, _, version = folder.name.removesuffix(".dist-info").partition("-")
        if _plain(distribution) == name:
            return version
    return None


def _metadata(root: Path) -> dict[str, str]:
    """Name and version from PKG-INFO or pyproject.toml, as far as they say."""
    info = root / "PKG-INFO"
    if info.is_file():
        head = info.read_text(encoding="utf-8", errors="replace").split("\n\n", 1)[0]
        found = re.findall(r"^(Name|Version):(.*)$", head, re.MULTILINE)
        return {key.lower(): value.strip() for key, value in found}
    project = root / "pyproject.toml"
    if not project.is_file():
        return {}
    try:
        table: dict[str, object] = tomllib.loads(project.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    section = table.get("project")
    if not isinstance(section, Mapping):
        return {}
    values = cast("Mapping[str, object]", section)
    return {key: value for key, value in values.items() if isinstance(value, str)}
