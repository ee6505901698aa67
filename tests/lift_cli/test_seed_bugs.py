"""`lift seed-bugs` on a package with tests of its own."""

from __future__ import annotations

from pathlib import Path

from tests.harness import LiftCommand

BAKERY = Path(__file__).resolve().parent.parent / "projects" / "bakery"


def test_a_dataset_and_what_it_lacks(lift: LiftCommand, tmp_path: Path) -> None:
    out = tmp_path / "bugs.jsonl"

    result = lift("seed-bugs", str(BAKERY), "--out", str(out), "--limit", "1", cwd=tmp_path)

    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(f"wrote {out}: 1 tasks from 1 functions of bakery")
    assert len(out.read_text("utf-8").splitlines()) == 1
    assert "warning: no task in " in result.stderr
    assert "lift optimize needs all three splits" in result.stderr


def test_shares_are_three_numbers(lift: LiftCommand, tmp_path: Path) -> None:
    result = lift(
        "seed-bugs", str(BAKERY), "--out", "x.jsonl", "--splits", "30/70", "--json", cwd=tmp_path
    )

    assert result.exit_code == 2
    assert result.error() == ("usage", "'30/70' is not three shares", "--splits 30/20/50")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_before_the_work(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")

    result = lift("seed-bugs", str(BAKERY), "--out", "taken/bugs.jsonl", cwd=tmp_path)

    assert result.exit_code == 4
    assert "error: cannot write taken/bugs.jsonl: " in result.stderr
    assert "taken is not a folder" in result.stderr
    assert "copy" not in result.stderr, "nothing was begun"
