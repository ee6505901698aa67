from __future__ import annotations

from pathlib import Path

from lift.report.model import EvalReport, Times
from lift.report.reference import reference_text

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/eval-report.md"


def test_the_reference_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_text(), (
        "run: python scripts/write_report_reference.py"
    )


def test_every_field_is_on_the_page() -> None:
    page = reference_text()

    for name in (*EvalReport.model_fields, *Times.model_fields):
        assert f"| `{name}` |" in page
