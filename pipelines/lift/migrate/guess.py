"""From which DSPy a project comes, where nobody says it: its pins, else what its code looks like.

Called by `project`. A guess is always explained, because every finding depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from lift.migrate.finding import Finding, Severity
from lift.migrate.pins.declared import declared_version
from lift.migrate.pins.read import is_manifest
from lift.migrate.sources.reading import content

__all__ = ["LEGACY", "USUAL", "Guess", "guess_source"]

USUAL = "2.6.27"
"""What code is taken to be written for when nothing about it is older."""
LEGACY = "2.5.43"
"""The last release with assertions, typed predictors, the old clients and the package `dsp`."""
_LIVE_SINCE = "2.6.0"
"""The first release without them."""
_LEGACY_WORDS = re.compile(
    rb"\b(?:Assert|Suggest|assert_transform_module|backtrack_handler|activate_assertions|dsp"
    rb"|Typed(?:Predictor|ChainOfThought)\w*|OpenAI|AzureOpenAI|OllamaLocal|HFModel|HFClient\w+"
    rb"|Claude|Cohere|Google|GoogleVertexAI|Mistral|GROQ|Together|Anyscale|Databricks|Bedrock"
    rb"|AWS(?:Mistral|Anthropic|Meta)|Watsonx|PremAI|Clarifai\w*|CloudflareAI|Snowflake"
    rb"|ChatModuleClient|LlamaCpp|TensorRTModel|MultiOpenAI|functional)\b"
)

Breaks = Callable[[Sequence[Path], str, str], Sequence[Finding]]
"""The findings of some files between two versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A version, and why it was taken."""

    version: str
    reason: str


def guess_source(
    *, root: Path, paths: Sequence[Path], files: Sequence[Path], target: str, breaks: Breaks
) -> Guess:
    """Return the version that the code was written for.

    The pins say it, unless the code uses what was gone before that version, or the pins already
    name the target: then the code is judged by itself.

    Args:
        files: Code, in which signs of an old version are looked for.
        breaks: Used on files that name something old, so that a comment is no sign.
    """
    pinned = _pinned(root, paths)
    usable = pinned is not None and Version(pinned) < Version(target)
    if pinned is None or Version(pinned) >= Version(_LIVE_SINCE):
        sign = _legacy_sign(files, breaks)
        if sign is not None and Version(LEGACY) < Version(target):
            pins = f"; the pin of {pinned} is later" if pinned is not None else ""
            place = f"{sign.path}:{sign.line}"
            return Guess(version=LEGACY, reason=f"{place} uses what {_LIVE_SINCE} removed{pins}")
    if pinned is not None and usable:
        return Guess(version=pinned, reason="it is what the project pins")
    if pinned is not None:
        return Guess(version=_before(target), reason=f"the pins say {pinned} already")
    return Guess(version=_before(target), reason="nothing is pinned, and nothing older is used")


def _before(target: str) -> str:
    """Return the usual version, or an older one where the target is not after that."""
    return USUAL if Version(USUAL) < Version(target) else min(LEGACY, target, key=Version)


def _pinned(root: Path, paths: Sequence[Path]) -> str | None:
    """Return what is pinned among the paths, else beside or above them inside the repository."""
    found = declared_version(root, paths)
    if found is not None:
        return found
    start = paths[0] if paths and paths[0].is_dir() else root
    for folder in (start, *start.parents):
        manifests = [one for one in _files(folder) if is_manifest(one.name)]
        found = declared_version(folder, manifests) if manifests else None
        if found is not None:
            return found
        if (folder / ".git").exists() or (folder / "lift.toml").exists():
            return None
    return None


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(one for one in folder.iterdir() if one.is_file())
    except OSError:
        return


def _legacy_sign(files: Sequence[Path], breaks: Breaks) -> Finding | None:
    """Return one place that cannot have been written for 2.6."""
    named = [one for one in files if _names_legacy(one)]
    if not named:
        return None
    found = breaks(named, LEGACY, _LIVE_SINCE)
    return next((one for one in found if one.severity is Severity.ERROR), None)


def _names_legacy(file: Path) -> bool:
    try:
        data = content(file)
    except OSError:
        return False
    return b"dsp" in data and _LEGACY_WORDS.search(data) is not None
