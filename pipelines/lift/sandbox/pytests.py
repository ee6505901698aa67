"""Runs tests of somebody's project against changed files, in a sandbox.

The project is copied, the changed files are put over the copy, and pytest runs there with the
project's own interpreter. Tests and code are read-only to it. What is believed: exactly the tests
asked for were reported, each once; two tests of ours that must fail did fail; the run ended in
order; the changed modules were really loaded from the copy.
"""

from __future__ import annotations

import json
import os
import platform
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from lift.errors import MissingDependency, SandboxUnavailable, UsageError
from lift.sandbox.command import CHILD_ENV, child_command, filter_of_this_machine
from lift.sandbox.filters import pytest_filter
from lift.sandbox.inside.requests import PytestRequest
from lift.sandbox.limits import Limits
from lift.sandbox.macos import pytest_profile
from lift.sandbox.process import Ended, run_child
from lift.sandbox.view import View, open_view

__all__ = ["PytestResult", "TestOutcome", "run_pytest"]

_MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TestOutcome:
    """How one test ended."""

    __test__ = False  # the name makes pytest look at it

    id: str
    """As pytest names it, below the root of the project."""
    outcome: str
    """passed, failed, error (in set-up or teardown), skipped or xfailed."""
    text: str = ""
    """What pytest printed about a failure."""

    @property
    def line(self) -> str:
        """The first line of source that pytest points at with `>`; empty when there is none."""
        return self._marked(">")

    @property
    def error(self) -> str:
        """The first line that pytest marks with `E`; empty when there is none."""
        return self._marked("E")

    def _marked(self, mark: str) -> str:
        lines = (line[1:].strip() for line in self.text.splitlines() if line.startswith(f"{mark} "))
        return next(lines, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class PytestResult:
    """What a run of tests showed."""

    outcomes: tuple[TestOutcome, ...]
    """In the order asked for (or collected, when nothing was); those known when stopped."""
    stopped: str | None = None
    """Why the run is not to be believed, whatever the outcomes say; None when it ended in order."""

    @property
    def passed(self) -> bool:
        """Whether the run is believed and every test of it passed."""
        every = all(test.outcome == "passed" for test in self.outcomes)
        return self.stopped is None and bool(self.outcomes) and every


def run_pytest(
    *,
    project: Path,
    overlay: Mapping[str, str],
    tests: Sequence[str],
    python: str,
    limits: Limits,
) -> PytestResult:
    """Run tests of a project with some of its files changed.

    Args:
        project: Root of the project; it is copied, never changed.
        overlay: New text of files, by path below the root.
        tests: Exact ids, as pytest prints them; empty for all that it collects.
        python: Interpreter that has pytest and what the project needs.
        limits: Caps of the whole run.

    Raises:
        SandboxUnavailable: A needed layer is missing, so nothing was run.
        MissingDependency: The interpreter has no pytest.
        UsageError: The project or a path of the overlay is wrong.
    """
    if repeated := {test for test in tests if list(tests).count(test) > 1}:
        raise UsageError(f"tests asked for twice: {sorted(repeated)}", hint="name each test once")
    with open_view(project, overlay) as view:
        run = _Run(view=view, overlay=overlay, tests=tests, python=python, limits=limits)
        return run.judge(run.start())


class _Run:
    """One run: what was asked for, and what must come back for it to be believed."""

    def __init__(
        self,
        *,
        view: View,
        overlay: Mapping[str, str],
        tests: Sequence[str],
        python: str,
        limits: Limits,
    ) -> None:
        self._view, self._overlay, self._tests = view, overlay, tests
        self._python, self._limits = python, limits
        self._nonce = secrets.token_hex(16)
        self._canaries = [self._write_canary(), self._write_canary()]

    def _write_canary(self) -> tuple[str, str]:
        """Write a test that must fail; return its id and what its failure must say."""
        name, left, right = f"test_{secrets.token_hex(4)}", secrets.randbits(40), 1 << 41
        source = f"def {name}():\n    assert {left} == {right}\n"
        (self._view.project / f"{name}.py").write_text(source, encoding="utf-8")
        return f"{name}.py::{name}", f"{left} == {right}"

    def start(self) -> Ended:
        view, limits = self._view, self._limits
        first, last = (canary for canary, _ in self._canaries)
        asked = [first, *self._tests, last] if self._tests else []
        request: PytestRequest = {
            "parent": os.getpid(),
            "machine": platform.machine(),
            "filter": filter_of_this_machine(pytest_filter),
            "cpu_s": limits.cpu_s,
            "memory_mb": limits.memory_mb,
            "disk_mb": limits.disk_mb,
            "view": str(view.project),
            "private": str(view.private),
            "outside": str(view.outside),
            "nonce": self._nonce,
            "tests": asked,
        }
        command = child_command(self._python, module="pytests", site=True)
        if sys.platform == "darwin":
            readable, writable = [str(view.project)], [str(view.private)]
            profile = pytest_profile(self._python, readable=readable, writable=writable)
            command = (*profile, *command)
        return run_child(
            command=command,
            request=request,
            limits=limits,
            env=self._environment(),
            folder=view.private,
        )

    def _environment(self) -> dict[str, str]:
        private = self._view.private
        threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        return {
            **CHILD_ENV,
            "HOME": str(private / "home"),
            "TMPDIR": str(private / "tmp"),
            "USER": "sandbox",
            "LANG": "C.UTF-8",
            "PATH": "/nonexistent",
            **dict.fromkeys(threads, "1"),  # threads are refused
        }

    def judge(self, ended: Ended) -> PytestResult:
        """Decide what of the child's report is believed.

        Raises:
            SandboxUnavailable: The child could not seal itself.
            MissingDependency: The interpreter has no pytest.
        """
        messages = self._messages(ended.output)
        if messages is None:
            return PytestResult(outcomes=(), stopped="it wrote to the report itself")
        self._check_sealed(messages, ended)
        reported = [_outcome(message) for message in messages if message.get("kind") == "test"]
        canaries = dict(self._canaries)
        found = {test.id: test for test in reported if test.id not in canaries}
        wanted = self._tests or tuple(found)
        outcomes = tuple(found[test] for test in wanted if test in found)
        stopped = ended.stopped or self._doubt(reported, messages, ended)
        return PytestResult(outcomes=outcomes, stopped=stopped)

    def _messages(self, output: bytes) -> list[dict[str, object]] | None:
        """Read the report, strictly; None when the plugin did not write all of it."""
        messages: list[dict[str, object]] = []
        for line in output.split(b"\n")[:-1]:
            try:
                message: object = json.loads(line)
            except (ValueError, RecursionError):
                return None
            match message:
                case {"nonce": self._nonce}:
                    messages.append(cast("dict[str, object]", message))
                case _:
                    return None
        return messages

    def _check_sealed(self, messages: Sequence[Mapping[str, object]], ended: Ended) -> None:
        kind = messages[0].get("kind") if messages else None
        if kind == "no-pytest":
            raise MissingDependency(
                f"{self._python} has no pytest that works: {messages[0].get('reason')}",
                hint=f"{self._python} -m pip install pytest",
            )
        if kind != "sealed":
            reason = (
                messages[0].get("reason") if messages else f"{ended.ending} before it was closed"
            )
            raise SandboxUnavailable(
                f"the sandbox could not be closed: {reason}", hint="lift doctor shows every layer"
            )

    def _doubt(
        self,
        reported: Sequence[TestOutcome],
        messages: Sequence[Mapping[str, object]],
        ended: Ended,
    ) -> str | None:
        """Return the first reason not to believe the report."""
        broken = [message for message in messages if message.get("kind") == "collect"]
        if broken:
            return f"pytest could not collect {broken[0].get('id')}: {_last_line(broken[0])}"
        if messages[-1].get("kind") != "end":
            return f"{ended.ending} before the last test was reported"
        ids = [test.id for test in reported]
        if len(ids) != len(set(ids)):
            return "it reported a test twice"
        by_id = {test.id: test for test in reported}
        for canary, text in self._canaries:
            if by_id.get(canary) is None or by_id[canary].outcome != "failed":
                return "a test that must fail was not reported as failed"
            if text not in by_id[canary].text:
                return "a test that must fail failed for another reason"
        missing = [test for test in self._tests if test not in by_id]
        if missing:
            return f"{len(missing)} of {len(self._tests)} tests were not run, first {missing[0]}"
        if self._tests and len(ids) != len(self._tests) + len(self._canaries):
            return "it reported tests that were not asked for"
        return self._not_loaded(messages[-1])

    def _not_loaded(self, end: Mapping[str, object]) -> str | None:
        """Return the changed module that no test loaded from the copy, as a reason."""
        files = cast("list[object]", end.get("files", []))
        loaded = set(map(str, files))
        for name in self._overlay:
            path = str(self._view.project / name)
            if name.endswith(".py") and path not in loaded:
                return f"no test loaded {name}"
        return None


def _outcome(message: Mapping[str, object]) -> TestOutcome:
    fields = {name: str(message.get(name, "")) for name in ("id", "outcome", "text")}
    return TestOutcome(id=fields["id"], outcome=fields["outcome"], text=fields["text"][:_MAX_TEXT])


def _last_line(message: Mapping[str, object]) -> str:
    lines = str(message.get("text", "")).strip().splitlines()
    return lines[-1].removeprefix("E").strip()[:200] if lines else "no reason given"
