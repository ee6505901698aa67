from __future__ import annotations

import json
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from lift.engine.gateway import Engine, Session
from lift.engine.hosts import RetryPolicy
from lift.engine.ledger import Ledger
from lift.engine.replay import LedgerRecording, ReplayHost
from lift.engine.request import ModelRequest, Phase
from lift.errors import BaselineError, DataError, ReplayMiss, TransportError
from lift.measure.baseline import Baseline, capture_baseline
from lift.measure.fingerprint import make_fingerprint
from lift.measure.results import Fingerprint
from lift.regress.model import RegressReport
from lift.regress.pipeline import RegressRun, run_regression, write_regress_report
from lift.report.files import shipped_schema
from lift.roles.role import Program, Split
from lift.store.database import Database, open_database
from lift.testing import FixedClock, ScriptedHost
from lift.testing.scripted_role import ScriptedProgram, ScriptedRole, numbered_examples

approx: Callable[..., object] = pytest.approx  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

Script = Callable[[ModelRequest], str]


def role_of(count: int, per_group: int = 1) -> ScriptedRole:
    examples = (
        *numbered_examples(count, per_group=per_group),
        *numbered_examples(2, split=Split.TEST),
    )
    return ScriptedRole(examples, name="coder", forbidden=Split.TEST)


def fingerprint_of(role: ScriptedRole, session: Session) -> Fingerprint:
    return make_fingerprint(
        role=role.name,
        data_hash=role.data_hash,
        program=role.program(),
        model=session.engine.info,
        seed=0,
        machine="a bench, 2 cores",
    )


def number_of(request: ModelRequest) -> int:
    return int(request.messages[-1].content[1:])


def right_but(*wrong: int) -> Script:
    return lambda request: "no" if number_of(request) in wrong else "yes"


class Bench:
    """A project's database, with as many engines in front of it as wanted."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def session(self, script: Script, run_id: str) -> Session:
        host = ScriptedHost(script)
        return self._session(run_id, host)

    def replaying(self, run_id: str) -> Session:
        return self._session(run_id, ReplayHost(LedgerRecording(self.database)))

    def _session(self, run_id: str, host: ScriptedHost | ReplayHost) -> Session:
        engine = Engine(
            hosts=[host],
            ledger=Ledger(self.database),
            clock=FixedClock(),
            retry=RetryPolicy(sleep=lambda _: None),
        )
        return engine.session(run_id=run_id, phase=Phase.BASELINE)

    def baseline(self, role: ScriptedRole, script: Script) -> Baseline:
        session = self.session(script, "capture")
        return capture_baseline(
            role=role,
            program=role.program(),
            session=session,
            fingerprint=fingerprint_of(role, session),
            now=1_700_000_000.0,
        )

    def regress(
        self,
        role: ScriptedRole,
        baseline: Baseline,
        session: Session,
        program: Program | None = None,
    ) -> RegressReport:
        return run_regression(
            role=role,
            program=program or role.program(),
            baseline=baseline,
            fingerprint=fingerprint_of(role, session),
            session=session,
            run=RegressRun(run_id="r1", now=1_700_000_100.0),
            threads=2,
        )

    def verdict(self, before: Script, after: Script, *, count: int = 40) -> RegressReport:
        role = role_of(count)
        baseline = self.baseline(role, before)
        return self.regress(role, baseline, self.session(after, "again"))


@pytest.fixture
def bench(tmp_path: Path) -> Generator[Bench, None, None]:
    database = open_database(tmp_path / "lift.db")
    yield Bench(database)
    database.close()


def test_the_same_answers_are_ok(bench: Bench) -> None:
    report = bench.verdict(right_but(1, 2), right_but(1, 2))

    assert (report.verdict, report.passed) == ("ok", True)
    assert report.sentence == "No example got worse: 95.0% then, 95.0% now on 40 examples."
    assert report.changed == []


def test_a_clear_drop_is_a_regression(bench: Bench) -> None:
    report = bench.verdict(right_but(), right_but(*range(10)))

    assert (report.verdict, report.passed) == ("regression", False)
    assert report.sentence.startswith("The role got worse: 100.0% then, 75.0% now, 95 % interval -")
    assert report.sentence.endswith("10 examples fell.")
    assert [one.id for one in report.changed] == sorted(f"q{n}" for n in range(10))
    assert report.changed[0].feedback == "Wrong."


def test_a_gain_is_ok(bench: Bench) -> None:
    report = bench.verdict(right_but(*range(10)), right_but())

    assert report.verdict == "ok"
    assert report.paired.difference.mean == approx(0.25)


def test_one_example_in_many_is_within_the_tolerance(bench: Bench) -> None:
    report = bench.verdict(right_but(), right_but(7), count=120)

    assert report.verdict == "ok"
    assert "within 5 points" in report.sentence


def test_a_small_drop_on_few_examples_is_not_a_pass(bench: Bench) -> None:
    report = bench.verdict(right_but(), right_but(3, 4), count=20)

    assert (report.verdict, report.passed) == ("inconclusive", False)
    assert "neither shown nor ruled out" in report.sentence


def test_too_few_groups_give_no_verdict(bench: Bench) -> None:
    role = role_of(40, per_group=10)
    baseline = bench.baseline(role, right_but())
    report = bench.regress(role, baseline, bench.session(right_but(*range(40)), "again"))

    assert report.verdict == "inconclusive"
    assert "4 independent groups are too few for a verdict; 6 are needed" in report.sentence


def test_a_run_in_which_everything_failed_is_a_failure(bench: Bench) -> None:
    report = bench.verdict(right_but(*range(40)), lambda _: "crash")

    assert (report.verdict, report.passed) == ("failed", False)
    assert report.sentence == "All 40 examples failed; the first: ValueError: crash"


def test_an_unreachable_model_is_an_error_never_a_pass(bench: Bench) -> None:
    def unreachable(request: ModelRequest) -> str:
        raise TransportError("connection refused")

    with pytest.raises(TransportError):
        bench.verdict(right_but(), unreachable)


def test_an_empty_baseline_is_an_error(bench: Bench) -> None:
    role = role_of(10)
    baseline = replace(bench.baseline(role, right_but()), rollouts=())

    with pytest.raises(DataError, match="examples of its baseline are gone"):
        bench.regress(role, baseline, bench.session(right_but(), "again"))


def test_examples_that_are_gone_are_an_error(bench: Bench) -> None:
    role = role_of(10)
    baseline = bench.baseline(role, right_but())
    shrunk = role_of(8)
    same_hash = replace(
        baseline, fingerprint=replace(baseline.fingerprint, dataset_hash=shrunk.data_hash)
    )

    with pytest.raises(DataError, match="2 of the 10 examples of its baseline are gone"):
        bench.regress(shrunk, same_hash, bench.session(right_but(), "again"))


def test_a_stale_baseline_is_refused_before_anything_is_asked(bench: Bench) -> None:
    baseline = bench.baseline(role_of(10), right_but())
    session = bench.session(right_but(), "again")

    with pytest.raises(BaselineError, match="another dataset"):
        bench.regress(role_of(11), baseline, session)
    assert session.engine.ledger.totals(run="again") == {}


def test_an_optimized_version_is_measured_against_the_same_baseline(bench: Bench) -> None:
    role = role_of(20)
    baseline = bench.baseline(role, right_but(*range(20)))
    clever = ScriptedProgram(texts={"answer": "clever"})

    def answer(request: ModelRequest) -> str:
        return "yes" if "clever" in request.messages[0].content else "no"

    report = bench.regress(role, baseline, bench.session(answer, "again"), clever)

    assert report.paired.difference.mean == 1.0
    assert report.paired.improvement_pct is None


def test_the_baselines_own_calls_answer_a_replay(bench: Bench) -> None:
    role = role_of(12)
    baseline = bench.baseline(role, right_but(5))

    report = bench.regress(role, baseline, bench.replaying("ci"))

    assert report.verdict == "ok"
    assert report.paired.difference.mean == 0
    assert report.paired.latency_increase_pct == 0


def test_a_changed_prompt_misses_in_a_replay(bench: Bench) -> None:
    role = role_of(12)
    baseline = bench.baseline(role, right_but())
    changed = ScriptedProgram(texts={"answer": "Something new."})

    with pytest.raises(ReplayMiss):
        bench.regress(role, baseline, bench.replaying("ci"), changed)


def test_it_is_saved_in_its_published_form(bench: Bench, tmp_path: Path) -> None:
    report = bench.verdict(right_but(), right_but(*range(10)))
    path = tmp_path / "eval" / "regress.json"
    write_regress_report(path, report)
    saved = json.loads(path.read_text())

    jsonschema.validate(saved, json.loads(shipped_schema("regress")))
    assert (saved["schema_version"], saved["verdict"]) == (1, "regression")
    assert saved["times"]["machine"] == "a bench, 2 cores"
    assert RegressReport.model_validate(saved) == report
