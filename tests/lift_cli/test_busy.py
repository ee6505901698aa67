"""What is shown while nobody can say how far the work is."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lift_cli.busy import busy
from lift_cli.console import Console

WORK = """
import time
from lift_cli.busy import busy
from lift_cli.console import Console

with busy(Console(), "beginning") as say:
    time.sleep(0.3)
    say("installing [x]")
    time.sleep(0.3)
"""


def test_away_from_a_terminal_every_line_is_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    with busy(Console(), "beginning") as say:
        say("round 1 of 3")
        say("round 2 of 3")

    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "round 1 of 3\nround 2 of 3\n")


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with busy(Console(quiet=True), "beginning") as say:
        say("round 1 of 3")

    assert capsys.readouterr().err == ""


def test_on_a_terminal_the_line_and_the_time_stay_in_view() -> None:
    ours, terminal = os.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"}

    done = subprocess.run(
        [sys.executable, "-c", WORK], stderr=terminal, env=environment, check=True, timeout=60
    )
    os.close(terminal)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)

    assert done.returncode == 0
    assert "beginning" in shown
    assert "installing [x] 0:00:00" in shown
