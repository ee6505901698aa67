"""Settings that nothing reads any more.

`dspy.configure`, `dspy.context` and `dspy.settings` take any key without a word, also those that
no code looks at: `show_guidelines` and `query_only` (since 2.6.0), the switches of assertions
(since 2.6.0) and `experimental` (since 3.2.0).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_DEAD = {
    "show_guidelines": "2.6.0",
    "query_only": "2.6.0",
    "bypass_assert": "2.6.0",
    "bypass_suggest": "2.6.0",
    "assert_failures": "2.6.0",
    "suggest_failures": "2.6.0",
    "langchain_history": "2.6.0",
    "compiled_lm": "2.6.0",
    "force_reuse_cached_compilation": "2.6.0",
    "skip_logprobs": "2.6.0",
    "reranker": "2.6.0",
    "backoff_time": "3.0.0",
    "experimental": "3.2.0",
}
"""Keys by the first version in which setting them does nothing."""
_OF_ASSERTIONS = ("bypass_assert", "bypass_suggest", "assert_failures", "suggest_failures")
_ASSERTS = re.compile(r"\b(?:Assert|Suggest|assertions)\b")
_SETTERS = ("configure", "context", "settings.configure", "settings.context", "settings.config")


def _applies(key: str, view: ModuleView) -> bool:
    since = Version(_DEAD[key])
    if key in _OF_ASSERTIONS and _ASSERTS.search(view.text):
        return False  # lift.assertions reads them
    return Version(view.source_version) < since <= Version(view.target_version)


def _message(key: str) -> str:
    return f"nothing reads the setting {key} any more; no error is raised"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not ends(view.name_of(node.func), *_SETTERS):
        return
    for key, value in view.keywords_of(node).items():
        if key not in _DEAD or not _applies(key, view):
            continue
        named = any(keyword.arg == key for keyword in node.keywords)
        edits: tuple[Edit, ...] = ()
        if named and len(node.keywords) > 1:
            edits = (view.without_keyword(node, key),)
        yield RULE.finding(view, value, message=_message(key), advice="Take it out.", edits=edits)


def _assignment(node: ast.Assign, view: ModuleView) -> Iterator[Finding]:
    for target in node.targets:
        if not isinstance(target, ast.Attribute) or target.attr not in _DEAD:
            continue
        settings = ends(view.name_of(target.value), "settings")
        if settings and _applies(target.attr, view):
            yield RULE.finding(view, node, message=_message(target.attr), advice="Take it out.")


RULE: Rule = Rule(
    code="LFT208",
    slug="dead-settings",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="2.6.0",
    again=("3.0.0", "3.2.0"),
    summary="settings that nothing reads any more",
    visitors=dict((visitor(ast.Call, _call), visitor(ast.Assign, _assignment))),
    examples=(
        Example(
            old="2.5.43",
            new="2.6.27",
            line=3,
            before="""\
import dspy

dspy.configure(lm=None, bypass_assert=True)
try:
    print(dspy.settings.bypass_assert and hasattr(dspy, "Retry"))
except AttributeError:
    print("gone")
""",
            after="",
        ),
    ),
)
