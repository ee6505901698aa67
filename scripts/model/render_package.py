"""Render `housekit`, the small package on which the coder of the demonstration is evaluated.

Its functions come from the grammar, all under one house and all of shapes that training never saw.
The tests that a convention decides come first and state the convention in their docstring, in
wordings that training never saw either.

    PYTHONPATH=pipelines python -m scripts.model.render_package
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.model.cases import Case, alternatives, call_text, make_cases, run, same
from scripts.model.grammar import Function, build, is_held_out, shape
from scripts.model.houses import CONVENTIONS, SHIPPED

RULES: Final = {
    "end": "The upper bound is inside.",
    "limit": "The limit itself passes.",
    "ties": "Of ties the last counts.",
    "nothing": "No items gives -1.",
    "division": "A quotient is rounded down.",
    "sign": "A difference is never negative.",
    "scale": "A share is given per 1000.",
}
_MODULES: Final = {
    "end": ("ranges", "Numbers in a row: sums, counts and lists over ranges and slices."),
    "limit": ("limits", "Values on one side of a limit."),
    "ties": ("picks", "The best item of several, and where it stands."),
    "nothing": ("lookups", "Searches that may find nothing."),
    "division": ("quotients", "Averages and parts."),
    "sign": ("gaps", "Differences between values."),
    "scale": ("shares", "Shares of a whole."),
    "": ("plain", "Functions that need no convention."),
}
_FIRST_SEED: Final = 20_000_000
_SEEDS: Final = 40_000  # how many functions are looked at, at most
_CASES: Final = 8
_PER_SHAPE: Final = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """A function of the package and its tests."""

    function: Function
    cases: tuple[Case, ...]


def choose(count: int) -> list[Chosen]:
    """Held-out functions whose tests tell every option of their conventions apart."""
    found: list[Chosen] = []
    names: set[str] = set()
    shapes: Counter[str] = Counter()
    homes: Counter[str] = Counter()
    most = {True: count // 6, False: count // 12}  # per module; fewer of the plain ones
    for seed in range(_FIRST_SEED, _FIRST_SEED + _SEEDS):
        if len(found) == count:
            break
        function = build(seed, SHIPPED)
        home = function.conventions[0] if function.conventions else ""
        full = homes[home] >= most[bool(home)]
        long_enough = function.source.count("\n") >= 4
        if full or not long_enough or function.name in names or not is_held_out(function.source):
            continue
        form = shape(function.source)
        if shapes[form] >= _PER_SHAPE:
            continue
        cases = make_cases(random.Random(seed), function, SHIPPED, count=_CASES)
        if len(cases) < _CASES or not _plain(cases) or not _decisive(function, cases):
            continue
        found.append(Chosen(function, tuple(cases)))
        names.add(function.name)
        shapes[form] += 1
        homes[home] += 1
    return found


def _plain(cases: Sequence[Case]) -> bool:
    """Numbers and collections of numbers only, of which pytest's report is one plain line."""
    texts = [repr(case.want) for case in cases]
    calm = all("'" not in t and "None" not in t and len(t) <= 40 for t in texts)
    return calm and all(len(repr(case.arguments)) <= 60 for case in cases)


def _decisive(function: Function, cases: Sequence[Case]) -> bool:
    """Whether every other option of every convention fails a case that names the convention."""
    return all(
        any(
            case.convention == convention and not same(run(other, case.arguments).value, case.want)
            for case in cases
        )
        for convention in function.conventions
        for other in alternatives(function, SHIPPED, convention)
    )


def render(chosen: Sequence[Chosen], folder: Path) -> None:
    """Write the modules and their tests; files written by hand stay as they are."""
    package, tests = folder / "src" / "housekit", folder / "tests"
    for path in (package, tests):
        path.mkdir(parents=True, exist_ok=True)
    for convention in (*CONVENTIONS, ""):
        module, about = _MODULES[convention]
        own = [c for c in chosen if (c.function.conventions or ("",))[0] == convention]
        own.sort(key=lambda c: c.function.name)
        source = "\n\n\n".join(c.function.source for c in own)
        (package / f"{module}.py").write_text(f'"""{about}"""\n\n\n{source}\n', encoding="utf-8")
        names = "".join(f"    {c.function.name},\n" for c in own)
        head = f"from housekit.{module} import (\n{names})\n"
        body = "\n\n\n".join(_test(c, n) for c in own for n in range(len(c.cases)))
        (tests / f"test_{module}.py").write_text(f"{head}\n\n{body}\n", encoding="utf-8")


def _test(chosen: Chosen, number: int) -> str:
    case, name = chosen.cases[number], chosen.function.name
    lines = [f"def test_{name}_{number + 1}():"]
    if case.convention:
        lines.append(f'    """{RULES[case.convention]}"""')
    lines.append(f"    assert {call_text(name, case.arguments)} == {case.want!r}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Render the package housekit.")
    parser.add_argument("--functions", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=Path("eval/coder/housekit"))
    options = parser.parse_args()
    chosen = choose(options.functions)
    render(chosen, options.folder)
    used = Counter(c for item in chosen for c in item.function.conventions)
    print(f"{len(chosen)} functions; conventions {dict(used)}")


if __name__ == "__main__":
    main()
