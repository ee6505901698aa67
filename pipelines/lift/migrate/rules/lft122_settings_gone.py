"""Reading a setting that is gone raises.

`dspy.settings.bypass_assert` and its like raise an AttributeError once DSPy has no such setting.
Setting them does nothing, see LFT208.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_GONE = {
    "bypass_assert": "3.0.0",
    "bypass_suggest": "3.0.0",
    "assert_failures": "3.0.0",
    "suggest_failures": "3.0.0",
    "backoff_time": "3.0.0",
    "langchain_history": "2.6.0",
    "compiled_lm": "2.6.0",
    "skip_logprobs": "2.6.0",
    "reranker": "2.6.0",
    "compiling": "2.6.0",
    "force_reuse_cached_compilation": "2.6.0",
    "release": "2.6.0",
    "experimental": "2.6.24",
}
"""Keys by the first version that has no default for them."""


_ADVICE = {
    "assert_failures": "lift.assertions counts them: assertions.last_run().metric_asserts.",
    "suggest_failures": "lift.assertions counts them: assertions.last_run().metric_suggests.",
}


def _attribute(node: ast.Attribute, view: ModuleView) -> Iterator[Finding]:
    since = _GONE.get(node.attr)
    if since is None or Version(view.target_version) < Version(since):
        return
    holder = view.name_of(node.value) or ""
    if not isinstance(node.ctx, ast.Load) or not ends(holder, "settings"):
        return
    if holder.startswith("dsp."):
        return  # the package is gone: that is what raises, at its import
    set_here = f"{node.attr}=" in view.text.replace(" ", "")
    if not set_here and not view.guarded(node):
        yield RULE.finding(
            view,
            node,
            message=f"AttributeError: 'Settings' object has no attribute '{node.attr}'",
            advice=_ADVICE.get(node.attr, "Take it out; nothing in DSPy uses this setting."),
        )


RULE: Rule = Rule(
    code="LFT122",
    slug="settings-gone",
    severity=Severity.ERROR,
    fix=Fix.NONE,
    since="2.6.0",
    summary="reading a setting that DSPy no longer has raises",
    visitors=dict((visitor(ast.Attribute, _attribute),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=3,
            before="""\
import dspy

print(dspy.settings.bypass_assert)
""",
            after="",
        ),
    ),
)
