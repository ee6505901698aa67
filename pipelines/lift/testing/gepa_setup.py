"""A judge on a database of its own, over the scripted questions, for tests of optimizers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lift.adapters.gepa_reflection import NativeProposer
from lift.adapters.gepa_search import search_with_gepa
from lift.engine.budget import Budget, SearchCaps
from lift.engine.gateway import Engine
from lift.engine.ledger import Ledger
from lift.engine.ports import RequestSender
from lift.engine.request import JsonValue, ModelAnswer, ModelRequest, Phase
from lift.errors import LiftError
from lift.measure.cost_model import fit_cost_model
from lift.measure.rollouts import run_rollouts
from lift.optimize.journal import Candidate
from lift.optimize.judge import Judge, SearchEnded, SearchTask
from lift.optimize.limits import ResultLimits
from lift.roles.role import Example, Program, ProgramRun, Score, Split
from lift.store.database import open_database
from lift.testing.clock import FixedClock
from lift.testing.question_world import ROOMY, is_reflection, learn, questions, reflection_answer
from lift.testing.scripted_host import ScriptedHost
from lift.testing.scripted_role import ScriptedProgram, exact_match

__all__ = ["TWO", "GepaSetup", "TwoSteps", "two_rules"]

Script = Callable[[ModelRequest], "str | ModelAnswer"]
TWO = {"first": "Answer the question.", "second": "Be brief."}
"""Instructions of a program with two predictors."""


@dataclass(frozen=True)
class TwoSteps:
    """A program with two predictors that both have a hand in each answer."""

    inner: ScriptedProgram

    def instructions(self) -> dict[str, str]:
        return self.inner.instructions()

    def with_instructions(self, instructions: Mapping[str, str]) -> TwoSteps:
        return TwoSteps(ScriptedProgram(texts={**self.inner.texts, **instructions}))

    def run(self, example: Example, sender: RequestSender) -> ProgramRun:
        run = self.inner.run(example, sender)
        steps = [replace(run.trace[0], predictor=name) for name in self.inner.texts]
        return replace(run, trace=tuple(steps))

    def state(self) -> dict[str, JsonValue]:
        return self.inner.state()


@dataclass
class GepaSetup:
    """A judge with all that it needs, on a database of its own."""

    folder: Path
    script: Script = learn
    caps: SearchCaps = field(default_factory=lambda: SearchCaps(max_metric_calls=150))
    limits: ResultLimits = ROOMY
    threads: int = 1
    texts: Mapping[str, str] = field(default_factory=lambda: {"answer": "Answer the question."})
    metric: Callable[[Example, ProgramRun], Score] = exact_match

    def judge(self) -> Judge:
        clock = FixedClock()
        self.host = ScriptedHost(self.script, context_tokens=100_000)
        engine = Engine(
            hosts=[self.host], ledger=Ledger(open_database(self.folder / "lift.db")), clock=clock
        )
        self.budget = Budget(caps=self.caps, clock=clock)
        session = engine.session(run_id="r", phase=Phase.SEARCH, budget=self.budget)
        self.session = session
        plain = ScriptedProgram(texts=self.texts)
        program: Program = plain if len(self.texts) == 1 else TwoSteps(plain)
        val = questions(Split.VAL, 12)
        reference = run_rollouts(
            program=program,
            examples=val,
            metric=self.metric,
            session=engine.session(run_id="r", phase=Phase.BASELINE),
            rollout="baseline",
        )
        self.host.requests.clear()
        return Judge(
            task=SearchTask(
                program=program,
                metric=self.metric,
                train=questions(Split.TRAIN, 12),
                val=val,
                reference=reference,
                cost_model=fit_cost_model(call for one in reference for call in one.calls),
                limits=self.limits,
                threads=self.threads,
            ),
            session=session,
            proposer=NativeProposer(session),
            budget=self.budget,
        )

    def search(self, seed: int = 0) -> tuple[tuple[Candidate, ...], LiftError | SearchEnded]:
        """Search to the end; return the candidates and what ended it."""
        judge = self.judge()
        try:
            search_with_gepa(judge=judge, seed=seed)
        except (LiftError, SearchEnded) as end:
            return judge.journal.candidates, end
        raise AssertionError("a search always says what ended it")


def two_rules(request: ModelRequest) -> str:
    """Rules help wherever they stand, but the first predictor forgets kind3 when it learns one."""
    text = "\n".join(message.content for message in request.messages)
    if not is_reflection(request):
        kind = text[-1]
        system = request.messages[0].content
        untouched = system.startswith("Answer the question.\nBe brief.")
        right = f"rule of kind{kind}." in system or (kind == "3" and untouched)
        return "yes" if right else "no"
    missed = re.findall(r"(?:train|val)\d+ kind(\d)(?:(?!kind\d).)*?Wrong", text, re.DOTALL)
    known = set(re.findall(r"Obey the rule of kind\d\.", text))
    head = "Be brief." if "Be brief." in text else "Answer the question."
    new = [f"Obey the rule of kind{one}." for one in missed if f"kind{one}." not in "".join(known)]
    return reflection_answer(request, "\n".join([head, *sorted(known), *new[:1]]))
