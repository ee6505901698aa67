"""Read `budgets/optimizer_budget.yaml`: caps of the search and limits of the result, per role.

People write this file, so every mistake is answered with file, line and key. PyYAML's node tree is
read instead of its values, because only nodes know their lines and show a key written twice.
Called by the `optimize` command; `lift init` writes `template_text()`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from lift.engine.budget import SearchCaps
from lift.errors import ConfigError
from lift.optimize.limits import ResultLimits
from lift.optimize.yaml_nodes import Section, read_document

__all__ = ["SCHEMA_VERSION", "RolePolicy", "load_policy", "template_text"]

SCHEMA_VERSION = 1
_WHOLE_CAPS = ("max_metric_calls", "max_model_calls", "max_tokens")
_REAL_CAPS = ("max_wall_s", "max_memory_mb")
_STOPPING_CAPS = (*_WHOLE_CAPS, "max_wall_s")
_PERCENT_LIMITS = ("latency_increase_pct", "tokens_increase_pct", "min_improvement_pct")
_COUNT_LIMITS = ("max_dependency_violations",)

_DEFAULT_CAPS: dict[str, float | None] = {
    "max_metric_calls": 600,
    "max_model_calls": 1500,
    "max_tokens": 600_000,
    "max_wall_s": 600.0,
    "max_memory_mb": 2048.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePolicy:
    """What one role's search may spend and what its result may cost."""

    caps: SearchCaps
    limits: ResultLimits


def template_text() -> str:
    """Return the policy file that `lift init` writes."""
    return files("lift.optimize").joinpath("templates/optimizer_budget.yaml").read_text("utf-8")


def load_policy(path: Path, role: str) -> RolePolicy:
    """Read the policy of a role; what the role leaves out comes from `defaults`, then from lift.

    Args:
        path: the YAML file.
        role: name of the role; one without a section of its own gets the defaults.

    Raises:
        ConfigError: the file is missing, unreadable or wrong; the message names file, line and key.
    """
    document = read_document(path)
    document.only_keys(("schema_version", "defaults", "roles"))
    _check_version(document)
    chain = [document.section("defaults")]
    roles = document.section("roles")
    if roles is not None:
        sections = {name: roles.section(name) for name in roles.keys}
        for section in sections.values():
            _check_section(section)
        chain.append(sections.get(role))
    _check_section(chain[0])
    caps, limits = dict(_DEFAULT_CAPS), dict[str, float]()
    for section in chain:
        if section is not None:
            caps.update(_caps(section.section("search")))
            limits.update(_limits(section.section("result")))
    if all(caps[name] is None for name in _STOPPING_CAPS):
        raise ConfigError(
            f"{path}: the search of role '{role}' has no cap that ends it",
            hint=f"set one of {', '.join(_STOPPING_CAPS)}",
        )
    return RolePolicy(caps=_search_caps(caps), limits=_result_limits(limits))


def _check_version(document: Section) -> None:
    version = document.whole("schema_version")
    if version is None:
        raise document.error(
            "'schema_version' is missing", hint=f"add: schema_version: {SCHEMA_VERSION}"
        )
    if version != SCHEMA_VERSION:
        raise document.error(
            f"schema_version {version} is not known; this lift reads {SCHEMA_VERSION}",
            key="schema_version",
            hint="use a lift that knows it, or write the file in the form of `lift init`",
        )


def _check_section(section: Section | None) -> None:
    """Check a role's section even when another role was asked for: a broken file is broken."""
    if section is not None:
        section.only_keys(("search", "result"))
        _caps(section.section("search"))
        _limits(section.section("result"))


def _caps(section: Section | None) -> dict[str, float | None]:
    if section is None:
        return {}
    section.only_keys((*_WHOLE_CAPS, *_REAL_CAPS))
    caps: dict[str, float | None] = {}
    for name in section.keys:
        caps[name] = section.whole(name) if name in _WHOLE_CAPS else section.number(name)
    return caps


def _limits(section: Section | None) -> dict[str, float]:
    if section is None:
        return {}
    section.only_keys((*_PERCENT_LIMITS, *_COUNT_LIMITS))
    limits: dict[str, float] = {}
    for name in section.keys:
        value = section.whole(name) if name in _COUNT_LIMITS else section.number(name)
        if value is None:
            raise section.error(
                f"'{name}' has no value", key=name, hint="give a number, or remove the line"
            )
        limits[name] = value
    return limits


def _search_caps(caps: dict[str, float | None]) -> SearchCaps:
    def whole(name: str) -> int | None:
        value = caps[name]
        return None if value is None else int(value)

    return SearchCaps(
        max_metric_calls=whole("max_metric_calls"),
        max_model_calls=whole("max_model_calls"),
        max_tokens=whole("max_tokens"),
        max_wall_s=caps["max_wall_s"],
        max_memory_mb=caps["max_memory_mb"],
    )


def _result_limits(limits: dict[str, float]) -> ResultLimits:
    base = ResultLimits()
    return ResultLimits(
        latency_increase_pct=limits.get("latency_increase_pct", base.latency_increase_pct),
        tokens_increase_pct=limits.get("tokens_increase_pct", base.tokens_increase_pct),
        min_improvement_pct=limits.get("min_improvement_pct", base.min_improvement_pct),
        max_dependency_violations=int(
            limits.get("max_dependency_violations", base.max_dependency_violations)
        ),
    )
