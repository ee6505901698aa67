from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from statistics import mean, median, stdev

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special

from lift.measure.stats import (
    LEVEL,
    MIN_GROUPS,
    ClusteredMean,
    clustered_mean,
    cohens_d,
    median_ratio,
    p_value,
    percentile,
    smallest_detectable,
    unseen_share,
)

approx: Callable[..., object] = pytest.approx  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

SCORES = st.floats(-1, 1, allow_nan=False).map(lambda value: round(value, 3))
SAMPLES = st.lists(SCORES, min_size=2, max_size=30)
CLUSTERED = st.lists(st.tuples(SCORES, st.sampled_from("abcdefgh")), min_size=2, max_size=40)


def singles(values: Sequence[float]) -> ClusteredMean:
    """Every value a group of its own."""
    return clustered_mean(values, [str(number) for number in range(len(values))])


# ------------------------------------------------------------------------- means and their errors


@given(SAMPLES)
def test_ungrouped_error_is_that_of_the_ordinary_mean(values: list[float]) -> None:
    found = singles(values)

    assert found.mean == approx(mean(values))
    assert found.standard_error == approx(stdev(values) / math.sqrt(len(values)), abs=1e-9)


@given(st.lists(st.lists(SCORES, min_size=3, max_size=3), min_size=2, max_size=12))
def test_groups_of_one_size_give_the_t_test_over_group_means(groups: list[list[float]]) -> None:
    values = [value for group in groups for value in group]
    names = [str(number) for number, group in enumerate(groups) for _ in group]
    means = [mean(group) for group in groups]

    found = clustered_mean(values, names)

    assert found.mean == approx(mean(means), abs=1e-12)
    assert found.standard_error == approx(stdev(means) / math.sqrt(len(means)), rel=1e-6, abs=1e-9)


@given(CLUSTERED)
def test_the_error_equals_a_brute_force_sandwich(pairs: list[tuple[float, str]]) -> None:
    """The cluster-robust variance as a double sum over all pairs that share a group."""
    values = [value for value, _ in pairs]
    names = [name for _, name in pairs]
    groups = len(set(names))
    assume(groups > 1)
    centre = mean(values)
    total = sum(
        (one - centre) * (other - centre)
        for one, mine in pairs
        for other, theirs in pairs
        if mine == theirs
    )
    expected = math.sqrt(max(0.0, total) * groups / (groups - 1)) / len(values)

    assert clustered_mean(values, names).standard_error == approx(expected, abs=1e-7)


@given(CLUSTERED, st.randoms(use_true_random=False))
def test_neither_order_nor_names_of_groups_matter(
    pairs: list[tuple[float, str]], order: random.Random
) -> None:
    shuffled = list(pairs)
    order.shuffle(shuffled)
    first = clustered_mean([value for value, _ in pairs], [name for _, name in pairs])
    second = clustered_mean([v for v, _ in shuffled], [f"x-{name}" for _, name in shuffled])

    assert first.mean == approx(second.mean, abs=1e-12)
    assert first.standard_error == approx(second.standard_error, abs=1e-9)


@given(CLUSTERED)
def test_repeating_every_example_within_its_group_adds_no_certainty(
    pairs: list[tuple[float, str]],
) -> None:
    once = clustered_mean([v for v, _ in pairs], [g for _, g in pairs])
    thrice = clustered_mean([v for v, _ in pairs] * 3, [g for _, g in pairs] * 3)

    assert thrice.standard_error == approx(once.standard_error, abs=1e-9)
    assert p_value(thrice) == approx(p_value(once), abs=1e-6)


@pytest.mark.parametrize(
    ("values", "groups"),
    [([], []), ([1.0], []), ([math.nan], ["a"]), ([math.inf, 1.0], ["a", "b"])],
)
def test_what_has_no_mean_is_refused(values: list[float], groups: list[str]) -> None:
    with pytest.raises(ValueError, match="groups|finite"):
        clustered_mean(values, groups)


# ------------------------------------------------------------------------------------- intervals


def test_a_textbook_interval() -> None:
    """Student's sleep data (1908), two drugs: mean 1.58, t = 4.0621, p = 0.00283."""
    differences = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    found = singles(differences)
    interval = found.interval(lowest=-10, highest=10)

    assert found.mean == approx(1.58)
    assert found.mean / found.standard_error == approx(4.0621, abs=1e-4)
    assert p_value(found) == approx(0.00283, abs=1e-5)
    assert interval.low == approx(0.7001142, abs=1e-6)
    assert interval.high == approx(2.4598858, abs=1e-6)
    assert cohens_d(found) == approx(1.2845585, abs=1e-6)


@given(SAMPLES)
def test_p_is_below_5_percent_exactly_when_the_interval_excludes_0(values: list[float]) -> None:
    found = singles(values)
    assume(not found.flat)
    interval = found.interval(lowest=-9, highest=9)
    p = p_value(found)
    assume(abs(p - 0.05) > 1e-9)

    assert (p < 0.05) == (interval.low > 0 or interval.high < 0)


@given(SAMPLES)
def test_intervals_hold_the_mean_and_stay_possible(values: list[float]) -> None:
    interval = singles(values).interval(lowest=-1, highest=1)

    assert -1 <= interval.low <= interval.mean + 1e-12
    assert interval.mean - 1e-12 <= interval.high <= 1
    assert interval.level == LEVEL


@given(SAMPLES)
def test_swapping_the_programs_turns_everything_round(values: list[float]) -> None:
    one, other = singles(values), singles([-value for value in values])
    here, there = (each.interval(lowest=-1, highest=1) for each in (one, other))

    assert here.low == approx(-there.high, abs=1e-9)
    assert p_value(one) == approx(p_value(other), abs=1e-9)
    forward, backward = cohens_d(one), cohens_d(other)
    assert (forward is None) == (backward is None)
    if forward is not None and backward is not None:
        assert forward == approx(-backward, rel=1e-6, abs=1e-9)


def test_one_group_proves_nothing() -> None:
    found = clustered_mean([1.0] * 50, ["same"] * 50)
    interval = found.interval(lowest=-1, highest=1)

    assert (interval.mean, interval.low, interval.high) == (1.0, -1.0, 1.0)
    assert p_value(found) == 1.0
    assert cohens_d(found) is None
    assert smallest_detectable(found) == 1.0


@pytest.mark.parametrize("groups", [2, 10, 60])
def test_all_solved_gives_the_exact_binomial_bound(groups: int) -> None:
    """Clopper-Pearson for n of n: (alpha / 2) ** (1 / n)."""
    interval = singles([1.0] * groups).interval(lowest=0, highest=1)

    assert interval.high == 1
    assert interval.low == approx(0.025 ** (1 / groups))


def test_ties_everywhere_are_not_certainty() -> None:
    found = singles([0.0] * 60)
    interval = found.interval(lowest=-1, highest=1)

    assert (p_value(found), cohens_d(found)) == (1.0, 0.0)
    assert interval.low == -interval.high == approx(-unseen_share(60))
    assert 0.05 < interval.high < 0.07  # the rule of three, two-sided: 3.7 / 60


@pytest.mark.parametrize(("groups", "significant"), [(2, False), (5, False), (6, True)])
def test_without_variation_the_sign_test_decides(groups: int, significant: bool) -> None:
    p = p_value(singles([0.5] * groups))

    assert p == approx(2 * 0.5**groups)
    assert (p < 0.05) == significant == (groups >= MIN_GROUPS)


# ----------------------------------------------------------------------------------------- power


@given(st.lists(SCORES, min_size=6, max_size=40))
def test_the_detectable_effect_is_detected_four_times_in_five(values: list[float]) -> None:
    """Put the answer back into the non-central t distribution."""
    found = singles(values)
    assume(not found.flat)
    effect = smallest_detectable(found)
    assume(effect < 1)
    freedom = found.groups - 1
    critical = special.stdtrit(freedom, 0.975)
    shift = effect / found.standard_error
    power = 1 - special.nctdtr(freedom, shift, critical) + special.nctdtr(freedom, shift, -critical)

    assert power == approx(0.8, abs=1e-6)


def test_a_textbook_power() -> None:
    """Cohen 1988: d = 0.5 needs 34 pairs for 80 % power."""
    scale = math.sqrt(33 / 34)  # makes the sample standard deviation 1
    found = singles([scale, -scale] * 17)

    assert smallest_detectable(found, level=0.95) == approx(0.4949, abs=1e-3)


def test_more_groups_detect_smaller_effects() -> None:
    sizes = [smallest_detectable(singles([0.4, -0.4] * half)) for half in (3, 10, 100)]
    flat = [smallest_detectable(singles([0.0] * count)) for count in (6, 20, 200)]

    assert sizes == sorted(sizes, reverse=True)
    assert flat == sorted(flat, reverse=True)
    assert all(0 < value <= 1 for value in (*sizes, *flat))


# ------------------------------------------------------------------------------- percentiles


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([], 50, 0),
        ([7], 95, 7),
        ([1, 2], 50, 1.5),
        ([4, 1, 3, 2], 50, 2.5),
        (list(range(101)), 95, 95),
        ([1, 2, 3, 4, 5], 95, 4.8),
    ],
)
def test_percentiles_interpolate(values: list[float], percent: float, expected: float) -> None:
    assert percentile(values, percent) == approx(expected)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50), st.floats(0, 100))
def test_percentiles_stay_inside_and_agree_with_the_median(
    values: list[float], percent: float
) -> None:
    slack = 1e-9 * max(values)
    assert min(values) - slack <= percentile(values, percent) <= max(values) + slack
    assert percentile(values, 50) == approx(median(values))


# ----------------------------------------------------------------------------- latency ratios

LATENCIES = st.lists(st.floats(0.1, 1000), min_size=1, max_size=20)


@settings(max_examples=15)
@given(LATENCIES, st.floats(0.2, 5))
def test_a_uniform_slowdown_is_found_exactly(before: list[float], factor: float) -> None:
    groups = [str(number) for number in range(len(before))]
    ratio = median_ratio(before, [value * factor for value in before], groups)

    assert ratio.mean == approx(factor)
    assert ratio.low == approx(factor)
    assert ratio.high == approx(factor)


@settings(max_examples=15)
@given(LATENCIES)
def test_the_ratio_is_the_median_and_in_its_interval(after: list[float]) -> None:
    groups = [str(number % 4) for number in range(len(after))]
    ratio = median_ratio([10.0] * len(after), after, groups, seed=3)

    assert ratio.mean == approx(median(value / 10 for value in after))
    assert ratio.low <= ratio.mean <= ratio.high
    assert ratio == median_ratio([10.0] * len(after), after, groups, seed=3)


def test_one_outlier_moves_nothing() -> None:
    after = [11.0] * 30 + [5000.0]
    ratio = median_ratio([10.0] * 31, after, [str(number) for number in range(31)])

    assert (ratio.low, ratio.mean, ratio.high) == (1.1, 1.1, 1.1)


def test_pairs_without_a_latency_are_left_out() -> None:
    assert median_ratio([0, 10, 10], [5, 0, 20], ["a", "b", "c"]).mean == 2
    nothing = median_ratio([0.0], [0.0], ["a"])
    assert (nothing.mean, nothing.low, nothing.high) == (1, 1, 1)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Clustered scores with a known mean: 400 samples, 95 % nominal."""
    draw = random.Random(7)
    hits = 0
    for _ in range(400):
        values: list[float] = []
        groups: list[str] = []
        for group in range(30):
            ease = draw.random()
            for _ in range(draw.choice([1, 2, 5])):
                values.append(float(draw.random() < ease))
                groups.append(str(group))
        interval = clustered_mean(values, groups).interval(lowest=0, highest=1)
        hits += interval.low <= 0.5 <= interval.high

    assert 0.91 <= hits / 400 <= 0.985
