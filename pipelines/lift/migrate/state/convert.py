"""One saved program from one version to another: pure, from document to document."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from lift.errors import UsageError
from lift.migrate.state.compare import compare
from lift.migrate.state.draft import Change, Draft, JsonObject, Versions
from lift.migrate.state.endpoint import convert_endpoint
from lift.migrate.state.legacy import convert_legacy
from lift.migrate.state.lm import convert_lm
from lift.migrate.state.names import apply_renames, move_names
from lift.migrate.state.program import ProgramPlan
from lift.migrate.state.saved import saved_version, without_nan
from lift.migrate.state.secrets import take_secrets

__all__ = ["OLDEST_TARGET", "Conversion", "convert"]

OLDEST_TARGET = "2.6.0"
"""What earlier releases read is another form, which lift does not write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What became of one saved program."""

    document: JsonObject
    changes: tuple[Change, ...]
    versions: Versions
    renamed: frozenset[str] = frozenset()
    """The OLD names of the user's renames that were found."""
    origins: Mapping[str, str]
    """The paths that renamed predictors have in the file, by their new paths."""

    @property
    def blocked(self) -> bool:
        """Whether something stands in the way that only a person can decide."""
        return any(one.blocking for one in self.changes)


def convert(
    document: JsonObject,
    *,
    name: str,
    target: str,
    source: str | None = None,
    renames: Mapping[str, str] | None = None,
    plan: ProgramPlan | None = None,
) -> Conversion:
    """Convert a saved program; `document` itself is left as it is.

    Args:
        name: of the file, for the lines of code in the advice.
        source: the version that runs it today; None takes the one that saved it.
        renames: predictors that have another path in the code, old to new.
        plan: the program of the code, to compare with.

    Raises:
        UsageError: the version is not known, or the target is too old.
    """
    draft = Draft(
        name=name, document=copy.deepcopy(document), versions=_versions(document, source, target)
    )
    used = apply_renames(draft, renames or {})
    move_names(draft)
    convert_legacy(draft)
    take_secrets(draft)
    convert_lm(draft)
    convert_endpoint(draft)
    _demo_marker(draft)
    _strict_json(draft)
    compare(draft, plan)
    _stamp(draft)
    return Conversion(
        document=draft.document,
        changes=tuple(draft.changes),
        versions=draft.versions,
        renamed=frozenset(used),
        origins=draft.origins,
    )


def _versions(document: JsonObject, source: str | None, target: str) -> Versions:
    wanted, given = _parsed(target), _parsed(source) if source else None
    if wanted < Version(OLDEST_TARGET):
        raise UsageError(
            f"lift writes saved programs for DSPy {OLDEST_TARGET} and newer, not {target}",
            hint="as in: --to 3.0.1",
        )
    saved = saved_version(document) or given
    if saved is None:
        raise UsageError("the file does not say which DSPy saved it", hint="say it: --from 2.6.27")
    return Versions(saved=saved, source=given or saved, target=wanted)


def _parsed(version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion as error:
        raise UsageError(
            f"{version!r} is not a version", hint="write it as in: --from 2.6.27 --to 3.0.1"
        ) from error


def _demo_marker(draft: Draft) -> None:
    if not draft.versions.cross("3.0.0"):
        return
    for name, entry in draft.predictors():
        demos = entry.get("demos")
        if isinstance(demos, list) and demos:
            draft.report(
                "LFT310",
                "From 3.0 on ChatAdapter ends the answer of every demo with "
                "`[[ ## completed ## ]]`, a line more per demo in each request. Nothing in a saved "
                "program decides that.",
                predictor=name,
                key="demos",
                advice="Compare the versions with `lift migrate verify`.",
                harmful=False,
            )


def _strict_json(draft: Draft) -> None:
    """The parser of 3.0.3 and later refuses NaN and infinities."""
    if draft.versions.target < Version("3.0.3"):
        return
    for name, entry in list(draft.document.items()):
        cleaned, found = without_nan(entry)
        if found:
            draft.document[name] = cleaned
            draft.report(
                "LFT304",
                f"`{name}` holds NaN or infinity, which is no JSON; since 3.0.3 the whole file "
                "fails to load.",
                did="They are null now.",
                predictor=name,
            )


def _stamp(draft: Draft) -> None:
    """Write the target into the metadata, and where the file came from."""
    versions, metadata = draft.versions, draft.document.get("metadata")
    if not isinstance(metadata, dict) or versions.saved == versions.target:
        return
    recorded = metadata.get("dependency_versions")
    own = dict(recorded) if isinstance(recorded, dict) else {}
    metadata["dependency_versions"] = {**own, "dspy": str(versions.target)}
    origin: JsonObject = {"schema_version": 1, "saved_with": str(versions.saved)}
    metadata.setdefault("lift_migrate", origin)
