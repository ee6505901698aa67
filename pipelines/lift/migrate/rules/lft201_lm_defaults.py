"""`dspy.LM` no longer sets temperature and max_tokens.

Until 3.0.3 a `dspy.LM` without them sent temperature 0.0 and a limit of 4000 tokens (1000 before
2.6.24). From 3.0.4 it sends neither: the server's own defaults apply, answers vary from call to
call and may be as long as the server allows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from packaging.version import Version

from lift.migrate.calls import crosses, leaves_out, with_keywords
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import is_lm, model_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_REASONING = re.compile(r"(?:^|/)o[134](?:-|$)")
"""Models for which the old versions demanded both settings."""
_GPT_5 = re.compile(r"(?:^|/)(?:o5|gpt-5)")
"""Those for which 3.0 did; they refuse the old defaults since."""
_DEMANDED = "3.0.0"
_LONGER = "2.6.24"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if not is_lm(node, view):
        return
    model = model_of(node, view) or ""
    thinks = _GPT_5.search(model) is not None
    if _REASONING.search(model) or (thinks and not crosses(view, _DEMANDED)):
        return
    missing: dict[str, str] = {}
    gone = crosses(view, "3.0.4")
    if gone and leaves_out(node, view, "temperature", 2):
        missing["temperature"] = "0.0"
    if (gone or crosses(view, _LONGER)) and leaves_out(node, view, "max_tokens", 3):
        missing["max_tokens"] = (
            "4000" if Version(view.source_version) >= Version(_LONGER) else "1000"
        )
    if not missing:
        return
    if thinks and not gone:
        return  # the call itself raises: LFT134
    was = " and ".join(f"{name}={value}" for name, value in missing.items())
    now = "leaves that to the server" if gone else "sends max_tokens=4000"
    yield RULE.finding(
        view,
        node,
        message=f"this sent {was} without being told; dspy.LM {now} now",
        advice="Write the values that the program relies on.",
        edits=() if thinks else with_keywords(node, view, **missing),
    )


_SAY = 'print(dspy.Predict("question -> answer")(question="why").answer)'

RULE: Rule = Rule(
    code="LFT201",
    slug="lm-defaults",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.4",
    again=(_LONGER,),
    summary="dspy.LM sends no temperature and no max_tokens of its own",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.4.1",
            watch="wire",
            line=3,
            before=f"""\
import dspy

lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x")
dspy.configure(lm=lm)
{_SAY}
""",
            after=f"""\
import dspy

lm = dspy.LM(
    "openai/m",
    api_base="http://localhost:11434/v1",
    api_key="x",
    temperature=0.0,
    max_tokens=4000,
)
dspy.configure(lm=lm)
{_SAY}
""",
        ),
        Example(
            old="2.5.43",
            new="2.6.27",
            watch="wire",
            line=3,
            before=f"""\
import dspy

lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x")
dspy.configure(lm=lm)
{_SAY}
""",
            after=f"""\
import dspy

lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1", api_key="x", max_tokens=1000)
dspy.configure(lm=lm)
{_SAY}
""",
        ),
    ),
)
