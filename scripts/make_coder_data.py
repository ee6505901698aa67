"""Make the coder's shipped tasks from eval/coder/housekit, with lift's own `seed-bugs`.

    PYTHONPATH=pipelines:. python -m scripts.make_coder_data --check

Of all mutants that housekit's tests kill, a balanced part is kept: in each split a bit more than
half are *bound*, which means that the same wrong text has another right one under another house
convention, so that only the conventions tell the repair. Functions written by hand go to a file
of their own. `--check` judges every task's true and buggy function with the shipped metric.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lift.engine.request import JsonValue
from lift.roles.coder import CODER_DATA
from lift.roles.coder_metric import CoderMetric
from lift.roles.dataset import load_dataset
from lift.roles.role import Example, ProgramRun, Split
from lift.seeding.diff import correct_source
from lift.seeding.operators import mutate
from lift.seeding.pipeline import SeedOptions, SeedReport, seed_bugs
from lift.seeding.selection import SplitShares
from lift.store.files import write_atomic
from scripts.model.grammar import build
from scripts.model.houses import OPTIONS, SHIPPED, with_option

PACKAGE: Final = Path(__file__).parent.parent / "eval" / "coder" / "housekit"
SIZES: Final = {Split.TRAIN: 100, Split.VAL: 60, Split.TEST: 220}
BOUND_SHARE: Final = 0.55
PER_FUNCTION: Final = 5
LONGEST_FAILURE: Final = 160
"""Characters; the demonstration model is small."""
_FIRST_SEED: Final = 20_000_000
_SEEDS: Final = 200_000
_HANDWRITTEN: Final = "housekit.handwritten."


@dataclass(frozen=True, slots=True)
class Task:
    """One line that `seed-bugs` made, and whether only a convention tells its repair."""

    line: Mapping[str, JsonValue]
    bound: bool

    @property
    def group(self) -> str:
        return str(self.line["group"])

    @property
    def rule(self) -> str:
        """The convention that the failing test states, where that decides the repair."""
        return str(_table(self.line["truth"])["rule"]) if self.bound else ""

    @property
    def bug_class(self) -> str:
        return str(_table(self.line["truth"])["bug_class"])


def _table(value: JsonValue) -> Mapping[str, JsonValue]:
    assert isinstance(value, Mapping)
    return value


def read_tasks(path: Path, bound: frozenset[str]) -> list[Task]:
    """Tasks whose check is made of calls and whose failure is short enough."""
    lines: list[Mapping[str, JsonValue]] = [
        json.loads(line) for line in path.read_text("utf-8").split("\n") if line
    ]
    return [
        Task(line, str(_table(line["inputs"])["code"]).rstrip() in bound)
        for line in lines
        if _table(_table(line["truth"])["check"])["kind"] == "calls"
        and len(str(_table(line["inputs"])["failure"])) <= LONGEST_FAILURE
    ]


def bound_texts(package: Path) -> frozenset[str]:
    """Wrong texts of housekit's functions that a function under another convention has as well."""
    wanted = {
        ast.get_source_segment(text, node)
        for path in sorted((package / "src" / "housekit").glob("*.py"))
        if path.stem not in ("__init__", "handwritten")
        for text in [path.read_text("utf-8")]
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }
    found: set[str] = set()
    for seed in range(_FIRST_SEED, _FIRST_SEED + _SEEDS):
        function = build(seed, SHIPPED)
        source = function.source.rstrip()
        if source not in wanted:
            continue
        wanted.discard(source)
        for convention in function.conventions:
            for option in OPTIONS[convention]:
                if option != SHIPPED.option(convention):
                    other = build(seed, with_option(SHIPPED, convention, option))
                    found.update(m.source.rstrip() for m in mutate(other.source))
        if not wanted:
            break
    if wanted:
        raise SystemExit(f"{len(wanted)} functions of housekit are not of this grammar")
    return frozenset(found)


def choose(tasks: Sequence[Task], size: int) -> list[Task]:
    """A part with the wanted share of bound tasks; rare rules, classes and functions first."""
    quota = {True: round(size * BOUND_SHARE), False: size - round(size * BOUND_SHARE)}
    chosen: list[Task] = []
    for bound, wanted in quota.items():
        pool = [task for task in tasks if task.bound is bound]
        classes = Counter(task.bug_class for task in chosen)
        groups = Counter(task.group for task in chosen)
        rules: Counter[str] = Counter()
        for _ in range(min(wanted, len(pool))):
            best = min(
                pool,
                key=lambda t: (rules[t.rule], classes[t.bug_class], groups[t.group], t.line["id"]),
            )
            pool.remove(best)
            rules[best.rule] += 1
            classes[best.bug_class] += 1
            groups[best.group] += 1
            chosen.append(best)
    return chosen


def write(path: Path, tasks: Iterable[Task]) -> None:
    """One task per line, by split and id."""
    ranks = {split.value: rank for rank, split in enumerate(Split)}
    ordered = sorted(tasks, key=lambda t: (ranks[str(t.line["split"])], str(t.line["id"])))
    write_atomic(path, "".join(json.dumps(t.line, ensure_ascii=False) + "\n" for t in ordered))


def check(path: Path, threads: int) -> None:
    """Judge the true and the buggy function of every task; leave with a message if one is wrong."""
    metric = CoderMetric(folder=path.parent)

    def judge(example: Example) -> str:
        good = metric(example, _answer(correct_source(str(example.truth["diff"]))))
        bad = metric(example, _answer(str(example.inputs["code"])))
        return "" if (good.value, bad.value) == (1.0, 0.0) else f"{example.id}: {good} {bad}"

    with ThreadPoolExecutor(threads) as pool:
        wrong = [text for text in pool.map(judge, load_dataset(path).examples) if text]
    if wrong:
        raise SystemExit("\n".join([f"{path}: {len(wrong)} tasks are judged wrongly", *wrong[:5]]))


def _answer(code: str) -> ProgramRun:
    return ProgramRun(outputs={"fix": code})


def make(seed: int, python: str, out: Path) -> SeedReport:
    """Every kill, with enough room to choose from."""
    total = sum(SIZES.values())
    train, val, test = (SIZES[split] / total for split in Split)
    return seed_bugs(
        path=PACKAGE,
        out=out,
        python=python,
        seed=seed,
        options=SeedOptions(
            per_function=PER_FUNCTION,
            shares=SplitShares(train=train, val=val, test=test),
            timeout_s=3.0,
        ),
    )


def main() -> None:
    """Make, choose, write, check, and say what came out."""
    parser = argparse.ArgumentParser(description="Make the coder's shipped tasks.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=CODER_DATA)
    parser.add_argument("--kills", type=Path, help="an earlier output of seed-bugs to choose from")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    bound = bound_texts(PACKAGE)
    with tempfile.TemporaryDirectory() as folder:
        kills: Path = options.kills or Path(folder) / "kills.jsonl"
        if options.kills is None:
            make(options.seed, sys.executable, kills)
        tasks = read_tasks(kills, bound)
    by_hand = [task for task in tasks if task.group.startswith(_HANDWRITTEN)]
    rendered = [task for task in tasks if not task.group.startswith(_HANDWRITTEN)]
    chosen = list(
        itertools.chain.from_iterable(
            choose([t for t in rendered if t.line["split"] == split.value], size)
            for split, size in SIZES.items()
        )
    )
    handwritten = options.out.with_name("handwritten.jsonl")
    write(options.out, chosen)
    write(handwritten, [Task({**t.line, "split": "test"}, t.bound) for t in by_hand])
    for split in Split:
        part = [task for task in chosen if task.line["split"] == split.value]
        share = sum(task.bound for task in part) / max(len(part), 1)
        functions = len({task.group for task in part})
        print(f"{split.value}: {len(part)} tasks, {functions} functions, {share:.0%} bound")
        print("  ", dict(Counter(task.bug_class for task in part).most_common()))
    print(f"by hand: {len(by_hand)} tasks of {len({t.group for t in by_hand})} functions")
    if options.check:
        for path in (options.out, handwritten):
            check(path, threads=2)
        print("every true function scores 1, every buggy one 0")


if __name__ == "__main__":
    main()
