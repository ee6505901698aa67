from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from pydantic import JsonValue

from lift.engine.gateway import Session
from lift.engine.request import ModelInfo, ModelRequest
from lift.errors import BaselineError, DataError, ModelNotFound, StoreError
from lift.measure.baseline import (
    Baseline,
    capture_baseline,
    load_baseline,
    load_baselines,
    save_baseline,
)
from lift.measure.fingerprint import make_fingerprint
from lift.measure.memory import peak_memory_mb
from lift.report.files import shipped_schema
from lift.roles.role import Split
from lift.testing import ScriptedHost
from lift.testing.scripted_role import ScriptedProgram, ScriptedRole, numbered_examples

approx: Callable[..., object] = pytest.approx  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
OpenSession = Callable[..., Session]
MODEL = ModelInfo(address="scripted", digest="d1", context_tokens=4096)


def half_right(request: ModelRequest) -> str:
    number = int(request.messages[-1].content[1:])
    return ["yes", "no", "yes", "crash"][number % 4]


def scripted_role(count: int = 8, name: str = "coder") -> ScriptedRole:
    """Eight validation examples in four groups, and sealed ones that nobody may read."""
    examples = (
        *numbered_examples(count, per_group=2),
        *numbered_examples(3, split=Split.TEST),
    )
    return ScriptedRole(examples, name=name, forbidden=Split.TEST)


def capture(session: Session, role: ScriptedRole | None = None) -> Baseline:
    role = role or scripted_role()
    program = ScriptedProgram()
    return capture_baseline(
        role=role,
        program=program,
        session=session,
        fingerprint=make_fingerprint(
            role=role.name, data_hash=role.data_hash, program=program, model=MODEL, seed=0
        ),
        now=1_700_000_000.0,
        threads=2,
        memory_mb=lambda: 12.5,
    )


def test_a_baseline_holds_every_figure(open_session: OpenSession) -> None:
    baseline = capture(open_session(half_right))
    summary = baseline.summary

    assert (baseline.role, baseline.split) == ("coder", Split.VAL)
    assert baseline.created == "2023-11-14T22:13:20+00:00"
    assert [one.example_id for one in baseline.rollouts] == [f"q{n}" for n in range(8)]
    assert (summary.examples, summary.calls, summary.errors) == (8, 8, 2)
    assert summary.score.mean == 0.5
    assert 0 <= summary.score.low <= 0.5 <= summary.score.high <= 1
    assert (summary.latency_p50_ms, summary.latency_p95_ms) == (20.0, 20.0)
    assert summary.completion_tokens_per_example == approx((4 * 3 + 2 * 2 + 2 * 5) / 8)
    assert summary.prompt_tokens_per_call == summary.prompt_tokens_per_example > 0
    assert summary.throughput_tokens_s == approx(26 / 0.16)
    assert summary.peak_memory_mb == 12.5


def test_it_comes_back_from_its_file_unchanged(open_session: OpenSession, tmp_path: Path) -> None:
    baseline = capture(open_session(half_right))
    path = tmp_path / "eval" / "baseline.json"
    save_baseline(path, baseline)

    assert load_baseline(path, "coder") == baseline
    jsonschema.validate(json.loads(path.read_text()), json.loads(shipped_schema("baseline")))


def test_its_calls_make_a_cost_model(open_session: OpenSession) -> None:
    model = capture(open_session(half_right)).cost_model()

    assert model.calls == 8
    assert model.call_ms(25, 3) == approx(20, abs=1)


def test_roles_share_the_file(open_session: OpenSession, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    session = open_session(half_right)
    save_baseline(path, capture(session, scripted_role(name="planner")))
    save_baseline(path, capture(session, scripted_role(name="coder")))
    again = replace(capture(session, scripted_role(name="planner")), created="later")
    save_baseline(path, again)

    assert [one.role for one in load_baselines(path)] == ["coder", "planner"]
    assert load_baseline(path, "planner").created == "later"


SAVE_MANY = """
import sys
from dataclasses import replace
from pathlib import Path
from lift.measure.baseline import load_baseline, save_baseline

template, target, number = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
baseline = load_baseline(template, "coder")
for count in range(8):
    role = f"r{number}-{count}"
    fingerprint = replace(baseline.fingerprint, role=role)
    save_baseline(target, replace(baseline, role=role, fingerprint=fingerprint))
"""


def test_processes_that_save_at_once_lose_nothing(
    open_session: OpenSession, tmp_path: Path, lift_environment: dict[str, str]
) -> None:
    template, target = tmp_path / "template.json", tmp_path / "eval" / "baseline.json"
    save_baseline(template, capture(open_session(half_right)))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", SAVE_MANY, template, target, str(number)], env=lift_environment
        )
        for number in range(2)
    ]

    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(load_baselines(target)) == 16
    assert [one.name for one in target.parent.iterdir()] == ["baseline.json"]


def test_an_empty_dataset_is_no_baseline(open_session: OpenSession) -> None:
    with pytest.raises(DataError, match="role coder has no example in the val split"):
        capture(open_session(), scripted_role(count=0))


def test_half_a_baseline_is_not_kept(open_session: OpenSession) -> None:
    def gone(request: ModelRequest) -> str:
        raise ModelNotFound("gone")

    with pytest.raises(ModelNotFound):
        capture(open_session(host=ScriptedHost(gone)))


# ------------------------------------------------------------------------- refusing what is stale


def test_the_same_conditions_match(open_session: OpenSession) -> None:
    baseline = capture(open_session(half_right))

    assert baseline.match(baseline.fingerprint).warnings == ()


def test_a_stale_baseline_is_refused_with_every_reason(open_session: OpenSession) -> None:
    baseline = capture(open_session(half_right))
    now = replace(baseline.fingerprint, dataset_hash="e" * 64, dspy="9.9")

    with pytest.raises(BaselineError) as refused:
        baseline.match(now)

    recorded = baseline.fingerprint
    assert refused.value.message == (
        "the baseline of role coder, captured 2023-11-14T22:13:20+00:00, does not apply: "
        f"another dataset ({recorded.dataset_hash[:12]} then, eeeeeeeeeeee now); "
        f"another DSPy ({recorded.dspy} then, 9.9 now)"
    )
    assert refused.value.hint.startswith("lift baseline capture --role coder, or give the --data")


def test_another_machine_only_warns(open_session: OpenSession) -> None:
    baseline = capture(open_session(half_right))
    found = baseline.match(replace(baseline.fingerprint, machine="Apple M4"))

    assert not found.same_machine


# ------------------------------------------------------------------------------ files gone wrong


@pytest.fixture
def saved(open_session: OpenSession, tmp_path: Path) -> Path:
    path = tmp_path / "baseline.json"
    save_baseline(path, capture(open_session(half_right)))
    return path


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"there is no baseline: .*baseline.json"):
        load_baseline(tmp_path / "baseline.json", "coder")
    assert load_baselines(tmp_path / "baseline.json") == ()


def test_another_role(saved: Path) -> None:
    with pytest.raises(BaselineError, match="no baseline of role planner, only of coder") as error:
        load_baseline(saved, "planner")
    assert error.value.hint == "lift baseline capture --role planner"


def test_a_half_written_file_names_its_line(saved: Path) -> None:
    text = saved.read_text()
    saved.write_text(text[: len(text) // 2])

    with pytest.raises(BaselineError, match=r"baseline.json, line \d+, column \d+: not JSON"):
        load_baseline(saved, "coder")


def test_a_file_that_cannot_be_read_is_not_overwritten(
    saved: Path, open_session: OpenSession
) -> None:
    saved.write_text("{")

    with pytest.raises(BaselineError, match="not JSON"):
        save_baseline(saved, capture(open_session(half_right)))
    assert saved.read_text() == "{"


ABSENT = "absent"


def edit(path: Path, key: str, value: JsonValue) -> None:
    """Set or remove a value inside the saved document."""
    document: dict[str, JsonValue] = json.loads(path.read_text())
    *folders, last = key.split(".")
    inner = document
    for folder in folders:
        found = inner[folder]
        assert isinstance(found, dict)
        inner = found
    if value == ABSENT:
        del inner[last]
    else:
        inner[last] = value
    path.write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("schema_version", 2, "written by a newer lift: schema 2"),
        ("schema_version", "1", "schema_version: Input should be 1"),
        ("surprise", 1, "surprise: Extra inputs are not permitted"),
        ("roles.coder.summary", ABSENT, "roles.coder.summary: Field required"),
        ("roles.coder.summary.examples", "many", "roles.coder.summary.examples"),
        ("roles.coder.split", "test", "roles.coder.split"),
        (
            "roles.coder.fingerprint.role",
            "planner",
            "the entry of role coder was captured for role planner",
        ),
    ],
)
def test_a_wrong_file_names_the_key(saved: Path, key: str, value: JsonValue, said: str) -> None:
    edit(saved, key, value)

    with pytest.raises(BaselineError, match=said):
        load_baseline(saved, "coder")


@pytest.mark.parametrize("content", ["[]", "null", "3", '{"schema_version": NaN}', "\udcff"])
def test_something_else_altogether(saved: Path, content: str) -> None:
    saved.write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(BaselineError, match=r"baseline\.json"):
        load_baseline(saved, "coder")


def test_a_folder_that_cannot_be_written(open_session: OpenSession, tmp_path: Path) -> None:
    (tmp_path / "eval").write_text("a file in the way")

    with pytest.raises(StoreError, match="eval"):
        save_baseline(tmp_path / "eval" / "baseline.json", capture(open_session(half_right)))


def test_memory_of_this_process_is_told() -> None:
    peak = peak_memory_mb()

    assert peak is not None
    assert 10 < peak < 100_000
