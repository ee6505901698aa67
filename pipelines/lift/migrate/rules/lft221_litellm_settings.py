"""Settings of LiteLLM itself do nothing for models that DSPy asks itself.

Until 3.3 every call went through LiteLLM, and `litellm.api_base`, its keys and its callbacks were
obeyed. DSPy 3.4 asks OpenAI, Anthropic, Gemini, Ollama, vLLM and some others with a client of its
own: keys and addresses set there are not seen, and what counts costs or traces calls through
`litellm.success_callback` counts nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.outside import asks_itself, origin_of, own_client
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_LISTS = ("success_callback", "failure_callback", "callbacks", "input_callback")
_ASYNC = ("_async_success_callback", "_async_failure_callback")
_TRACERS = (".LiteLLMInstrumentor", "mlflow.litellm.autolog")
_NETWORK = ("api_base", "request_timeout", "num_retries", "ssl_verify", "headers", "organization")
_ANSWERS = ("drop_params", "modify_params", "add_function_to_prompt")


def _assignment(node: ast.Assign, view: ModuleView) -> Iterator[Finding]:
    if isinstance(node.value, ast.List) and not node.value.elts:
        return
    if isinstance(node.value, ast.Constant) and not node.value.value:
        return
    for target in node.targets:
        if isinstance(target, ast.Attribute) and _is_setting(target, view):
            yield from _report(node, f"litellm.{target.attr}", view)


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    """`litellm.callbacks.append(...)`, and what traces LiteLLM by patching it."""
    function = node.func
    if (origin_of(function, view) or "").endswith(_TRACERS):
        yield from _report(node, ast.unparse(function), view)
        return
    if not isinstance(function, ast.Attribute) or function.attr not in ("append", "extend"):
        return
    owner = function.value
    if isinstance(owner, ast.Attribute) and owner.attr in _LISTS and _is_setting(owner, view):
        yield from _report(node, f"litellm.{owner.attr}", view)


def _is_setting(node: ast.Attribute, view: ModuleView) -> bool:
    known = node.attr in (*_LISTS, *_ASYNC, *_NETWORK, *_ANSWERS) or node.attr.endswith("_key")
    return known and origin_of(node.value, view) == "litellm"


def _report(node: ast.AST, name: str, view: ModuleView) -> Iterator[Finding]:
    if asks_itself(view) or not own_client(view):
        return
    if name.rpartition(".")[2] in (*_NETWORK, *_ANSWERS) or name.endswith("_key"):
        what = "is not read"
        advice = 'Pass it to dspy.LM(...), or say engine="litellm" there.'
    else:
        what = "sees no call"
        advice = (
            "Use a callback or an instrumentor of DSPy (dspy.configure(callbacks=[...])), or say "
            'engine="litellm" in dspy.LM.'
        )
    yield RULE.finding(
        view,
        node,
        message=f"{name} {what}: DSPy asks the model itself, without LiteLLM",
        advice=advice,
    )


_PROGRAM = """\
import time

import dspy
import litellm

models = []
litellm.success_callback = [lambda options, *rest: models.append(options["model"])]
options = {{"max_tokens": 99, "cache": False, "api_key": "x"}}
lm = dspy.LM("openai/m", api_base="http://localhost:11434/v1"{option}, **options)
lm("hello")
time.sleep(2)
print(models)
"""

RULE: Rule = Rule(
    code="LFT221",
    slug="litellm-settings",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.4.0",
    summary="settings and callbacks of LiteLLM do nothing for most models",
    visitors=dict((visitor(ast.Assign, _assignment), visitor(ast.Call, _call))),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=7,
            before=_PROGRAM.format(option=""),
            after=_PROGRAM.format(option=', engine="litellm"'),
        ),
    ),
)
