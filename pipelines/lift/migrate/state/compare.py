"""A saved program against the program of the code: which predictors, and which fields.

DSPy restores fields by position and looks no further, so a state loads into another signature
without a word: prompts then name one thing and describe another. Here that is an error.
"""

from __future__ import annotations

from dataclasses import dataclass

from lift.migrate.state.draft import Draft, JsonObject
from lift.migrate.state.program import PlannedField, PlannedPredictor, ProgramPlan

__all__ = ["compare"]

_WRAPPERS = ("predict", "predictor", "module", "self")
"""Last parts of a path that come and go when a class is replaced by another."""
_OLD_REASONING = "Reasoning: Let's think step by step in order to"
_MADE_BY_OLD_MODULES = (
    "interleave Thought, Tool Name, and Tool Args",
    "make sure the last line in your code evaluates to",
)
"""Instructions that ReAct and ProgramOfThought of 2.5 wrote themselves; later ones work
otherwise and write others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    name: str
    entry: JsonObject
    planned: PlannedPredictor


def compare(draft: Draft, plan: ProgramPlan | None) -> None:
    """Match names, then compare fields; report what differs, and rename what is certain."""
    if plan is not None:
        _match(draft, plan)
        _missing(draft, plan)
    for name, entry in draft.predictors():
        planned = None if plan is None else plan.predictors.get(name)
        _own_instructions(draft, name, entry, planned)
        if planned is not None:
            _compare_fields(draft, _Pair(name=name, entry=entry, planned=planned))


def _match(draft: Draft, plan: ProgramPlan) -> None:
    """Rename predictors that the program has under another path."""
    for wanted, planned in plan.predictors.items():
        if wanted in draft.document:
            continue
        free = [(name, entry) for name, entry in draft.predictors() if name not in plan.predictors]
        close = [name for name, _ in free if _stem(name) == _stem(wanted)]
        alike = close or [name for name, entry in free if _same_prefixes(entry, planned)]
        if len(alike) == 1:
            draft.rename(alike[0], wanted)
            draft.changes = [
                one for one in draft.changes if one.predictor != alike[0] or one.code != "LFT308"
            ]
            draft.report(
                "LFT308",
                f"{plan.target} has `{wanted}`, the file `{alike[0]}`. Loading raises "
                f"`KeyError: '{wanted}'`.",
                did="Renamed.",
                predictor=wanted,
            )


def _missing(draft: Draft, plan: ProgramPlan) -> None:
    for name in (*plan.predictors, *plan.others):
        if name not in draft.document:
            draft.report(
                "LFT308",
                f"{plan.target} has `{name}`, and the file has not. Loading raises "
                f"`KeyError: '{name}'`.",
                predictor=name,
                advice=f"If it had another name: --rename OLD={name}",
                blocking=True,
            )
    for name, _ in draft.predictors():
        if name not in plan.predictors:
            draft.report(
                "LFT308",
                f"`{name}` is not in {plan.target}. Loading passes it over without a word.",
                predictor=name,
                advice=f"If it has another name now: --rename {name}=NEW",
            )


def _compare_fields(draft: Draft, pair: _Pair) -> None:
    saved = _saved_fields(pair.entry)
    if not saved:  # the form of 2.4: nothing was saved to compare with
        return
    planned = pair.planned.fields
    names = ", ".join(one.name for one in planned)
    if len(saved) != len(planned):
        _changed(draft, pair, f"it was saved with {len(saved)} fields, the code has {names}")
        return
    odd = [
        (at, was, now)
        for at, (was, now) in enumerate(zip(saved, planned, strict=True))
        if _plain(was.get("prefix")) != _plain(now.prefix)
    ]
    last = len(planned) - 1
    if odd and not (len(odd) == 1 and odd[0][0] == last):
        at, was, now = odd[0]
        _changed(
            draft,
            pair,
            f"field {at + 1} was saved as {was.get('prefix')!r}, the code has `{now.name}` "
            f"({now.prefix!r}) there",
        )
        return
    for at, (was, now) in enumerate(zip(saved, planned, strict=True)):
        if at in {one[0] for one in odd} or _text(was) != now.description:
            _reworded(draft, pair, was, now)
    _demos(draft, pair)


def _changed(draft: Draft, pair: _Pair, what: str) -> None:
    draft.report(
        "LFT309",
        f"The signature of `{pair.name}` is another one: {what}. DSPy would load it without a word "
        "and mix old descriptions with new fields.",
        predictor=pair.name,
        key="signature.fields",
        advice="Save the program again from code with this signature, or optimize it again.",
        blocking=True,
    )


def _reworded(draft: Draft, pair: _Pair, was: JsonObject, now: PlannedField) -> None:
    draft.report(
        "LFT309",
        f"`{now.name}` of `{pair.name}` has other words in the file: prefix {was.get('prefix')!r}, "
        f"description {_text(was)!r}; the code has {now.prefix!r}, {now.description!r}. Loading "
        "takes those of the file.",
        predictor=pair.name,
        key="signature.fields",
        advice="If the code is right, save the program again from it.",
    )


def _demos(draft: Draft, pair: _Pair) -> None:
    """Bootstrapped demos hold every output, so they tell when an output got another name."""
    outputs = [one.name for one in pair.planned.fields if one.is_output]
    demos = pair.entry.get("demos")
    for at, demo in enumerate(demos if isinstance(demos, list) else []):
        if not isinstance(demo, dict) or demo.get("augmented") is not True:
            continue
        lacking = [f"`{one}`" for one in outputs if one not in demo]
        if lacking:
            draft.report(
                "LFT309",
                f"Demo {at + 1} of `{pair.name}` has no {', '.join(lacking)}, "
                "which the code's signature puts out; the demo was made for another signature.",
                predictor=pair.name,
                key=f"demos[{at}]",
                advice="Optimize the program again, or rename the field in the demos.",
                blocking=True,
            )
            return


def _own_instructions(
    draft: Draft, name: str, entry: JsonObject, planned: PlannedPredictor | None
) -> None:
    signature = entry.get("signature")
    if not draft.versions.cross("2.6.0") or not isinstance(signature, dict):
        return
    if not any(mark in str(signature.get("instructions")) for mark in _MADE_BY_OLD_MODULES):
        return
    if planned is not None:
        signature["instructions"] = planned.instructions
    draft.report(
        "LFT309",
        f"The instructions of `{name}` were written by a module of 2.5, which works in another way "
        "now; loading puts them in the place of the new ones.",
        did="Those of the code's program took their place." if planned else "",
        predictor=name,
        key="signature.instructions",
        advice="" if planned else "Give the program with --program, and lift takes its own.",
    )


def _saved_fields(entry: JsonObject) -> list[JsonObject]:
    signature = entry.get("signature")
    fields = signature.get("fields") if isinstance(signature, dict) else None
    return [one for one in fields if isinstance(one, dict)] if isinstance(fields, list) else []


def _same_prefixes(entry: JsonObject, planned: PlannedPredictor) -> bool:
    saved = [_plain(one.get("prefix")) for one in _saved_fields(entry)]
    return bool(saved) and saved == [_plain(one.prefix) for one in planned.fields]


def _plain(prefix: object) -> str:
    """The prefix without the words that only some versions write."""
    text = str(prefix)
    return "Reasoning:" if text == _OLD_REASONING else text


def _text(field: JsonObject) -> str:
    return str(field.get("description"))


def _stem(name: str) -> str:
    parts = name.split(".")
    while parts and parts[-1] in _WRAPPERS:
        parts.pop()
    return ".".join(parts)
