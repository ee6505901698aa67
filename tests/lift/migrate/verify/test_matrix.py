"""Real releases compared: what the facts say differs is found, and nothing else is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.lift.migrate.verify.kit import write_project
from tests.migrate_envs import DspyEnv

from lift.migrate.verify import Case, Kind, Side, VerifyReport, VerifyRequest, Weight, verify

pytestmark = pytest.mark.matrix

OLLAMA = """
import dspy

dspy.configure(lm=dspy.LM("ollama_chat/tiny", api_base="http://localhost:11434"))
"""
OPENAI = """
import dspy

dspy.configure(lm=dspy.LM("openai/tiny", api_base="http://localhost:11434/v1", api_key="x"))
"""
GONE = "import dspy\n\nclass Old(dspy.Program):\n    pass\n"
NONE = Case(
    id="none",
    program="app.qa:Answer",
    inputs={"question": "why?"},
    answers={"label": "good", "remark": "None"},
)


def _compare(dspy_env: DspyEnv, root: Path, old: str, new: str, *cases: Case) -> VerifyReport:
    return verify(
        VerifyRequest(
            root=root,
            old=Side(version=old, python=dspy_env(old)),
            new=Side(version=new, python=dspy_env(new)),
            cases=cases,
            rounds=2,
            repeats=1,
            env=os.environ,
        )
    )


def _told(report: VerifyReport) -> set[tuple[str, str]]:
    return {(one.kind.value, one.message) for one in report.differences}


def test_small_migration_breaks_one_module_and_keeps_every_byte(
    dspy_env: DspyEnv, tmp_path: Path
) -> None:
    root = write_project(tmp_path, a_model=OLLAMA, old=GONE)
    report = _compare(dspy_env, root, "2.6.27", "3.0.1")
    (found,) = report.differences
    assert (found.kind, found.weight, found.where) == (Kind.IMPORT, Weight.BREAKS, "app.old")
    assert "module 'dspy' has no attribute 'Program'" in found.message
    assert "lift migrate check" in found.why
    assert [one.identical for one in report.cases] == [True, True]
    costs = {one.name: one for one in report.costs}
    assert costs["prompt tokens"].ratio.mean == 1.0
    assert {"import", "latency", "requests", "peak memory"} <= set(costs)


def test_ollama_program_on_the_newest_line(dspy_env: DspyEnv, tmp_path: Path) -> None:
    report = _compare(dspy_env, write_project(tmp_path, a_model=OLLAMA), "2.6.27", "3.4.1")
    breaking = [one for one in report.differences if one.kind is Kind.TRANSPORT]
    assert breaking[0].weight is Weight.BREAKS
    assert "/chat/completions, which the server answers with 404" in breaking[0].message
    assert "write api_base with /v1" in breaking[0].why
    assert {one.new[:21] for one in report.cases} == {"LMInvalidRequestError"}


def test_what_changes_silently_is_named(dspy_env: DspyEnv, tmp_path: Path) -> None:
    root = write_project(tmp_path, a_model=OPENAI)
    report = _compare(dspy_env, root, "3.0.1", "3.4.1", NONE)
    assert {one for one in _told(report) if one[0] != "signature"} == {
        ("options", "max_tokens is not sent instead of 4000"),
        ("options", "temperature is not sent instead of 0.0"),
        ("output", "answers something else in remark"),
    }
    why = {one.kind: one.why for one in report.differences}
    assert "3.0.4" in why[Kind.OPTIONS]
    assert "Optional[str]" in why[Kind.OUTPUT]
    assert [one.weight for one in report.differences if one.kind is Kind.SIGNATURE] == [Weight.NOTE]
