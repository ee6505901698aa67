from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from lift.errors import DataError, StoreError
from lift.measure.redaction import secret_values
from lift.report.build import ReportInputs, build_report
from lift.report.files import DOCUMENTS, load_report, schema_text, shipped_schema, write_report
from lift.report.model import EvalReport, LimitLine


def test_a_report_comes_back_unchanged(report: EvalReport, tmp_path: Path) -> None:
    path = tmp_path / "eval" / "eval_report.json"
    write_report(path, report)

    assert load_report(path) == report


def test_a_report_satisfies_its_published_schema(inputs: ReportInputs, tmp_path: Path) -> None:
    schema = json.loads(shipped_schema("eval_report"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for made in (inputs, replace(inputs, decision="stopped", winner=None, proof=None)):
        path = tmp_path / "report.json"
        write_report(path, build_report(made))
        jsonschema.validate(json.loads(path.read_text()), schema)


def test_a_report_of_before_there_was_anything_beside_is_read(
    report: EvalReport, tmp_path: Path
) -> None:
    document = report.model_dump(mode="json")
    del document["beside"]
    path = tmp_path / "report.json"
    path.write_text(json.dumps(document))

    assert load_report(path) == report.model_copy(update={"beside": None})


def test_the_schema_refuses_what_the_model_refuses(report: EvalReport) -> None:
    schema = json.loads(shipped_schema("eval_report"))
    document = report.model_dump(mode="json") | {"surprise": 1}

    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(document, schema)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_shipped_schemas_are_fresh(name: str) -> None:
    assert shipped_schema(name) == schema_text(name), "run: python scripts/write_schemas.py"


def test_the_report_in_full(
    report: EvalReport, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    path = tmp_path / "report.json"
    write_report(path, report)

    golden("eval_report.json", path.read_text())


def test_numbers_have_to_be_finite() -> None:
    with pytest.raises(ValidationError, match="finite"):
        LimitLine(limit=math.nan, value=1.0, verdict="held")


def test_odd_characters_survive(report: EvalReport, tmp_path: Path) -> None:
    odd = report.model_copy(update={"sentence": "half a pair \ud83d, \u2028 and \x00"})
    path = tmp_path / "report.json"
    write_report(path, odd)

    assert json.loads(path.read_bytes())["sentence"] == odd.sentence


# ---------------------------------------------------------------------------------------- secrets


def test_no_secret_reaches_a_report(inputs: ReportInputs, tmp_path: Path) -> None:
    environment = {"OPENAI_API_KEY": "my-very-own-key", "HF_TOKEN": "another-secret-one"}
    leaky = replace(
        inputs,
        sentence="It said my-very-own-key.",
        reflection_model="ollama/q@http://me:hunter22@mac:11434",
        options={
            "api_key": "unknown-to-the-environment",
            "headers": {"authorization": "Basic dTpw", "x": "Bearer abcdefghijklmnop"},
            "note": "sk-abcdefghijklmnopqrstuv and another-secret-one",
            "max_tokens": 100,
        },
    )
    path = tmp_path / "report.json"
    write_report(path, build_report(leaky), secrets=secret_values(environment))
    text = path.read_text()

    for secret in (
        "my-very-own-key",
        "another-secret-one",
        "hunter22",
        "unknown-to-the-environment",
        "dTpw",
        "abcdefghijklmnop",
    ):
        assert secret not in text
    assert load_report(path).options["max_tokens"] == 100


# -------------------------------------------------------------------------------- files gone wrong


@pytest.fixture
def saved(report: EvalReport, tmp_path: Path) -> Path:
    path = tmp_path / "eval_report.json"
    write_report(path, report)
    return path


def test_no_report(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no report") as error:
        load_report(tmp_path / "eval_report.json")
    assert error.value.hint.startswith("lift optimize")


def test_a_half_written_report_names_its_line(saved: Path) -> None:
    lines = saved.read_text().splitlines()
    saved.write_text("\n".join(lines[:40]))

    with pytest.raises(StoreError, match=r"eval_report.json, line (39|40), column \d+: not JSON"):
        load_report(saved)


def test_a_newer_report_is_refused(saved: Path) -> None:
    document = json.loads(saved.read_text()) | {"schema_version": 2, "new": True}
    saved.write_text(json.dumps(document))

    with pytest.raises(StoreError, match=r"newer lift: schema 2, this one reads up to 1") as error:
        load_report(saved)
    assert "upgrade" in error.value.hint


def test_a_wrong_key_is_named(saved: Path) -> None:
    document = json.loads(saved.read_text())
    document["candidates"][1]["score"] = "high"
    document["extra"] = 1
    saved.write_text(json.dumps(document))

    with pytest.raises(StoreError, match=r"candidates\.1\.score: .* \(and 1 more\)"):
        load_report(saved)
