"""Run a project in one version, from the start of a process to its end, and note what happens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from lift.migrate.probe import CaseRun, Limits, ModuleShape, Session
from lift.migrate.probe.reply import Reply
from lift.migrate.verify.case import Case
from lift.migrate.verify.costs import Samples
from lift.migrate.verify.modules import ProjectModule
from lift.migrate.wire import Endpoint, Exchange, FieldAnswers, Script

__all__ = ["Ran", "Round", "Stage", "end_round", "run_cases", "start_round"]


_ENDINGS = frozenset({"Died", "Timeout"})
"""Errors with which the process of a round ends; those of a program have places in its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A case, once."""

    reply: Reply
    requests: tuple[Exchange, ...]

    @property
    def outputs(self) -> str:
        """What came out, as text that can be compared."""
        if isinstance(self.reply, CaseRun):
            return json.dumps(self.reply.outputs, indent=2, sort_keys=True, ensure_ascii=False)
        return self.reply.printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One version with the project in it."""

    python: Path
    root: Path
    paths: Sequence[Path]
    env: Mapping[str, str]
    limits: Limits
    modules: Sequence[ProjectModule]
    stack: ExitStack
    """Ends every process, whatever happens."""
    model: Script | None = None
    """Answers in place of scripted values."""


@dataclass(kw_only=True)
class Round:
    """A process of one version: what its modules look like and what the cases did."""

    session: Session
    endpoint: Endpoint
    model: Script | None = None
    dspy: str = ""
    python: str = ""
    shapes: dict[str, ModuleShape] = field(default_factory=dict[str, ModuleShape])
    at_import: dict[str, tuple[Exchange, ...]] = field(
        default_factory=dict[str, "tuple[Exchange, ...]"]
    )
    """By module: what it asked of the model while it was imported."""
    ran: dict[str, list[Ran]] = field(default_factory=dict[str, "list[Ran]"])
    """By the id of the case, one for every repeat."""


def start_round(stage: Stage, endpoint: Endpoint, samples: Samples, group: str) -> Round:
    """Start a process, import DSPy and then every module of the project."""
    session = Session(
        python=stage.python,
        port=endpoint.port,
        root=stage.root,
        paths=stage.paths,
        env=stage.env,
        limits=stage.limits,
    )
    stage.stack.callback(session.stop)
    found = Round(session=session, endpoint=endpoint, model=stage.model)
    greeting = session.start()
    found.dspy, found.python = greeting.dspy, greeting.python
    samples.add("import", greeting.seconds, round_=group)
    total = 0.0
    for module in stage.modules:
        endpoint.take()
        shape = session.describe(module.name, module.path)
        found.shapes[module.name] = shape
        found.at_import[module.name] = endpoint.take()
        total += shape.seconds
    if stage.modules:
        samples.add("start of the project", greeting.seconds + total, round_=group)
    return found


def run_cases(
    round_: Round, cases: Sequence[Case], root: Path, samples: Samples, group: str
) -> dict[str, Ran]:
    """Run every case once more in the process of a round.

    Returns:
        By case: what ended the process. It is started anew, which takes seconds, and a case that
        hangs takes all the time it may; so nobody should run these again.
    """
    ended: dict[str, Ran] = {}
    for case in cases:
        ran = _run(round_, case, root)
        round_.ran.setdefault(case.id, []).append(ran)
        if ran.reply.error is None:
            _note_costs(samples, case.id, ran, group)
        elif ran.reply.error.type in _ENDINGS and not ran.reply.error.places:
            ended[case.id] = ran
    return ended


def end_round(round_: Round, samples: Samples, group: str) -> None:
    """End the process and note the most memory that it had."""
    seen = [shape.memory_mb for shape in round_.shapes.values()]
    seen += [ran.reply.memory_mb for runs in round_.ran.values() for ran in runs]
    if any(seen):
        samples.add("peak memory", max(seen), round_=group)
    round_.session.stop()


def _run(round_: Round, case: Case, root: Path) -> Ran:
    round_.endpoint.answer = round_.model or FieldAnswers(values=case.answers)
    round_.endpoint.take()
    if case.script is not None:
        reply: Reply = round_.session.run_script(root / case.script, case.argv)
    else:
        reply = round_.session.run_case(
            case.program or "", case.inputs, metric=case.metric, expected=case.expected
        )
    return Ran(reply=reply, requests=round_.endpoint.take())


def _note_costs(samples: Samples, case: str, ran: Ran, group: str) -> None:
    costs = {
        "requests": len(ran.requests),
        "prompt tokens": sum(one.prompt_tokens for one in ran.requests),
        "completion tokens": sum(one.completion_tokens for one in ran.requests),
    }
    if isinstance(ran.reply, CaseRun):
        samples.add("latency", ran.reply.seconds * 1000, round_=group, case=case)
    for name, value in costs.items():
        samples.add(name, value, round_=group, case=case)
