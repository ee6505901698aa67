"""Write the planner's dataset: small task lists, free tasks in alphabetical order.

    PYTHONPATH=pipelines python -m scripts.make_planner_data

The order of the house is not the usual one (the order of the list), so that good instructions
have something to tell. No two lists of different splits have the same needs, names apart.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from lift.roles.planner import PLANNER_DATA
from lift.roles.planner_metric import ordered_plan
from lift.store.files import write_atomic

ORDER: Final = "alphabet"
RULE: Final = "Among free tasks go by the alphabet."
SIZES: Final = {"train": 60, "val": 40, "test": 120}
_STEPS: Final = (
    "anchor bake brew carve chart clip dig dust etch fill fold grind hoist iron join knit label "
    "mount nail order peel quilt rinse sand tape tune unpack varnish weigh zip"
).split()


def draw_needs(rng: random.Random) -> dict[str, list[str]]:
    """Three to five tasks, each needing at most two others, never in a circle."""
    names = rng.sample(_STEPS, rng.randint(3, 5))
    hidden = rng.sample(names, len(names))
    return {
        name: [n for n in hidden[: hidden.index(name)] if rng.random() < 0.4][:2] for name in names
    }


def tasks_text(needs: Mapping[str, list[str]]) -> str:
    """One line per task: `a needs b and c`, `a needs nothing`."""
    return "\n".join(f"{name} needs {' and '.join(w) or 'nothing'}" for name, w in needs.items())


def shape(needs: Mapping[str, list[str]], plan: list[str]) -> str:
    """The same for lists that differ in names only: needs and wanted order by place."""
    places = {name: place for place, name in enumerate(needs)}
    wanted = [sorted(places[n] for n in needs[name]) for name in needs]
    return json.dumps([wanted, [places[name] for name in plan]])


def make_lines(seed: int) -> Iterator[dict[str, object]]:
    """Every line of the dataset, split by split."""
    rng = random.Random(seed)
    seen: set[str] = set()
    for split, size in SIZES.items():
        number = 0
        while number < size:
            needs = draw_needs(rng)
            plan = ordered_plan(needs, ORDER)
            form = shape(needs, plan)
            # Half of the lists tell the house's order apart from the order of the list.
            decides = plan != ordered_plan(needs, "listed")
            if form in seen or decides != bool(number % 2):
                continue
            seen.add(form)
            number += 1
            name = f"{split}-{number:03d}"
            yield {
                "schema_version": 1,
                "id": name,
                "split": split,
                "group": name,
                "inputs": {"tasks": tasks_text(needs)},
                "truth": {"order": ORDER, "rule": RULE},
            }


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description="Write the planner's dataset.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=PLANNER_DATA)
    options = parser.parse_args()
    lines = [json.dumps(line) + "\n" for line in make_lines(options.seed)]
    write_atomic(options.out, "".join(lines))


if __name__ == "__main__":
    main()
