"""Numbers as people read them, the same in the terminal and on the page."""

from __future__ import annotations

from lift.measure.saved import SavedInterval

__all__ = [
    "DECISIONS",
    "LIMITS",
    "change_pct",
    "milliseconds",
    "number",
    "p_text",
    "percent",
    "percent_range",
    "points_range",
]

DECISIONS = {
    "improved": "Improved",
    "no_gain": "No gain",
    "over_limits": "Over the limits",
    "inconclusive": "Inconclusive",
    "stopped": "Stopped",
}
"""The decisions as headings."""
LIMITS = {
    "latency_increase_pct": ("latency", "at most {:+g} %", "{:+.1f} %"),
    "tokens_increase_pct": ("tokens", "at most {:+g} %", "{:+.1f} %"),
    "min_improvement_pct": ("improvement", "at least {:+g} %", "{:+.1f} %"),
    "max_dependency_violations": ("dependency violations", "at most {:g}", "{:g}"),
}
"""Name, form of the limit and form of the value, by the name in the policy file."""
BUDGETS = {
    "metric_calls": "metric calls",
    "model_calls": "model calls",
    "tokens": "tokens",
    "wall_s": "wall time, s",
    "memory_mb": "memory, MB",
}
"""Caps of the search in the order in which they are shown."""
_NONE = "-"


def percent(share: float | None) -> str:
    """Show a score of 0 to 1: `41.5 %`."""
    return _NONE if share is None else f"{100 * share:.1f} %"


def percent_range(interval: SavedInterval) -> str:
    """Show a score with its interval: `41.5 % (95 %: 35.2 to 47.8)`."""
    low, high = 100 * interval.low, 100 * interval.high
    return f"{percent(interval.mean)} ({100 * interval.level:.0f} %: {low:.1f} to {high:.1f})"


def points_range(interval: SavedInterval) -> str:
    """Show a score difference: `+26.5 points (95 %: +19.1 to +33.9)`."""
    low, high = 100 * interval.low, 100 * interval.high
    level = f"{100 * interval.level:.0f} %"
    return f"{100 * interval.mean:+.1f} points ({level}: {low:+.1f} to {high:+.1f})"


def change_pct(value: float | None) -> str:
    """Show a change: `+4.4 %`."""
    return _NONE if value is None else f"{value:+.1f} %"


def number(value: float | None) -> str:
    """Show a count or a mean: `1,234`, `12.3`."""
    if value is None:
        return _NONE
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.1f}"


def milliseconds(value: float | None) -> str:
    """Show a duration: `8.4 ms`, `120 ms`, `2.4 s`."""
    if value is None:
        return _NONE
    if value >= 10_000:
        return f"{value / 1000:,.1f} s"
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms"


def p_text(p: float) -> str:
    """Show a p value: `p = 0.031`, `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"
