"""Progress as plain lines, and how figures are said."""

from __future__ import annotations

import pytest

from lift.engine.budget import Spending
from lift.engine.request import Phase
from lift.optimize.observer import Progress
from lift_cli.console import Console
from lift_cli.progress import ProgressView, duration


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.9, "1 h 00 min"),
        (3720, "1 h 02 min"),
    ],
)
def test_durations_are_said_as_people_do(seconds: float, said: str) -> None:
    assert duration(seconds) == said


class Watch:
    """A clock that a test turns by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_away_from_a_terminal_lines_are_rare_and_complete(
    capsys: pytest.CaptureFixture[str],
) -> None:
    watch = Watch()
    spending = {
        "tokens": Spending(limit=5000, spent=1234, reserved=0),
        "metric_calls": Spending(limit=None, spent=7, reserved=0),
    }

    with ProgressView(Console(), title="t", monotonic=watch) as view:
        view.progress(Progress(phase=Phase.BASELINE, done=1, total=3))
        view.progress(Progress(phase=Phase.BASELINE, done=2, total=3))
        view.progress(Progress(phase=Phase.BASELINE, done=3, total=3))
        view.progress(
            Progress(
                phase=Phase.SEARCH,
                done=7,
                candidates=2,
                best_score=0.5,
                seed_score=0.25,
                spending=spending,
                remaining_s=61,
            )
        )
        view.note("an event")
        view.progress(Progress(phase=Phase.SEARCH, done=8))
        watch.now = 10.0
        view.progress(Progress(phase=Phase.SEARCH, done=9))

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "baseline: 1/3\n"
        "baseline: 3/3\n"
        "search: 7, 2 candidates, best 50.0 % (was 25.0 %), 1,234 of 5,000 tokens, "
        "7 scored runs, about 1 min 01 s left\n"
        "an event\n"
        "search: 9\n"
    )


def test_one_candidate_is_singular_and_what_is_done_has_no_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with ProgressView(Console(), title="t") as view:
        view.progress(Progress(phase=Phase.SEARCH, done=9, total=9, candidates=1, remaining_s=0.0))

    assert capsys.readouterr().err == "search: 9/9, 1 candidate\n"


def test_quiet_keeps_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressView(Console(quiet=True), title="t") as view:
        view.progress(Progress(phase=Phase.SEARCH, done=1))
        view.note("an event")
        view.warn("look here")

    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "warning: look here\n")


def test_on_a_terminal_a_panel_is_drawn_and_taken_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR")
    spending = {"tokens": Spending(limit=5000, spent=1234, reserved=0)}

    with ProgressView(Console(), title="lift optimize coder") as view:
        view.progress(
            Progress(
                phase=Phase.SEARCH, done=3, total=9, candidates=1, best_score=0.5, spending=spending
            )
        )
        view.note("an event")
        view.warn("look here")

    printed = capsys.readouterr().err
    assert "lift optimize coder" in printed
    assert "1,234 of 5,000 tokens" in printed
    assert "an event" in printed
    assert "look here" in printed
