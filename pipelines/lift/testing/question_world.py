"""A small world to optimize in: questions of four kinds, rules that answer them, a scripted model.

For tests of the optimizer, in process and in processes of their own that get killed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from lift.engine.budget import SearchCaps
from lift.engine.gateway import Engine
from lift.engine.ledger import Ledger
from lift.engine.replay import Recording
from lift.engine.request import ModelAnswer, ModelRequest
from lift.optimize.limits import ResultLimits
from lift.optimize.observer import Progress
from lift.optimize.pipeline import OptimizeResult, optimize_role
from lift.optimize.plan import OptimizeConfig, OptimizePorts
from lift.optimize.policy import RolePolicy
from lift.project import Project
from lift.roles.role import Beside, Example, Metric, Split
from lift.store.database import Database, open_database
from lift.store.runs import RunStore
from lift.testing.clock import FixedClock
from lift.testing.scripted_host import ScriptedHost
from lift.testing.scripted_role import ScriptedRole, exact_match

__all__ = ["Notes", "QuestionWorld", "is_reflection", "learn", "questions", "reflection_answer"]

KINDS = 4
ROOMY = ResultLimits(tokens_increase_pct=500, latency_increase_pct=500)
Script = Callable[[ModelRequest], "str | ModelAnswer"]


def questions(split: Split, count: int) -> tuple[Example, ...]:
    """Questions of all kinds in turn, two to a group."""
    return tuple(
        Example(
            id=f"{split.value}{number} kind{number % KINDS}",
            group=f"{split.value}{number // 2}",
            split=split,
            inputs={"question": f"{split.value} question {number} of kind{number % KINDS}"},
            truth={"answer": "yes"},
        )
        for number in range(count)
    )


def is_reflection(request: ModelRequest) -> bool:
    """Tell GEPA's question, in either line, from the program's."""
    return len(request.messages) == 1 or "new_instruction" in request.messages[0].content


def reflection_answer(request: ModelRequest, instruction: str) -> str:
    """Write an instruction as the asking line wants it."""
    if len(request.messages) == 1:
        return f"```\n{instruction}\n```"
    return json.dumps({"new_instruction": instruction})


def learn(request: ModelRequest) -> str:
    """Answer by the rules in the instructions; reflect by adding a rule that was missed."""
    text = "\n".join(message.content for message in request.messages)
    if is_reflection(request):
        known = set(re.findall(r"Obey the rule of kind\d\.", text))
        missed = re.findall(r"(?:train|val)\d+ kind(\d)(?:(?!kind\d).)*?Wrong", text, re.DOTALL)
        new = [rule for kind in missed if (rule := f"Obey the rule of kind{kind}.") not in known]
        return reflection_answer(
            request, "\n".join(["Answer the question.", *sorted(known), *new[:1]])
        )
    kind = text[-1]
    return "yes" if kind == "3" or f"rule of kind{kind}." in text else "no"


@dataclass
class Notes:
    """An observer that remembers."""

    texts: list[str] = field(default_factory=list[str])
    best: list[float | None] = field(default_factory=list["float | None"])

    def progress(self, progress: Progress) -> None:
        self.best.append(progress.best_score)

    def note(self, text: str) -> None:
        self.texts.append(text)


@dataclass
class QuestionWorld:
    """A project with its database; each `optimize` is one command given in it."""

    root: Path
    clock: FixedClock = field(default_factory=FixedClock)
    notes: Notes = field(default_factory=Notes)
    sizes: tuple[int, int, int] = (12, 12, 40)
    metric: Metric = exact_match
    beside: Beside | None = None
    hosts: list[ScriptedHost] = field(default_factory=list[ScriptedHost])

    def __post_init__(self) -> None:
        (self.root / "lift.toml").write_text("", encoding="utf-8")
        self.project = Project(root=self.root)

    def role(self) -> ScriptedRole:
        train, val, test = self.sizes
        examples = (
            *questions(Split.TRAIN, train),
            *questions(Split.VAL, val),
            *questions(Split.TEST, test),
        )
        return ScriptedRole(examples, metric=self.metric, beside=self.beside)

    def optimize(
        self,
        script: Script = learn,
        *,
        caps: SearchCaps | None = None,
        limits: ResultLimits = ROOMY,
        replay: Callable[[Database], Recording] | None = None,
        context_tokens: int = 100_000,
        **config: object,
    ) -> OptimizeResult:
        """Run the pipeline with a model that answers by a script."""
        host = ScriptedHost(script, context_tokens=context_tokens)
        self.hosts.append(host)
        policy = RolePolicy(caps=caps or SearchCaps(max_metric_calls=200), limits=limits)
        with open_database(self.project.db_path) as database, RunStore(database) as runs:
            engine = Engine(
                hosts=[host],
                ledger=Ledger(database),
                clock=self.clock,
                replay=None if replay is None else replay(database),
            )
            return optimize_role(
                role=self.role(),
                config=replace(OptimizeConfig(policy=policy), **config),  # type: ignore[arg-type]
                ports=OptimizePorts(
                    project=self.project,
                    database=database,
                    runs=runs,
                    engine=engine,
                    reflection=engine,
                    clock=self.clock,
                    observer=self.notes,
                ),
            )
