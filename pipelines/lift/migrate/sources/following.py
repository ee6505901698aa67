"""Files that never say `dspy` and still use it: they import from modules of the project that do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

__all__ = ["following"]

_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]*"
    rb"(?:\((?P<many>[^)]*)\)|(?P<one>[^\n#]*))"
    rb"|import[ \t]+(?P<plain>[\w., \t]+))",
    re.MULTILINE,
)
_WORD = re.compile(rb"\w+")


def following(
    others: Collection[str],
    relevant: Collection[str],
    by_name: Mapping[str, str],
    read: Callable[[str], bytes],
) -> list[str]:
    """The files among `others` that import something from a relevant one, in their order.

    A package that hands on what it imports (`__init__.py`) counts as relevant itself.

    Args:
        others: paths of Python files that do not name dspy.
        relevant: paths of those that do.
        by_name: paths by dotted module name.
        read: the content of a file.
    """
    known = set(relevant)
    imports = {path: set(_imported(path, read(path), by_name)) for path in others}
    while True:
        found = {path for path, files in imports.items() if path not in known and files & known}
        packages = {path for path in found if path.endswith("__init__.py")}
        if not packages:
            return [path for path in others if path in found or path in known]
        known |= packages


def _imported(path: str, data: bytes, by_name: Mapping[str, str]) -> Iterator[str]:
    """The files of the project that a file imports from."""
    for match in _IMPORT.finditer(data):
        if match["plain"] is not None:
            modules = [name.split()[0] for name in match["plain"].split(b",") if name.split()]
        else:
            base = match["module"]
            names = _WORD.findall(match["many"] or match["one"] or b"")
            joint = base if base.endswith(b".") else base + b"."
            modules = [base, *(joint + name for name in names)]
        for module in modules:
            found = by_name.get(_absolute(module.decode("ascii", "ignore"), path))
            if found is not None:
                yield found


def _absolute(module: str, path: str) -> str:
    """The dotted name from the folder that is checked; relative imports begin at the file's."""
    if not module.startswith("."):
        return module
    level = len(module) - len(module.lstrip("."))
    parents = path.split("/")[:-level]
    return ".".join([*parents, *filter(None, [module.lstrip(".")])])
