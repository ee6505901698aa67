from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from tests.lift.sandbox.hostile import Verdict, attack
from tests.lift.sandbox.hostile_code import ATTACKS
from tests.lift.sandbox.hostile_kit import Attack


def check(case: Attack, verdict: Verdict) -> None:
    assert verdict.score == 0, verdict.text
    assert case.says in verdict.text


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: case.name)
def test_attack_scores_nothing(case: Attack) -> None:
    check(case, attack(case))


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: case.name)
def test_attack_by_an_ordinary_user_scores_nothing(
    case: Attack, attacks_as_nobody: dict[str, Verdict]
) -> None:
    check(case, attacks_as_nobody[case.name])


def test_every_system_call_that_is_not_needed_is_refused() -> None:
    verdict = attack(next(case for case in ATTACKS if case.name == "every system call"))

    assert verdict.text.strip() == "'all shut'"


def test_refused_imports_are_reported() -> None:
    verdict = attack(next(case for case in ATTACKS if case.name == "imports dynamically"))

    assert verdict.denied == ["posix"]


def _children() -> set[int]:
    """The processes, dead or alive, that this one or one of its children has started."""
    return {one.pid for one in psutil.Process().children(recursive=True)}


def test_nothing_is_left_behind() -> None:
    before = _children()

    for case in ATTACKS:
        if case.name in {"forks", "spawns", "starts a thread", "loops deaf to signals"}:
            attack(case)

    assert _children() <= before
    assert not Path("/tmp/lift-escape").exists()
