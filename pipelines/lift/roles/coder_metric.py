"""Judge a repaired function: does it do what the tests want, and import nothing it may not?

The code runs in the sandbox only. What it should answer stays in this process, and the feedback is
written for a reflection model: what was called, what came back, what the failing test is about.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

from lift.errors import DataError
from lift.roles.coder_check import CallsCheck, CoderTruth, PytestCheck, read_truth
from lift.roles.role import Example, ProgramRun, Score
from lift.sandbox import Call, CallAnswer, Limits, run_calls, run_pytest, violations
from lift.sandbox.pytests import PytestResult, TestOutcome
from lift.seeding.cases import Case, case_holds
from lift.seeding.splice import find_function, replace_function
from lift.seeding.workspace import read_python

__all__ = ["CALLS_LIMITS", "PYTEST_LIMITS", "CoderMetric", "strip_fences"]

CALLS_LIMITS = Limits(cpu_s=2.0, wall_s=20.0)
PYTEST_LIMITS = Limits(cpu_s=30.0, wall_s=120.0, memory_mb=1024)
_PASSES = "The fix passes."
_WIDEST = 60
"""Characters kept of each value in feedback."""
_OPENED = re.compile(r"^[ \t]*```[\w+-]*[ \t]*\n", re.MULTILINE)
_CLOSED = re.compile(r"^[ \t]*```[ \t]*$", re.MULTILINE)


class CoderMetric:
    """Implements `lift.roles.role.Metric`; safe to call from several threads.

    Args:
        folder: Where the dataset lies; its tasks name snapshots of packages relative to it.
    """

    def __init__(self, *, folder: Path) -> None:
        self._folder = folder

    def __call__(self, example: Example, run: ProgramRun) -> Score:
        """Judge `run.outputs["fix"]`.

        Raises:
            DataError: the task is malformed.
            SandboxUnavailable: nothing can be run safely here.
        """
        truth = read_truth(example)
        if run.error is not None:
            return Score(value=0.0, feedback=f"The program failed: {run.error}")
        fix = strip_fences(run.outputs.get("fix", ""))
        try:
            denied = violations(fix, truth.allowed_imports)
            empty = not ast.parse(fix).body
        except SyntaxError:
            return _failed("The fix does not parse.", truth)
        if empty:
            return _failed("The fix does not parse.", truth)
        if denied:
            words = f"The fix imports {denied[0]}, which is not allowed."
            return replace(_failed(words, truth), violations=denied)
        return self._judge(fix, truth)

    def _judge(self, fix: str, truth: CoderTruth) -> Score:
        check = truth.check
        if isinstance(check, CallsCheck):
            return _judge_calls(fix, check, truth)
        return _judge_pytest(fix, check, truth, self._folder)


def strip_fences(text: str) -> str:
    """The code of an answer: all of it when it is Python, else what stands in its first fence.

    A docstring may hold fences of its own, so the fence ends where the code before it parses.
    """
    opened = None if _parses(text) else _OPENED.search(text)
    if opened is None:
        return _trimmed(text)
    inner = text[opened.end() :]
    parts = [inner[: closed.start()] for closed in _CLOSED.finditer(inner)] or [inner]
    return _trimmed(next((part for part in parts if _parses(part)), parts[0]))


def _parses(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _trimmed(code: str) -> str:
    return code.strip("\n").rstrip() + "\n" if code.strip() else ""


def _judge_calls(fix: str, check: CallsCheck, truth: CoderTruth) -> Score:
    result = run_calls(
        source=fix,
        entry=check.entry,
        setup=check.setup,
        calls=[Call(args=case.args, kwargs=case.kwargs) for case in check.cases],
        limits=CALLS_LIMITS,
        allowed_imports=truth.allowed_imports,
    )
    if result.denied_imports:
        words = f"The fix imports {result.denied_imports[0]}, which is not allowed."
        return replace(_failed(words, truth), violations=result.denied_imports)
    for case, answer in zip(check.cases, result.answers, strict=False):
        if not case_holds(case, value=answer.value, error=answer.error):
            return _failed(_describe(check.entry, case, answer), truth)
    if result.stopped is not None or len(result.answers) < len(check.cases):
        return _failed(f"The fix was stopped: {result.stopped or 'it gave no answer'}.", truth)
    return Score(value=1.0, feedback=_PASSES)


def _judge_pytest(fix: str, check: PytestCheck, truth: CoderTruth, folder: Path) -> Score:
    project = folder / check.project
    module = project / check.module
    if not module.is_file():
        raise DataError(
            f"the package snapshot {project} has no {check.module}",
            hint="make the dataset again: lift seed-bugs PATH --out FILE",
        )
    text = read_python(module)
    try:
        changed = replace_function(text, find_function(text, check.qualname), fix)
        ast.parse(changed)
    except SyntaxError:
        return _failed("The fix does not parse.", truth)
    except KeyError as error:
        raise DataError(f"{module} has no function {check.qualname}") from error
    result = run_pytest(
        project=project,
        overlay={check.module: changed},
        tests=check.tests,
        python=check.python,
        limits=PYTEST_LIMITS,
    )
    return _score_pytest(result, truth)


def _score_pytest(result: PytestResult, truth: CoderTruth) -> Score:
    if result.passed:
        return Score(value=1.0, feedback=_PASSES)
    failed = next((test for test in result.outcomes if test.outcome != "passed"), None)
    if failed is None:
        return _failed(f"The fix was stopped: {result.stopped}.", truth)
    return _failed(f"The fix fails: {_short(_seen(failed))}.", truth)


def _seen(test: TestOutcome) -> str:
    name = test.id.rsplit("::", 1)[-1]
    return f"{name}: {test.error}" if test.error else f"{name} {test.outcome}"


def _describe(entry: str, case: Case, answer: CallAnswer) -> str:
    call = _call_text(entry, case)
    if answer.error is not None:
        return f"The fix fails: {call} raised {_short(answer.error)}."
    wanted = case.raises if case.expected is None else case.expected
    return (
        f"The fix fails: {call} gave {_short(answer.value or '')}, expected {_short(wanted or '')}."
    )


def _call_text(entry: str, case: Case) -> str:
    args: tuple[object, ...] = tuple(ast.literal_eval(case.args))
    kwargs: dict[str, object] = dict(ast.literal_eval(case.kwargs))
    parts = [repr(value) for value in args] + [
        f"{name}={value!r}" for name, value in kwargs.items()
    ]
    return f"{entry}({_short(', '.join(parts))})"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 3]}..."


def _failed(words: str, truth: CoderTruth) -> Score:
    return Score(
        value=0.0, feedback=f"{words} The test says: {truth.rule}" if truth.rule else words
    )
