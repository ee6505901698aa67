"""Files that never say `dspy` and still use it: they import from modules of the project that do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lift.migrate.names.project import absolute, package_of

__all__ = ["Followed", "followed", "imported_files"]

_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]*"
    rb"(?:\((?P<many>[^)]*)\)|(?P<one>[^\n#]*))"
    rb"|import[ \t]+(?P<plain>[\w., \t]+))",
    re.MULTILINE,
)
_WORD = re.compile(rb"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What the imports of files say that do not name dspy themselves."""

    users: frozenset[str]
    """Those that import from a file that names dspy, or from a package that hands it on."""
    reach: frozenset[str]
    """Those that can have something from dspy, through whatever chain of modules."""


def followed(imports: Mapping[str, Collection[str]], naming: Collection[str]) -> Followed:
    """Follow the imports to the files that name dspy.

    A package that hands on what it imports (`__init__.py`) counts as naming dspy itself.

    Args:
        imports: for every Python file that does not name dspy, the files that it imports from.
        naming: the files that do.
    """
    sources = set(naming)
    while True:
        users = {path for path, files in imports.items() if not sources.isdisjoint(files)}
        packages = {path for path in users if path.endswith("__init__.py")}
        if packages <= sources:
            break
        sources |= packages
    reach = users | sources
    while more := {
        path for path, files in imports.items() if path not in reach and not reach.isdisjoint(files)
    }:
        reach |= more
    return Followed(users=frozenset(users), reach=frozenset(reach))


def imported_files(path: str, data: bytes, by_name: Mapping[str, str]) -> set[str]:
    """The files of the project that a file imports from."""
    if b"import" not in data:
        return set()
    package = package_of(path)
    found = {by_name.get(absolute(module, package), "") for module in _modules(data)}
    return found - {"", path}


def _modules(data: bytes) -> Iterator[str]:
    """Everything that an import statement names, as it may be a module."""
    for match in _IMPORT.finditer(data):
        if match["plain"] is not None:
            modules = [name.split()[0] for name in match["plain"].split(b",") if name.split()]
        else:
            base = match["module"]
            names = _WORD.findall(match["many"] or match["one"] or b"")
            joint = base if base.endswith(b".") else base + b"."
            modules = [base, *(joint + name for name in names)]
        for module in modules:
            yield module.decode("utf-8", "ignore")
