"""What a role has beside its sealed split: measured after the proof, reported, no part of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lift.engine.budget import SearchCaps
from lift.engine.replay import LedgerRecording
from lift.engine.request import ModelRequest
from lift.errors import TransportError
from lift.optimize.decision import Outcome
from lift.report.files import load_report
from lift.roles.role import Beside, Example, Split
from lift.testing.question_world import QuestionWorld, learn, questions

COUNT = 20


def by_hand(example: Example) -> Example:
    """The same kind of question from another pen."""
    return replace(
        example,
        id=f"hand {example.id}",
        group=f"hand {example.group}",
        inputs={"question": f"hand {example.inputs['question']}"},
    )


BESIDE = Beside(
    name="questions written by hand",
    examples=tuple(by_hand(one) for one in questions(Split.TEST, COUNT)),
    digest="b" * 64,
)


@pytest.fixture
def world(world: QuestionWorld) -> QuestionWorld:
    world.beside = BESIDE
    return world


def of_hand(request: ModelRequest) -> bool:
    return request.messages[-1].content.startswith("hand")


def test_baseline_and_winner_are_measured_on_it_after_the_proof(world: QuestionWorld) -> None:
    result = world.optimize(threads=4)

    one = result.report.beside
    assert one is not None
    assert (one.name, one.examples, one.groups) == (BESIDE.name, COUNT, COUNT // 2)
    assert (one.baseline.mean, one.winner.mean, one.difference.mean) == (0.25, 1.0, 0.75)
    assert load_report(world.project.report_path) == result.report
    asked = [of_hand(request) for request in world.hosts[0].requests]
    assert asked.count(True) == 2 * COUNT
    assert all(asked[-2 * COUNT :]), "last of all"
    assert result.report.times.phases["proof"].calls == 2 * (40 + COUNT)
    told = "measuring beside it, without a verdict: questions written by hand, 20 examples"
    assert told in world.notes.texts
    assert result.report.options["beside_hash"] == BESIDE.digest


def test_it_decides_nothing(world: QuestionWorld, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The winner does harm there; all but the section and its hash is as without it."""

    def harmful(request: ModelRequest) -> str:
        if of_hand(request):
            return "no" if "rule of" in request.messages[0].content else "yes"
        return learn(request)

    result = world.optimize(harmful)
    without = QuestionWorld(root=tmp_path_factory.mktemp("without")).optimize()

    assert result.report.beside is not None
    assert result.report.beside.difference.mean == -1.0
    assert result.decision == without.decision
    assert result.decision.outcome is Outcome.IMPROVED
    assert result.version is not None
    plain = {"beside": None, "options": without.report.options, "times": without.report.times}
    assert result.report.model_copy(update=plain) == without.report


def test_a_role_without_it_and_a_search_without_a_winner_have_none(world: QuestionWorld) -> None:
    stopped = world.optimize(caps=SearchCaps(max_metric_calls=2))
    assert stopped.decision.outcome is Outcome.STOPPED
    assert stopped.report.beside is None
    assert not any(of_hand(request) for request in world.hosts[0].requests)

    world.beside = None
    plain = world.optimize()
    assert plain.report.paired is not None
    assert plain.report.beside is None
    assert plain.report.options["beside_hash"] is None


def test_any_number_of_threads_reports_the_same(
    world: QuestionWorld, tmp_path_factory: pytest.TempPathFactory
) -> None:
    many = world.optimize(threads=8)
    one = QuestionWorld(root=tmp_path_factory.mktemp("one"), beside=BESIDE).optimize(threads=1)

    assert many.report.beside == one.report.beside


def test_a_replay_gives_the_same(world: QuestionWorld) -> None:
    recorded = world.optimize()

    def nobody(request: ModelRequest) -> str:
        raise AssertionError("a replay asked the model")

    replayed = world.optimize(nobody, replay=LedgerRecording)

    assert recorded.report.beside is not None
    assert replayed.report.comparable() == recorded.report.comparable()


def test_a_run_that_broke_off_in_it_goes_on_there(
    world: QuestionWorld, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = QuestionWorld(root=tmp_path_factory.mktemp("whole"), beside=BESIDE).optimize()
    answered: list[str] = []

    def dying(request: ModelRequest) -> str:
        if of_hand(request):
            if len(answered) == 7:
                raise TransportError("connection refused")
            answered.append(request.key)
        return learn(request)

    with pytest.raises(TransportError, match="connection refused"):
        world.optimize(dying)
    assert not world.project.report_path.exists(), "half a report is none"
    resumed = world.optimize()

    asked = [request.key for request in world.hosts[1].requests]
    assert len(asked) == 2 * COUNT - 7, "the proof and what was answered are in the ledger"
    assert not set(answered) & set(asked)
    assert resumed.report.times.resumed
    assert resumed.report.beside == whole.report.beside
    assert resumed.report.comparable() == whole.report.comparable()
