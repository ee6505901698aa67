"""Which version of a role is in use: flags.json in flagd's format, evaluated by flagd's own rules.

One flag per role (`OPTIMIZE_CODER`) whose variants are `baseline` and stored versions. Because the
format is flagd's, a team can move the file to any OpenFeature backend. Written by `lift flags set`
and by an optimization that improved; read by `lift.load` and `lift flags list`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openfeature.contrib.tools.flagd.core import FlagdCore
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import OpenFeatureError

from lift.engine.request import JsonValue
from lift.errors import ConfigError, UsageError

__all__ = ["BASELINE", "Flag", "FlagFile", "flag_key", "variant_of"]

BASELINE = "baseline"
"""The variant, and its value, of the program as it is in the code."""
_SCHEMA = "https://flagd.dev/schema/v0/flags.json"
_SCHEMA_VERSION = 1
_VERSION_KEY = "liftSchemaVersion"


def flag_key(role: str) -> str:
    """Return the flag of a role: `OPTIMIZE_CODER` for `coder`."""
    return "OPTIMIZE_" + re.sub(r"[^A-Z0-9]+", "_", role.upper()).strip("_")


def variant_of(version: str) -> str:
    """Return the variant's name of a version; the baseline is its own."""
    return version if version == BASELINE else f"v-{version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag as it stands in the file."""

    key: str
    default: str
    """The variant that those get whom no share is meant for."""
    variants: Mapping[str, str] = field(default_factory=lambda: {BASELINE: BASELINE})
    """Version by variant; `baseline` is `baseline`."""
    shares: Mapping[str, int] = field(default_factory=dict[str, int])
    """Percent of keys by variant in a gradual rollout; empty for none. A key keeps its variant."""
    enabled: bool = True

    def document(self) -> dict[str, JsonValue]:
        """Return it in flagd's form."""
        targeting: dict[str, JsonValue] = (
            {"fractional": [[name, share] for name, share in self.shares.items()]}
            if self.shares
            else {}
        )
        return {
            "state": "ENABLED" if self.enabled else "DISABLED",
            "variants": dict(self.variants),
            "defaultVariant": self.default,
            "targeting": targeting,
        }


class FlagFile:
    """The flag file of a project; holds nothing, so every call sees the file as it is."""

    def __init__(self, path: Path) -> None:
        """Use a file, normally `Project.flags_path`; it need not exist."""
        self.path = path

    def flags(self) -> tuple[Flag, ...]:
        """Return every flag, by key; none when there is no file.

        Raises:
            ConfigError: the file is broken or half-written; file and line or flag are named.
        """
        return tuple(self._flag(key, raw) for key, raw in sorted(self._flags().items()))

    def find(self, key: str) -> Flag | None:
        """Return one flag; None when it is not in the file.

        Raises:
            ConfigError: as `flags`.
        """
        raw = self._flags().get(key)
        return None if raw is None else self._flag(key, raw)

    def version_for(self, flag: str, *, key: str | None = None) -> str:
        """Return the version that a caller gets: `baseline` or a version's id.

        Args:
            key: what the choice sticks to (a user, a tenant); None gets the default variant.

        Raises:
            ConfigError: as `flags`, or the flag's rules cannot be evaluated.
        """
        document = self._document()
        found = self.find(flag)
        if found is None or not found.enabled:
            return BASELINE
        if key is None:
            return found.variants[found.default]
        core = FlagdCore()
        try:
            core.set_flags(json.dumps(document))
            return core.resolve_string_value(
                flag, BASELINE, EvaluationContext(targeting_key=key)
            ).value
        except OpenFeatureError as error:
            raise self._wrong(f"the flag {flag} cannot be evaluated: {error}") from error

    def write(self, flag: Flag) -> Flag | None:
        """Put a flag into the file, in one step, and return what it was before.

        Other flags and whatever else the file holds stay as they are.

        Raises:
            ConfigError: the file is broken; it is not overwritten.
            UsageError: a variant that is named is not among the flag's variants.
            StoreError: the file cannot be written.
        """
        from lift.measure.documents import locked
        from lift.store.files import write_atomic

        _check(flag)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.path.parent):
            document = self._document()
            flags = dict(self._flags())
            before = self.find(flag.key)
            flags[flag.key] = flag.document()
            document["flags"] = flags
            write_atomic(self.path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return before

    def _document(self) -> dict[str, JsonValue]:
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError:
            return {"$schema": _SCHEMA, "metadata": {_VERSION_KEY: _SCHEMA_VERSION}, "flags": {}}
        except (OSError, UnicodeDecodeError) as error:
            raise self._wrong(f"cannot be read: {error}") from error
        try:
            document: JsonValue = json.loads(text)
        except json.JSONDecodeError as error:
            raise self._wrong(f"line {error.lineno}: not JSON: {error.msg}") from error
        if not isinstance(document, dict):
            raise self._wrong("not a JSON object")
        metadata = document.get("metadata")
        version = metadata.get(_VERSION_KEY) if isinstance(metadata, dict) else None
        if isinstance(version, int) and version > _SCHEMA_VERSION:
            raise self._wrong(f"written by a newer lift (schema {version})")
        return document

    def _flags(self) -> Mapping[str, JsonValue]:
        flags = self._document().get("flags", {})
        if not isinstance(flags, dict):
            raise self._wrong("'flags' is not a JSON object")
        return flags

    def _flag(self, key: str, raw: JsonValue) -> Flag:
        """Read one flag; rules that lift did not write are left to flagd and show no shares."""
        variants = raw.get("variants") if isinstance(raw, dict) else None
        if not isinstance(raw, dict) or not isinstance(variants, dict):
            raise self._wrong(f"the flag {key} has no variants")
        texts = {name: value for name, value in variants.items() if isinstance(value, str)}
        default = raw.get("defaultVariant", BASELINE)
        if len(texts) != len(variants) or not texts:
            raise self._wrong(f"the flag {key} has a variant that is not text")
        if not isinstance(default, str) or default not in texts:
            raise self._wrong(f"the flag {key} has no variant '{default}', which is its default")
        state = raw.get("state", "ENABLED")
        if state not in ("ENABLED", "DISABLED"):
            raise self._wrong(f"the flag {key} has the state '{state}'; use ENABLED or DISABLED")
        return Flag(
            key=key,
            default=default,
            variants=texts,
            shares=_shares(raw.get("targeting")),
            enabled=state == "ENABLED",
        )

    def _wrong(self, message: str) -> ConfigError:
        return ConfigError(
            f"{self.path}: {message}",
            hint=f"restore {self.path.name} from version control; lift flags list checks it",
        )


def _shares(targeting: JsonValue) -> dict[str, int]:
    """Read a gradual rollout as lift writes it; anything else has no shares."""
    rule = targeting.get("fractional") if isinstance(targeting, dict) else None
    if not isinstance(rule, list):
        return {}
    return {
        entry[0]: entry[1]
        for entry in rule
        if isinstance(entry, list)
        and len(entry) == 2
        and isinstance(entry[0], str)
        and isinstance(entry[1], int)
    }


def _check(flag: Flag) -> None:
    for name in (flag.default, *flag.shares):
        if name not in flag.variants:
            known = ", ".join(flag.variants)
            raise UsageError(
                f"the flag {flag.key} has no variant '{name}'", hint=f"use one of: {known}"
            )
    if flag.shares and (sum(flag.shares.values()) != 100 or min(flag.shares.values()) < 0):
        raise UsageError(
            f"the shares of {flag.key} have to add up to 100 percent, "
            f"not {sum(flag.shares.values())}"
        )
