"""GEPA, driven through lift's judge: the same search as `dspy.GEPA`, stopped and journaled by lift.

Works with gepa 0.0.4 (DSPy 3.0.1) and 0.1.4 (DSPy 3.4.1). GEPA catches `Exception` around every
evaluation, and 0.0.4 then loops for ever without counting; so whatever is raised in here leaves as
a `BaseException`, is caught once around `gepa.optimize` and raised again as what it was. GEPA's own
state is lost on the way, which is why the judge keeps the journal.
"""

from __future__ import annotations

import inspect
import logging
import random
import sys
import zlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from lift.adapters.quiet import silence_litellm
from lift.engine.stop import EngineStop
from lift.measure.rollouts import TracedRollout
from lift.optimize.judge import Judge, SearchEnded
from lift.optimize.proposer import ReflectiveExample
from lift.roles.role import Example

silence_litellm()

import gepa  # noqa: E402
from gepa import EvaluationBatch  # noqa: E402

__all__ = ["search_with_gepa"]

_log = logging.getLogger(__name__)

MINIBATCH = 3
MAX_MERGES = 5
PERFECT_SCORE = 1.0
_UNBOUNDED = 10**9
"""GEPA's own cap on metric calls, checked between iterations only; lift's budget ends it before."""
_SWALLOWED = "Exception during optimization"
"""How gepa 0.0.4 logs an exception that it swallows and repeats for ever."""


class _Abort(BaseException):
    """Carries an exception past GEPA's `except Exception`."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def search_with_gepa(*, judge: Judge, seed: int) -> None:
    """Search until the budget or the judge ends it; the result is in the judge's journal.

    Same choices as `dspy.GEPA`: Pareto selection of parents, minibatches of three, components in
    turn, perfect minibatches skipped, up to five merges.

    Args:
        seed: of every random choice; the same answers lead to the same search.

    Raises:
        BudgetExceeded: a cap ended the search; the normal case.
        SearchEnded: there was nothing left to gain, or GEPA itself failed.
        LiftError: from the engine.
    """
    adapter = _JudgeAdapter(judge, random.Random(seed))
    try:
        gepa.optimize(**_arguments(adapter, judge, seed))
    except _Abort as abort:
        raise abort.error from abort
    except EngineStop as stop:
        raise stop.error from stop
    except (AssertionError, IndexError, KeyError, TypeError, ValueError) as error:
        raise _gepa_failed(error) from error
    raise SearchEnded("GEPA has come to its own end")


def _arguments(adapter: _JudgeAdapter, judge: Judge, seed: int) -> dict[str, Any]:
    """Build the call; what only some versions know is left out where it is not known."""
    wanted: dict[str, Any] = {
        "seed_candidate": {_Name(name): text for name, text in judge.seed_instructions.items()},
        "trainset": list(judge.task.train),
        "valset": list(judge.task.val),
        "adapter": adapter,
        "reflection_lm": _never_asked,
        "candidate_selection_strategy": "pareto",
        "skip_perfect_score": True,
        "reflection_minibatch_size": MINIBATCH,
        "perfect_score": PERFECT_SCORE,
        "use_merge": True,
        "max_merge_invocations": MAX_MERGES,
        "max_metric_calls": _UNBOUNDED,
        "logger": _Watchdog(),
        "seed": seed,
    }
    optional: dict[str, Any] = {
        "module_selector": "round_robin",
        "track_best_outputs": False,
        "display_progress_bar": False,
        "raise_on_exception": True,
    }
    known = inspect.signature(gepa.optimize).parameters
    return wanted | {name: value for name, value in optional.items() if name in known}


def _never_asked(_: str) -> str:
    raise AssertionError("the adapter proposes; GEPA does not ask a model itself")


def _gepa_failed(error: BaseException) -> SearchEnded:
    return SearchEnded(f"GEPA itself failed: {type(error).__name__}: {error}")


class _Name(str):
    """A component's name whose hash is the same in every process.

    GEPA's merge walks over a set of names and draws random numbers on the way; with Python's
    randomized hashes a resumed run would merge differently.
    """

    __slots__ = ()

    def __hash__(self) -> int:
        return zlib.crc32(self.encode())

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other) is True

    def __deepcopy__(self, memo: object) -> _Name:
        return self


class _Watchdog:
    """GEPA's logger; ends the search when GEPA swallows an exception of its own."""

    def log(self, message: str) -> None:
        _log.debug("%s", message)
        if _SWALLOWED in message:
            error = sys.exc_info()[1]
            raise _Abort(_gepa_failed(error or RuntimeError(message)))


class _JudgeAdapter:
    """Translates between GEPA's adapter protocol and lift's judge."""

    def __init__(self, judge: Judge, rng: random.Random) -> None:
        self._judge = judge
        self._rng = rng

    def evaluate(
        self,
        batch: Sequence[Example],
        candidate: Mapping[str, str],
        capture_traces: bool = False,  # noqa: FBT001, FBT002 - GEPA's signature
    ) -> Any:
        """Score a candidate; traces come along whether asked for or not."""
        with _unswallowed():
            done = self._judge.evaluate(batch, _plain(candidate))
        return EvaluationBatch(
            outputs=[dict(one.run.outputs) for one in done.traced] or [{} for _ in batch],
            scores=list(done.scores),
            trajectories=list(done.traced) if capture_traces else None,
        )

    def make_reflective_dataset(
        self,
        candidate: Mapping[str, str],  # noqa: ARG002 - GEPA's signature
        eval_batch: Any,
        components_to_update: list[str],
    ) -> dict[str, list[dict[str, Any]]]:
        """Choose the calls to reflect on, in DSPy's form: one per example, drawn at random."""
        traced: Iterable[TracedRollout] = eval_batch.trajectories or ()
        with _unswallowed():
            return {
                name: [_record(one) for one in _reflective_examples(traced, name, self._rng)]
                for name in components_to_update
            }

    def propose_new_texts(
        self,
        candidate: Mapping[str, str],
        reflective_dataset: Mapping[str, Sequence[Mapping[str, Any]]],
        components_to_update: list[str],
    ) -> dict[str, str]:
        """Ask for new instructions; a component whose answer was refused is left out."""
        with _unswallowed():
            current = _plain(candidate)
            for name in components_to_update:
                examples = [_example(record) for record in reflective_dataset.get(name, ())]
                text = self._judge.propose(current, str(name), examples)
                if text is not None:
                    return {name: text}
            return {}


@contextmanager
def _unswallowed() -> Generator[None, None, None]:
    """Let every exception out of GEPA, which would otherwise swallow and repeat it."""
    try:
        yield
    except Exception as error:
        raise _Abort(error) from error


def _plain(candidate: Mapping[str, str]) -> dict[str, str]:
    """Give names their ordinary hash back."""
    return {str.__str__(name): text for name, text in candidate.items()}


def _reflective_examples(
    traced: Iterable[TracedRollout], component: str, rng: random.Random
) -> Iterable[ReflectiveExample]:
    """Yield what a reflection model is shown; a run that never called the predictor is left out."""
    for one in traced:
        steps = [step for step in one.run.trace if step.predictor == component]
        if one.run.error is None and steps:
            step = rng.choice(steps)
            yield ReflectiveExample(
                inputs=step.inputs, outputs=step.outputs, feedback=one.rollout.feedback
            )


def _record(example: ReflectiveExample) -> dict[str, Any]:
    return {
        "Inputs": dict(example.inputs),
        "Generated Outputs": dict(example.outputs),
        "Feedback": example.feedback,
    }


def _example(record: Mapping[str, Any]) -> ReflectiveExample:
    return ReflectiveExample(
        inputs=record["Inputs"], outputs=record["Generated Outputs"], feedback=record["Feedback"]
    )
