"""What goes into the environment of a DSPy version: its distribution, its Python, what else.

The knowledge about old releases stands here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from lift.errors import UsageError
from lift.migrate.pins.releases import RENAMED, as_published, newest, release, releases

__all__ = ["OFFLINE", "Recipe", "recipe_for", "variables"]

_WORKS_EVERYWHERE = ("3.11", "3.12", "3.10", "3.13", "3.14", "3.9")
"""Pythons in the order in which they are taken: 3.11 runs every release from 2.4 to 3.4."""
_OLD_PYTHONS = (
    (Version("2.6.6"), SpecifierSet("<3.13")),
    (Version("3.1.0"), SpecifierSet("<3.14")),
)
"""Releases before these allow newer Pythons in their metadata than their packages run on."""
OFFLINE = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Environment variables that keep releases and what they bring from fetching at import: LiteLLM
(2.5 to 3.0 import it) loads a price list from the network, the Hugging Face libraries ask for
updates."""
_REPLACED = (
    # Their LiteLLM (up to 1.49.1, or exactly 1.51.0) is no longer on the index; what is left below
    # 1.49.1 fetches an encoding from the network at import and fails without one.
    (SpecifierSet(">=2.5.8,<2.5.43"), "litellm", "litellm==1.53.7"),
)
"""By release: a requirement of its own that cannot be met any more, and the nearest that works."""
_NOTES = (
    (
        SpecifierSet(">=2.5.8,<2.5.43"),
        "installed with LiteLLM 1.53.7, because the one that it asks for is no longer published",
    ),
    (
        SpecifierSet(">=2.5,<3.3"),
        "LiteLLM, which it imports, fetches a price list unless LITELLM_LOCAL_MODEL_COST_MAP=True",
    ),
    (
        SpecifierSet("<2.5"),
        "importing it writes log files into the working directory; lift imports it elsewhere",
    ),
)
_NAME_AND_VERSION = re.compile(
    r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*==\s*([^\s;]+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that decides what an environment holds."""

    version: str
    """As published, such as `2.6.27`."""
    requirements: tuple[str, ...] = ()
    """What is installed beside DSPy; PEP 508."""
    constraints: tuple[str, ...] = ()
    """Lines of a constraints file; they limit, and ask for nothing."""
    python: str | None = None
    """The Python wanted, `3.12` or a path; None lets lift choose one that the version runs on."""
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def distribution(self) -> str:
        """What it is called; `dspy-ai` of a later version installs whatever dspy is newest."""
        return "dspy" if Version(self.version) >= RENAMED else "dspy-ai"

    @property
    def itself(self) -> str:
        return f"{self.distribution}=={self.version}"

    @property
    def replaced(self) -> bool:
        """Whether DSPy is installed without its own requirements, which `lines` then spell out."""
        return any(versions.contains(self.version) for versions, _, _ in _REPLACED)

    @property
    def lines(self) -> tuple[str, ...]:
        """What to install, one requirement a line."""
        known = release(self.version)
        if not self.replaced or known is None:
            return (self.itself, *self.requirements)
        instead = {
            name: line for versions, name, line in _REPLACED if versions.contains(self.version)
        }
        own = [instead.get(canonicalize_name(one.name), str(one)) for one in known.requires]
        return (*own, *self.requirements)

    @property
    def pythons(self) -> tuple[str, ...]:
        """Minor versions of Python that this release runs on, the best first."""
        known = release(self.version)
        allowed = SpecifierSet() if known is None else known.python
        version = Version(self.version)
        for before, specifier in _OLD_PYTHONS:
            if version < before:
                allowed &= specifier
                break
        return tuple(one for one in _WORKS_EVERYWHERE if allowed.contains(f"{one}.99"))


def recipe_for(
    version: str,
    *,
    requirements: Iterable[str] = (),
    constraints: str = "",
    python: str | None = None,
) -> Recipe:
    """Return the recipe of a release.

    Args:
        requirements: What is wanted beside DSPy; a line for DSPy itself is refused.
        constraints: Text of a constraints.txt. It counts only if it pins this very version, since
            a set made around another DSPy cannot be installed with this one.
        python: `3.12` or the path of an interpreter.

    Raises:
        UsageError: not a version, one before 2.4, or a line that is no requirement.
    """
    try:
        wanted = Version(version)
    except InvalidVersion as error:
        raise UsageError(
            f"{version!r} is not a version of DSPy", hint="as in: lift migrate env create 3.0.1"
        ) from error
    if wanted < releases()[0].version:
        raise UsageError(
            f"lift makes environments from DSPy {releases()[0].version} on, not {version}",
            hint="as in: lift migrate env create 2.4.17",
        )
    published = release(version)
    never = published is not None and wanted not in {one.version for one in releases()}
    if published is not None and never and wanted < newest().version and not wanted.is_prerelease:
        raise UsageError(
            f"there is no DSPy {version}",
            hint=f"the one before it: lift migrate env create {published.version}",
        )
    lines = tuple(sorted({_requirement(one) for one in requirements}))
    return Recipe(
        version=as_published(version),
        requirements=lines,
        constraints=_usable(constraints.splitlines(), wanted),
        python=python,
        notes=tuple(note for versions, note in _NOTES if versions.contains(wanted)),
    )


def variables() -> dict[str, str]:
    """Return the environment variables under which every version is imported."""
    return dict(OFFLINE)


def _requirement(line: str) -> str:
    try:
        parsed = Requirement(line)
    except InvalidRequirement as error:
        raise UsageError(
            f"{line!r} is not a requirement", hint="write it as in: --with 'chromadb>=0.5'"
        ) from error
    if canonicalize_name(parsed.name) in {"dspy", "dspy-ai"}:
        raise UsageError(
            f"{line!r} names DSPy, whose version is the environment's",
            hint="leave it out; as in: lift migrate env create 3.0.1 --with chromadb",
        )
    return str(parsed)


def _usable(lines: Sequence[str], version: Version) -> tuple[str, ...]:
    kept = [one.strip() for one in lines if one.strip() and not one.lstrip().startswith("#")]
    for line in kept:
        match = _NAME_AND_VERSION.match(line)
        if match is None or canonicalize_name(match[1]) not in {"dspy", "dspy-ai"}:
            continue
        try:
            if Version(match[2]) == version:
                return tuple(kept)
        except InvalidVersion:
            continue
    return ()
