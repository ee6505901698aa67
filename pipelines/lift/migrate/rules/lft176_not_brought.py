"""A package that only DSPy used to install, imported by the program or needed by a part of DSPy.

Up to 3.0 DSPy brought numpy, pandas, datasets, optuna, ujson, backoff and others along. Later
releases dropped them one by one. Where a manifest says what the project installs, LFT407 and
LFT408 speak at the pin of DSPy, and this rule is silent.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.nodes import nodes_of
from lift.migrate.pins.releases import newest, release
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_FEATURES = {
    "Embedder": "numpy",
    "Embeddings": "numpy",
    "KNN": "numpy",
    "KNNFewShot": "numpy",
    "SIMBA.compile": "numpy",
    "MIPROv2.compile": "optuna",
    "BootstrapFewShotWithOptuna.compile": "optuna",
    "HotPotQA": "datasets",
    "GSM8K": "datasets",
    "DataLoader.from_huggingface": "datasets",
    "DataLoader.from_csv": "datasets",
    "DataLoader.from_json": "datasets",
    "DataLoader.from_parquet": "datasets",
}
_UNLIKELY = frozenset({"asyncer", "backoff", "magicattr", "ujson"})
"""Packages that programs seldom install for themselves."""


@lru_cache(maxsize=8)
def _lost(source: str, target: str) -> frozenset[str]:
    """Packages that the source version brought and the target does not."""
    before, after = release(source), release(target) or newest()
    return before.brings - after.brings if before else frozenset()


def _import(node: ast.Import | ast.ImportFrom, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node, ast.ImportFrom) and node.level:
        return
    if view.cell is None and not _imports("dspy", view):
        return
    names = (
        [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    )
    for name in names:
        package = name.partition(".")[0]
        if not _is_lost(package, view) or view.guarded(node) or view.own(package):
            continue
        finding = RULE.finding(
            view,
            node,
            message=f"ModuleNotFoundError: No module named '{package}' in a fresh environment: "
            f"DSPy {view.target_version} does not bring it any more",
            advice=f"Declare {package}.",
        )
        if package not in _UNLIKELY:
            finding = replace(finding, severity=Severity.INFO)
        yield finding


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    yield from _table(node, view)
    dotted = view.called(node) or view.name_of(node.func)
    feature = next((one for one in _FEATURES if ends(dotted, one)), None)
    if feature is None or view.guarded(node):
        return
    package = _FEATURES[feature]
    if not _is_lost(package, view) or _imports(package, view):
        return
    yield RULE.finding(
        view,
        node,
        message=f"ImportError: {package} is required, in an environment with DSPy alone: "
        f"DSPy {view.target_version} does not bring it any more",
        advice=f"Install dspy[{package}]."
        if package != "datasets"
        else "Declare datasets, or install it.",
    )


def _table(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """The table of `Evaluate`; without pandas it is left out."""
    if not ends(view.called(node) or view.name_of(node.func), "Evaluate", "Evaluate.__call__"):
        return
    shown = view.keywords_of(node).get("display_table")
    if shown is None or view.constant(shown) in (False, 0, None):
        return
    if _is_lost("pandas", view) and not _imports("pandas", view):
        finding = RULE.finding(
            view,
            shown,
            message="no table is shown in an environment with DSPy alone: "
            f"DSPy {view.target_version} does not bring pandas any more",
            advice="Declare pandas.",
        )
        yield replace(finding, severity=Severity.INFO)


def _is_lost(package: str, view: ModuleView) -> bool:
    return package in _lost(view.source_version, view.target_version)


def _imports(package: str, view: ModuleView) -> bool:
    """Whether the file imports the package itself; then that is where it is said."""
    return any(_root(node) == package for node in nodes_of(view.tree))


def _root(node: ast.AST) -> str:
    """The package that an import statement names first."""
    if isinstance(node, ast.Import):
        return node.names[0].name.partition(".")[0]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return (node.module or "").partition(".")[0]
    return ""


RULE: Rule = Rule(
    code="LFT176",
    slug="not-brought-any-more",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.1.0",
    again=("3.0.3", "3.0.4", "3.1.2", "3.2.0", "3.3.0", "3.4.0"),
    summary="a package that only DSPy used to install, where no manifest is in view",
    visitors=dict(
        (
            visitor(ast.Import, _import),
            visitor(ast.ImportFrom, _import),
            visitor(ast.Call, _call),
        )
    ),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=1,
            before="""\
import ujson

import dspy

print(ujson.dumps({"name": dspy.__name__}))
""",
            after="""\
import json

import dspy

print(json.dumps({"name": dspy.__name__}, separators=(",", ":")))
""",
        ),
    ),
)
