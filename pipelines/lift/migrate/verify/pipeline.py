"""Compare two versions of DSPy on a project: rounds of both, in turn, and what they show."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from lift.migrate.probe import Limits, ModuleShape
from lift.migrate.verify.case import Case, smoke_cases
from lift.migrate.verify.costs import Samples, compare_costs
from lift.migrate.verify.model import RealModel
from lift.migrate.verify.modules import find_modules, import_paths
from lift.migrate.verify.outcomes import compare_case, compare_imports, outcome
from lift.migrate.verify.report import CaseOutcome, Cost, Difference, VerifyReport, Weight
from lift.migrate.verify.rounds import Ran, Round, Stage, end_round, run_cases, start_round
from lift.migrate.verify.shapes import Names, compare_modules
from lift.migrate.wire import Endpoint

__all__ = ["Side", "VerifyRequest", "verify"]

_SURE_ROUNDS = 5
_TIMES = frozenset({"s", "ms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A version and the interpreter of its environment."""

    version: str
    python: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """What is compared."""

    root: Path
    """The project."""
    old: Side
    new: Side
    paths: tuple[Path, ...] = ()
    """Modules to import; empty means all that name DSPy."""
    cases: tuple[Case, ...] = ()
    """Empty means smoke cases from the signatures."""
    rounds: int = 3
    """Processes of each version; the first pair is compared, all are measured. At least 2, so that
    a program that varies by itself is seen."""
    repeats: int = 3
    """How often every case runs in each process, for its latency."""
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    """The caller's environment variables."""
    limits: Limits = field(default_factory=Limits)
    model: RealModel | None = None
    """What answers; None means scripted answers, which fit every field asked for."""
    say: Callable[[str], None] = field(default=lambda _: None)


@dataclass(kw_only=True)
class _Run:
    """One side of a comparison while it runs."""

    stage: Stage
    endpoint: Endpoint
    samples: Samples = field(default_factory=Samples)
    rounds: list[Round] = field(default_factory=list[Round])
    ended: dict[str, Ran] = field(default_factory=dict[str, Ran])
    """By case: what ended a process, and is not run again."""


def verify(request: VerifyRequest) -> VerifyReport:
    """Run the project in both versions and return what differs.

    Raises:
        EnvironmentFault: an interpreter cannot be started.
        LiftError: the real model that was asked for does not answer.
    """
    started = time.monotonic()
    paths = import_paths(request.root)
    modules = find_modules(request.root, request.paths)
    cases: tuple[Case, ...] | None = request.cases or None
    if not modules and cases is None:
        return _nothing(request)
    with ExitStack() as stack:
        sides = [
            _Run(
                endpoint=stack.enter_context(Endpoint(answer=request.model)),
                stage=Stage(
                    python=side.python,
                    root=request.root,
                    paths=paths,
                    env=request.env,
                    limits=request.limits,
                    modules=modules,
                    stack=stack,
                    model=request.model,
                ),
            )
            for side in (request.old, request.new)
        ]
        _warm_up(sides, request)
        for number in range(max(request.rounds, 2)):
            group = f"round {number + 1} of {max(request.rounds, 2)}"
            request.say(f"{group}: importing {_counted(len(modules), 'module')}")
            # One side first, then the other: what slows the machine down must hit both alike.
            ordered = sides if number % 2 == 0 else sides[::-1]
            for side in ordered:
                side.rounds.append(start_round(side.stage, side.endpoint, side.samples, group))
            if cases is None:
                cases = _smoke(sides[0].rounds[0].shapes, sides[1].rounds[0].shapes)
            times = _counted(request.repeats, "time")
            request.say(f"{group}: {_counted(len(cases), 'case')}, each {times}")
            for _ in range(request.repeats):
                for side in ordered:
                    _run_once(side, cases, request, group)
            for side in sides:
                _end(side, group)
    return _report(request, sides, cases or (), time.monotonic() - started)


def _run_once(side: _Run, cases: Sequence[Case], request: VerifyRequest, group: str) -> None:
    """Run every case of one side, but what has ended a process before."""
    left = [one for one in cases if one.id not in side.ended]
    ended = run_cases(side.rounds[-1], left, request.root, side.samples, group)
    if request.model is not None and request.model.error is not None:
        raise request.model.error
    for case, ran in ended.items():
        error = ran.reply.error
        why = "" if error is None else error.message
        request.say(f"{case}: {why} ({side.rounds[-1].dspy}); it is not run again")
    side.ended |= ended


def _end(side: _Run, group: str) -> None:
    for case, ran in side.ended.items():
        side.rounds[-1].ran.setdefault(case, [ran])
    end_round(side.rounds[-1], side.samples, group)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _nothing(request: VerifyRequest) -> VerifyReport:
    return VerifyReport(
        old=request.old.version,
        new=request.new.version,
        python_old="",
        python_new="",
        modules=(),
        imported=0,
        programs=0,
        cases=(),
        differences=(),
        costs=(),
        notes=(f"no module in {request.root} names DSPy, and there are no cases",),
        seconds=0.0,
    )


def _warm_up(sides: Sequence[_Run], request: VerifyRequest) -> None:
    """Import DSPy once, so that compiling it to byte code is not measured."""
    for side in sides:
        request.say(f"starting {side.stage.python}")
        round_ = start_round(side.stage, side.endpoint, Samples(), "warm-up")
        round_.session.stop()
        side.endpoint.take()


def _smoke(old: Mapping[str, ModuleShape], new: Mapping[str, ModuleShape]) -> tuple[Case, ...]:
    """Make cases from what works in the old version, else in the new one."""
    return tuple(
        smoke_cases({name: old[name] if old[name].programs else new[name] for name in old})
    )


def _report(
    request: VerifyRequest, sides: Sequence[_Run], cases: Sequence[Case], seconds: float
) -> VerifyReport:
    old, new = sides
    names = Names(old=request.old.version, new=request.new.version)
    outcomes: list[CaseOutcome] = []
    found: list[Difference] = list(
        compare_modules(old.rounds[0].shapes, new.rounds[0].shapes, names)
    )
    found += compare_imports(old.rounds, new.rounds, names)
    for case in cases:
        outcomes.append(outcome(case, old.rounds, new.rounds))
        found += compare_case(case, old.rounds, new.rounds, names)
    costs = compare_costs(old.samples, new.samples)
    return VerifyReport(
        old=names.old,
        new=names.new,
        model=None if request.model is None else request.model.address,
        python_old=old.rounds[0].python,
        python_new=new.rounds[0].python,
        modules=tuple(old.rounds[0].shapes),
        imported=sum(
            one.error is None or new.rounds[0].shapes[name].error is None
            for name, one in old.rounds[0].shapes.items()
        ),
        programs=sum(len(one.programs) for one in old.rounds[0].shapes.values()),
        cases=tuple(outcomes),
        differences=_ordered(found),
        costs=costs,
        notes=(
            *dict.fromkeys(_notes(request, sides, cases, outcomes)),
            *_about_times(request.rounds, costs),
        ),
        seconds=seconds,
    )


def _ordered(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """The weightiest first; the same thing said twice, as for every request, once."""
    weights = list(Weight)
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda one: weights.index(one.weight)))


def _notes(
    request: VerifyRequest,
    sides: Sequence[_Run],
    cases: Sequence[Case],
    outcomes: Sequence[CaseOutcome],
) -> Iterator[str]:
    for side, named in zip(sides, (request.old, request.new), strict=True):
        yield from _notes_of(side.rounds[0], named)
    if request.model is not None:
        asked = _counted(request.model.asked, "different request")
        yield f"{request.model.address} answered {asked}; the same request got the same answer"
    pythons = [side.rounds[0].python for side in sides]
    if pythons[0] != pythons[1]:
        yield f"the environments run Python {' and '.join(pythons)}, which may differ by itself"
    if any(case.smoke for case in cases):
        yield "cases were made from the signatures; --cases FILE gives your own"
    for name, shape in sides[0].rounds[0].shapes.items():
        for attribute, program in shape.programs.items():
            if program.needs:
                needs = ", ".join(program.needs)
                yield f"{name}:{attribute} needs {needs} to be made, so it has no smoke case"
    for one in outcomes:
        if not one.steady:
            yield f"{one.id} does something else every time it runs, so it is not compared"


def _about_times(rounds: int, costs: Sequence[Cost]) -> Iterator[str]:
    if rounds < _SURE_ROUNDS and any(one.regressed and one.unit in _TIMES for one in costs):
        yield (
            f"{rounds} rounds are few to judge times by on a machine with other work; "
            f"look again with --rounds {2 * _SURE_ROUNDS}"
        )


def _notes_of(first: Round, side: Side) -> Iterator[str]:
    if first.dspy != side.version:
        yield f"{side.python} has DSPy {first.dspy}, not {side.version}"
    for reply in (*first.shapes.values(), *(ran[0].reply for ran in first.ran.values())):
        yield from reply.notes
        for address in reply.blocked:
            yield f"{side.version}: a program wanted to reach {address}, which was refused"
