"""GEPA of the installed line behind lift's judge: what it asks, and that every stop ends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lift.adapters.gepa_reflection import NativeProposer, has_dspy_proposer
from lift.adapters.gepa_search import search_with_gepa
from lift.engine.budget import SearchCaps
from lift.engine.request import ModelAnswer, ModelRequest
from lift.errors import BudgetExceeded, PromptTooLong, TransportError
from lift.optimize.journal import Verdict
from lift.optimize.judge import STALLED_AFTER, SearchEnded
from lift.optimize.limits import ResultLimits
from lift.optimize.proposer import ReflectiveExample
from lift.roles.role import Example, ProgramRun, Score
from lift.testing.gepa_setup import GepaSetup
from lift.testing.question_world import is_reflection, learn, reflection_answer
from lift.testing.scripted_host import answer_of


@pytest.fixture
def setup(tmp_path: Path) -> GepaSetup:
    return GepaSetup(tmp_path)


def test_it_finds_the_rules_one_after_the_other(setup: GepaSetup) -> None:
    candidates, end = setup.search()

    assert isinstance(end, SearchEnded)
    assert "solves every validation example" in str(end)
    scores = [one.val_score for one in candidates if one.val_scores]
    assert scores == [0.25, 0.5, 0.75, 1.0]
    assert all(one.parents for one in candidates[1:])


@pytest.mark.parametrize("threads", [1, 8])
def test_metric_calls_are_never_exceeded(setup: GepaSetup, threads: int) -> None:
    setup.threads = threads
    for cap in (0, 2, 3, 5, 6, 17, 18, 19):
        setup.caps = SearchCaps(max_metric_calls=cap)
        _, end = setup.search()
        assert isinstance(end, BudgetExceeded)
        assert end.kind == "metric_calls"
        assert setup.budget.spending()["metric_calls"].spent <= cap


def test_a_dead_host_ends_it_with_the_host_s_error(setup: GepaSetup) -> None:
    def dying(request: ModelRequest) -> str:
        if is_reflection(request):
            raise TransportError("connection refused")
        return learn(request)

    setup.script = dying
    candidates, end = setup.search()

    assert isinstance(end, TransportError)
    assert len(candidates) == 1
    assert len(setup.host.requests) < 20


def test_a_host_that_dies_in_an_evaluation_ends_it_too(setup: GepaSetup) -> None:
    def dying(request: ModelRequest) -> str:
        if not is_reflection(request) and request.messages[-1].content.startswith("train"):
            raise TransportError("connection refused")
        return learn(request)

    setup.script = dying
    setup.threads = 4
    _, end = setup.search()

    assert isinstance(end, TransportError)


def test_a_failing_metric_ends_with_the_budget(setup: GepaSetup) -> None:
    def broken(example: Example, run: ProgramRun) -> Score:
        raise RuntimeError("no such table")

    setup.metric = broken
    setup.caps = SearchCaps(max_metric_calls=30)
    candidates, end = setup.search()

    assert isinstance(end, (BudgetExceeded, SearchEnded))
    assert all(not one.val_scores or one.val_score == 0 for one in candidates)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "empty"),
        ("<think>let me see</think> Obey.", "<think>"),
        ("Answer the question.", "identical"),
    ],
)
def test_a_reflection_model_that_never_answers_well_ends_it(
    setup: GepaSetup, answer: str, reason: str
) -> None:
    def useless(request: ModelRequest) -> str:
        return reflection_answer(request, answer) if is_reflection(request) else learn(request)

    setup.script = useless
    setup.caps = SearchCaps(max_metric_calls=1000)
    candidates, end = setup.search()

    assert isinstance(end, SearchEnded)
    assert f"{STALLED_AFTER} answers" in str(end)
    assert len(candidates) == STALLED_AFTER + 1
    if answer or not has_dspy_proposer():
        assert all(reason in one.reason for one in candidates[1:])
    assert all(one.refused for one in candidates[1:])
    spent = setup.budget.spending()["metric_calls"].spent
    assert spent == 3 * STALLED_AFTER, "a refused answer costs no evaluation"


def test_an_answer_that_cannot_be_parsed_is_refused_with_the_reason(setup: GepaSetup) -> None:
    def broken(request: ModelRequest) -> str | ModelAnswer:
        return "certainly! {" if is_reflection(request) else learn(request)

    setup.script = broken
    setup.caps = SearchCaps(max_metric_calls=6)
    candidates, _ = setup.search()

    refused = candidates[1]
    if has_dspy_proposer():
        assert "could not be read" in refused.reason
    assert "certainly!" in refused.instructions["answer"]


def test_an_answer_cut_off_is_refused_as_such(setup: GepaSetup) -> None:
    def cut(request: ModelRequest) -> str | ModelAnswer:
        if not is_reflection(request):
            return learn(request)
        whole = reflection_answer(request, "Obey the rule of kind0.")
        cut_off = answer_of(whole[:-5])
        return ModelAnswer(
            text=cut_off.text,
            prompt_tokens=10,
            completion_tokens=5,
            latency_ms=1.0,
            finish_reason="length",
        )

    setup.script = cut
    setup.caps = SearchCaps(max_metric_calls=6)
    candidates, _ = setup.search()

    assert "cut off at the output limit" in candidates[1].reason


def test_the_question_is_the_line_s_own(setup: GepaSetup) -> None:
    setup.search()
    asked = next(request for request in setup.host.requests if is_reflection(request))
    text = "\n".join(message.content for message in asked.messages)

    assert "I provided an assistant with" in text
    assert "Answer the question." in text
    assert "Wrong." in text
    assert asked.rollout == "reflection"
    roles = [message.role for message in asked.messages]
    assert roles == (["system", "user"] if has_dspy_proposer() else ["user"])


def test_values_are_shortened_on_request_and_when_the_prompt_does_not_fit(setup: GepaSetup) -> None:
    long = ReflectiveExample(
        inputs={"code": "a" * 3000 + "z" * 3000}, outputs={"fix": "short"}, feedback="f" * 300
    )
    seen: list[str] = []

    def small(request: ModelRequest) -> str:
        seen.append("\n".join(message.content for message in request.messages))
        if len(seen[-1]) > 6000:
            raise PromptTooLong("6000 characters at most")
        return reflection_answer(request, "Do better.")

    setup.script = small
    setup.judge()
    session = setup.session
    seen.clear()
    draft = NativeProposer(session, value_chars=100).propose(current="Do.", examples=[long])
    assert draft.text == "Do better."
    assert "a" * 60 + " ... " + "z" * 35 in seen[-1]
    assert "f" * 300 in seen[-1]

    seen.clear()
    draft = NativeProposer(session).propose(current="Do.", examples=[long])
    assert draft.text == "Do better."
    assert "a" * 1200 + " ... " + "z" * 795 in seen[-1]

    setup.script = lambda request: "never"
    huge = ReflectiveExample(inputs={}, outputs={}, feedback="f" * 9000)
    draft = NativeProposer(session).propose(current="Do.", examples=[huge])
    assert draft.problem is not None
    assert "does not fit" in draft.problem


def test_a_failure_inside_gepa_ends_it_instead_of_repeating_for_ever(
    setup: GepaSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gepa.strategies.batch_sampler as samplers

    def fail(*_: object) -> list[int]:
        raise AssertionError("ids ran out")

    for name in ("next_minibatch_indices", "next_minibatch_ids"):
        if hasattr(samplers.EpochShuffledBatchSampler, name):
            monkeypatch.setattr(samplers.EpochShuffledBatchSampler, name, fail)
    _, end = setup.search()

    assert isinstance(end, SearchEnded)
    assert "GEPA itself failed: AssertionError: ids ran out" in str(end)


def test_a_programming_error_of_ours_comes_out_as_it_is(
    setup: GepaSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    judge = setup.judge()
    monkeypatch.setattr(judge, "evaluate", fail)
    with pytest.raises(ZeroDivisionError):
        search_with_gepa(judge=judge, seed=0)


def test_control_c_comes_out_as_it_is(setup: GepaSetup) -> None:
    def interrupted(request: ModelRequest) -> str:
        if is_reflection(request):
            raise KeyboardInterrupt
        return learn(request)

    setup.script = interrupted
    judge = setup.judge()
    with pytest.raises(KeyboardInterrupt):
        search_with_gepa(judge=judge, seed=0)


def test_an_over_limit_candidate_never_becomes_a_parent(setup: GepaSetup) -> None:
    """The best rules come with a text that is far too long."""

    def verbose(request: ModelRequest) -> str:
        if not is_reflection(request):
            return learn(request)
        number = len(request.messages[-1].content)
        return reflection_answer(
            request, f"Answer. Obey the rule of kind0.\n{'Take care. ' * 30}{number}"
        )

    setup.script = verbose
    setup.limits = ResultLimits(tokens_increase_pct=500, latency_increase_pct=20)
    setup.caps = SearchCaps(max_metric_calls=90)
    candidates, _ = setup.search()

    barred = [one for one in candidates if one.reason.startswith("over the limits")]
    assert barred
    assert all(one.verdict is Verdict.REJECTED for one in barred)
    parents = {parent for one in candidates for parent in one.parents}
    assert parents == {0}


def test_bad_luck_on_one_minibatch_is_no_judgement(setup: GepaSetup) -> None:
    """The rule of kind1 helps only where such questions are; it may be proposed again elsewhere."""

    def single(request: ModelRequest) -> str:
        if is_reflection(request):
            return reflection_answer(request, "Answer. Obey the rule of kind1.")
        return learn(request)

    setup.script = single
    setup.caps = SearchCaps(max_metric_calls=120)
    tries = 0
    for seed in range(6):
        candidates, _ = setup.search(seed)
        same = [one for one in candidates[1:] if not one.refused]
        tries = max(tries, len(same))
        validated = [one for one in same if one.val_scores]
        assert len(validated) <= 1, "words that were validated are not validated again"
        judged = [one.minibatch for one in same if one.minibatch is not None]
        assert len({frozenset(one.example_ids) for one in judged}) == len(judged)
    assert tries > 1


MERGING = """
import sys
from pathlib import Path
from lift.engine.budget import SearchCaps
from lift.testing.gepa_setup import TWO, GepaSetup, two_rules
setup = GepaSetup(Path(sys.argv[1]), script=two_rules, texts=TWO)
setup.caps = SearchCaps(max_metric_calls=400)
candidates, end = setup.search(seed=int(sys.argv[2]))
print([(c.origin, c.parents, sorted(c.instructions.items()), c.val_score) for c in candidates], end)
"""


def test_a_multi_predictor_search_is_the_same_in_every_process(tmp_path: Path) -> None:
    """GEPA's merge walks over a set of names, whose order Python randomizes from run to run."""
    outputs: list[str] = []
    for hash_seed in ("1", "2"):
        folder = tmp_path / hash_seed
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", MERGING, str(folder), "1"],
            env=dict(os.environ)
            | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        outputs.append(done.stdout)
    assert len(set(outputs)) == 1
    assert "merge" in outputs[0]


def test_a_set_of_component_names_has_the_same_order_in_every_process() -> None:
    code = (
        "from lift.adapters.gepa_search import _Name\n"
        "print(list({_Name(name) for name in 'plan.predict draft.predict check code'.split()}))\n"
        "assert {_Name('code'): 1} == {'code': 1} or hash('code') != hash(_Name('code'))\n"
        "assert _Name('code') == 'code'\n"
    )
    orders = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=dict(os.environ)
            | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(orders) == 1
