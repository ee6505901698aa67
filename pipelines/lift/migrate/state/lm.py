"""The LM block of a predictor, key by key.

What the target would send to the model by mistake, and what it would leave to another default.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from packaging.version import Version

from lift.migrate.state.draft import Draft, JsonObject

__all__ = ["convert_lm", "defaults", "load_line"]

BUILT_IN_LM = "dspy.clients.lm.LM"
_CLASS = "_dspy_lm_class"
_REASONING = re.compile(r"^(o[1345]|gpt-5)(?!-chat)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """A key of the LM block that DSPy itself wrote, and the versions that read it."""

    key: str
    since: str
    before: str = ""
    """The first version that does not read it any more; empty while it does."""
    only_own: bool = False
    """It is an option of the user's where the saving version did not read it either."""

    def read_by(self, version: Version) -> bool:
        early = version < Version(self.since)
        return not early and not (self.before and version >= Version(self.before))


_OWN_KEYS = (
    _Own(key="cache_in_memory", since="2.6.0", before="3.0.3"),
    _Own(key=_CLASS, since="3.3.0"),
    _Own(key="engine", since="3.4.0", only_own=True),
    _Own(key="async_engine", since="3.4.0", only_own=True),
    _Own(key="prompt_cache", since="3.4.0", only_own=True),
    _Own(key="use_developer_role", since="3.0.4", only_own=True),
    _Own(key="rollout_id", since="3.0.3", only_own=True),
)


def convert_lm(draft: Draft) -> None:
    """Make every LM block say in the target what it said in the source."""
    for name, entry in draft.predictors():
        lm = entry.get("lm")
        if isinstance(lm, dict) and lm:
            _custom_class(draft, name, lm)
            _own_keys(draft, name, lm)
            _default_of_old(draft, name, lm)
            _reasoning_limit(draft, name, lm)
            _explicit_defaults(draft, name, lm)


def _own_keys(draft: Draft, name: str, lm: JsonObject) -> None:
    """Take out what the target does not read, because it sends such keys to the model."""
    versions = draft.versions
    for own in _OWN_KEYS:
        if own.key not in lm or own.read_by(versions.target):
            continue
        if own.only_own and not (own.read_by(versions.saved) or own.read_by(versions.source)):
            continue
        del lm[own.key]
        draft.report(
            "LFT302",
            f"DSPy {versions.target} does not read `{own.key}` and sends it to the model as an "
            "option.",
            did="It was taken out.",
            predictor=name,
            key=f"lm.{own.key}",
        )


def _default_of_old(draft: Draft, name: str, lm: JsonObject) -> None:
    """Take out what says the default anyway, so that no later version sends it."""
    if lm.get("cache_in_memory") is True:
        del lm["cache_in_memory"]
        draft.report(
            "LFT302",
            "`cache_in_memory` is the default, and DSPy 3.0.3 and later send it to the model.",
            did="It was taken out.",
            predictor=name,
            key="lm.cache_in_memory",
            harmful=False,
        )


def _custom_class(draft: Draft, name: str, lm: JsonObject) -> None:
    saved = lm.get(_CLASS)
    if not isinstance(saved, str) or saved == BUILT_IN_LM:
        return
    if draft.versions.target >= Version("3.3.0"):
        draft.report(
            "LFT301",
            f"The LM is a class of its own, {saved}: loading raises `ValueError: Refusing to "
            f"import custom serialized LM class` by default.",
            predictor=name,
            key=f"lm.{_CLASS}",
            advice=load_line(draft.name),
        )
        return
    draft.report(
        "LFT302",
        f"The LM was a {saved}. DSPy {draft.versions.target} cannot restore that and makes a "
        "dspy.LM of it.",
        predictor=name,
        key=f"lm.{_CLASS}",
        advice=f"After loading: program.set_lm({saved.rpartition('.')[2]}(...))",
    )


def _reasoning_limit(draft: Draft, name: str, lm: JsonObject) -> None:
    """OpenAI's reasoning models: LM(...) takes `max_tokens` and sends `max_completion_tokens`."""
    family = str(lm.get("model", "")).rpartition("/")[2].lower()
    limit = lm.get("max_completion_tokens")
    if limit is None or "max_tokens" in lm or not _REASONING.match(family):
        return
    renamed: JsonObject = {
        "max_tokens" if key == "max_completion_tokens" else key: one for key, one in lm.items()
    }
    lm.clear()
    lm.update(renamed)
    draft.report(
        "LFT306",
        "The limit of a reasoning model was saved as `max_completion_tokens`, which dspy.LM does "
        "not take back before 3.3: `requires passing temperature=1.0 and max_tokens >= 20000`.",
        did="It is `max_tokens` now; the request stays the same.",
        predictor=name,
        key="lm.max_completion_tokens",
    )


def _explicit_defaults(draft: Draft, name: str, lm: JsonObject) -> None:
    """Write down what the source would have filled in, where the target fills in something else."""
    versions = draft.versions
    before, after = defaults(versions.source), defaults(versions.target)
    for key, value in before.items():
        if key in lm or after[key] == value:
            continue
        lm[key] = value
        draft.report(
            "LFT306",
            f"`{key}` was not saved; DSPy {versions.source} took {_said(value)}, DSPy "
            f"{versions.target} takes {_said(after[key])}.",
            did=f"`{key}` is written down now, as {json.dumps(value)}.",
            predictor=name,
            key=f"lm.{key}",
        )


def defaults(version: Version) -> dict[str, float | int | None]:
    """Return what dspy.LM takes for `temperature` and `max_tokens` when nobody says."""
    if version >= Version("3.0.4"):
        return {"temperature": None, "max_tokens": None}
    return {"temperature": 0.0, "max_tokens": 4000 if version >= Version("2.6.24") else 1000}


def load_line(name: str) -> str:
    """Return the line of code that loads a file with its endpoint."""
    return f'Load it so: program.load("{name}", allow_unsafe_lm_state=True)'


def _said(value: float | None) -> str:
    return "the server's own" if value is None else str(value)
