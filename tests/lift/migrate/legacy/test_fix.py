"""`lift migrate fix` on the legacy programs: they run on 3.x, and a second fix is empty."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from tests.lift.migrate.legacy.environments import LINES
from tests.lift.migrate.legacy.theatre import GetTheatre
from tests.lift.migrate.legacy.truth import NAMES, Line, Truth, load

from lift.migrate.check import Checker, Versions
from lift.migrate.finding import Finding, Severity
from lift.migrate.fix.documents import open_document
from lift.migrate.fix.plan import FileFix, plan_file
from lift.migrate.fix.run import everything

CASES = [pytest.param(name, version, id=f"{name}-{version}") for name in NAMES for version in LINES]


@dataclass(frozen=True, kw_only=True)
class Fixed:
    truth: Truth
    version: str

    @property
    def checker(self) -> Checker:
        versions = Versions(source=self.truth.source, target=self.version)
        return Checker(root=self.truth.path.parent, versions=versions, files={})

    def recheck(self, data: bytes) -> Sequence[Finding]:
        return self.checker.of_bytes(self.truth.path.name, data)

    def plan(self, data: bytes) -> FileFix:
        return plan_file(
            self.truth.path.name,
            data,
            self.recheck(data),
            open_document=lambda content: open_document(self.truth.path.name, content),
            recheck=self.recheck,
            accept=everything,
        )

    def text(self) -> str:
        return self.plan(self.truth.path.read_bytes()).after.decode()

    def finished(self) -> str:
        """The fixed program, with by hand what no rule can do; lines are matched with the old."""
        old = self.truth.path.read_text("utf-8").splitlines()
        new = self.text().splitlines()
        matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
        where = {
            match.a + offset + 1: match.b + offset
            for match in matcher.get_matching_blocks()
            for offset in range(match.size)
        }
        by_hand = [one for one in self.truth.lines(self.version) if one.by_hand]
        for one in sorted(by_hand, key=lambda one: -first(one)):
            start = where[first(one)]
            count = max(one.until - first(one), 0) + 1
            new[start : start + count] = one.after.strip("\n").splitlines()
        return "\n".join(new) + "\n"


def first(line: Line) -> int:
    return line.at or line.line


@pytest.mark.matrix
@pytest.mark.slow
@pytest.mark.parametrize(("name", "version"), CASES)
def test_the_fixed_program_prints_the_same(theatre: GetTheatre, name: str, version: str) -> None:
    truth = load(name)
    ran = theatre(version).play(Fixed(truth=truth, version=version).finished(), truth.answers)
    assert ran.error == ""
    assert truth.tells(ran.output), ran.output


@pytest.mark.parametrize(("name", "version"), CASES)
def test_a_second_fix_is_empty(name: str, version: str) -> None:
    fixed = Fixed(truth=load(name), version=version)
    again = fixed.plan(fixed.text().encode())
    assert not again.changed
    assert again.problem == ""


@pytest.mark.parametrize(("name", "version"), CASES)
def test_what_is_left_is_what_nobody_can_do_but_a_person(name: str, version: str) -> None:
    truth = load(name)
    fixed = Fixed(truth=truth, version=version)
    left = [
        one.code for one in fixed.recheck(fixed.text().encode()) if one.severity is Severity.ERROR
    ]
    by_hand = {one.code for one in truth.lines(version) if one.by_hand}
    assert set(left) <= by_hand


@pytest.mark.parametrize(("name", "version"), CASES)
def test_lines_without_a_finding_stay_as_they_are(name: str, version: str) -> None:
    """Formatting and comments of everything else are kept to the letter."""
    truth = load(name)
    old = truth.path.read_text("utf-8").splitlines()
    fixed = Fixed(truth=truth, version=version)
    text = truth.path.read_text("utf-8")
    touched: set[int] = set()
    for one in fixed.recheck(text.encode()):
        spans = [(one.line, one.end_line)]
        spans += [
            (1 + text.count("\n", 0, e.start), 1 + text.count("\n", 0, e.end)) for e in one.edits
        ]
        touched |= {number for first, last in spans for number in range(first, last + 1)}
    kept = [text for number, text in enumerate(old, start=1) if number not in touched]
    new = iter(fixed.text().splitlines())
    assert [text for text in kept if not any(text == other for other in new)] == []
