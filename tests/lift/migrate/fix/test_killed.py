"""A fix that is killed while it writes: every file is either the old one or the new one."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from tests.harness import LiftCommand, LiftProcess

FILES = 8
PADDING = "# some more lines, so that writing one takes a moment\n" * 20_000
OLD = "import dspy\nP = dspy.Program\n" + PADDING + "Q = dspy.Program\n"
NEW = OLD.replace("dspy.Program", "dspy.Module")


@pytest.mark.parametrize("changed_before", [0, 4])
def test_every_file_is_old_or_new(
    lift: LiftCommand, lift_process: LiftProcess, tmp_path: Path, changed_before: int
) -> None:
    paths = [tmp_path / f"m{number:03}.py" for number in range(FILES)]
    for path in paths:
        path.write_text(OLD)
    watched = paths[changed_before]

    process = lift_process("migrate", "fix", "--apply", "--from", "2.6.27", cwd=tmp_path)
    while watched.stat().st_size == len(OLD):  # asked without a pause, to see it half written
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.wait()

    texts = [path.read_text() for path in paths]
    assert set(texts) == {OLD, NEW}
    done = lift("migrate", "fix", "--apply", "--from", "2.6.27", cwd=tmp_path)
    assert done.exit_code == 0
    assert {path.read_text() for path in paths} == {NEW}
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".py"] == []
