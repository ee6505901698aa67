"""`lift migrate rules`: every code that lift can print has a text, and one place says it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.harness import LiftCommand

from lift.migrate.catalogue import FAMILIES, catalogue

SOURCES = Path(__file__).parents[3] / "pipelines" / "lift" / "migrate"


def test_every_code_in_the_sources_is_in_the_list(lift: LiftCommand) -> None:
    written: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        written |= set(re.findall(r"[\"']((?:LFT|DOC)\d{3})[\"']", path.read_text("utf-8")))

    listed = {one["code"] for one in lift("migrate", "rules", "--json").json()["rules"]}

    assert written <= listed
    assert all(code[:4] in FAMILIES for code in listed)


def test_every_rule_says_enough() -> None:
    for one in catalogue():
        assert re.fullmatch(r"(LFT|DOC)\d{3}", one.code)
        assert re.fullmatch(r"[a-z][a-z0-9-]+", one.slug), one.code
        assert len(one.summary) < 100, one.code
        assert len(one.explanation) > 40, one.code
        assert re.fullmatch(r"|[1-9]\.\d+\.\d+", one.since), one.code
    assert len({one.slug for one in catalogue()}) == len(catalogue())


def test_one_rule_is_explained_with_its_example(lift: LiftCommand) -> None:
    shown = lift("migrate", "rules", "lft102").stdout

    assert shown == lift("migrate", "rules", "program").stdout
    assert shown.startswith("LFT102 program\n")
    assert "Before (2.6.27):\n\n    import dspy\n" in shown
    assert "After (3.0.1):\n\n    import dspy\n" in shown


def test_a_rule_that_there_is_not(lift: LiftCommand) -> None:
    result = lift("migrate", "rules", "LFT999", "--json")

    assert (result.exit_code, result.error()) == (
        2,
        ("usage", "there is no rule LFT999", "list them: lift migrate rules"),
    )
