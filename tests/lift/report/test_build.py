from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lift.engine.ledger import PhaseTotals
from lift.optimize.limits import ResultLimits
from lift.report.build import DEMONSTRATION_NOTICE, ReportInputs, build_report, split_hash
from lift.report.contract import summary
from lift.report.model import EvalReport
from lift.testing.scripted_role import numbered_examples

approx: Callable[..., object] = pytest.approx  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def test_baseline_and_winner_stand_with_their_intervals(report: EvalReport) -> None:
    assert report.winner is not None
    assert report.baseline.sealed is not None
    assert report.winner.sealed is not None
    assert report.baseline.sealed.score.mean == approx(1 / 3)
    assert report.winner.sealed.score.mean == approx(23 / 24)
    assert report.baseline.sealed.score.low < 1 / 3 < report.baseline.sealed.score.high
    assert (report.baseline.validation_score, report.winner.validation_score) == (0.5, 1.0)
    assert report.winner.version == "0123456789abcdef"


def test_the_paired_result_is_that_of_the_proof(report: EvalReport, inputs: ReportInputs) -> None:
    assert report.paired is not None
    assert inputs.proof is not None
    assert report.paired.improvement_pct == inputs.proof.paired.improvement_pct
    assert (report.paired.examples, report.paired.groups) == (24, 12)


def test_what_stands_beside_the_sealed_split_has_intervals_and_no_verdict(
    inputs: ReportInputs, report: EvalReport
) -> None:
    one = report.beside
    assert one is not None
    assert (one.name, one.examples, one.groups) == ("questions of people", 8, 4)
    assert (one.baseline.mean, one.winner.mean) == (approx(3 / 8), approx(7 / 8))
    assert one.difference.mean == approx(4 / 8)
    for interval in (one.baseline, one.winner, one.difference):
        assert interval.low < interval.mean < interval.high
    without = build_report(replace(inputs, beside=None))
    assert without.beside is None
    assert without == report.model_copy(update={"beside": None}), "nothing else depends on it"


def test_every_candidate_is_there_with_its_reason(report: EvalReport) -> None:
    statuses = [(one.id, one.status, one.parents) for one in report.candidates]

    assert statuses == [
        (0, "dominated", []),
        (1, "rejected", [0]),
        (2, "rejected", [0]),
        (3, "selected", [0]),
    ]
    assert all(one.reason for one in report.candidates)
    assert report.candidates[2].modelled_latency_ms == 100
    assert report.candidates[3].cleaned == ["code fence removed"]


def test_refused_reflections_are_listed_by_themselves(report: EvalReport) -> None:
    assert [one.candidate for one in report.reflection_rejections] == [1]
    assert report.reflection_rejections[0].predictor == "answer"
    assert report.reflection_rejections[0].excerpt == "<think> let me see"
    assert "<think>" in report.reflection_rejections[0].reason


def test_budgets_have_verdicts(report: EvalReport) -> None:
    verdicts = {kind: line.verdict for kind, line in report.budgets.items()}

    assert verdicts == {"metric_calls": "within", "model_calls": "within", "tokens": "reached"}
    assert {kind: line.verdict for kind, line in report.times.budgets.items()} == {
        "wall_s": "unlimited",
        "memory_mb": "within",
    }


def test_limits_have_verdicts(report: EvalReport) -> None:
    verdicts = {name: line.verdict for name, line in report.limits.items()}

    assert verdicts == dict.fromkeys(
        [
            "latency_increase_pct",
            "tokens_increase_pct",
            "min_improvement_pct",
            "max_dependency_violations",
        ],
        "held",
    )
    assert report.limits["tokens_increase_pct"].value == approx(100 * 5 / 60)


@pytest.mark.parametrize(
    ("limits", "broken"),
    [
        (ResultLimits(latency_increase_pct=1), "latency_increase_pct"),
        (ResultLimits(tokens_increase_pct=8), "tokens_increase_pct"),
        (ResultLimits(min_improvement_pct=500), "min_improvement_pct"),
    ],
)
def test_a_broken_limit_is_said(inputs: ReportInputs, limits: ResultLimits, broken: str) -> None:
    lines = build_report(replace(inputs, limits=limits)).limits

    assert [name for name, line in lines.items() if line.verdict == "broken"] == [broken]


def test_the_difference_of_the_instructions(report: EvalReport) -> None:
    assert report.diffs[0].unified == (
        "--- baseline/answer\n"
        "+++ winner/answer\n"
        "@@ -1,2 +1,3 @@\n"
        "-Answer the question.\n"
        "+Answer the question with yes.\n"
        " Be brief.\n"
        "+Check <b>twice</b>."
    )


def test_every_example_is_there_with_its_reasoning(report: EvalReport) -> None:
    assert [one.id for one in report.examples] == [f"q{n}" for n in range(24)]
    first = report.examples[0]
    assert (first.baseline.score, first.winner.score) == (1.0, 0.0)
    assert first.winner.outputs == {"reasoning": "I was asked q0.", "answer": "no"}
    assert (first.winner.prompt_tokens, first.winner.latency_ms) == (55, 104.0)


def test_all_that_a_replay_may_change_stands_under_times(inputs: ReportInputs) -> None:
    replayed = replace(
        inputs,
        fingerprint=replace(inputs.fingerprint, machine="another machine"),
        spending={
            **inputs.spending,
            "wall_s": replace(inputs.spending["wall_s"], spent=1.0),
            "memory_mb": replace(inputs.spending["memory_mb"], spent=99.0),
        },
        phases={"proof": PhaseTotals(calls=48, tokens=0, replayed=48)},
        run=replace(
            inputs.run,
            run_id="r-2",
            created=1_800_000_000.0,
            wall_s=2.0,
            sealed_look=9,
            replayed=True,
            resumed=True,
            peak_memory_mb=5.0,
        ),
    )
    first, second = build_report(inputs), build_report(replayed)

    assert first.comparable() == second.comparable()
    assert first.times != second.times
    assert second.times.machine == "another machine"


def test_the_demonstration_model_is_named_for_what_it_is(inputs: ReportInputs) -> None:
    assert build_report(inputs).notice == DEMONSTRATION_NOTICE
    assert build_report(replace(inputs, demonstration=False)).notice is None


def test_splits_are_counted_and_hashed(report: EvalReport) -> None:
    assert {name: (one.examples, one.groups) for name, one in report.splits.items()} == {
        "train": (6, 6),
        "val": (2, 2),
        "test": (24, 12),
    }
    assert len({one.sha256 for one in report.splits.values()}) == 3


def test_a_split_hash_follows_the_content() -> None:
    examples = numbered_examples(3)
    changed = (*examples[:2], replace(examples[2], truth={"answer": "no"}))

    assert split_hash(examples) == split_hash(numbered_examples(3))
    assert len({split_hash(examples), split_hash(changed), split_hash(examples[:2])}) == 3


def test_nothing_is_left_out_when_nothing_was_found(inputs: ReportInputs) -> None:
    stopped = build_report(
        replace(inputs, decision="stopped", winner=None, version=None, proof=None)
    )

    assert stopped.winner is None
    assert stopped.paired is None
    assert (stopped.examples, stopped.diffs, stopped.dependency_violations) == ([], [], 0)
    assert {line.verdict for line in stopped.limits.values()} == {"not_measured"}
    assert stopped.baseline.instructions == {"answer": "Answer the question.\nBe brief."}


def test_a_search_that_proposed_nothing_still_has_a_report(inputs: ReportInputs) -> None:
    empty = build_report(
        replace(inputs, decision="stopped", winner=None, proof=None, candidates=())
    )

    assert (empty.candidates, empty.baseline.instructions) == ([], {})


# --------------------------------------------------------------------------------------- warnings


def test_no_warning_without_cause(report: EvalReport) -> None:
    assert report.warnings == []


def test_groups_in_two_splits_are_warned_of(inputs: ReportInputs) -> None:
    leaking = replace(inputs, splits={**inputs.splits, "train": numbered_examples(2)})

    assert build_report(leaking).warnings == [
        (
            "2 groups of the train split also in the test split (g0, g1): "
            "its examples are not all unseen."
        )
    ]


def test_failures_and_few_groups_are_warned_of(inputs: ReportInputs) -> None:
    assert inputs.proof is not None
    failed = (replace(inputs.proof.winner[0], error="ValueError: x"), *inputs.proof.winner[1:])
    proof = replace(inputs.proof, winner=failed, paired=replace(inputs.proof.paired, groups=4))

    assert build_report(replace(inputs, proof=proof)).warnings == [
        "The sealed split has only 4 independent groups; 6 are needed.",
        "The winner failed on 1 of 24 examples of the proof; the first: ValueError: x",
    ]


# --------------------------------------------------------------------------------------- contract


def test_the_contract_for_scripts(report: EvalReport) -> None:
    short = summary(report, Path("eval/eval_report.json"))

    assert short["decision"] == "improved"
    assert short["improvement_pct"] == approx(187.5)
    assert short["latency_increase_pct"] == approx(3.6, abs=0.5)
    assert short["tokens_increase_pct"] == approx(8.333, abs=0.01)
    assert short["dependency_violations"] == 0
    assert short["budget"] == {
        "tokens": {"limit": 5000, "spent": 4990},
        "model_calls": {"limit": 1500, "spent": 80},
        "metric_calls": {"limit": 600, "spent": 64},
        "wall_s": {"limit": None, "spent": 12.25},
        "memory_mb": {"limit": 2048, "spent": 310.5},
    }
    assert (short["report"], short["run"]) == ("eval/eval_report.json", "r-1")


def test_the_contract_without_a_proof(inputs: ReportInputs) -> None:
    report = build_report(replace(inputs, decision="stopped", winner=None, proof=None))
    short = summary(report, Path("r.json"))

    assert short["improvement_pct"] is None
    assert short["latency_increase_pct"] is None
    assert short["tokens_increase_pct"] is None
    assert short["version"] is None
