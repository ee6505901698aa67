from __future__ import annotations

from lift.engine.request import Phase
from lift.store.database import Database
from lift.store.records import (
    FlagChange,
    FlagHistory,
    LookStore,
    ScoreRow,
    ScoreStore,
    VersionIndex,
    VersionRow,
)


def test_scores_are_kept_by_run_phase_and_candidate(database: Database) -> None:
    store = ScoreStore(database)
    rows = (
        ScoreRow(example_id="a", score=0.5, tokens=10, latency_ms=2.5, detail={"error": None}),
        ScoreRow(example_id="b", score=1.0, tokens=20, latency_ms=3.5),
    )
    store.put(run_id="r", phase=Phase.PROOF, candidate="baseline", rows=reversed(rows))
    assert store.get(run_id="r", phase=Phase.PROOF, candidate="baseline") == rows
    assert store.get(run_id="r", phase=Phase.PROOF, candidate="winner") == ()

    again = ScoreRow(example_id="a", score=0.0, tokens=1, latency_ms=1.0)
    store.put(run_id="r", phase=Phase.PROOF, candidate="baseline", rows=[again])
    assert store.get(run_id="r", phase=Phase.PROOF, candidate="baseline") == (again, rows[1])


def test_looks_at_a_sealed_set_are_counted_by_run(database: Database) -> None:
    store = LookStore(database)
    assert store.count("d1") == 0
    assert store.look(dataset_hash="d1", run_id="r1", now=1.0) == 1
    assert store.look(dataset_hash="d1", run_id="r2", now=2.0) == 2
    assert store.look(dataset_hash="d1", run_id="r2", now=3.0) == 2
    assert store.look(dataset_hash="d2", run_id="r2", now=3.0) == 1
    assert store.count("d1") == 2


def test_versions_are_noted_once(database: Database) -> None:
    index = VersionIndex(database)
    first = VersionRow(id="abc", role="coder", run_id="r1", created=1.0, meta={"score": 0.5})
    second = VersionRow(id="def", role="coder", run_id=None, created=0.5, meta={})
    other = VersionRow(id="ghi", role="planner", run_id=None, created=2.0, meta={})
    for version in (first, second, other, first):
        index.add(version)
    assert index.of_role("coder") == (first, second)
    assert index.of_role("nobody") == ()


def test_changes_of_a_flag_are_kept_in_order(database: Database) -> None:
    history = FlagHistory(database)
    changes = (
        FlagChange(flag="A", before=None, after={"on": 1}, actor="optimize", changed=2.0),
        FlagChange(flag="A", before={"on": 1}, after=None, actor="lift flags set", changed=1.0),
    )
    history.add(changes[0])
    history.add(FlagChange(flag="B", before=None, after={}, actor="x", changed=1.0))
    history.add(changes[1])
    assert history.of_flag("A") == changes
