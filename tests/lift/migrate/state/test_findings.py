"""LFT3xx: the saved programs of a project, as `lift migrate check` names them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.lift.migrate.state.state_kit import ollama, predictor, saved

from lift.migrate.catalogue import find_rule
from lift.migrate.finding import Finding, Severity
from lift.migrate.state import state_findings
from lift.migrate.state.findings import MAX_BYTES
from lift.migrate.state.rules import TEXTS


def write(path: Path, document: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2), "utf-8")


def findings(root: Path, target: str = "3.4.1", source: str = "2.6.27") -> tuple[Finding, ...]:
    return state_findings(root, [root], source, target)


def line_of(path: Path, text: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(at for at, line in enumerate(lines, 1) if text in line)


def test_each_finding_names_the_line_of_its_key(tmp_path: Path) -> None:
    path = tmp_path / "models" / "agent.json"
    lm = ollama(api_key="correct horse battery", top_k=4)
    write(path, saved(first=predictor(), ask=predictor(lm=lm, demos=[{"question": "lm"}])))
    found = findings(tmp_path)
    assert [(one.code, one.line) for one in found] == [
        ("LFT310", line_of(path, '"question": "lm"') - 2),
        ("LFT307", line_of(path, '"model":')),
        ("LFT302", line_of(path, '"cache_in_memory"')),
        ("LFT301", line_of(path, '"api_base"')),
        ("LFT303", line_of(path, '"api_key"')),
    ]
    assert {one.path for one in found} == {"models/agent.json"}
    assert {one.column for one in found[1:]} == {7}
    assert all(one.message.startswith("ask: ") for one in found)
    assert "correct horse" not in str(found)


def test_the_advice_is_the_command_and_what_it_leaves(tmp_path: Path) -> None:
    write(tmp_path / "agent.json", saved(ask=predictor(lm=ollama())))
    advice = {one.code: one.advice for one in findings(tmp_path)}
    assert advice["LFT302"] == "lift migrate state agent.json"
    assert 'program.load("agent.json", allow_unsafe_lm_state=True)' in advice["LFT301"]


def test_predictors_that_share_an_lm_are_one_finding(tmp_path: Path) -> None:
    lm = ollama(api_base="http://localhost:11434/v1")
    write(tmp_path / "agent.json", saved(a=predictor(lm=lm), b=predictor(lm=lm), c=predictor()))
    [found] = findings(tmp_path)
    assert found.message.startswith("a and 1 more: DSPy 3.4.1 does not read `cache_in_memory`")


def test_to_the_pin_a_file_of_2_6_27_is_fine(tmp_path: Path) -> None:
    write(tmp_path / "agent.json", saved(ask=predictor(lm=ollama())))
    assert findings(tmp_path, "3.0.1") == ()


def test_a_legacy_file_is_an_error_at_the_old_name(tmp_path: Path) -> None:
    old: dict[str, Any] = predictor(extended_signature=predictor()["signature"])
    path = tmp_path / "agent.json"
    write(path, saved("2.5.43", first=predictor(), cot=old))
    found = findings(tmp_path, "3.0.1")
    assert [(one.code, one.severity) for one in found] == [
        ("LFT308", Severity.ERROR),
        ("LFT304", Severity.ERROR),
    ]
    assert found[0].line == line_of(path, '"cot"')
    assert found[1].line == line_of(path, '"extended_signature"')
    assert "KeyError: 'cot.predict'" in found[0].message


OTHERS: list[object] = [
    {"name": "app", "signature": "x", "demos": [], "traces": 1},
    {"spans": [{"signature": 1, "demos": 1, "traces": []}]},
    {"dependencies": {}},
    [{"question": "q", "answer": "a"}],
]


@pytest.mark.parametrize("document", OTHERS)
def test_other_json_is_left_alone(document: object, tmp_path: Path) -> None:
    write(tmp_path / "data.json", document)
    assert findings(tmp_path) == ()


@pytest.mark.parametrize("folder", [".venv", "node_modules", ".git", "build"])
def test_foreign_folders_are_left_out(folder: str, tmp_path: Path) -> None:
    write(tmp_path / folder / "agent.json", saved(ask=predictor(lm=ollama())))
    assert findings(tmp_path) == ()


def test_what_cannot_be_checked_is_said(tmp_path: Path) -> None:
    whole = json.dumps(saved(ask=predictor(lm=ollama())))
    (tmp_path / "cut.json").write_text(whole[:-9], "utf-8")
    (tmp_path / "large.json").write_text(whole + " " * MAX_BYTES, "utf-8")
    found = findings(tmp_path)
    assert [(one.path, one.code) for one in found] == [
        ("cut.json", "LFT001"),
        ("large.json", "LFT001"),
    ]
    assert "ends in the middle" in found[0].message
    assert "17 MB" in found[1].message


def test_pickles_are_found_without_being_loaded(tmp_path: Path) -> None:
    head = b"\x80\x04\x95" + b"demos traces signature instructions"
    (tmp_path / "agent.pkl").write_bytes(head)
    (tmp_path / "data.pkl").write_bytes(b"\x80\x04\x95 numpy")
    (tmp_path / "prog").mkdir()
    (tmp_path / "prog" / "program.pkl").write_bytes(b"\x80\x04\x95")
    write(tmp_path / "prog" / "metadata.json", {"dependency_versions": {"dspy": "2.6.27"}})
    pin = findings(tmp_path, "3.0.1")
    assert [(one.path, one.code) for one in pin] == [("prog/program.pkl", "LFT305")]
    assert "No module named 'dspy.primitives.program'" in pin[0].message
    newest = findings(tmp_path, "3.4.1")
    assert {one.path for one in newest} == {"agent.pkl", "prog/program.pkl"}
    assert newest[1].advice == "If you trust it: lift migrate state prog --allow-pickle"


def test_to_versions_before_2_6_nothing_is_said(tmp_path: Path) -> None:
    write(tmp_path / "agent.json", saved(ask=predictor(lm=ollama())))
    assert findings(tmp_path, "2.5.43", "2.4.17") == ()


@pytest.mark.parametrize("code", [one.code for one in TEXTS])
def test_every_code_is_explained(code: str) -> None:
    rule = find_rule(code)
    assert rule.summary.endswith(".")
    assert len(rule.explanation) > 150
