"""What a fix did, as the JSON object that scripts rely on, and as diffs."""

from __future__ import annotations

from collections import Counter

from lift.migrate.fix.diff import unified
from lift.migrate.fix.plan import FileFix
from lift.migrate.fix.run import Planned
from lift.migrate.output.jsons import finding_payload

__all__ = ["SCHEMA_VERSION", "diff_of", "fix_payload", "notes_of"]

SCHEMA_VERSION = 1


def diff_of(fix: FileFix) -> str:
    """Return the change of one file; bytes that are no UTF-8 are kept as lone surrogates.

    So the diff, written back in the same way, is one of the very bytes of the file.
    """
    before, after = (one.decode("utf-8", "surrogateescape") for one in (fix.before, fix.after))
    return unified(fix.path, before, after)


_NEED_LIFT = frozenset({"LFT110", "LFT111", "LFT112", "LFT113", "LFT114"})


def notes_of(done: Planned) -> tuple[str, ...]:
    """Return what a person should know: how versions were found, what the new code needs."""
    if not any(one.code in _NEED_LIFT and one.edits for one in done.applied):
        return done.results.notes
    needs = "the code imports lift.assertions now: ask for lift-dspy in its requirements"
    return (*done.results.notes, needs)


def fix_payload(done: Planned, *, written: bool) -> dict[str, object]:
    """Return what was done, or with `written=False` what would be."""
    results, counts = done.results, Counter(one.fix.value for one in done.applied)
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "migrate-fix",
        "written": written,
        "files": [_file(one) for one in done.fixes],
        "skipped": [{"path": one.path, "reason": one.reason} for one in done.skipped],
        "left": [finding_payload(one) for one in done.left],
        "summary": {
            "from": results.source_version,
            "to": results.target_version,
            "files": len(done.changed),
            "fixed": len(done.applied),
            "fixed_safe": counts["safe"],
            "fixed_unsafe": counts["unsafe"],
            "left": len(done.left),
            "skipped": len(done.skipped),
            "notes": list(notes_of(done)),
        },
    }


def _file(fix: FileFix) -> dict[str, object]:
    return {
        "path": fix.path,
        "changed": fix.changed,
        "problem": fix.problem or None,
        "fixed": [finding_payload(one) for one in fix.applied],
        "diff": diff_of(fix),
    }
