"""What `lift migrate fix` says to do next."""

from __future__ import annotations

from pathlib import Path

from tests.harness import LiftCommand


def test_what_to_type_next_goes_on_with_what_was_typed(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "the src").mkdir()
    (tmp_path / "the src" / "a.py").write_text("import dspy\nP = dspy.Program\n")
    (tmp_path / "the src" / "b.py").write_text("import dspy\nlm = dspy.OpenAI()\n")
    typed = ("the src", "--to", "3.4.1", "--ignore", "LFT2")
    hint = "'the src' --to 3.4.1 --ignore LFT2"

    shown = lift("migrate", "check", *typed, cwd=tmp_path).stdout
    assert f"see the changes: lift migrate fix {hint}\n" in shown
    planned = lift("migrate", "fix", *typed, cwd=tmp_path).stderr
    assert f"write it: lift migrate fix {hint} --apply" in planned
    written = lift("migrate", "fix", *typed, "--apply", cwd=tmp_path).stderr
    # What was guessed from the code is written out: the code looks newer now.
    rest = "'the src' --from 2.5.43 --to 3.4.1 --ignore LFT2"
    assert f"what is left: lift migrate check {rest}" in written


def test_what_the_new_code_needs_is_said(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import dspy\ndspy.Assert(True, 'x')\n")
    needs = "the code imports lift.assertions now: ask for lift-dspy in its requirements"

    assert needs in lift("migrate", "fix", cwd=tmp_path).stderr
    assert needs in lift("migrate", "fix", "--json", cwd=tmp_path).json()["summary"]["notes"]
    assert needs not in lift("migrate", "fix", "--ignore", "LFT11", cwd=tmp_path).stderr
