"""`n=3` is three requests.

Until 3.3 a request for several answers said `n`, and the prompt was read once. The client of DSPy
3.4 sends the request n times: the tokens of the prompt count n times, and so do a server's limits
for requests.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.local import is_lm, maybe_native
from lift.migrate.nodes import nodes_of
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_TAKE_IT = ("Predict", "ChainOfThought", "LM", "LM.__call__")
_TAKE_CONFIG = (*_TAKE_IT[:2], "Predict.__call__", "ChainOfThought.__call__")


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    wanted = _wanted(node, view)
    if wanted is None:
        return
    count = view.constant(wanted)
    if (count is not None and (not isinstance(count, int) or count < 2)) or not _own_client(view):
        return
    asked = f"n={view.segment(wanted)}"
    yield RULE.finding(
        view,
        node,
        message=f"{asked} was one request and is one for each answer: the prompt is paid for every "
        "time",
        advice='Say engine="litellm" in dspy.LM to send one request.',
    )


def _wanted(node: ast.Call, view: ModuleView) -> ast.expr | None:
    """The value of n, also inside of config."""
    keywords = view.keywords_of(node)
    if "n" in keywords and ends(view.called(node), *_TAKE_IT):
        return keywords["n"]
    config = keywords.get("config")
    if config is None or not ends(view.called(node), *_TAKE_CONFIG):
        return None
    if isinstance(config, ast.Dict):
        pairs = zip(config.keys, config.values, strict=True)
        return next((value for key, value in pairs if _is_n(key)), None)
    if isinstance(config, ast.Call) and isinstance(config.func, ast.Name):
        return next((one.value for one in config.keywords if one.arg == "n"), None)
    return None


def _is_n(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == "n"


def _own_client(view: ModuleView) -> bool:
    """Whether some model of the file, or one that is made elsewhere, is asked by DSPy itself."""
    made = [one for one in nodes_of(view.tree) if isinstance(one, ast.Call) and is_lm(one, view)]
    return not made or any(maybe_native(one, view) for one in made)


_PROGRAM = """\
import dspy

options = {{"temperature": 0.7, "max_tokens": 99, "api_key": "x"}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1"{option}, **options)
dspy.configure(lm=lm)
several = dspy.Predict("question -> answer", n=3)
print(several(question="why").completions.answer)
"""

RULE: Rule = Rule(
    code="LFT222",
    slug="several-answers",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.4.0",
    summary="n=3 is three requests",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            watch="wire",
            line=6,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=', engine="litellm"'),
        ),
    ),
)
