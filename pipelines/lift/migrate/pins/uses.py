"""Which packages, and which parts of DSPy that need an extra package, a project uses."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from lift.migrate.sources.reading import content

__all__ = ["FEATURES", "Use", "module_of", "uses"]

FEATURES = MappingProxyType(
    {
        "MIPROv2": "optuna",
        "BootstrapFewShotWithOptuna": "optuna",
        "Embedder": "numpy",
        "Embeddings": "numpy",
        "KNN": "numpy",
        "KNNFewShot": "numpy",
        "SIMBA": "numpy",
        "HotPotQA": "datasets",
        "GSM8K": "datasets",
        "DataLoader": "datasets",
    }
)
"""Names of DSPy that import a package when they are used."""

_MODULES = MappingProxyType(
    {
        "pillow": "PIL",
        "pyyaml": "yaml",
        "python-dotenv": "dotenv",
        "markdown-it-py": "markdown_it",
        "pyjwt": "jwt",
        "python-multipart": "multipart",
        "google-api-core": "google.api_core",
    }
)
_IMPORT = re.compile(rb"^[ \t]*(?:import|from)[ \t]+([^\n#]+)", re.MULTILINE)
_LARGEST = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Use:
    """One place that needs a package."""

    package: str
    """Canonical name of the distribution."""
    path: str
    line: int
    feature: str = ""
    """The name of DSPy that needs it; empty for an import of the program's own."""


def module_of(package: str) -> str:
    """Return the name that a distribution is imported by."""
    return _MODULES.get(package, package.replace("-", "_"))


def uses(files: Iterable[tuple[str, Path]], packages: Collection[str]) -> Iterator[Use]:
    """Yield the first place per file that needs each of some packages.

    Imports guarded by `try` are passed over: the program runs without. A module of the project
    that has the package's name is not the package.
    """
    modules = {module_of(one): one for one in packages}
    features = {name: package for name, package in FEATURES.items() if package in packages}
    if not modules:
        return
    wanted = [re.escape(one).encode() for one in modules]
    word = re.compile(rb"\b(?:" + b"|".join(wanted) + rb")\b")
    feature_word = re.compile(rb"\b(?:" + b"|".join(one.encode() for one in features) + rb")\b")
    for path, file in files:
        try:
            if file.stat().st_size > _LARGEST:
                continue
            data = content(file)
        except OSError:
            continue
        imports = b"\n".join(_IMPORT.findall(data))
        dspy = b"dspy" in imports
        if word.search(imports) or (features and dspy and feature_word.search(data)):
            yield from _in_file(path, file, data, modules, features if dspy else {})


def _in_file(
    path: str, file: Path, data: bytes, modules: dict[str, str], features: dict[str, str]
) -> Iterator[Use]:
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError):
        return
    local = {module for module in modules if _is_local(file, module)}
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Try) and node.handlers
        for statement in node.body
        for inner in ast.walk(statement)
    }
    aliases = {
        one.asname or one.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for one in node.names
        if one.name.split(".")[0] == "dspy"
    }
    seen: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        for name in _imported(node):
            module = next((one for one in modules if name == one or name.startswith(f"{one}.")), "")
            if module and module not in local and modules[module] not in seen:
                seen.add(modules[module])
                yield Use(package=modules[module], path=path, line=getattr(node, "lineno", 1))
        feature = _named(node, aliases)
        if feature in features and f"dspy.{feature}" not in seen:
            seen.add(f"dspy.{feature}")
            line = getattr(node, "lineno", 1)
            yield Use(package=features[feature], path=path, line=line, feature=feature)


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def _named(node: ast.AST, aliases: Collection[str]) -> str:
    """Return the name of DSPy that a node uses: `dspy.MIPROv2`, or one imported from dspy."""
    if isinstance(node, ast.Attribute):
        root: ast.expr = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        return node.attr if isinstance(root, ast.Name) and root.id in aliases else ""
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dspy":
        return next((one.name for one in node.names if one.name in FEATURES), "")
    return ""


def _is_local(file: Path, module: str) -> bool:
    """Whether a module of the project stands beside the file, or up to three folders above."""
    for folder in list(file.parents)[:4]:
        if (folder / f"{module}.py").exists() or (folder / module / "__init__.py").exists():
            return True
    return False
