"""Many files: what can be read, where results go, and what is never lost."""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.lift.migrate.state.state_kit import ollama, predictor, saved

from lift.errors import DataError, StoreError, UsageError
from lift.migrate.state import StateReport, StateRequest, migrate_states
from lift.migrate.state.foreign import Runner


def write(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def agent(tmp_path: Path) -> Path:
    return write(
        tmp_path / "agent.json", saved(ask=predictor(lm=ollama(), demos=[{"question": "ü€😀"}]))
    )


def migrate(*files: Path, target: str = "3.4.1", **options: Any) -> StateReport:
    return migrate_states(StateRequest(files=files, target=target, **options))


def test_without_a_place_the_result_lies_beside_the_original(agent: Path) -> None:
    before = agent.read_bytes()
    report = migrate(agent)
    out = agent.with_name("agent.dspy-3.4.1.json")
    assert report.files[0].out == out
    assert agent.read_bytes() == before
    assert "ü€😀" in out.read_text("utf-8")
    assert {one.name for one in agent.parent.iterdir()} == {agent.name, out.name}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
def test_nobody_else_may_read_what_comes_of_a_program(agent: Path, mode: int) -> None:
    agent.chmod(mode)
    out = migrate(agent).files[0].out
    assert out is not None
    assert out.stat().st_mode & 0o777 == mode | 0o600


def test_the_same_file_gives_the_same_bytes(agent: Path, tmp_path: Path) -> None:
    outs = [migrate(agent, out=tmp_path / name).files[0].out for name in ("a", "b")]
    first, second = (one.read_bytes() for one in outs if one is not None)
    assert first == second
    assert first.endswith(b"}\n")
    assert list(json.loads(first)) == ["ask", "metadata"]


def test_in_place_the_original_stays_beside(agent: Path) -> None:
    agent.chmod(0o640)
    before = agent.read_bytes()
    file = migrate(agent, in_place=True).files[0]
    kept = agent.with_name("agent.json.orig")
    assert file.kept == kept
    assert kept.read_bytes() == before
    assert kept.stat().st_mode & 0o777 == agent.stat().st_mode & 0o777 == 0o640
    assert b"cache_in_memory" not in agent.read_bytes()


def test_a_second_time_in_place_changes_nothing(agent: Path) -> None:
    migrate(agent, in_place=True)
    after = agent.read_bytes()
    assert migrate(agent, in_place=True).files[0].status == "unchanged"
    assert agent.read_bytes() == after
    assert len(list(agent.parent.iterdir())) == 2


def test_an_original_that_was_kept_is_never_written_over(agent: Path) -> None:
    migrate(agent, in_place=True, target="3.0.1")
    first = agent.with_name("agent.json.orig").read_bytes()
    between = agent.read_bytes()
    assert migrate(agent, in_place=True).files[0].kept == agent.with_name("agent.json.orig.1")
    assert agent.with_name("agent.json.orig").read_bytes() == first
    assert agent.with_name("agent.json.orig.1").read_bytes() == between


def test_what_needs_no_change_is_copied_as_it_is(tmp_path: Path) -> None:
    odd = tmp_path / "agent.json"
    odd.write_text(json.dumps(saved("3.0.1", ask=predictor()), indent=7), "utf-8")
    file = migrate(odd, target="3.0.1", out=tmp_path / "out").files[0]
    assert file.status == "unchanged"
    assert (tmp_path / "out" / "agent.json").read_bytes() == odd.read_bytes()


def test_a_look_writes_nothing_and_shows_no_secret(tmp_path: Path) -> None:
    key = "correct horse battery"
    agent = write(tmp_path / "agent.json", saved(ask=predictor(lm=ollama(api_key=key))))
    file = migrate(agent, write=False).files[0]
    assert key not in file.diff
    assert '-      "api_key": "***"' in file.diff
    assert '-      "cache_in_memory": true,' in file.diff
    assert [one.name for one in tmp_path.iterdir()] == ["agent.json"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"[1]", "its JSON is a list"),
        (b'"x"', "its JSON is a str"),
        (b'{"name": "app", "scripts": {}}', "nothing in it is the state of a predictor"),
        (b"{}", "nothing in it is the state of a predictor"),
        (b'{"dependency_versions": {"dspy": "2.6.27"}}', "the metadata of a program folder"),
        (b'{"ask": {"demos": [', "ends in the middle"),
        (b'{"ask": {"demos": ["half a str', "ends in the middle"),
        (b'{"ask": 1,, "b": 2}', "line 1, column 11: not JSON"),
        (b'{"ask": "\xff"}', "not UTF-8: byte 9"),
        (b"\x80\x04\x95", "is a pickle"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"ask": ' + b"[" * 200 + b"]" * 200 + b"}", "nested too deeply"),
        (b'{"ask": ' + b"9" * 5000 + b"}", "digits"),
    ],
)
def test_what_is_no_saved_program_is_said_so(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "agent.json"
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        migrate(path)
    assert message in caught.value.message
    assert "agent.json" in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == data


def test_every_cut_of_a_file_is_an_error(agent: Path) -> None:
    whole = agent.read_bytes()
    for length in range(0, len(whole) - 1, 37):
        agent.write_bytes(whole[:length])
        with pytest.raises(DataError):
            migrate(agent)
    assert len(list(agent.parent.iterdir())) == 1


def test_a_byte_order_mark_is_read_over(agent: Path, tmp_path: Path) -> None:
    agent.write_bytes(b"\xef\xbb\xbf" + agent.read_bytes())
    file = migrate(agent, out=tmp_path / "out").files[0]
    assert file.out is not None
    assert file.out.read_bytes().startswith(b"{")


def test_half_of_a_surrogate_pair_survives(tmp_path: Path) -> None:
    agent = tmp_path / "agent.json"
    agent.write_text(json.dumps(saved(ask=predictor(demos=[{"question": "\ud83d"}]))), "ascii")
    out = migrate(agent, target="3.0.1").files[0].out
    assert out is not None
    assert json.loads(out.read_bytes())["ask"]["demos"] == [{"question": "\ud83d"}]


def test_one_bad_file_does_not_stop_the_others(agent: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", "utf-8")
    report = migrate(bad, agent, tmp_path / "none.json")
    assert [one.status for one in report.files] == ["failed", "converted", "failed"]
    assert report.files[1].out is not None
    assert report.files[1].out.exists()
    assert report.count("failed") == 2


def test_two_files_of_one_name_do_not_meet(tmp_path: Path) -> None:
    files = [write(tmp_path / name / "agent.json", saved(ask=predictor())) for name in "ab"]
    with pytest.raises(UsageError, match="would both become"):
        migrate(*files, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_that_lift_did_not_write_is_written_over(agent: Path, tmp_path: Path) -> None:
    mine = write(tmp_path / "out" / "agent.json", {"mine": 1})
    with pytest.raises(UsageError, match="lift did not write it"):
        migrate(agent, out=tmp_path / "out")
    assert json.loads(mine.read_text()) == {"mine": 1}
    mine.unlink()
    migrate(agent, out=tmp_path / "out", target="3.0.1")
    migrate(agent, out=tmp_path / "out", target="3.4.1")
    with pytest.raises(UsageError, match="one of the files to convert"):
        migrate(agent, out=tmp_path)


def test_a_folder_that_cannot_be_written_leaves_the_original(agent: Path, tmp_path: Path) -> None:
    wall = tmp_path / "wall"
    wall.write_text("a file", "utf-8")
    with pytest.raises((StoreError, UsageError)):
        migrate(agent, out=wall / "out")
    assert json.loads(agent.read_text("utf-8"))["ask"]


def test_a_read_only_file_is_not_replaced(agent: Path, tmp_path: Path) -> None:
    agent.chmod(0o444)
    with pytest.raises(StoreError, match="read-only"):
        migrate(agent, in_place=True)
    assert migrate(agent, out=tmp_path / "out").files[0].status == "converted"


def test_a_program_that_does_not_fit_is_not_written(tmp_path: Path) -> None:
    agent = write(tmp_path / "agent.json", saved(ask={"demos": [], "traces": []}))
    file = migrate(agent).files[0]
    assert file.status == "refused"
    assert [one.name for one in tmp_path.iterdir()] == ["agent.json"]


def test_a_rename_that_fits_nothing_is_an_error(agent: Path) -> None:
    with pytest.raises(UsageError, match="no file has a predictor nope"):
        migrate(agent, renames={"nope": "x"})


def test_a_pickle_is_not_loaded_unless_somebody_vouches(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    evil = tmp_path / "agent.pkl"
    evil.write_bytes(b"cos\nsystem\n(S'touch " + os.fsencode(mark) + b"'\ntR.")
    with pytest.raises(UsageError) as caught:
        migrate(evil, source="2.6.27")
    assert "--allow-pickle" in caught.value.hint
    with pytest.raises(UsageError, match="in the version that wrote it"):
        migrate(evil, allow_pickle=True)
    assert not mark.exists()


def own_python(_: str) -> Runner:
    """The Python of these tests, which has a DSPy."""
    return Runner(python=Path(sys.executable), root=Path.cwd(), env=os.environ)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"weights": [1.0]}, "nothing in it is the state of a predictor"),
        ([1], "TypeError: it holds a list, not a state"),
        ({"ask": {"demos": [object()]}}, "a object cannot be written as JSON"),
        (None, "unsupported pickle protocol"),
    ],
)
def test_a_pickle_that_is_no_state_is_said_so(
    content: object, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "agent.pkl"
    path.write_bytes(pickle.dumps(content) if content is not None else b"\x80nonsense")
    with pytest.raises(DataError) as caught:
        migrate(path, source="2.6.27", allow_pickle=True, runner_for=own_python)
    assert message in caught.value.message


class Spy:
    """Writes down the environment of whoever unpickles it."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def __reduce__(self) -> tuple[object, ...]:
        return exec, (f"import os; open({str(self.out)!r}, 'w').write(str(os.environ))",)


def test_a_pickle_is_loaded_without_the_callers_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "correct horse battery")
    path = tmp_path / "agent.pkl"
    path.write_bytes(pickle.dumps(Spy(tmp_path / "seen")))
    with pytest.raises(DataError):
        migrate(path, source="2.6.27", allow_pickle=True, runner_for=own_python)
    assert "correct horse" not in (tmp_path / "seen").read_text("utf-8")


def test_a_folder_that_is_no_program_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="without program.pkl"):
        migrate(tmp_path, target="3.0.1")
