"""A report made from a real proof through the real engine, and its variations."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lift.engine.budget import Spending
from lift.engine.gateway import Engine
from lift.engine.ledger import Ledger
from lift.engine.request import ModelAnswer, ModelRequest, Phase
from lift.measure.fingerprint import make_fingerprint
from lift.measure.interleave import PairMeasurement, measure_pair
from lift.optimize.journal import Candidate, CandidateCost, Minibatch, Verdict
from lift.optimize.limits import ResultLimits
from lift.report.beside import BesidePair
from lift.report.build import ReportInputs, RunFacts, build_report
from lift.report.model import EvalReport
from lift.roles.role import Example, Split
from lift.store.database import open_database
from lift.testing import FixedClock, ScriptedHost
from lift.testing.scripted_role import ScriptedProgram, exact_match, numbered_examples

BEFORE = "Answer the question.\nBe brief."
AFTER = "Answer the question with yes.\nBe brief.\nCheck <b>twice</b>."
BASELINE = ScriptedProgram(texts={"answer": BEFORE})
WINNER = ScriptedProgram(texts={"answer": AFTER})
TESTED = numbered_examples(24, split=Split.TEST, per_group=2)


def answer(request: ModelRequest) -> ModelAnswer:
    """The baseline is right on every third example, the winner on all but the first."""
    number = int(request.messages[-1].content[1:])
    clever = "yes" in request.messages[0].content
    right = number > 0 if clever else number % 3 == 0
    return ModelAnswer(
        text="yes" if right else "no",
        prompt_tokens=55 if clever else 50,
        completion_tokens=10,
        latency_ms=(104.0 if clever else 100.0) + number,
        finish_reason="stop",
    )


def measured(tmp_path: Path, examples: tuple[Example, ...]) -> PairMeasurement:
    with open_database(tmp_path / "lift.db") as database:
        host = ScriptedHost(answer)
        engine = Engine(hosts=[host], ledger=Ledger(database), clock=FixedClock())
        return measure_pair(
            baseline=BASELINE,
            winner=WINNER,
            examples=examples,
            metric=exact_match,
            session=engine.session(run_id="r", phase=Phase.PROOF),
            seed=0,
        )


@pytest.fixture
def proof(tmp_path: Path) -> PairMeasurement:
    return measured(tmp_path, TESTED)


@pytest.fixture
def beside(tmp_path: Path) -> BesidePair:
    """The first eight again, as if they were of another origin."""
    return BesidePair(name="questions of people", pair=measured(tmp_path, TESTED[:8]))


COST = CandidateCost(
    prompt_tokens=50,
    tokens=60,
    latency_ms=100,
    tokens_increase_pct=0,
    latency_increase_pct=0,
    violations=0,
)


def candidates() -> tuple[Candidate, ...]:
    """The program as it was, one that was refused, one too slow, one that won."""
    return (
        Candidate(
            index=0,
            parents=(),
            origin="seed",
            instructions=BASELINE.texts,
            val_scores={"v0": 0.0, "v1": 1.0},
            cost=COST,
            verdict=Verdict.DOMINATED,
            reason="candidate 3 is better",
        ),
        Candidate(
            index=1,
            parents=(0,),
            origin="reflection",
            instructions={"answer": "<think> let me see"},
            component="answer",
            refused=True,
            verdict=Verdict.REJECTED,
            reason="the answer still has the model's <think> text in it",
        ),
        Candidate(
            index=2,
            parents=(0,),
            origin="reflection",
            instructions={"answer": "Answer at very great length."},
            component="answer",
            minibatch=Minibatch(example_ids=("t0",), parent_scores=(0.0,), scores=(1.0,)),
            val_scores={"v0": 1.0, "v1": 1.0},
            cost=replace(COST, tokens=90, tokens_increase_pct=50, latency_increase_pct=31.5),
            verdict=Verdict.REJECTED,
            reason="50.0 % more tokens than the baseline, the limit is 25 %",
        ),
        Candidate(
            index=3,
            parents=(0,),
            origin="reflection",
            instructions=WINNER.texts,
            component="answer",
            cleaned=("code fence removed",),
            minibatch=Minibatch(example_ids=("t0",), parent_scores=(0.0,), scores=(1.0,)),
            val_scores={"v0": 1.0, "v1": 1.0},
            cost=replace(COST, tokens=65, tokens_increase_pct=8.3, latency_increase_pct=4.0),
            verdict=Verdict.SELECTED,
            reason="best admissible validation score",
        ),
    )


@pytest.fixture
def inputs(proof: PairMeasurement, beside: BesidePair) -> ReportInputs:
    found = candidates()
    examples = {
        "train": tuple(replace(one, group=f"t-{one.group}") for one in numbered_examples(6)),
        "val": tuple(replace(one, group=f"v-{one.group}") for one in numbered_examples(2)),
        "test": TESTED,
    }
    return ReportInputs(
        decision="improved",
        sentence="The winner is better on the sealed split.",
        fingerprint=replace(
            make_fingerprint(
                role="coder",
                data_hash="d" * 64,
                program=BASELINE,
                model=ScriptedHost(address="builtin", digest="a" * 64).info(),
                seed=7,
                machine="a bench, 2 cores",
            ),
            lift="0.1.0",
            dspy="3.4.1",
            python="3.11.7",
        ),
        demonstration=True,
        optimizer="gepa",
        reflection_model="builtin",
        options={"threads": 4, "model": "builtin"},
        splits=examples,
        spending={
            "metric_calls": Spending(limit=600, spent=64),
            "model_calls": Spending(limit=1500, spent=80),
            "tokens": Spending(limit=5000, spent=4990),
            "wall_s": Spending(limit=None, spent=12.25),
            "memory_mb": Spending(limit=2048, spent=310.5),
        },
        ended_by="tokens",
        phases={},
        limits=ResultLimits(),
        candidates=found,
        winner=found[3],
        version="0123456789abcdef",
        proof=proof,
        beside=beside,
        run=RunFacts(run_id="r-1", created=1_700_000_000.0, wall_s=61.5, sealed_look=3),
    )


@pytest.fixture
def report(inputs: ReportInputs) -> EvalReport:
    return build_report(inputs)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare with a file under golden/; `UPDATE_GOLDEN=1 pytest tests/lift/report` writes them."""
    folder = Path(__file__).parent / "golden"

    def check(name: str, text: str) -> None:
        path = folder / name
        if os.environ.get("UPDATE_GOLDEN"):
            folder.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check
