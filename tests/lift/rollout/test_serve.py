"""`lift.load`: the program that the flag selects, in the installed DSPy line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import lift
from lift.adapters.dspy_program import DspyProgram
from lift.errors import ConfigError, UsageError
from lift.project import Project
from lift.roles.programs import coder
from lift.rollout.flags import FlagFile
from lift.rollout.switch import add_version, set_flag
from lift.rollout.versions import NewVersion, VersionMeta, VersionStore
from lift.store.records import FlagHistory

RULE = "Repair the function. Range ends are inclusive."


def store(project: Project, program: DspyProgram, role: str = "coder") -> VersionMeta:
    return VersionStore(project.versions_dir).put(
        NewVersion(
            role=role,
            state=program.state(),
            created="2026-01-02T03:04:05+00:00",
            run_id="r",
            parent="baseline",
            decision="improved",
            fingerprint={},
            examples={},
            metrics={},
            instructions={},
        )
    )


@pytest.fixture
def stored(project: Project, history: FlagHistory) -> VersionMeta:
    """A version of the coder that is in use."""
    base = DspyProgram(coder.build())
    meta = store(project, base.with_instructions(dict.fromkeys(base.instructions(), RULE)))
    file = FlagFile(project.flags_path)
    add_version(file=file, history=history, role="coder", version=meta.id, actor="t", now=1.0)
    return meta


def instructions(program: object) -> set[str]:
    return set(DspyProgram(program).instructions().values())


def test_the_version_in_use_is_loaded(project: Project, stored: VersionMeta) -> None:
    program = lift.load("coder", project=project.root)

    assert instructions(program) == {RULE}
    assert program is not lift.load("coder", project=project)


def test_the_project_is_found_from_the_working_directory(
    project: Project, stored: VersionMeta, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.root / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(project.root / "deep" / "er")
    assert instructions(lift.load("coder")) == {RULE}


def test_without_a_flag_and_after_turning_back_it_is_the_baseline(
    project: Project, history: FlagHistory
) -> None:
    plain = instructions(coder.build())
    assert instructions(lift.load("coder", project=project)) == plain

    base = DspyProgram(coder.build())
    meta = store(project, base.with_instructions(dict.fromkeys(base.instructions(), RULE)))
    file = FlagFile(project.flags_path)
    add_version(file=file, history=history, role="coder", version=meta.id, actor="t", now=1.0)
    set_flag(
        file=file, history=history, flag="OPTIMIZE_CODER", variant="baseline", actor="t", now=2.0
    )
    assert instructions(lift.load("coder", project=project)) == plain


def test_a_gradual_rollout_sticks_to_the_key(
    project: Project, stored: VersionMeta, history: FlagHistory
) -> None:
    file = FlagFile(project.flags_path)
    set_flag(
        file=file, history=history, flag="OPTIMIZE_CODER", variant="baseline", actor="t", now=2.0
    )
    set_flag(
        file=file,
        history=history,
        flag="OPTIMIZE_CODER",
        variant=stored.id,
        percent=50,
        actor="t",
        now=3.0,
    )
    got = {
        key: instructions(lift.load("coder", project=project, key=key)) == {RULE}
        for key in ("a", "b", "c", "d", "e", "f")
    }
    again = {
        key: instructions(lift.load("coder", project=project, key=key)) == {RULE} for key in got
    }
    assert got == again
    assert set(got.values()) == {True, False}


@pytest.mark.parametrize("damage", ["gone", "changed", "other role", "other program"])
def test_a_version_that_cannot_be_used_is_replaced_by_the_baseline_and_said(
    project: Project,
    stored: VersionMeta,
    history: FlagHistory,
    caplog: pytest.LogCaptureFixture,
    damage: str,
) -> None:
    folder = project.versions_dir / stored.id
    if damage == "gone":
        folder.rename(project.root / "elsewhere")
    elif damage == "changed":
        (folder / "program.json").write_text("{}", encoding="utf-8")
    else:
        from lift.roles.programs import planner

        other = damage == "other program"
        program = DspyProgram(planner.build() if other else coder.build())
        meta = store(project, program, role="coder" if other else "planner")
        file = FlagFile(project.flags_path)
        add_version(file=file, history=history, role="coder", version=meta.id, actor="t", now=1.0)
        set_flag(
            file=file, history=history, flag="OPTIMIZE_CODER", variant=meta.id, actor="t", now=2.0
        )

    assert instructions(lift.load("coder", project=project)) == instructions(coder.build())
    assert "serving the baseline instead of version" in caplog.text


def test_a_broken_flag_file_is_an_error(project: Project, stored: VersionMeta) -> None:
    project.flags_path.write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match="not JSON"):
        lift.load("coder", project=project)


def test_a_team_s_own_role_is_loaded_from_its_program(
    project: Project, history: FlagHistory
) -> None:
    (project.root / "shop.py").write_text(
        "import dspy\n\ndef build():\n    return dspy.Predict('question -> answer')\n",
        encoding="utf-8",
    )
    (project.root / "lift.toml").write_text(
        '[roles.clerk]\nprogram = "shop:build"\nmetric = "shop:judge"\n', encoding="utf-8"
    )
    plain = lift.load("clerk", project=project)
    base = DspyProgram(plain)
    meta = store(project, base.with_instructions({"self": RULE}), role="clerk")
    file = FlagFile(project.flags_path)
    add_version(file=file, history=history, role="clerk", version=meta.id, actor="t", now=1.0)

    assert instructions(plain) != {RULE}
    assert instructions(lift.load("clerk", project=project)) == {RULE}


@pytest.mark.parametrize("role", ["nobody", "../coder", "__init__", ""])
def test_an_unknown_role_is_named(project: Project, role: str) -> None:
    with pytest.raises(UsageError, match="there is no role"):
        lift.load(role, project=project)


def test_outside_of_a_project_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no lift\.toml"):
        lift.load("coder", project=tmp_path)


def test_a_service_needs_nothing_heavy(project: Project, stored: VersionMeta) -> None:
    code = (
        "import sys, lift\n"
        f"lift.load('coder', project={str(project.root)!r})\n"
        "heavy = {'mlflow', 'scipy', 'xllamacpp', 'typer', 'lift_cli', 'lift.optimize'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    roots = [str(Path(lift.__file__).parent.parent)]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {roots!r}\n" + code],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.strip() == "[]"
