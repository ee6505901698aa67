"""The forms in which 2.4 and 2.5 saved a program, which nothing from 2.6 on reads.

- up to 2.5.2: `signature_instructions`, the prefix of the last field, no field list, no metadata;
- 2.5.3 to 2.5.43: `signature`, and beside it `extended_signature` for ChainOfThought.

A field list that is empty loads everywhere and leaves the fields as the code has them, so the old
form converts without the code: instructions and demos are what an optimizer had found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from packaging.version import Version

from lift.migrate.state.draft import Draft, Json, JsonObject

__all__ = ["convert_legacy", "is_chain_of_thought"]

_OLD_REACT = re.compile(r"(^|\.)react\[\d+\]$")
_OLD_DESCRIPTION = re.compile(r"\$\{produce the .*\}\. We \.\.\.")
_REASONING = "Reasoning: Let's think step by step in order to"
_OLD_KEYS = (
    *("signature_instructions", "signature_prefix", "fields"),
    *("extended_signature", "extended_signature_instructions", "extended_signature_prefix"),
)


def convert_legacy(draft: Draft) -> None:
    """Bring every predictor, and the metadata, into the form that 2.6 and later read."""
    for name, entry in draft.predictors():
        if _OLD_REACT.search(name):
            draft.report(
                "LFT304",
                f"`{name}` is a step of the ReAct of 2.4. From 2.5 on ReAct has other predictors "
                "with other signatures (`react` and `extract.predict`); nothing of this fits them.",
                predictor=name,
                advice="Optimize the agent again under the target, or take these entries out.",
                blocking=True,
            )
        elif "signature_instructions" in entry:
            _convert_oldest(draft, name, entry)
        elif "extended_signature" in entry:
            _convert_extended(draft, name, entry)
        elif "signature" not in entry:
            draft.report(
                "LFT304",
                f"`{name}` holds no signature. Loading raises `KeyError: 'signature'`.",
                predictor=name,
                advice="Save the program again in its own version.",
                blocking=True,
            )
        entry.setdefault("lm", None)
    _metadata(draft)


def is_chain_of_thought(entry: JsonObject) -> bool:
    """Whether this predictor was a ChainOfThought of 2.4 or 2.5."""
    return any(key.startswith("extended_signature") for key in entry)


def _convert_oldest(draft: Draft, name: str, entry: JsonObject) -> None:
    chain = is_chain_of_thought(entry)
    instructions = entry.get("extended_signature_instructions", entry["signature_instructions"])
    known = entry.get("fields")
    fields = _verbose(known, chain=chain) if isinstance(known, list) else []
    _replace(entry, {"instructions": instructions, "fields": [*fields]})
    left = "" if fields else " The fields stay as the code has them."
    draft.report(
        "LFT304",
        f"`{name}` is saved in the form of 2.4 (`signature_instructions`). Loading it raises "
        "`KeyError: 'signature'`.",
        did=f"Instructions and demos were brought into the new form.{left}",
        predictor=name,
        key="signature_instructions",
    )
    _rename_rationale(draft, name, entry, chain=chain)


def _convert_extended(draft: Draft, name: str, entry: JsonObject) -> None:
    signature = entry["extended_signature"]
    if not isinstance(signature, dict):
        signature = entry.get("signature")
    _replace(entry, signature if isinstance(signature, dict) else {})
    for field in _fields(entry):
        field["description"] = _described(field.get("description"))
    draft.report(
        "LFT304",
        f"`{name}` is saved in the form of 2.5 (`extended_signature`). Loading it raises "
        "`NotImplementedError: Loading extended_signature is no longer supported in DSPy 2.6+`.",
        did="The signature with the reasoning is the signature now.",
        predictor=name,
        key="extended_signature",
    )
    _rename_rationale(draft, name, entry, chain=True)


def _rename_rationale(draft: Draft, name: str, entry: JsonObject, *, chain: bool) -> None:
    """The reasoning field was called `rationale` with the clients of 2.4; demos still say so."""
    demos = entry.get("demos")
    if not chain or not isinstance(demos, list):
        return
    renamed = 0
    for at, demo in enumerate(demos):
        if isinstance(demo, dict) and "rationale" in demo and "reasoning" not in demo:
            demos[at] = {
                "reasoning" if key == "rationale" else key: one for key, one in demo.items()
            }
            renamed += 1
    if renamed:
        draft.report(
            "LFT304",
            f"{renamed} demos of `{name}` call the reasoning `rationale`, which ChainOfThought has "
            "not known since 2.6 and leaves out of the prompt.",
            did="It is `reasoning` now.",
            predictor=name,
            key="demos",
        )


def _metadata(draft: Draft) -> None:
    if isinstance(draft.document.get("metadata"), dict):
        return
    draft.document["metadata"] = {"dependency_versions": {"dspy": str(draft.versions.saved)}}
    if draft.versions.target >= Version("2.5.43"):
        draft.report(
            "LFT304",
            "The file says nothing about its versions. Loading it raises `KeyError: 'metadata'`.",
            did="It names its version now.",
        )


def _replace(entry: JsonObject, signature: JsonObject) -> None:
    """Put the signature where the oldest of the old keys stood."""
    place = next(key for key in entry if key in {*_OLD_KEYS, "signature"})
    items = list(entry.items())
    entry.clear()
    for key, one in items:
        if key == place:
            entry["signature"] = signature
        elif key not in _OLD_KEYS and key != "signature":
            entry[key] = one


def _verbose(known: Sequence[Json], *, chain: bool) -> list[JsonObject]:
    """The field list of `save(..., save_field_meta=True)`, with the reasoning where 2.6 has it."""
    fields: list[JsonObject] = []
    prefixes = [one.get("prefix") for one in known if isinstance(one, dict)]
    reasoned = not chain or _REASONING in prefixes
    for one in known:
        if not isinstance(one, dict):
            return []
        if not reasoned and one.get("field_type") == "output":
            fields.append({"prefix": _REASONING, "description": "${reasoning}"})
            reasoned = True
        fields.append(
            {"prefix": one.get("prefix"), "description": _described(one.get("description"))}
        )
    return fields


def _described(description: Json) -> Json:
    """What 2.4 told the reasoning field to be is now its plain name, which stays out of prompts."""
    old = isinstance(description, str) and _OLD_DESCRIPTION.fullmatch(description)
    return "${reasoning}" if old else description


def _fields(entry: JsonObject) -> list[JsonObject]:
    signature = entry.get("signature")
    fields = signature.get("fields") if isinstance(signature, dict) else None
    return [one for one in fields if isinstance(one, dict)] if isinstance(fields, list) else []
