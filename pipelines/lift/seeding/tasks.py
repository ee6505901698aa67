"""Make dataset lines of killed mutants."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import lift
from lift.engine.request import JsonValue
from lift.errors import DataError
from lift.roles.role import Split
from lift.seeding.cases import Case, case_holds, mentions, read_cases, walk_tests
from lift.seeding.context import allowed_imports, needed_setup
from lift.seeding.diff import make_diff
from lift.seeding.failure import condense_failure, endless_failure, rule_of
from lift.seeding.layout import Layout
from lift.seeding.messages import CollectedTest, TestResult
from lift.seeding.scan import SeedFunction
from lift.seeding.sealed import tests_passing_sealed
from lift.seeding.selection import Candidate
from lift.seeding.suite import Suite
from lift.seeding.worker import SuiteWorker
from lift.seeding.workspace import read_python

__all__ = ["Kill", "TaskMaker"]

_MOST_TESTS = 100
"""Tests that a fix has to pass, the most specific ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """A mutant that the suite noticed."""

    candidate: Candidate
    kind: str
    """`assertion`, `error`, `timeout` or `crash`."""
    test: CollectedTest
    result: TestResult | None
    """None when the test never ended."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A function whose tests are plain calls, and what they need to run."""

    setup: str
    cases: tuple[Case, ...]
    tests: frozenset[str]
    """Ids of the tests that the cases were read from."""


class TaskMaker:
    """Turns kills into dataset lines; keeps what it learned of each function."""

    def __init__(
        self,
        *,
        layout: Layout,
        workspace: Path,
        suite: Suite,
        worker: SuiteWorker,
        python: str,
        seed: int,
    ) -> None:
        self._layout = layout
        self._workspace = workspace
        self._suite = suite
        self._worker = worker
        self._python = python
        self._seed = seed
        self._sources: dict[str, str] = {}
        self._nodes: dict[str, Mapping[str, ast.FunctionDef]] = {}
        self._plain: dict[str, _Plain | None] = {}
        self._calls: set[str] = set()
        self._sealed: frozenset[str] = frozenset()
        self.tests_lost = 0

    def settle(self, kills: Sequence[Kill], *, snapshot: Path, timeout_s: float) -> list[Kill]:
        """Decide how each task is judged; return those that can be, in the same order.

        Tests that fail in the sandbox on the unchanged package can judge nothing there.

        Raises:
            DataError: none is left.
        """
        for kill in kills:
            plain = self._plain_tests(kill.candidate.seed)
            if plain is not None and self._told_apart(plain, kill):
                self._calls.add(kill.candidate.id)
        others = [kill for kill in kills if kill.candidate.id not in self._calls]
        tests = dict.fromkeys(test for kill in others for test in self._judges(kill))
        self._sealed = tests_passing_sealed(
            project=snapshot, tests=tuple(tests), python=self._python, timeout_s=timeout_s
        )
        self.tests_lost = len(tests) - len(self._sealed)
        kept = [k for k in kills if k.candidate.id in self._calls or k.test.id in self._sealed]
        if not kept:
            raise DataError(
                f"none of {len(tests)} tests passes in the sandbox, where fixes are judged",
                hint="name tests that need no network, processes or written files: --tests PATH",
            )
        return kept

    def _judges(self, kill: Kill) -> tuple[str, ...]:
        return _most_specific(self._suite.tests_of(kill.candidate.seed), kill.test.id)

    def make(self, kill: Kill, split: Split, *, project: str) -> dict[str, JsonValue]:
        """One dataset line.

        Args:
            project: Where `pytest` checks find the package, relative to the dataset.
        """
        candidate, item = kill.candidate, kill.candidate.seed
        function, mutation = item.function, kill.candidate.mutation
        return {
            "schema_version": 1,
            "id": candidate.id,
            "split": split.value,
            "group": item.group,
            "inputs": {"code": mutation.source, "failure": self._failure(kill)},
            "truth": {
                "rule": rule_of(kill.test.doc),
                "bug_class": mutation.bug_class,
                "diff": make_diff(function.source, mutation.source, file=item.file),
                "allowed_imports": list(allowed_imports(item.module_text)),
                "check": self._check(kill, project),
                "provenance": {
                    "package": self._layout.package,
                    "version": self._layout.version,
                    "file": item.file,
                    "line": function.first_line + mutation.line - 1,
                    "test": kill.test.id,
                    "kill": kill.kind,
                    "seed": self._seed,
                    "lift": lift.__version__,
                },
            },
        }

    def _failure(self, kill: Kill) -> str:
        if kill.result is None or kill.result.failure is None:
            return endless_failure(kill.test.id, crashed=kill.kind == "crash")
        text = condense_failure(self._source(kill.test.file), kill.result.failure)
        if "\n" in text:
            return text
        return f"{kill.test.qualname.rsplit('.', 1)[-1]}()\n{text}"

    def _check(self, kill: Kill, project: str) -> dict[str, JsonValue]:
        item = kill.candidate.seed
        plain = self._plain_tests(item)
        if plain is not None and kill.candidate.id in self._calls:
            cases: list[JsonValue] = [_case_json(case) for case in plain.cases]
            return {
                "kind": "calls",
                "entry": item.function.name,
                "setup": plain.setup,
                "cases": cases,
            }
        return {
            "kind": "pytest",
            "project": project,
            "module": item.file,
            "qualname": item.function.qualname,
            "tests": [test for test in self._judges(kill) if test in self._sealed],
            "python": self._python,
            "import_root": self._layout.import_root,
            "tests_root": list(self._layout.tests),
        }

    def _plain_tests(self, item: SeedFunction) -> _Plain | None:
        if item.group not in self._plain:
            self._plain[item.group] = self._read_plain(item)
        return self._plain[item.group]

    def _read_plain(self, item: SeedFunction) -> _Plain | None:
        if item.function.qualname != item.function.name:
            return None
        name = item.function.name
        tests = [self._suite.tests[test] for test in self._suite.tests_of(item)]
        nodes = {test.id: self._node(test) for test in tests}
        known = {test: node for test, node in nodes.items() if node is not None}
        if any(test.parametrized for test in tests) or len(known) < len(nodes):
            return None
        cases = read_cases(name, known.values())
        setup = needed_setup(item.module_text, name)
        if cases is None or setup is None:
            return None
        read = frozenset(test for test, node in known.items() if mentions(name, node))
        plain = _Plain(setup, cases, read)
        return plain if self._holds(plain, item.function.name, item.function.source) else None

    def _told_apart(self, plain: _Plain, kill: Kill) -> bool:
        """Whether the calls alone see this bug: they do when they are what killed it."""
        candidate = kill.candidate
        if kill.test.id in plain.tests:
            return True
        return not self._holds(plain, candidate.seed.function.name, candidate.mutation.source)

    def _holds(self, plain: _Plain, entry: str, code: str) -> bool:
        calls = [(case.args, case.kwargs) for case in plain.cases]
        answers = self._worker.answer(setup=plain.setup, code=code, entry=entry, cases=calls)
        return len(answers) == len(calls) and all(
            case_holds(case, value=answer.value, error=answer.error)
            for case, answer in zip(plain.cases, answers, strict=True)
        )

    def _node(self, test: CollectedTest) -> ast.FunctionDef | None:
        if test.file not in self._nodes:
            try:
                self._nodes[test.file] = dict(walk_tests(ast.parse(self._source(test.file))))
            except SyntaxError:
                self._nodes[test.file] = {}
        return self._nodes[test.file].get(test.qualname)

    def _source(self, file: str) -> str:
        if file not in self._sources:
            try:
                self._sources[file] = read_python(self._workspace / file)
            except (OSError, ValueError):
                self._sources[file] = ""
        return self._sources[file]


def _most_specific(tests: Sequence[str], killer: str) -> tuple[str, ...]:
    chosen = tests[:_MOST_TESTS]
    return tuple(chosen) if killer in chosen else (*chosen[: _MOST_TESTS - 1], killer)


def _case_json(case: Case) -> dict[str, JsonValue]:
    known: dict[str, JsonValue] = {"args": case.args, "kwargs": case.kwargs}
    if case.raises is not None:
        return {**known, "raises": case.raises}
    return {**known, "expected": case.expected}
