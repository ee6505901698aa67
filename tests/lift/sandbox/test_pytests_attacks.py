from __future__ import annotations

import pytest
from tests.lift.sandbox.hostile_suites import (
    BY_ANYBODY,
    SUITE_ATTACKS,
    SuiteAttack,
    SuiteVerdict,
    attack_suite,
)


def check(case: SuiteAttack, verdict: SuiteVerdict) -> None:
    assert not verdict.passed, verdict.text
    assert not verdict.touched
    assert case.says in verdict.text


@pytest.mark.parametrize("case", SUITE_ATTACKS, ids=lambda case: case.name)
def test_attack_does_not_pass(case: SuiteAttack, suite_python: str) -> None:
    check(case, attack_suite(case, suite_python))


@pytest.mark.parametrize("case", BY_ANYBODY, ids=lambda case: case.name)
def test_attack_by_an_ordinary_user_does_not_pass(
    case: SuiteAttack, suite_attacks_as_nobody: dict[str, SuiteVerdict]
) -> None:
    check(case, suite_attacks_as_nobody[case.name])
