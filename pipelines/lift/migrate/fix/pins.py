"""Plan the changes of manifests, which depend on each other. Called by `run`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lift.migrate.finding import Finding
from lift.migrate.fix.documents import open_document
from lift.migrate.fix.plan import Accept, FileFix, plan_file
from lift.migrate.fix.write import Skipped
from lift.migrate.output.results import Results
from lift.migrate.pins.check import PinCheck, load_pin_check
from lift.migrate.project import CheckRequest, Counting, code_files

__all__ = ["plan_pins"]

MAX_PASSES = 4
"""Times that the manifests are gone through, because one decides what is wrong with another."""
_Key = tuple[str, str, str]


def plan_pins(
    request: CheckRequest,
    results: Results,
    fixes: Sequence[FileFix],
    *,
    accept: Accept,
    count: Counting,
) -> tuple[tuple[FileFix, ...], tuple[Skipped, ...]]:
    """Add the changes of pins to planned changes of code (a setup.py has both).

    Returns:
        All planned changes by path, and the manifests that cannot be changed.
    """
    paths = {one.path for one in results.findings if one.code.startswith("LFT4") and one.edits}
    planned = {one.path: one for one in fixes}
    if not paths:
        return tuple(planned[path] for path in sorted(planned)), ()
    check = load_pin_check(
        root=request.root,
        paths=request.paths,
        source=results.source_version,
        target=results.target_version,
        python_files=[one for one in code_files(request) if one.suffix == ".py"],
    )
    state = _Pins(check=check, planned=planned, count=count, accept=accept)
    for one in fixes:
        state.check = state.check.with_manifest(one.path, one.after)
    for _ in range(MAX_PASSES):
        if not state.step(request.root):
            break
    done = tuple(state.planned[path] for path in sorted(state.planned))
    return done, tuple(state.skipped.values())


class _Pins:
    """What is planned so far, and the check of pins as if it were written."""

    def __init__(
        self, *, check: PinCheck, planned: dict[str, FileFix], count: Counting, accept: Accept
    ) -> None:
        self.check, self.planned, self.skipped = check, planned, dict[str, Skipped]()
        self._count, self._accept = count, accept
        self._declined: set[_Key] = set()

    def step(self, root: Path) -> bool:
        """Go through the manifests once; whether one changed."""
        before = frozenset(self._declined)
        changed = False
        for manifest in self.check.manifests:
            path = manifest.path
            if path in self.skipped:
                continue
            try:
                changed |= self._plan(root / path, path, before)
            except ValueError as error:
                self.skipped[path] = Skipped(
                    path=path, reason=f"its text cannot be written: {error}"
                )
            except OSError as error:
                reason = f"it cannot be read any more: {error.strerror or error}"
                self.skipped[path] = Skipped(path=path, reason=reason)
        return changed

    def _plan(self, file: Path, path: str, declined: frozenset[_Key]) -> bool:
        def recheck(data: bytes) -> Sequence[Finding]:
            found = self.check.with_manifest(path, data).findings()
            return self._count.of(one for one in found if one.path == path)[0]

        def accept(finding: Finding, text: str) -> bool:
            key = (path, finding.code, finding.message)
            if key in declined:
                return False
            if not self._accept(finding, text):
                self._declined.add(key)
                return False
            return True

        earlier = self.planned.get(path)
        data = file.read_bytes() if earlier is None else earlier.after
        found = recheck(data)
        if not any(one.edits for one in found):
            return False
        made = plan_file(
            path,
            data,
            found,
            open_document=lambda content: open_document(path, content),
            recheck=recheck,
            accept=accept,
        )
        self.check = self.check.with_manifest(path, made.after)
        if earlier is not None:
            code = tuple(one for one in earlier.left if not one.code.startswith("LFT4"))
            made = replace(
                made,
                before=earlier.before,
                applied=(*earlier.applied, *made.applied),
                left=(*code, *made.left),
            )
        self.planned[path] = made
        return made.after != data
