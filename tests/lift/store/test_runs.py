from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lift.engine.calls import CallToSend
from lift.engine.ledger import Ledger
from lift.engine.request import JsonValue, ModelInfo, Phase
from lift.errors import ConfigError, StoreError, UsageError
from lift.store.database import Database
from lift.store.runs import Run, RunStatus, RunStore, make_run_id

Start = Callable[..., Run]


@pytest.fixture
def runs(database: Database) -> Iterator[RunStore]:
    with RunStore(database) as store:
        yield store


def start(
    store: RunStore,
    *,
    fingerprint: str = "f1",
    config: dict[str, JsonValue] | None = None,
    now: float = 100.0,
    fresh: bool = False,
    resume: str | None = None,
    kind: str = "optimize",
) -> Run:
    return store.start_or_resume(
        kind=kind,
        role="coder",
        fingerprint=fingerprint,
        config={"seed": 1} if config is None else config,
        now=now,
        fresh=fresh,
        resume=resume,
    )


def abandon(store: RunStore) -> None:
    """Leave the runs as a killed process would."""
    store.close()


def test_a_new_run_is_running_and_knows_its_configuration(runs: RunStore) -> None:
    run = start(runs)
    assert run.id.startswith("optimize-19700101-000140-")
    assert (run.kind, run.role, run.fingerprint, run.config) == (
        "optimize",
        "coder",
        "f1",
        {"seed": 1},
    )
    assert (run.status, run.resumed, run.resumes, run.wall_before_s, run.created, run.result) == (
        RunStatus.RUNNING,
        False,
        0,
        0.0,
        100.0,
        None,
    )


@pytest.mark.parametrize("end", [None, RunStatus.INTERRUPTED, RunStatus.FAILED])
def test_the_same_configuration_continues_what_was_not_finished(
    runs: RunStore, end: RunStatus | None
) -> None:
    first = start(runs)
    runs.heartbeat(first.id, 12.5)
    if end is not None:
        runs.finish(first.id, end)
    abandon(runs)

    second = start(runs, now=50.0)
    assert (second.id, second.resumed, second.resumes) == (first.id, True, 1)
    assert (second.wall_before_s, second.status) == (12.5, RunStatus.RUNNING)


def test_a_finished_run_is_not_continued(runs: RunStore) -> None:
    first = start(runs)
    runs.finish(first.id, RunStatus.FINISHED, {"decision": "improved"}, now=200.0)

    assert not start(runs).resumed
    assert runs.get(first.id).result == {"decision": "improved"}
    with pytest.raises(UsageError, match=f"the run {first.id} is finished, there is nothing"):
        start(runs, resume=first.id)


@pytest.mark.parametrize(
    "other", [{"fingerprint": "f2"}, {"kind": "baseline"}, {"fresh": True}], ids=str
)
def test_another_configuration_command_or_fresh_starts_anew(
    runs: RunStore, other: dict[str, JsonValue]
) -> None:
    first = start(runs)
    abandon(runs)
    second = start(runs, **other)  # type: ignore[arg-type]
    assert second.id != first.id
    assert not second.resumed


def test_the_latest_unfinished_run_is_continued(runs: RunStore) -> None:
    start(runs)
    latest = start(runs, fresh=True, now=50.0)
    abandon(runs)
    assert start(runs).id == latest.id


def test_a_named_run_is_continued(runs: RunStore) -> None:
    first = start(runs)
    start(runs, fresh=True)
    abandon(runs)
    assert start(runs, resume=first.id).id == first.id


def test_a_named_run_of_another_configuration_is_refused_with_the_difference(
    runs: RunStore,
) -> None:
    run = start(runs, config={"seed": 1, "threads": 8})
    abandon(runs)
    with pytest.raises(ConfigError) as refusal:
        start(runs, fingerprint="f2", config={"seed": 2, "threads": 8}, resume=run.id)
    assert str(refusal.value) == (
        f"the run {run.id} was started with another configuration: seed was 1, now 2"
    )
    with pytest.raises(ConfigError, match="kind was 'optimize', now 'baseline'"):
        start(runs, kind="baseline", config=dict(run.config), resume=run.id)


def test_an_unknown_run_is_refused_with_those_there_are(runs: RunStore) -> None:
    with pytest.raises(UsageError) as refusal:
        start(runs, resume="nope")
    assert refusal.value.hint == "the latest runs are: none yet"
    run = start(runs)
    with pytest.raises(UsageError) as refusal:
        runs.get("nope")
    assert refusal.value.hint == f"the latest runs are: {run.id}"


def test_fresh_and_resume_exclude_each_other(runs: RunStore) -> None:
    with pytest.raises(UsageError, match="exclude each other"):
        start(runs, fresh=True, resume="x")


def test_a_run_is_driven_once(runs: RunStore, database: Database) -> None:
    run = start(runs)
    with pytest.raises(StoreError, match=f"{run.id} is being driven by process {os.getpid()}"):
        start(runs)
    with RunStore(database) as other:
        with pytest.raises(StoreError, match="is being driven by process") as refusal:
            start(other, resume=run.id)
        assert "--fresh" in refusal.value.hint
        assert start(other, fresh=True).id != run.id


def test_a_killed_process_lets_go_of_its_run(
    runs: RunStore, database: Database, lift_environment: dict[str, str]
) -> None:
    script = """
import os, signal, sys, time
from pathlib import Path
from lift.store.database import open_database
from lift.store.runs import RunStore
store = RunStore(open_database(Path(sys.argv[1])))
run = store.start_or_resume(kind="optimize", role="coder", fingerprint="f1", config={}, now=1.0)
print(run.id, flush=True)
time.sleep(60)
"""
    victim = subprocess.Popen(
        [sys.executable, "-c", script, str(database.path)],
        env=lift_environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert victim.stdout is not None
    run_id = victim.stdout.readline().strip()
    with pytest.raises(StoreError, match=f"{run_id} is being driven by process {victim.pid}"):
        start(runs)
    victim.send_signal(signal.SIGKILL)
    victim.communicate()
    resumed = start(runs)
    assert (resumed.id, resumed.resumed) == (run_id, True)


def test_a_lock_file_left_behind_does_not_matter(runs: RunStore, database: Database) -> None:
    run = start(runs)
    lock = database.path.parent / "runs" / f"{run.id}.lock"
    assert lock.read_text(encoding="ascii") == f"{os.getpid()}\n"
    abandon(runs)
    assert lock.exists()
    assert start(runs).id == run.id
    runs.finish(run.id, RunStatus.FINISHED)
    assert not lock.exists()


def test_wall_time_is_that_of_the_last_call_when_it_is_younger_than_the_heartbeat(
    runs: RunStore, database: Database
) -> None:
    run = start(runs)
    runs.heartbeat(run.id, 10.0)
    runs.heartbeat(run.id, 4.0)
    for phase, wall_s in ((Phase.SEARCH, 17.0), (Phase.PROOF, 99.0)):
        call = CallToSend(
            run_id=run.id,
            phase=phase,
            key="k",
            model="m",
            host="h",
            label="",
            request="{}",
            reserved_tokens=1,
        )
        Ledger(database).sent(call, now=-5.0, wall_s=wall_s)
    abandon(runs)
    assert start(runs).wall_before_s == 17.0


def test_a_clock_set_back_does_not_change_which_run_is_the_latest(runs: RunStore) -> None:
    start(runs, now=1000.0)
    later = start(runs, now=10.0, fresh=True)
    abandon(runs)
    assert start(runs, now=5.0).id == later.id
    assert [run.id for run in runs.latest(limit=1)] == [later.id]


def test_a_run_that_cannot_be_locked_is_not_recorded(runs: RunStore, database: Database) -> None:
    (database.path.parent / "runs").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot lock"):
        start(runs)
    assert runs.latest() == ()


def test_runs_are_listed_newest_first_by_kind(runs: RunStore) -> None:
    ids = [start(runs, kind=kind, fresh=True).id for kind in ("optimize", "baseline", "optimize")]
    assert [run.id for run in runs.latest()] == ids[::-1]
    assert [run.id for run in runs.latest(kind="optimize")] == [ids[2], ids[0]]


def test_models_are_remembered(runs: RunStore) -> None:
    info = ModelInfo(address="builtin", digest="d", context_tokens=1024)
    runs.remember_model(info, "here", now=1.0)
    assert runs.recorded_model("builtin") == info
    assert runs.recorded_model("other") is None


def test_run_ids_sort_by_time_and_differ() -> None:
    ids = [make_run_id("optimize", now) for now in (0, 0, 10, 1e9)]
    assert len(set(ids)) == 4
    assert ids[0][:24] < ids[2][:24] < ids[3][:24]


def test_the_lock_folder_is_beside_the_database(runs: RunStore, tmp_path: Path) -> None:
    run = start(runs)
    assert (tmp_path / ".lift" / "runs" / f"{run.id}.lock").exists()
