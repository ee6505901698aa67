from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lift.errors import StoreError
from lift.store.database import Database, open_database, read_database

INSERT = "INSERT INTO sealed_looks VALUES (?, ?, 1.0)"
COUNT = "SELECT count(*) FROM sealed_looks"


def count(database: Database) -> int:
    row = database.read_one(COUNT)
    assert row is not None
    return int(row[0])


def test_a_new_database_keeps_its_folder_out_of_git(tmp_path: Path) -> None:
    with open_database(tmp_path / "project" / ".lift" / "lift.db") as database:
        assert database.read_one("PRAGMA journal_mode")["journal_mode"] == "wal"  # type: ignore[index]
    assert (tmp_path / "project" / ".lift" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_rows_are_there_when_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "lift.db"
    with open_database(path) as database:
        database.write(INSERT, ("d", "r1"))
    with open_database(path) as database:
        assert count(database) == 1


def test_a_transaction_is_whole_or_not_at_all(database: Database) -> None:
    def interrupted() -> None:
        with database.transaction():
            database.write(INSERT, ("d", "r1"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert count(database) == 0

    with database.transaction():
        database.write(INSERT, ("d", "r1"))
        database.write(INSERT, ("d", "r2"))
    assert count(database) == 2


def test_many_threads_share_one_handle(database: Database) -> None:
    def work(worker: int) -> None:
        for number in range(25):
            database.write(INSERT, ("d", f"{worker}-{number}"))
            if number % 5 == 0:
                with database.transaction():
                    before = count(database)
                    database.write(INSERT, ("e", f"{worker}-{number}"))
                    assert count(database) == before + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert count(database) == 8 * 25 + 8 * 5


def test_two_processes_write_at_once(
    database: Database, lift_environment: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "write.py"
    script.write_text(
        f"""
import sys
from pathlib import Path
from lift.store.database import open_database
with open_database(Path(sys.argv[1])) as database:
    for number in range(200):
        database.write({INSERT!r}, ("d", f"{{sys.argv[2]}}-{{number}}"))
""",
        encoding="utf-8",
    )
    writers = [
        subprocess.Popen(
            [sys.executable, str(script), str(database.path), name], env=lift_environment
        )
        for name in ("a", "b")
    ]
    for number in range(200):
        database.write(INSERT, ("d", f"here-{number}"))
    assert [writer.wait(timeout=200) for writer in writers] == [0, 0]
    assert count(database) == 600


def test_many_open_a_new_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lift.db"
    start = threading.Barrier(6)

    def work(worker: int) -> None:
        start.wait(timeout=10)
        with open_database(path) as database:
            database.write(INSERT, ("d", str(worker)))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    with open_database(path) as database:
        assert count(database) == 6


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lift.db"
    path.write_bytes(b"certainly not a database" * 400)
    with pytest.raises(StoreError, match="not a database") as refusal:
        open_database(path)
    assert refusal.value.hint.startswith(f"set the damaged file aside with `mv {path}")
    assert path.read_bytes().startswith(b"certainly")


def test_a_damaged_database_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "lift.db"
    with open_database(path) as database, database.transaction():
        for number in range(5000):
            database.write(INSERT, ("d" * 64, str(number)))
    content = bytearray(path.read_bytes())
    for start in range(8192, len(content), 4096):
        content[start : start + 64] = os.urandom(64)
    path.write_bytes(content)

    with pytest.raises(StoreError) as refusal, open_database(path) as database:
        database.read("SELECT * FROM sealed_looks")
    assert "set the damaged file aside" in refusal.value.hint


def write_both(database: Database) -> None:
    with database.transaction():
        database.write(INSERT, ("d", "small"))
        database.write(INSERT, ("d" * 200_000, "big"))


def test_a_full_disk_is_an_error_and_loses_nothing(database: Database) -> None:
    database.write(INSERT, ("d", "kept"))
    pages = database.read("PRAGMA page_count")[0][0]
    database.read(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="full") as refusal:
        database.write(INSERT, ("d" * 200_000, "big"))
    with pytest.raises(StoreError, match="full"):
        write_both(database)
    assert "free some space" in refusal.value.hint

    database.read("PRAGMA max_page_count = 100000")
    database.write(INSERT, ("d" * 200_000, "big"))
    assert [row["run_id"] for row in database.read("SELECT * FROM sealed_looks")] == ["kept", "big"]


def write_until_full(database: Database, written: list[int]) -> None:
    for number in range(1000):
        database.write(INSERT, (f"{number}" + "d" * 5000, "r"))
        written.append(number)


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mount") is None, reason="only root can mount a small disk"
)
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("this machine does not let us mount")
    try:
        written: list[int] = []
        with open_database(disk / "lift.db") as database:
            with pytest.raises(StoreError, match=r"full|disk I/O error"):
                write_until_full(database, written)
            assert count(database) == len(written) > 10
        with open_database(disk / "lift.db") as database:
            assert count(database) == len(written)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_folder_that_cannot_be_made_or_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot make") as refusal:
        open_database(tmp_path / "file" / "lift.db")
    assert refusal.value.hint == "run the command where you may write"

    (tmp_path / "lift.db").mkdir()
    with pytest.raises(StoreError, match="unable to open") as refusal:
        open_database(tmp_path / "lift.db")
    assert "a folder that you may write to" in refusal.value.hint


def test_a_read_only_folder_is_an_error_for_an_ordinary_user(
    tmp_path: Path, lift_environment: dict[str, str]
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    with open_database(folder / "lift.db"):
        pass
    script = """
import os, sys
from pathlib import Path
from lift.errors import StoreError
from lift.store.database import open_database
from lift.store.files import write_atomic
from lift.store.migrations import shipped_migrations
os.chdir(sys.argv[1])
migrations = shipped_migrations()  # read before the rights to read them are given up
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
def open_here(path):
    return open_database(Path(path), migrations=migrations)
for action in (lambda: open_here("lift.db").write(sys.argv[2], ("d", "r")),
               lambda: open_here("other/lift.db"),
               lambda: write_atomic(Path("x.json"), "{}")):
    try:
        action()
    except StoreError as error:
        print(error.message.split(":")[-1].strip(), "|", error.hint)
"""
    for part in (folder, *folder.iterdir()):
        part.chmod(0o555 if part.is_dir() else 0o444)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", script, str(folder), INSERT],
            env=lift_environment,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        folder.chmod(0o755)
    assert ran.returncode == 0, ran.stderr
    outcome = ran.stdout.splitlines()
    assert len(outcome) == 3, ran.stdout
    assert "writ" in outcome[0].split("|")[1]
    assert outcome[1].startswith("Permission denied |")
    assert outcome[2].startswith("Permission denied |")


def test_a_lock_held_for_too_long_is_an_error(database: Database) -> None:
    database.read("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreError, match="locked") as refusal:
            database.write(INSERT, ("d", "r1"))
        assert refusal.value.hint.startswith("wait until the other lift command has ended")
    finally:
        other.execute("ROLLBACK")
        other.close()
    database.write(INSERT, ("d", "r1"))


def test_reports_need_something_to_report(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is recorded") as refusal:
        read_database(tmp_path / ".lift" / "lift.db")
    assert "lift baseline capture" in refusal.value.hint
    assert not (tmp_path / ".lift").exists()

    open_database(tmp_path / ".lift" / "lift.db").close()
    with read_database(tmp_path / ".lift" / "lift.db") as database:
        assert count(database) == 0


def test_a_closed_database_says_so(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises(StoreError, match="closed"):
        database.read(COUNT)
