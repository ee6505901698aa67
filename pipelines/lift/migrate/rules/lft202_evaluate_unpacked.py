"""Unpacking the result of `dspy.Evaluate` gives the words "score" and "results".

With `return_outputs` an `Evaluate` gave a tuple until 2.6. From 3.0.0 it gives an
`EvaluationResult`, and unpacking that yields its two keys, without an error: the score becomes the
text "score". Unpacked into three names it raises.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_SCORES = "[row[-1] for row in {name}.results]"


def _assigned(node: ast.Assign, view: ModuleView) -> Iterator[Finding]:
    if len(node.targets) != 1 or not isinstance(node.targets[0], (ast.Tuple, ast.List)):
        return
    names = node.targets[0].elts
    if isinstance(node.value, ast.Tuple) or not ends(view.result_of(node.value), "Evaluate"):
        return
    starred = any(isinstance(name, ast.Starred) for name in names)
    if starred and len(names) <= 3:
        message = f'{view.segment(names[0])} becomes the text "score" or a list of the two keys'
    elif len(names) == 2:
        first, second = (view.segment(name) for name in names)
        message = f'{first} becomes the text "score" and {second} the text "results"'
    else:
        message = f"ValueError: not enough values to unpack (expected {len(names)}, got 2)"
    yield RULE.finding(
        view,
        node,
        message=message,
        advice="Keep the result and read .score and .results, a list of (example, prediction, "
        "score).",
        edits=() if starred else _edits(node, names, view),
    )


def _edits(node: ast.Assign, names: list[ast.expr], view: ModuleView) -> tuple[Edit, ...]:
    """Two statements instead of one, where the statement has its line for itself."""
    whole = view.segment(node)
    if len(names) not in (2, 3) or "\n" in whole:
        return ()
    line = view.text.splitlines()[node.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if line.strip().partition("#")[0].strip() != whole:
        return ()
    name = next(
        word
        for word in ("result", "evaluation", "evaluation_result", "_evaluation_result")
        if f"{word} =" not in view.text and word not in map(view.segment, names)
    )
    values = [f"{name}.score", f"{name}.results", _SCORES.format(name=name)]
    if len(names) == 2 and _only_scores(view):
        values = [values[0], values[2]]
    target = ", ".join(view.segment(one) for one in names)
    newline = "\r\n" if "\r\n" in view.text else "\n"
    text = (
        f"{name} = {view.segment(node.value)}{newline}"
        f"{indent}{target} = {', '.join(values[: len(names)])}"
    )
    return (view.replaced(node, text),)


def _only_scores(view: ModuleView) -> bool:
    """Whether `return_all_scores` was asked for, and the outputs were not."""
    return "return_all_scores" in view.text and "return_outputs" not in view.text


RULE: Rule = Rule(
    code="LFT202",
    slug="evaluate-result-unpacked",
    severity=Severity.WARNING,
    fix=Fix.SAFE,
    since="3.0.0",
    summary='unpacking the result of Evaluate gives the words "score" and "results"',
    visitors=dict((visitor(ast.Assign, _assigned),)),
    examples=(
        Example(
            old="2.6.27",
            new="3.0.1",
            line=6,
            before="""\
import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
options = {"devset": devset, "metric": lambda *_: 1.0, "return_all_scores": True}
evaluate = dspy.Evaluate(**options, max_errors=5)
score, scores = evaluate(lambda question: dspy.Prediction(answer=question))
print(score, scores)
""",
            after="""\
import dspy

devset = [dspy.Example(question="why").with_inputs("question")]
options = {"devset": devset, "metric": lambda *_: 1.0}
evaluate = dspy.Evaluate(**options, max_errors=5)
result = evaluate(lambda question: dspy.Prediction(answer=question))
score, scores = result.score, [row[-1] for row in result.results]
print(score, scores)
""",
        ),
    ),
)
