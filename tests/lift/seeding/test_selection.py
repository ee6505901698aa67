"""Which mutants are tried and kept, and which split a function goes to."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift.roles.role import Split
from lift.seeding.operators import BUG_CLASSES, Mutation
from lift.seeding.scan import SeedFunction
from lift.seeding.selection import Quota, SplitShares, assign_splits, order_candidates
from lift.seeding.splice import list_functions


def function(name: str, *classes: str) -> SeedFunction:
    text = f"def {name}():\n    return 1\n"
    return SeedFunction(
        file="m.py",
        module="m",
        group=f"m.{name}",
        function=list_functions(text)[0],
        module_text=text,
        mutations=tuple(
            Mutation(bug_class=kind, line=2, source=f"def {name}():\n    return {n + 2}\n")
            for n, kind in enumerate(classes)
        ),
    )


SEEDS = [
    function("a", "swap", "swap", "bound"),
    function("b", "swap"),
    function("c", "bound", "swap"),
]


def test_any_beginning_is_spread_over_functions_and_classes() -> None:
    order = order_candidates(SEEDS, seed=3)
    assert {c.seed.group for c in order[:3]} == {"m.a", "m.b", "m.c"}
    first_two = [c.mutation.bug_class for c in order if c.seed.group == "m.a"][:2]
    assert sorted(first_two) == ["bound", "swap"]
    assert len(order) == 6


def test_the_order_depends_on_the_seed_and_ids_do_not() -> None:
    orders = {tuple(c.id for c in order_candidates(SEEDS, seed=seed)) for seed in range(8)}
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1
    assert order_candidates(SEEDS, seed=1) == order_candidates(SEEDS, seed=1)


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        ({}, 6),
        ({"limit": 4}, 4),
        ({"per_class": 1}, 2),
        ({"per_function": 1}, 3),
        ({"per_function": 2, "per_class": 2}, 4),
    ],
)
def test_quotas(limits: dict[str, int], kept: int) -> None:
    quota = Quota(**{"limit": None, "per_class": None, "per_function": None, **limits})
    taken = 0
    for candidate in order_candidates(SEEDS, seed=0):
        if quota.wants(candidate):
            quota.take(candidate)
            taken += 1
    assert taken == kept
    assert quota.full is ("limit" in limits)


def test_splits_come_out_in_their_shares_for_every_class() -> None:
    names = [f"f{n}" for n in range(60)]
    classes = {name: [BUG_CLASSES[n % 4], BUG_CLASSES[n % 3]] for n, name in enumerate(names)}
    splits = assign_splits(classes, shares=SplitShares(train=30, val=20, test=50), seed=1)
    sizes = Counter(splits[name] for name in names for _ in classes[name])
    assert abs(sizes[Split.TRAIN] - 36) <= 4
    assert abs(sizes[Split.TEST] - 60) <= 4
    for kind in BUG_CLASSES[:4]:
        total = sum(found.count(kind) for found in classes.values())
        test = sum(classes[n].count(kind) for n in names if splits[n] is Split.TEST)
        assert abs(test - total / 2) <= 3


@given(
    st.dictionaries(
        st.text(min_size=1), st.lists(st.sampled_from(BUG_CLASSES), min_size=1), max_size=20
    ),
    st.integers(0, 99),
)
def test_every_function_gets_one_split_and_a_share_of_nothing_gets_none(
    classes: dict[str, list[str]], seed: int
) -> None:
    splits = assign_splits(classes, shares=SplitShares(train=1, val=0, test=2), seed=seed)
    assert set(splits) == set(classes)
    assert Split.VAL not in splits.values()
    assert splits == assign_splits(classes, shares=SplitShares(train=1, val=0, test=2), seed=seed)
