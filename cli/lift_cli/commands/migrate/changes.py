"""What `lift migrate fix` shows to people: diffs, then what was done and what is left."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lift_cli.console import Console

if TYPE_CHECKING:
    from rich.text import Text

    from lift.migrate.fix.run import Planned

__all__ = ["coloured", "show_fixes"]

_STYLES = {"+++": "bold", "---": "bold", "@@": "cyan", "+": "green", "-": "red", "\\": "dim"}


def coloured(diff: str) -> Text:
    """Return a diff with its lines in colours."""
    from rich.text import Text

    shown = Text()
    for line in diff.splitlines(keepends=True):
        style = next((style for mark, style in _STYLES.items() if line.startswith(mark)), "")
        shown.append(line, style)
    shown.rstrip()
    return shown


def show_fixes(
    console: Console, done: Planned, *, written: bool, unsafe: bool, again: str = ""
) -> None:
    """Show the diffs, or what was written, on stdout; the summary on stderr.

    Args:
        again: Paths and options that the next command needs as well, as in ` src --to 3.0.1`.
    """
    from lift.migrate.fix.summary import diff_of

    if written:
        for one in done.changed:
            codes = Counter(finding.code for finding in one.applied)
            what = ", ".join(f"{code} x{count}" for code, count in sorted(codes.items()))
            console.status("fixed", "green", f"{one.path}: {what}")
    else:
        diff = "".join(diff_of(one) for one in done.changed)
        if diff and console.rich().is_terminal:
            console.show(coloured(diff.encode("utf-8", "replace").decode()))
        else:
            console.write(diff)
    for skipped in done.skipped:
        console.warn(f"{skipped.path} is left as it is: {skipped.reason}")
    for stuck in done.fixes:
        if stuck.problem:
            console.warn(f"{stuck.path}: {stuck.problem}")
    for line in _summary(done, written=written, unsafe=unsafe, again=again):
        console.note(line)


def _summary(done: Planned, *, written: bool, unsafe: bool, again: str) -> list[str]:
    from lift.migrate.fix.summary import notes_of

    results, left = done.results, done.left
    fixed, files = len(done.applied), len(done.changed)
    word = "fixed" if written else "would fix"
    route = f"{results.source_version} -> {results.target_version}"
    where = "1 file" if files == 1 else f"{files} files"
    of = "1 finding" if fixed + len(left) == 1 else f"{fixed + len(left)} findings"
    lines = [f"{word} {fixed} of {of}, in {where} ({route})"]
    if not fixed and not left:
        lines = [f"nothing to fix ({route})"]
    lines += notes_of(done)
    if files and not written:
        lines.append(f"write it: lift migrate fix{again} --apply{' --unsafe' if unsafe else ''}")
    more = sum(1 for one in left if one.fix.value == "unsafe")
    if more and not unsafe:
        lines.append(f"{more} more with changes to look at: lift migrate fix{again} --unsafe")
    if left:
        lines.append(f"what is left: lift migrate check{again}")
    return lines
