from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lift.errors import StoreError
from lift.store.files import write_atomic


def test_a_file_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "eval" / "deep" / "report.json"
    write_atomic(path, '{"naïve": true}\r\n')
    assert path.read_bytes() == '{"naïve": true}\r\n'.encode()
    write_atomic(path, b"\0\xff")
    assert path.read_bytes() == b"\0\xff"
    assert [item.name for item in path.parent.iterdir()] == ["report.json"]


def test_a_new_file_gets_the_mode_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomic(path, "1", mode=0o600)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_atomic(path, "2", mode=0o644)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_mode_of_an_existing_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_atomic(path, "one")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    path.chmod(0o640)
    write_atomic(path, "two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_symbolic_link_keeps_pointing_at_the_file(tmp_path: Path) -> None:
    real = tmp_path / "real.json"
    real.write_text("one", encoding="utf-8")
    link = tmp_path / "link.json"
    link.symlink_to(real)
    write_atomic(link, "two")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "two"


def test_what_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot write") as refusal:
        write_atomic(tmp_path / "file" / "report.json", "x")
    assert "a folder that you may write to" in refusal.value.hint

    (tmp_path / "report.json").mkdir()
    with pytest.raises(StoreError, match="cannot write"):
        write_atomic(tmp_path / "report.json", "x")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["file", "report.json"]


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mount") is None, reason="only root can mount a small disk"
)
def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not let us mount")
    try:
        write_atomic(disk / "report.json", "old")
        with pytest.raises(StoreError, match="No space left") as refusal:
            write_atomic(disk / "report.json", "x" * 200_000)
        assert refusal.value.hint.startswith("free some space")
        assert (disk / "report.json").read_text(encoding="utf-8") == "old"
        assert [item.name for item in disk.iterdir()] == ["report.json"]
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_kill_in_the_middle_leaves_the_old_or_the_new_file(
    tmp_path: Path, lift_environment: dict[str, str]
) -> None:
    script = """
import sys
from pathlib import Path
from lift.store.files import write_atomic
for number in range(10**9):
    write_atomic(Path(sys.argv[1]), f"{number % 10}" * 300_000)
    print(number, flush=True)
"""
    path = tmp_path / "report.json"
    write_atomic(path, "a" * 300_000)
    for delay in (0.0, 0.004, 0.009):
        writer = subprocess.Popen(
            [sys.executable, "-c", script, str(path)],
            env=lift_environment,
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        writer.kill()
        writer.communicate()
        content = path.read_text(encoding="utf-8")
        assert content == content[0] * 300_000
