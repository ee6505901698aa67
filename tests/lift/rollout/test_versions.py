"""Content-addressed versions: what goes in comes out, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lift.errors import LiftError, StoreError, UsageError
from lift.rollout import versions
from lift.rollout.versions import NewVersion, VersionStore

NEW = NewVersion(
    role="coder",
    state={"predict": {"signature": {"instructions": "Repair \u2013 é."}, "lm": None}},
    created="2026-01-02T03:04:05+00:00",
    run_id="optimize-1",
    parent="baseline",
    decision="improved",
    fingerprint={"model": "builtin", "seed": 0},
    examples={"train": 3, "val": 4, "test": 5},
    metrics={"improvement_pct": 20.0, "p_value": None},
    instructions={"predict": "Repair \u2013 é."},
)


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    return VersionStore(tmp_path / "versions")


def test_a_version_comes_back_as_it_was_stored(store: VersionStore) -> None:
    meta = store.put(NEW)
    stored = store.load(meta.id)

    assert stored.state == NEW.state
    assert stored.meta == meta
    assert (meta.parent, meta.examples["test"], meta.metrics["p_value"]) == ("baseline", 5, None)


def test_the_same_program_has_one_version_whoever_stores_it(
    store: VersionStore, tmp_path: Path
) -> None:
    first = store.put(NEW)
    again = store.put(replace(NEW, run_id="optimize-2"))
    other = store.put(replace(NEW, state={"predict": {}}))

    assert again == first
    assert other.id != first.id
    assert {folder.name for folder in (tmp_path / "versions").iterdir()} == {first.id, other.id}


def test_versions_are_listed_by_role_and_age(store: VersionStore, tmp_path: Path) -> None:
    late = store.put(NEW)
    early = store.put(replace(NEW, state={"a": 1}, created="2025-01-01T00:00:00+00:00"))
    store.put(replace(NEW, state={"b": 1}, role="planner"))
    (tmp_path / "versions" / "0123456789abcdef").mkdir()
    (tmp_path / "versions" / "notes").mkdir()

    assert store.of_role("coder") == (early, late)
    assert VersionStore(tmp_path / "none").of_role("coder") == ()


@pytest.mark.parametrize("file", ["program.json", "meta.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"predict": {}}\n', b"\xff\xfe"])
def test_a_damaged_version_is_refused_and_a_new_put_mends_it(
    store: VersionStore, tmp_path: Path, file: str, content: bytes
) -> None:
    meta = store.put(NEW)
    (tmp_path / "versions" / meta.id / file).write_bytes(content)
    with pytest.raises(StoreError, match=f"{meta.id} is damaged"):
        store.load(meta.id)

    assert store.put(NEW).id == meta.id
    assert store.load(meta.id).state == NEW.state


def test_a_renamed_version_is_refused(store: VersionStore, tmp_path: Path) -> None:
    meta = store.put(NEW)
    (tmp_path / "versions" / meta.id).rename(tmp_path / "versions" / ("0" * 16))
    with pytest.raises(StoreError, match="damaged"):
        store.load("0" * 16)


def test_a_version_of_a_newer_lift_is_refused(store: VersionStore, tmp_path: Path) -> None:
    meta = store.put(NEW)
    path = tmp_path / "versions" / meta.id / "meta.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema_version": 2}))
    with pytest.raises(StoreError, match="schema_version"):
        store.load(meta.id)


@pytest.mark.parametrize(
    "name",
    [
        "../secrets",
        "/etc/passwd",
        "..",
        "",
        "ABCDEF0123456789",
        "0123456789abcdef/",
        "0" * 15,
        "\0",
    ],
)
def test_what_is_no_id_never_reaches_the_disk(store: VersionStore, name: str) -> None:
    with pytest.raises(UsageError, match="not a version id"):
        store.load(name)


def test_a_missing_version_says_what_to_do(store: VersionStore) -> None:
    with pytest.raises(StoreError, match="cannot be read") as caught:
        store.load("0123456789abcdef")
    assert "lift flags list" in caught.value.hint


def test_a_program_too_large_is_neither_stored_nor_loaded(
    store: VersionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    meta = store.put(NEW)
    monkeypatch.setattr(versions, "MAX_BYTES", 50)
    with pytest.raises(StoreError, match="at most"):
        store.put(replace(NEW, state={"demos": "x" * 100}))
    with pytest.raises(LiftError, match="larger than"):
        store.load(meta.id)


def test_a_crash_in_the_middle_leaves_no_version(
    store: VersionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(StoreError, match="No space left"):
        store.put(NEW)
    assert list((tmp_path / "versions").iterdir()) == []
