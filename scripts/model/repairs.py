"""Repair tasks: a correct function, one bug made by lift's own operators, the failing test.

They are drawn once, by several processes, and written to a file; the prompts around them are drawn
while training.
"""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from lift.seeding.operators import Mutation, mutate
from scripts.model.cases import Case, failure_text, first_failure, make_cases
from scripts.model.grammar import Function, build, is_held_out, may_train
from scripts.model.houses import OPTIONS, SHIPPED, House, draw_house, with_option

_PER_FUNCTION: Final = 5
EVALUATION_SEEDS: Final = 10_000_000  # functions of the evaluation are numbered from here


@dataclass(frozen=True, kw_only=True, slots=True)
class Repair:
    """One task. `convention` and `option` are set where only a house rule tells the repair."""

    seed: int
    name: str
    good: str
    bad: str
    bug_class: str
    failure: str
    convention: str
    option: str
    used: tuple[tuple[str, str], ...]


def make_repairs(
    seed: int, house: House, rng: random.Random
) -> Iterator[tuple[Repair, list[Case]]]:
    """A few tasks over the function number `seed`, about half of them bound to a convention."""
    function = build(seed, house)
    cases = make_cases(rng, function, house, count=8)
    if len(cases) < 4:
        return
    bound = _bound_mutants(function, house)
    mutants = list(mutate(function.source))
    for mutation in _choose(rng, mutants, bound):
        failing = first_failure(mutation.source, function.name, cases)
        if failing is None:
            continue
        text = failure_text(function.name, *failing)
        if len(text) > 160:
            continue
        convention = bound.get(mutation.source, "")
        yield (
            Repair(
                seed=seed,
                name=function.name,
                good=function.source,
                bad=mutation.source,
                bug_class=mutation.bug_class,
                failure=text,
                convention=convention,
                option=house.option(convention) if convention else "",
                used=tuple((c, house.option(c)) for c in function.conventions),
            ),
            cases,
        )


def _bound_mutants(function: Function, house: House) -> dict[str, str]:
    """Wrong texts that the function under another option has as well, with the convention."""
    found: dict[str, str] = {}
    for convention in function.conventions:
        for option in OPTIONS[convention]:
            if option != house.option(convention):
                other = build(function.seed, with_option(house, convention, option))
                found.update((m.source, convention) for m in mutate(other.source))
    return found


def _choose(rng: random.Random, mutants: list[Mutation], bound: dict[str, str]) -> list[Mutation]:
    """Half from the convention-bound ones; among the others every bug class the same chance."""
    tied = [m for m in mutants if m.source in bound]
    free = [m for m in mutants if m.source not in bound]
    rng.shuffle(tied)
    chosen = _spread(tied, lambda m: bound[m.source], _PER_FUNCTION // 2 + rng.randint(0, 1))
    rng.shuffle(free)
    return chosen + _spread(free, lambda m: m.bug_class, _PER_FUNCTION - len(chosen))


def _spread(mutants: list[Mutation], group: object, count: int) -> list[Mutation]:
    """At most `count`, taking the groups in turn."""
    groups: dict[str, list[Mutation]] = {}
    for mutant in mutants:
        groups.setdefault(group(mutant), []).append(mutant)  # type: ignore[operator]
    chosen: list[Mutation] = []
    while len(chosen) < count and any(groups.values()):
        chosen += [members.pop() for members in groups.values() if members]
    return chosen[:count]


def training_repairs(seeds: range) -> Iterator[Repair]:
    """Tasks whose functions' shapes are not held out, under houses of every kind."""
    for seed in seeds:
        rng = random.Random(seed * 7 + 1)
        house = draw_house(rng, usual=0.5)
        if may_train(build(seed, house)):
            for repair, _ in make_repairs(seed, house, rng):
                yield repair


def evaluation_repairs(count: int, *, house: House = SHIPPED) -> list[tuple[Repair, list[Case]]]:
    """Tasks over held-out shapes: up to two per function, one of them convention-bound."""
    found: list[tuple[Repair, list[Case]]] = []
    seed = EVALUATION_SEEDS
    while len(found) < count:
        seed += 1
        if not is_held_out(build(seed, house).source):
            continue
        tasks = list(make_repairs(seed, house, random.Random(seed)))
        tied = [t for t in tasks if t[0].convention][:1]
        found += tied + [t for t in tasks if not t[0].convention][:1]
    return found[:count]


def write_corpus(path: Path, *, functions: int, processes: int, first: int = 0) -> int:
    """Draw the training tasks of `functions` functions; how many tasks were written."""
    step = 250
    jobs = [
        range(start, min(start + step, first + functions))
        for start in range(first, first + functions, step)
    ]
    written = 0
    with multiprocessing.Pool(processes) as pool, path.open("w", encoding="utf-8") as file:
        for block in pool.imap(_block, jobs):
            for line in block:
                file.write(line + "\n")
                written += 1
    return written


def _block(seeds: range) -> list[str]:
    return [json.dumps(asdict(repair)) for repair in training_repairs(seeds)]


def read_corpus(path: Path) -> list[Repair]:
    with path.open(encoding="utf-8") as file:
        return [_from_line(line) for line in file]


def _from_line(line: str) -> Repair:
    values = json.loads(line)
    values["used"] = tuple((convention, option) for convention, option in values["used"])
    return Repair(**values)
