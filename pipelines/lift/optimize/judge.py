"""The optimizer's view of the world: it asks for scores and proposals; every answer is journaled.

An optimizer (GEPA today) only sees scores. This class spends the budget, keeps the true scores,
takes candidates over the limits out of the running and checks what a reflection model wrote. It
knows no optimizer; `lift.adapters.gepa_search` translates. Used by one thread; rollouts run in
many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lift.engine.budget import Budget
from lift.errors import BudgetExceeded
from lift.measure.cost_model import CostModel
from lift.measure.results import Rollout
from lift.measure.rollouts import SenderSource, TracedRollout, run_traced
from lift.optimize.gates import cost_of, over_limits, over_limits_early, select
from lift.optimize.journal import Candidate, Journal, Minibatch
from lift.optimize.limits import ResultLimits
from lift.optimize.proposer import Proposer, ReflectiveExample
from lift.optimize.reflection import Reflection, Refused, TokenLimit, check_reflection
from lift.roles.role import Example, Metric, Program

__all__ = ["BARRED", "Evaluation", "Judge", "SearchEnded", "SearchTask"]

BARRED = -1.0
"""Score told to the optimizer for a candidate over the limits: below all others, so that it never
becomes a parent; its true scores are in the journal."""
STALLED_AFTER = 25
"""So many refused answers in a row end the search: the reflection model cannot do it."""
_PAYMENT_MARGIN = 1.1
"""An evaluation begins only when the budget has its expected cost and a tenth more."""


class SearchEnded(Exception):
    """The search has nothing left to gain, though no budget ended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTask:
    """What is searched for and with what."""

    program: Program
    metric: Metric
    train: tuple[Example, ...]
    """Minibatches come from here."""
    val: tuple[Example, ...]
    """Candidates are compared on all of these."""
    reference: tuple[Rollout, ...]
    """The baseline on `val`, same order: the seed's validation, already paid for."""
    cost_model: CostModel
    limits: ResultLimits
    threads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A candidate on a batch, as the optimizer is told."""

    scores: tuple[float, ...]
    """Aligned with the batch; all `BARRED` for a candidate over the limits."""
    traced: tuple[TracedRollout, ...]
    """Likewise; empty where the answer came from the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """The last evaluation, beside which the next one is judged."""

    candidate: int
    example_ids: tuple[str, ...]
    """As `split:id`, because an id is unique within a split only."""
    evaluation: Evaluation

    @property
    def prompt_tokens(self) -> float:
        rollouts = [one.rollout for one in self.evaluation.traced]
        return sum(one.prompt_tokens for one in rollouts) / max(1, len(rollouts))


class Judge:
    """Evaluates candidates and admits proposals for one search."""

    def __init__(
        self,
        *,
        task: SearchTask,
        session: SenderSource,
        proposer: Proposer,
        budget: Budget,
        on_done: Callable[[Rollout], None] = lambda _: None,
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Journal the seed with the baseline's scores.

        Args:
            on_done: called after each scored example, never by two threads at once.
            note: called with events in words.
        """
        self.task = task
        self.journal = Journal()
        self._session = session
        self._proposer = proposer
        self._budget = budget
        self._on_done = on_done
        self._note = note
        self._parent: _Batch | None = None
        self._refused_in_a_row = 0
        self._unlucky: dict[int, frozenset[str]] = {}
        seed = self.journal.add(instructions=task.program.instructions(), parents=(), origin="seed")
        self._validated(seed, task.reference)

    @property
    def seed_instructions(self) -> dict[str, str]:
        """Instructions of the program as it was, by predictor."""
        return dict(self.journal.candidates[0].instructions)

    def evaluate(self, examples: Sequence[Example], instructions: Mapping[str, str]) -> Evaluation:
        """Score a candidate on all of validation, on a part of it, or on a minibatch of train.

        Raises:
            BudgetExceeded: the budget does not cover the whole batch.
            SearchEnded: nothing can become better any more.
            LiftError: from the engine.
        """
        candidate = self.journal.find(instructions) or self._merged(instructions)
        if self._is_validation(examples):
            return self._validate(candidate, examples)
        ids = tuple(f"{example.split.value}:{example.id}" for example in examples)
        last = self._parent
        if last is not None and (last.candidate, last.example_ids) == (candidate.index, ids):
            return last.evaluation
        if candidate.val_scores:
            evaluation = self._plain(candidate, examples)
            self._parent = _Batch(candidate=candidate.index, example_ids=ids, evaluation=evaluation)
            return evaluation
        return self._screen(candidate, examples, ids)

    def propose(
        self,
        instructions: Mapping[str, str],
        component: str,
        examples: Sequence[ReflectiveExample],
    ) -> str | None:
        """Ask for a better instruction of one predictor; None when what came back was refused.

        Raises:
            SearchEnded: too many answers in a row were refused.
            LiftError: from the engine.
        """
        parent = self.journal.find(instructions) or self.journal.candidates[0]
        current = instructions[component]
        text, reason, cleaned = self._draft(current, component, examples)
        wanted = {**instructions, component: text}
        if reason is None:
            reason = self._already_tried(wanted)
        if reason is not None:
            self._refuse(parent.index, component, wanted, reason)
            return None
        self._refused_in_a_row = 0
        added = self.journal.add(
            instructions=wanted,
            parents=(parent.index,),
            origin="reflection",
            component=component,
            cleaned=cleaned,
        )
        self._note(f"candidate {added.index} proposed from {parent.index} ({component})")
        return text

    def _already_tried(self, wanted: Mapping[str, str]) -> str | None:
        """Refuse words that are judged already; bad luck on another minibatch is no judgement."""
        twin = self.journal.find(wanted)
        if twin is None:
            return None
        here = self._parent.example_ids if self._parent is not None else ()
        if twin.index in self._unlucky and self._unlucky[twin.index] != frozenset(here):
            return None
        return f"already tried: the same words as candidate {twin.index}"

    def _draft(
        self, current: str, component: str, examples: Sequence[ReflectiveExample]
    ) -> tuple[str, str | None, tuple[str, ...]]:
        """Return (text, why it is refused or None, what was cleaned)."""
        if not examples:
            return "", "no example of the minibatch shows a call of this predictor", ()
        draft = self._proposer.propose(current=current, examples=examples)
        if draft.problem is not None and draft.finish_reason != "length":
            return draft.text or draft.answer, draft.problem, ()
        verdict = check_reflection(
            Reflection(
                text=draft.text,
                answer=draft.answer,
                finish_reason=draft.finish_reason,
                parent=current,
                question=draft.question,
                shown=draft.shown,
                limit=self._token_limit(component, draft.answer, draft.completion_tokens),
            )
        )
        if isinstance(verdict, Refused):
            return verdict.text or draft.answer, verdict.reason, ()
        return verdict.text, None, verdict.cleaned

    def _token_limit(self, component: str, answer: str, tokens: int) -> TokenLimit | None:
        """Derive the room for an instruction from the limits; None when nothing tells the ratio."""
        if not answer or tokens <= 0 or not self.task.reference:
            return None
        ratio = tokens / len(answer)
        count = len(self.task.reference)
        per_example = sum(one.tokens for one in self.task.reference) / count
        calls = sum(len(one.calls) for one in self.task.reference) / count
        calls_of_component = max(1.0, calls / max(1, len(self.seed_instructions)))
        room = per_example * self.task.limits.tokens_increase_pct / 100 / calls_of_component
        return TokenLimit(
            tokens=len(self.seed_instructions[component]) * ratio + room, tokens_per_char=ratio
        )

    def _refuse(self, parent: int, component: str, wanted: Mapping[str, str], reason: str) -> None:
        self.journal.add(
            instructions=wanted,
            parents=(parent,),
            origin="reflection",
            component=component,
            refused=reason,
        )
        self._note(f"an answer of the reflection model was refused: {reason}")
        self._refused_in_a_row += 1
        if self._refused_in_a_row >= STALLED_AFTER:
            raise SearchEnded(
                f"{STALLED_AFTER} answers of the reflection model in a row were refused, "
                f"the last one because: {reason}"
            )

    def _is_validation(self, examples: Sequence[Example]) -> bool:
        """Tell whether a batch is all of validation; the optimizer hands back our own objects."""
        val = self.task.val
        return len(examples) == len(val) and all(
            one is own for one, own in zip(examples, val, strict=True)
        )

    def _validate(self, candidate: Candidate, examples: Sequence[Example]) -> Evaluation:
        """Score on all of validation; the seed and repetitions come from the journal."""
        if candidate.val_scores:
            self._end_if_perfect()
            return self._told(
                candidate.index, tuple(candidate.val_scores[one.id] for one in examples)
            )
        traced = self._run(candidate, examples)
        self._validated(candidate, [one.rollout for one in traced])
        self._end_if_perfect()
        return self._told(candidate.index, tuple(one.rollout.score for one in traced), traced)

    def _validated(self, candidate: Candidate, rollouts: Sequence[Rollout]) -> None:
        cost = cost_of(rollouts, self.task.reference, self.task.cost_model)
        scores = {one.example_id: one.score for one in rollouts}
        self.journal.note_validation(candidate.index, scores, cost)
        reason = over_limits(cost, self.task.limits) if candidate.index else None
        if reason is not None:
            self.journal.reject(candidate.index, reason)
        score = self.journal.candidates[candidate.index].val_score
        told = f"candidate {candidate.index} validated at {score:.3f}"
        self._note(told if reason is None else f"{told}, but {reason}")

    def _screen(
        self, candidate: Candidate, examples: Sequence[Example], ids: tuple[str, ...]
    ) -> Evaluation:
        """Score a new candidate on a few examples beside its parents; stop it early if possible."""
        evaluation = self._plain(candidate, examples)
        scores = evaluation.scores
        names = tuple(example.id for example in examples)
        before = self._parent_scores(candidate, ids, names)
        self.journal.note_minibatch(
            candidate.index, Minibatch(example_ids=names, parent_scores=before, scores=scores)
        )
        reason = self._too_long(candidate, evaluation, ids)
        merge = candidate.origin == "merge"
        if reason is None and not (
            sum(scores) >= sum(before) if merge else sum(scores) > sum(before)
        ):
            reason = (
                f"no better than its parent on a minibatch of {len(ids)}: "
                f"{sum(scores):.2f} against {sum(before):.2f}"
            )
            self._unlucky[candidate.index] = frozenset(ids)
        if reason is not None:
            self.journal.reject(candidate.index, reason)
            self._note(f"candidate {candidate.index} rejected: {reason}")
        return self._told(candidate.index, scores, evaluation.traced)

    def _too_long(
        self, candidate: Candidate, evaluation: Evaluation, ids: tuple[str, ...]
    ) -> str | None:
        """Check the limits by prompt tokens alone, against the parent on the same examples."""
        parent = self._parent
        if parent is None or parent.example_ids != ids or parent.candidate not in candidate.parents:
            return None
        here = _Batch(candidate=candidate.index, example_ids=ids, evaluation=evaluation)
        cost = self.journal.candidates[parent.candidate].cost
        seed = self.journal.candidates[0].cost
        if cost is None or seed is None:
            return None
        extra = here.prompt_tokens - parent.prompt_tokens + cost.prompt_tokens - seed.prompt_tokens
        return over_limits_early(
            extra_prompt_tokens=extra,
            reference=self.task.reference,
            limits=self.task.limits,
            model=self.task.cost_model,
        )

    def _parent_scores(
        self, candidate: Candidate, ids: tuple[str, ...], names: tuple[str, ...]
    ) -> tuple[float, ...]:
        """Return the scores to beat: the parent's on the minibatch, or a merge's best parent's."""
        parent = self._parent
        if candidate.origin != "merge" and parent is not None and parent.example_ids == ids:
            return parent.evaluation.scores
        known = [self.journal.candidates[index].val_scores for index in candidate.parents]
        totals = [tuple(scores.get(one, 0.0) for one in names) for scores in known]
        return max(totals, key=sum, default=tuple(0.0 for _ in names))

    def _merged(self, instructions: Mapping[str, str]) -> Candidate:
        """Journal a candidate that the optimizer put together from others by itself."""
        parents = {
            next(
                (
                    one.index
                    for one in self.journal.candidates
                    if one.instructions.get(name) == text
                ),
                0,
            )
            for name, text in instructions.items()
        }
        return self.journal.add(
            instructions=instructions, parents=tuple(sorted(parents)), origin="merge"
        )

    def _told(
        self, index: int, scores: tuple[float, ...], traced: tuple[TracedRollout, ...] = ()
    ) -> Evaluation:
        """Say the scores, or `BARRED` for a candidate whose costs forbid it to become a parent."""
        barred = self.journal.candidates[index].reason.startswith("over the limits")
        told = tuple(BARRED for _ in scores) if barred else scores
        return Evaluation(scores=told, traced=traced)

    def _plain(self, candidate: Candidate, examples: Sequence[Example]) -> Evaluation:
        traced = self._run(candidate, examples)
        return Evaluation(scores=tuple(one.rollout.score for one in traced), traced=traced)

    def _run(self, candidate: Candidate, examples: Sequence[Example]) -> tuple[TracedRollout, ...]:
        """Run a batch that the budget covers as a whole."""
        self._check_payable(len(examples))
        self._budget.reserve_metric_call(len(examples))
        return run_traced(
            program=self.task.program.with_instructions(candidate.instructions),
            examples=examples,
            metric=self.task.metric,
            session=self._session,
            threads=self.task.threads,
            rollout="search",
            on_done=self._on_done,
        )

    def _check_payable(self, examples: int) -> None:
        """Refuse a batch that the budget would cut off: half a validation is worth nothing.

        What is expected comes from the baseline, and everything is settled between batches: with
        any number of threads a run ends before the same batch.
        """
        count = max(1, len(self.task.reference))
        expected = {
            "tokens": sum(one.tokens for one in self.task.reference) / count * _PAYMENT_MARGIN,
            "model_calls": sum(len(one.calls) for one in self.task.reference) / count,
        }
        spending = self._budget.spending()
        for kind, per_example in expected.items():
            line = spending[kind]
            needed = per_example * examples
            if line.limit is not None and line.spent + needed > line.limit:
                raise BudgetExceeded(
                    kind=kind,
                    limit=line.limit,
                    spent=line.spent,
                    requested=needed,
                    message=f"{line.spent:,.0f} of {line.limit:,.0f} {kind} are spent, and "
                    f"the next {examples} examples need about {needed:,.0f}",
                )

    def _end_if_perfect(self) -> None:
        best = select(self.journal.candidates)
        if best is not None and best.val_score == 1.0:
            raise SearchEnded(
                f"candidate {best.index} solves every validation example"
                if best.index
                else "the baseline already solves every validation example"
            )
