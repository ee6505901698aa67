from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lift.measure.saved import SavedInterval
from lift.report import words
from lift.report.build import ReportInputs, build_report
from lift.report.model import EvalReport
from lift.report.text import render_text


def test_the_text_in_full(report: EvalReport, golden: Callable[[str, str], None]) -> None:
    golden("report.txt", render_text(report) + "\n")


def test_the_text_without_a_proof(inputs: ReportInputs, golden: Callable[[str, str], None]) -> None:
    stopped = replace(
        inputs,
        decision="stopped",
        sentence="The search was stopped before anything beat the baseline.",
        winner=None,
        version=None,
        proof=None,
        beside=None,
        run=replace(inputs.run, sealed_look=None, replayed=True),
        warnings=["Mind the gap."],
    )

    golden("stopped.txt", render_text(build_report(stopped)) + "\n")


def test_it_fits_one_screen(report: EvalReport) -> None:
    many = report.model_copy(update={"candidates": report.candidates * 20})
    long = report.diffs[0].model_copy(
        update={"before": "", "after": "\n".join(f"line {n} {'x' * 180}" for n in range(99))}
    )
    lines = render_text(many.model_copy(update={"diffs": [long]})).splitlines()

    assert len(lines) < 60
    assert max(map(len, lines)) <= 100
    assert any("184 more lines" in line for line in lines)  # 99 sentences of 2 lines, less 14


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (12.34, "12.3"), (1234.5, "1,234"), (None, "-"), (7, "7")]
)
def test_numbers(value: float | None, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(8.44, "8.4 ms"), (120.4, "120 ms"), (2400, "2,400 ms"), (12345, "12.3 s"), (None, "-")],
)
def test_durations(value: float | None, shown: str) -> None:
    assert words.milliseconds(value) == shown


def test_shares_changes_and_p() -> None:
    interval = SavedInterval(mean=0.265, low=0.191, high=0.339)

    assert words.percent(0.415) == "41.5 %"
    assert words.percent(None) == "-"
    assert words.percent_range(interval) == "26.5 % (95 %: 19.1 to 33.9)"
    assert words.change_pct(-0.04) == "-0.0 %"
    assert words.points_range(interval) == "+26.5 points (95 %: +19.1 to +33.9)"
    assert (words.p_text(0.0001), words.p_text(0.0312)) == ("p < 0.001", "p = 0.031")
