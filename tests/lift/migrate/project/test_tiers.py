"""Criticality tiers: read from a guide or the settings, and a gate on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.harness import LiftCommand

from lift.migrate.tiers import read_guide

OLD = "import dspy\nP = dspy.Program\n"


def test_findings_carry_the_tier_and_a_gate_can_ask_for_it(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    guide = tmp_path / "docs" / "400_code-criticality-guide.md"
    guide.write_text(
        "# Guide\n\n## Tier 1: must not break\n\n- `src/pay/*.py`\n\n"
        "| File | Tier | Why |\n|---|---|---|\n| `src/tools.py` | Tier 2 | used everywhere |\n"
    )
    for name in ("src/pay/a.py", "src/tools.py", "src/other.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(OLD)

    result = lift("migrate", "check", "--json", "--max-tier-1", "1", cwd=tmp_path)

    tiers = {one["path"]: one["tier"] for one in result.json()["findings"]}
    assert tiers == {"src/other.py": None, "src/pay/a.py": 1, "src/tools.py": 2}
    assert result.json()["summary"]["by_tier"] == {"1": 1, "2": 1}
    never = ("migrate", "check", "--fail-on", "never", "--max-tier-1")
    assert [lift(*never, one, cwd=tmp_path).exit_code for one in ("0", "1")] == [1, 0]
    assert "1 finding in files of tier 1; at most 0" in lift(*never, "0", cwd=tmp_path).stderr
    (tmp_path / "lift.toml").write_text(
        '[migrate]\nmax-tier-1 = 0\nfail-on = "never"\n[migrate.tiers]\n1 = ["src/other.py"]\n'
        '2 = ["src/pay/"]\n'
    )
    assert lift("migrate", "check", cwd=tmp_path).exit_code == 1
    payload = lift("migrate", "check", "--json", "src", cwd=tmp_path).json()
    assert payload["summary"]["by_tier"] == {"1": 1, "2": 2}


def test_a_table_with_a_tier_column_needs_only_the_number(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / "400_code-criticality-guide.md").write_text(
        "# Criticality\n\n| Path | Tier | Why |\n|---|:-:|---|\n"
        "| `src/pay/` | 1 | 3 people need it |\n| `src/tools.py` | **T2** | - |\n"
        "| `src/other.py` | - | 1 user |\n\n| File | Lines |\n|---|---|\n| `src/more.py` | 1 |\n"
    )
    for name in ("src/pay/a.py", "src/tools.py", "src/other.py", "src/more.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(OLD)

    result = lift("migrate", "check", "--json", "--max-tier-1", "0", cwd=tmp_path)

    tiers = {one["path"]: one["tier"] for one in result.json()["findings"]}
    assert tiers == {
        "src/more.py": None, "src/other.py": None, "src/pay/a.py": 1, "src/tools.py": 2
    }  # fmt: skip
    assert "1 finding in files of tier 1; at most 0" in result.stderr


def test_a_gate_that_cannot_close_is_said(lift: LiftCommand, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(OLD)
    gate = ("migrate", "check", "--fail-on", "never", "--max-tier-1", "0")

    assert "no file has tier 1, so --max-tier-1 lets everything pass" in (
        lift(*gate, cwd=tmp_path).stderr
    )
    (tmp_path / "400_code-criticality-guide.md").write_text("# Guide\n\n`a.py` matters most.\n")
    said = lift(*gate, cwd=tmp_path)
    assert "400_code-criticality-guide.md says of no file which tier it has" in said.stdout


@pytest.mark.parametrize(
    ("path", "tier"),
    [
        ("src/pay/card.py", 1),
        ("src/pay/tests/a.py", 3),
        ("src/pay/tests/b.py", 2),
        ("lib/src/pay/card.py", 1),
        ("src/payment.py", None),
    ],
)
def test_what_says_more_of_a_file_wins(path: str, tier: int | None) -> None:
    guide = (
        "## Tier 1\n\n- `src/pay/`\n- `src/pay/tests/b.py`\n\n"
        "## Tier 3\n\n- `src/pay/tests/*.py`\n\n## Tier 2\n\n- `src/pay/tests/b.py`\n"
    )

    tiers = read_guide(guide, {"2": ["src/pay/tests/b.py"]})

    assert tiers.of(path) == tier
    assert read_guide(guide).of("src/pay/tests/b.py") == 1  # of equal ones the most critical
