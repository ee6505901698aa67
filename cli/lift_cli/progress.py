"""Live progress of long work: a small panel on a terminal, plain lines elsewhere, all on stderr.

`ProgressView` is the `lift.optimize.observer.Observer` of `lift optimize`; measuring commands
count their examples with `counted`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from lift_cli.console import Console

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

    from lift.engine.budget import Spending
    from lift.optimize.observer import Progress

__all__ = ["ProgressView", "budget_text", "duration"]

PLAIN_EVERY_S = 10.0
REFRESH_PER_SECOND = 8
BAR_WIDTH = 28
UNITS = {
    "metric_calls": "scored runs",
    "model_calls": "model calls",
    "tokens": "tokens",
    "wall_s": "seconds",
    "memory_mb": "MB",
}


class ProgressView:
    """Shows progress while it is entered; silent under --quiet."""

    def __init__(
        self, console: Console, *, title: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._console = console
        self._title = title
        self._monotonic = monotonic
        self._live: Live | None = None
        self._last: Progress | None = None
        self._printed = ("", float("-inf"))

    def __enter__(self) -> ProgressView:
        if not self._console.quiet:
            rich = self._console.rich(stderr=True)
            if rich.is_terminal:
                from rich.live import Live

                self._live = Live(
                    console=rich,
                    refresh_per_second=REFRESH_PER_SECOND,
                    transient=True,
                    redirect_stdout=False,
                    redirect_stderr=False,
                )
                self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def progress(self, progress: Progress) -> None:
        """Show where the work stands."""
        self._last = progress
        if self._live is not None:
            self._live.update(_panel(self._title, progress))
        elif not self._console.quiet:
            self._plain(progress)

    def note(self, text: str) -> None:
        """Show an event in words; it stays on the screen."""
        if self._live is not None:
            self._live.console.print(text, markup=False, highlight=False)
        else:
            self._console.note(text)

    def warn(self, text: str) -> None:
        """Show what must not be overlooked, also under --quiet."""
        if self._live is not None:
            self._live.console.print(f"warning: {text}", markup=False, style="yellow")
        else:
            self._console.warn(text)

    def _plain(self, progress: Progress) -> None:
        """Print a line when a phase begins or ends, and every few seconds between."""
        now = self._monotonic()
        stage, at = self._printed
        finished = progress.total is not None and progress.done >= progress.total
        reached = f"{progress.phase.value} {'finished' if finished else 'begun'}"
        if reached != stage or now - at >= PLAIN_EVERY_S:
            self._printed = (reached, now)
            self._console.note(_line(progress))


def duration(seconds: float) -> str:
    """Return seconds as people say them: `42 s`, `3 min 05 s`, `1 h 02 min`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def budget_text(spending: Mapping[str, Spending]) -> list[str]:
    """Return one text per kind of budget: `1,234 of 5,000 tokens`."""
    return [_spent(kind, one) for kind, one in spending.items()]


def _spent(kind: str, spending: Spending) -> str:
    unit = UNITS.get(kind, kind)
    if spending.limit is None:
        return f"{spending.spent:,.0f} {unit}"
    return f"{spending.spent:,.0f} of {spending.limit:,.0f} {unit}"


def _score(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"


def _line(progress: Progress) -> str:
    count = (
        f"{progress.done:,}" if progress.total is None else f"{progress.done:,}/{progress.total:,}"
    )
    parts = [f"{progress.phase.value}: {count}"]
    if progress.candidates:
        plural = "" if progress.candidates == 1 else "s"
        parts.append(f"{progress.candidates:,} candidate{plural}")
    if progress.best_score is not None:
        parts.append(f"best {_score(progress.best_score)} (was {_score(progress.seed_score)})")
    parts += budget_text(progress.spending)
    if progress.remaining_s:
        parts.append(f"about {duration(progress.remaining_s)} left")
    return ", ".join(parts)


def _panel(title: str, progress: Progress) -> RenderableType:
    from rich.console import Group
    from rich.panel import Panel
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column()
    total = f" of {progress.total:,}" if progress.total else ""
    rest = f"   about {duration(progress.remaining_s)} left" if progress.remaining_s else ""
    grid.add_row(progress.phase.value, f"{progress.done:,}{total}{rest}")
    if progress.best_score is not None:
        best = f"{_score(progress.best_score)}   was {_score(progress.seed_score)}"
        grid.add_row("best score", Text(best, style="bold"))
    if progress.candidates:
        grid.add_row("candidates", f"{progress.candidates:,}")
    for kind, one in progress.spending.items():
        grid.add_row("spent", _spent(kind, one))
    bar = ProgressBar(
        total=progress.total, completed=progress.done, width=BAR_WIDTH, pulse=not progress.total
    )
    return Panel(Group(bar, grid), title=title, title_align="left", expand=False)
