"""The statistics behind every verdict: clustered intervals, paired tests, power, latency ratios.

Pure functions over plain numbers. Called by `summary`, `interleave` and `lift.regress`; the
formulas are explained for readers in docs/explanation/numbers.md. scipy is imported only when a t
distribution is needed, because it costs a fifth of a second.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from lift.measure.results import Interval

__all__ = [
    "LEVEL",
    "MIN_GROUPS",
    "ClusteredMean",
    "clustered_mean",
    "cohens_d",
    "median_ratio",
    "p_value",
    "percentile",
    "smallest_detectable",
]

LEVEL = 0.95
"""Confidence level of every interval."""
MIN_GROUPS = 6
"""Fewer groups give no verdict: with 5 even a unanimous sign test stays above p = 0.05."""
POWER = 0.80
RESAMPLES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusteredMean:
    """A mean over examples with a standard error that respects their groups."""

    mean: float
    standard_error: float
    """0 when there are fewer than two groups or when all groups agree."""
    groups: int
    examples: int

    @property
    def flat(self) -> bool:
        """True when the groups show no variation, so that a t interval would have no width."""
        return self.standard_error <= 1e-12

    def interval(self, *, lowest: float, highest: float, level: float = LEVEL) -> Interval:
        """Return the confidence interval of the mean, kept within the values that are possible.

        Student's t with groups - 1 degrees of freedom. Where the groups show no variation, the
        rule of three takes over: at most a share q = 1 - (alpha/2)^(1/groups) of the groups could
        differ from what was seen, and those could be as far off as `lowest` or `highest`; with all
        scores 1 this is the Clopper-Pearson interval. With no or one group everything possible is
        in the interval.
        """
        if self.groups < 2:
            return Interval(mean=self.mean, low=lowest, high=highest, level=level)
        if self.flat:
            unseen = unseen_share(self.groups, level)
            low = self.mean + unseen * (lowest - self.mean)
            high = self.mean + unseen * (highest - self.mean)
        else:
            half = _t_quantile(0.5 + level / 2, self.groups - 1) * self.standard_error
            low, high = self.mean - half, self.mean + half
        return Interval(mean=self.mean, low=max(low, lowest), high=min(high, highest), level=level)


def clustered_mean(values: Sequence[float], groups: Sequence[str]) -> ClusteredMean:
    """Return the mean over all values and its cluster-robust standard error.

    The groups are the independent units and the mean is a ratio of two group totals, so (Cochran,
    Sampling Techniques, 3rd ed. 1977, section 2.11; as CR1 in Cameron & Miller 2015, J. Human
    Resources 50):

        se^2 = G/(G-1) * sum_g (T_g - mean * n_g)^2 / n^2

    with T_g and n_g the total and size of group g. For groups of equal size this is exactly the
    standard error of the mean of group means.

    Args:
        values: one per example; finite.
        groups: the group of each, same order.

    Raises:
        ValueError: nothing to average, unequal lengths, or a value that is not finite.
    """
    if not values or len(values) != len(groups):
        raise ValueError(f"{len(values)} values for {len(groups)} groups")
    if not all(math.isfinite(value) for value in values):
        raise ValueError("a value is not finite")
    members: dict[str, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        members.setdefault(group, []).append(value)
    mean = math.fsum(values) / len(values)
    count = len(members)
    residuals = [math.fsum(own) - mean * len(own) for own in members.values()]
    spread = math.fsum(residual**2 for residual in residuals)
    error = math.sqrt(count / (count - 1) * spread) / len(values) if count > 1 else 0.0
    return ClusteredMean(mean=mean, standard_error=error, groups=count, examples=len(values))


def p_value(difference: ClusteredMean) -> float:
    """Return the two-sided p of the paired t-test that the true mean difference is 0.

    t = mean / se with groups - 1 degrees of freedom (Student 1908; clustered as in
    `clustered_mean`). Where the groups show no variation t does not exist: equal zeros give 1, and
    groups that all moved alike give the sign test's 2 * 0.5^groups. Fewer than two groups give 1.
    """
    if difference.groups < 2:
        return 1.0
    if difference.flat:
        moved = abs(difference.mean) > 1e-12
        return min(1.0, 2.0 * 0.5**difference.groups) if moved else 1.0
    t = abs(difference.mean) / difference.standard_error
    return min(1.0, 2.0 * _t_cdf(-t, difference.groups - 1))


def cohens_d(difference: ClusteredMean) -> float | None:
    """Return Cohen's d of paired differences: mean over standard deviation between groups.

    d_z = mean / (se * sqrt(groups)) (Cohen 1988, section 2.3.5). 0 when nothing moved, None when
    everything moved alike or there are fewer than two groups, where it has no finite value.
    """
    if difference.flat:
        return 0.0 if difference.groups > 1 and abs(difference.mean) <= 1e-12 else None
    return difference.mean / (difference.standard_error * math.sqrt(difference.groups))


def smallest_detectable(
    difference: ClusteredMean, *, power: float = POWER, level: float = LEVEL
) -> float:
    """Return the smallest true mean difference that so many groups would show with this power.

    Solves P(|T| > t_crit) = power for the non-centrality of a t with groups - 1 degrees of freedom
    (Cohen 1988, section 2.4; Lenth 2001), times the standard error. Where the groups show no
    variation the error is that of the unseen share of groups (see `ClusteredMean.interval`) moving
    by a whole point. At most 1, the whole range of a score, which also stands for fewer than two
    groups.
    """
    if difference.groups < 2:
        return 1.0
    error = difference.standard_error
    if difference.flat:
        error = math.sqrt(unseen_share(difference.groups, level) / difference.groups)
    shift = _detectable_shift(difference.groups - 1, power, level)
    return min(1.0, shift * error)


def unseen_share(groups: int, level: float = LEVEL) -> float:
    """Return the largest share of groups that may differ when all that were seen are alike."""
    return 1.0 - math.pow((1.0 - level) / 2, 1.0 / groups)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return a percentile by linear interpolation between closest ranks.

    Type 7 of Hyndman & Fan 1996, the default of numpy and R: position (n - 1) * percent / 100 in
    the sorted values, counted from 0. 0 for no values, so that an empty measurement stays finite.
    """
    if not values:
        return 0.0
    ordered = sorted(values)
    position = (len(ordered) - 1) * percent / 100
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    weight = position - below
    return ordered[below] * (1 - weight) + ordered[above] * weight


def median_ratio(
    before: Sequence[float],
    after: Sequence[float],
    groups: Sequence[str],
    *,
    seed: int = 0,
    level: float = LEVEL,
) -> Interval:
    """Return the median of the paired ratios after / before with a bootstrap interval.

    Percentile bootstrap (Efron & Tibshirani 1993, section 13.3) that draws whole groups, 2000
    times, with a seeded generator: the same data and seed give the same interval. Pairs whose
    `before` or `after` is not positive have no ratio and are left out; with no pair left the ratio
    is 1 exactly, since nothing was seen to change.
    """
    ratios: dict[str, list[float]] = {}
    for old, new, group in zip(before, after, groups, strict=True):
        if old > 0 and new > 0:
            ratios.setdefault(group, []).append(new / old)
    if not ratios:
        return Interval(mean=1.0, low=1.0, high=1.0, level=level)
    clusters = list(ratios.values())
    point = median(value for cluster in clusters for value in cluster)
    draw = random.Random(seed)
    resampled = [
        median(value for cluster in draw.choices(clusters, k=len(clusters)) for value in cluster)
        for _ in range(RESAMPLES)
    ]
    tail = (1 - level) * 50
    low, high = percentile(resampled, tail), percentile(resampled, 100 - tail)
    return Interval(mean=point, low=min(low, point), high=max(high, point), level=level)


def _t_quantile(probability: float, freedom: int) -> float:
    from scipy import special

    return float(special.stdtrit(freedom, probability))


def _t_cdf(value: float, freedom: int) -> float:
    from scipy import special

    return float(special.stdtr(freedom, value))


def _detectable_shift(freedom: int, power: float, level: float) -> float:
    """Return the non-centrality at which a two-sided t-test reaches the power, by bisection."""
    from scipy import special

    critical = _t_quantile(0.5 + level / 2, freedom)

    def reached(shift: float) -> float:
        upper = 1.0 - float(special.nctdtr(freedom, shift, critical))
        return upper + float(special.nctdtr(freedom, shift, -critical))

    low, high = 0.0, critical + 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) >= power else (middle, high)
    return high
