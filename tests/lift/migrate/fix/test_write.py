"""Writing planned files: what is refused, links, and git's opinion."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lift.errors import EnvironmentFault
from lift.migrate.fix.git import uncommitted
from lift.migrate.fix.plan import FileFix
from lift.migrate.fix.write import write_fixes


def fix(path: str, before: bytes = b"old", after: bytes = b"new") -> FileFix:
    return FileFix(path=path, before=before, after=after, applied=(), left=())


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *identity, *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    for name in ("a.py", "b.py"):
        (root / name).write_bytes(b"old")
    return root


def test_changed_files_are_written_and_the_others_are_not_touched(project: Path) -> None:
    before = (project / "b.py").stat().st_mtime_ns

    written = write_fixes(project, [fix("a.py"), fix("b.py", after=b"old")])

    assert (written.paths, written.skipped) == (("a.py",), ())
    assert ((project / "a.py").read_bytes(), (project / "b.py").read_bytes()) == (b"new", b"old")
    assert (project / "b.py").stat().st_mtime_ns == before


def test_a_read_only_file_is_left_alone_and_named(project: Path) -> None:
    (project / "a.py").chmod(0o444)

    written = write_fixes(project, [fix("a.py"), fix("b.py")])

    assert [(one.path, one.reason) for one in written.skipped] == [("a.py", "it is read-only")]
    assert ((project / "a.py").read_bytes(), written.paths) == (b"old", ("b.py",))


def test_the_mode_of_a_file_is_kept(project: Path) -> None:
    (project / "a.py").chmod(0o750)

    write_fixes(project, [fix("a.py")])

    assert (project / "a.py").stat().st_mode & 0o777 == 0o750


def test_a_file_that_changed_meanwhile_is_left_alone(project: Path) -> None:
    (project / "a.py").write_bytes(b"somebody was faster")

    written = write_fixes(project, [fix("a.py")])

    assert written.paths == ()
    assert written.skipped[0].reason == "it changed while lift was working; run the command again"
    assert (project / "a.py").read_bytes() == b"somebody was faster"


def test_a_link_stays_a_link_and_its_file_is_written_once(project: Path) -> None:
    (project / "link.py").symlink_to("a.py")

    written = write_fixes(project, [fix("link.py"), fix("a.py")])

    assert (written.paths, written.skipped) == (("link.py",), ())
    assert (project / "link.py").is_symlink()
    assert (project / "a.py").read_bytes() == b"new"


def test_a_link_that_leads_out_is_not_followed(project: Path) -> None:
    outside = project.parent / "outside.py"
    outside.write_bytes(b"old")
    (project / "link.py").symlink_to(outside)

    written = write_fixes(project, [fix("link.py")])

    assert written.skipped[0].reason == (
        f"it is a link to {outside}, outside of the folder checked"
    )
    assert outside.read_bytes() == b"old"


def test_a_file_that_is_gone_is_named(project: Path) -> None:
    written = write_fixes(project, [fix("gone.py")])

    assert written.skipped[0].reason == "it cannot be read any more: No such file or directory"


def test_git_knows_nothing_outside_of_a_repository(project: Path) -> None:
    assert uncommitted(project, about_to_change={"a.py"}) == ()


def test_git_names_what_would_be_lost(project: Path) -> None:
    git(project, "init", "--quiet")
    (project / "sub").mkdir()
    (project / "sub" / "ä b.py").write_text("1")
    git(project, "add", ".")
    git(project, "commit", "--quiet", "-m", "x")
    assert uncommitted(project, about_to_change={"a.py"}) == ()

    (project / "a.py").write_text("changed")
    (project / "sub" / "ä b.py").write_text("changed")
    (project / "new.py").write_text("1")

    assert uncommitted(project, about_to_change=()) == ("a.py", "sub/ä b.py")
    assert uncommitted(project, about_to_change={"new.py"}) == ("a.py", "new.py", "sub/ä b.py")
    assert uncommitted(project / "sub", about_to_change=()) == ("ä b.py",)


def test_where_git_does_not_tell_nothing_is_taken_for_clean(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".git").mkdir()

    with pytest.raises(EnvironmentFault, match="not a git repository") as caught:
        uncommitted(project, about_to_change={"a.py"})
    assert "--allow-dirty" in caught.value.hint

    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(EnvironmentFault, match="git cannot be started"):
        uncommitted(project, about_to_change={"a.py"})


def test_what_a_killed_run_left_is_removed_and_nothing_else(project: Path) -> None:
    left = project / ".a.py.999999999-0123abcd.tmp"
    other = project / ".other.py.999999999-0123abcd.tmp"
    alive = project / f".a.py.{os.getpid()}-0123abcd.tmp"
    odd = project / ".a.py.99999999999999999999-0123abcd.tmp"
    for one in (left, other, alive, odd):
        one.write_text("half")

    write_fixes(project, [fix("a.py")])

    assert [one.exists() for one in (left, other, alive, odd)] == [False, True, True, True]
