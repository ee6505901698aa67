"""Show that long work goes on where nobody can say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from lift_cli.console import Console

__all__ = ["busy"]


@contextmanager
def busy(console: Console, text: str) -> Generator[Callable[[str], None]]:
    """Yield what says how the work stands, one short line at a time.

    On a terminal the last line stays in view with the time that has passed, and goes when the work
    is done; elsewhere every line is a note.

    Args:
        text: What a terminal shows until there is a line.
    """
    rich = console.rich(stderr=True)
    if console.quiet or not rich.is_terminal:
        yield console.note
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(
        *columns, console=rich, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as shown:
        task = shown.add_task(text, total=None)
        yield lambda line: shown.update(task, description=line)
