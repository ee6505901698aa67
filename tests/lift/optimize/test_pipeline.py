"""The whole of `lift optimize`, on the installed DSPy line, with a scripted model."""

from __future__ import annotations

import json

import pytest

from lift.engine.budget import SearchCaps
from lift.engine.replay import LedgerRecording
from lift.engine.request import ModelAnswer, ModelRequest
from lift.errors import DataError, ReplayMiss, TransportError, UsageError
from lift.measure.baseline import load_baseline
from lift.optimize.decision import Outcome
from lift.optimize.limits import ResultLimits
from lift.report.files import load_report
from lift.roles.role import Example, ProgramRun, Score
from lift.rollout.flags import FlagFile
from lift.rollout.versions import VersionStore
from lift.store.database import open_database
from lift.store.records import FlagHistory
from lift.testing.question_world import QuestionWorld, is_reflection, learn, reflection_answer

ROOMY = ResultLimits(tokens_increase_pct=500, latency_increase_pct=500)


def test_finds_the_rules_proves_them_and_makes_the_winner_choosable(world: QuestionWorld) -> None:
    result = world.optimize(threads=4)

    assert result.decision.outcome is Outcome.IMPROVED
    assert result.report.paired is not None
    assert result.report.paired.improvement_pct == pytest.approx(300)
    winner = result.report.candidates[0]
    best = max(result.report.candidates, key=lambda one: one.score or 0)
    assert (winner.status, best.status, best.score) == ("dominated", "selected", 1.0)
    assert load_report(world.project.report_path) == result.report
    assert result.version is not None
    stored = VersionStore(world.project.versions_dir).load(result.version)
    assert stored.meta.decision == "improved"
    assert "rule of kind0" in stored.meta.instructions["answer"]
    flags = FlagFile(world.project.flags_path)
    assert flags.version_for("OPTIMIZE_SCRIPTED") == result.version
    with open_database(world.project.db_path) as database:
        assert len(FlagHistory(database).of_flag("OPTIMIZE_SCRIPTED")) == 1


def test_the_number_of_threads_does_not_change_the_result(
    world: QuestionWorld, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one = world.optimize(threads=1)
    other = QuestionWorld(root=tmp_path_factory.mktemp("eight")).optimize(threads=8)

    assert other.report.comparable() == one.report.comparable()


def test_seeds_differ_in_the_way_but_each_repeats_itself(
    world: QuestionWorld, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def way(seed: int) -> list[tuple[list[str], str]]:
        new = QuestionWorld(root=tmp_path_factory.mktemp(f"seed{seed}"))
        candidates = new.optimize(seed=seed).report.candidates
        return [
            (one.minibatch.example_ids if one.minibatch else [], one.reason) for one in candidates
        ]

    assert way(1) == way(1)
    assert way(1) != way(2)


def test_captures_a_baseline_once_and_a_new_one_when_it_is_stale(world: QuestionWorld) -> None:
    world.optimize()
    first = load_baseline(world.project.baseline_path, "scripted")
    world.optimize(seed=1)
    assert any("using the baseline" in text for text in world.notes.texts)
    assert load_baseline(world.project.baseline_path, "scripted") == first

    world.sizes = (12, 13, 40)
    world.optimize()
    reasons = [text for text in world.notes.texts if text.startswith("capturing")]
    assert "another dataset" in reasons[-1]
    assert len(load_baseline(world.project.baseline_path, "scripted").rollouts) == 13


def test_a_model_that_learns_nothing_is_no_gain_and_leaves_the_sealed_split_alone(
    world: QuestionWorld,
) -> None:
    def stubborn(request: ModelRequest) -> str:

        if is_reflection(request):
            return reflection_answer(
                request, f"Try {len(request.messages[-1].content)} times harder."
            )
        return "yes" if request.messages[-1].content[-1] == "3" else "no"

    result = world.optimize(stubborn, caps=SearchCaps(max_metric_calls=60))

    assert result.decision.outcome is Outcome.NO_GAIN
    assert "None of" in result.decision.sentence
    assert result.report.paired is None
    assert result.version is None
    assert result.report.times.sealed_look is None
    assert not world.project.flags_path.exists()


def test_a_winner_that_does_not_hold_on_the_sealed_split_is_no_gain(world: QuestionWorld) -> None:
    """The rules help where questions are of train and val only."""

    def overfitted(request: ModelRequest) -> str:

        asked = request.messages[-1].content
        if not is_reflection(request) and asked.startswith("test"):
            return "yes" if asked.endswith("3") else "no"
        return learn(request)

    result = world.optimize(overfitted)

    assert result.decision.outcome is Outcome.NO_GAIN
    assert "does not hold" in result.decision.sentence
    assert result.version is not None, "kept for people, without a flag"
    assert not world.project.flags_path.exists()


def test_candidates_over_the_token_limit_are_not_selected_however_well_they_score(
    world: QuestionWorld,
) -> None:
    result = world.optimize(limits=ResultLimits(tokens_increase_pct=1, latency_increase_pct=500))

    assert result.decision.outcome in (Outcome.NO_GAIN, Outcome.STOPPED)
    reasons = [one.reason for one in result.report.candidates if one.status == "rejected"]
    assert any("token" in reason for reason in reasons)
    assert result.report.winner is None


def test_over_the_limits_only_on_the_sealed_split_is_over_limits(world: QuestionWorld) -> None:
    def slow_at_the_end(request: ModelRequest) -> str | ModelAnswer:

        answer = learn(request)
        if is_reflection(request) or not request.messages[-1].content.startswith("test"):
            return answer
        rules = request.messages[0].content.count("rule")
        return ModelAnswer(
            text=answer,
            prompt_tokens=50,
            completion_tokens=5,
            latency_ms=20.0 * (1 + rules),
            finish_reason="stop",
        )

    result = world.optimize(
        slow_at_the_end, limits=ResultLimits(tokens_increase_pct=500, latency_increase_pct=20)
    )

    assert result.decision.outcome is Outcome.OVER_LIMITS
    assert "time (limit +20 %)" in result.decision.sentence


def test_dependency_violations_reject_a_candidate(world: QuestionWorld) -> None:
    def judge(example: Example, run: ProgramRun) -> Score:
        right = run.outputs["answer"] == "yes"
        imports = ("os",) if right and example.id == "val0 kind0" else ()
        feedback = "Right." if right else "Wrong."
        return Score(value=float(right), feedback=feedback, violations=imports)

    world.metric = judge
    result = world.optimize()

    assert result.report.dependency_violations == 0
    assert any("1 dependency violation, at" in one.reason for one in result.report.candidates)
    assert result.report.winner is not None
    assert "kind0" not in result.report.winner.instructions["answer"]


@pytest.mark.parametrize(
    ("caps", "kind"),
    [
        (SearchCaps(max_metric_calls=2), "metric_calls"),
        (SearchCaps(max_model_calls=5), "model_calls"),
        (SearchCaps(max_tokens=300), "tokens"),
        (SearchCaps(max_metric_calls=200, max_wall_s=0.0), "wall_s"),
        (SearchCaps(max_metric_calls=200, max_memory_mb=1.0), "memory_mb"),
    ],
)
def test_each_cap_stops_the_search_in_order(
    world: QuestionWorld, caps: SearchCaps, kind: str
) -> None:
    result = world.optimize(caps=caps)

    assert result.decision.outcome is Outcome.STOPPED
    lines = {**result.report.budgets, **result.report.times.budgets}
    assert lines[kind].verdict in ("reached", "exceeded" if kind == "memory_mb" else "reached")
    assert "stopped before anything beat the baseline" in result.decision.sentence


@pytest.mark.parametrize("threads", [1, 8])
@pytest.mark.parametrize("tokens", [0, 1, 90, 500, 1_500, 4_000, 12_000, 40_000])
def test_the_token_cap_is_never_exceeded_and_the_decision_is_truthful(
    world: QuestionWorld, tokens: int, threads: int
) -> None:
    result = world.optimize(
        caps=SearchCaps(max_tokens=tokens, max_metric_calls=400), threads=threads
    )

    assert result.report.budgets["tokens"].spent <= tokens
    assert result.report.times.phases.get("search") is None or (
        result.report.times.phases["search"].tokens <= tokens
    )
    seed, *others = result.report.candidates
    beaten = any(
        one.status == "selected" and (one.score or 0) > (seed.score or 0) for one in others
    )
    assert (result.decision.outcome is Outcome.IMPROVED) == beaten
    assert (result.decision.outcome is Outcome.STOPPED) == (not beaten)


def test_a_dead_host_is_an_error_and_the_same_command_continues(world: QuestionWorld) -> None:
    answered: list[int] = []

    def dying(request: ModelRequest) -> str:

        answered.append(1)
        if len(answered) > 60:
            raise TransportError("connection refused")
        return learn(request)

    def fail() -> None:
        world.optimize(dying)

    world_error = pytest.raises(TransportError, match="connection refused")
    with world_error:
        fail()
    asked = {request.key for request in world.hosts[0].requests[:60]}

    result = world.optimize()
    again = {request.key for request in world.hosts[1].requests}

    assert result.decision.outcome is Outcome.IMPROVED
    assert result.report.times.resumed
    assert not asked & again, "no answered call is sent again"


def test_a_replay_gives_the_same_report_but_for_times(
    world: QuestionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = world.optimize(threads=4)

    def nobody(request: ModelRequest) -> str:
        raise AssertionError("a replay asked the model")

    replayed = world.optimize(nobody, replay=LedgerRecording)

    assert replayed.report.comparable() == recorded.report.comparable()
    assert replayed.report.times.replayed
    assert replayed.version == recorded.version
    with pytest.raises(ReplayMiss):
        world.optimize(nobody, replay=LedgerRecording, seed=5)


def test_a_failing_metric_ends_in_order(world: QuestionWorld) -> None:
    def broken(example: Example, run: ProgramRun) -> Score:
        raise RuntimeError("no such table")

    world.metric = broken
    result = world.optimize(caps=SearchCaps(max_metric_calls=40))

    assert result.decision.outcome in (Outcome.NO_GAIN, Outcome.STOPPED)


def test_nothing_to_gain_is_said_at_once(world: QuestionWorld) -> None:
    result = world.optimize(lambda request: "yes")

    assert result.decision.outcome is Outcome.NO_GAIN
    assert "already solves every validation example" in result.decision.sentence
    assert result.report.budgets["metric_calls"].spent == 0


def test_too_few_groups_are_inconclusive(world: QuestionWorld) -> None:
    world.sizes = (12, 12, 8)
    result = world.optimize()

    assert result.decision.outcome is Outcome.INCONCLUSIVE
    assert "too few for a verdict" in result.decision.sentence


def test_an_unknown_optimizer_is_refused_before_anything_is_spent(world: QuestionWorld) -> None:
    with pytest.raises(UsageError, match="no optimizer 'mipro'") as caught:
        world.optimize(optimizer="mipro")
    assert caught.value.hint == "use one of: gepa"
    assert not world.hosts[0].requests


def test_an_empty_split_is_refused_before_anything_is_spent(world: QuestionWorld) -> None:
    world.sizes = (12, 12, 0)
    with pytest.raises(DataError, match="no example in the test split"):
        world.optimize()
    assert not world.hosts[0].requests


def test_a_second_winner_is_added_to_the_flag_and_the_default_stays(world: QuestionWorld) -> None:
    first = world.optimize()
    world.sizes = (12, 11, 40)

    def verbose(request: ModelRequest) -> str:
        if is_reflection(request):
            plain = learn(request)
            text = json.loads(plain)["new_instruction"] if plain[0] == "{" else plain.strip("`\n")
            return reflection_answer(request, text + "\nThink well.")
        return learn(request)

    second = world.optimize(verbose)

    assert second.version not in (None, first.version)
    flag = FlagFile(world.project.flags_path).find("OPTIMIZE_SCRIPTED")
    assert flag is not None
    assert set(flag.variants.values()) == {"baseline", first.version, second.version}
    assert flag.variants[flag.default] == first.version
