"""Predictors that have another path in the target, and the texts that moved with them.

Loading looks every predictor up by its path and raises `KeyError: '<path>'` when it is not there.
"""

from __future__ import annotations

from collections.abc import Mapping

from lift.errors import UsageError
from lift.migrate.state.draft import Draft, Json, JsonObject
from lift.migrate.state.legacy import is_chain_of_thought

__all__ = ["apply_renames", "move_names", "parse_renames"]

_OWN_PREDICTOR = "2.6.0"
"""From here on ChainOfThought holds a predictor named `predict` in place of being one."""
_NEW_SUBMIT = "3.1.2"
"""From here on ProgramOfThought asks for `SUBMIT()`, and its last step is `generate_output`."""
_ANSWER, _OUTPUT = "generate_answer.predict", "generate_output.predict"


def parse_renames(texts: tuple[str, ...]) -> dict[str, str]:
    """Parse `OLD=NEW` pairs.

    Raises:
        UsageError: one is something else, or two contradict.
    """
    found: dict[str, str] = {}
    for text in texts:
        old, equals, new = text.partition("=")
        if not (equals and old and new):
            raise UsageError(
                f"--rename {text}: not OLD=NEW", hint="as in: --rename cot=cot.predict"
            )
        if found.setdefault(old, new) != new:
            raise UsageError(
                f"--rename: {old} cannot become both {found[old]} and {new}",
                hint="give each OLD once",
            )
    return found


def apply_renames(draft: Draft, renames: Mapping[str, str]) -> set[str]:
    """Rename what the user asked for, with everything below it; return the names that were used.

    Raises:
        UsageError: the new name is taken.
    """
    used: set[str] = set()
    for old, new in renames.items():
        for name in list(draft.document):
            if name != "metadata" and (name == old or name.startswith((f"{old}.", f"{old}["))):
                now = new + name[len(old) :]
                _rename(draft, name, now)
                draft.report(
                    "LFT308",
                    f"`{name}` has another path in the code.",
                    did=f"Renamed to `{now}`.",
                    predictor=now,
                    harmful=False,
                )
                used.add(old)
    return used


def move_names(draft: Draft) -> None:
    """Rename what DSPy itself moved, as far as the file shows it."""
    versions = draft.versions
    if versions.cross(_OWN_PREDICTOR):
        for name, entry in draft.predictors():
            if is_chain_of_thought(entry):
                new = "predict" if name == "self" else f"{name}.predict"
                _moved(draft, name, new, "ChainOfThought")
            elif name.rpartition(".")[2] == "predictor":
                _typed_predictor(draft, name)
    if versions.cross(_NEW_SUBMIT):
        _program_of_thought(draft, _ANSWER, _OUTPUT, "final_answer(", "SUBMIT(")
    elif versions.cross_back(_NEW_SUBMIT):
        _program_of_thought(draft, _OUTPUT, _ANSWER, "SUBMIT(", "final_answer(")


def _typed_predictor(draft: Draft, name: str) -> None:
    outer = name.rpartition(".")[0] or "self"
    draft.report(
        "LFT308",
        f"`{name}` may be the inside of a TypedPredictor, which is gone since 2.6. A dspy.Predict "
        f"in its place is looked up as `{outer}`.",
        predictor=name,
        advice=f"Then add --rename {name}={outer}, or let --program find out.",
        harmful=False,
    )


def _program_of_thought(draft: Draft, old: str, new: str, call: str, now: str) -> None:
    for name in [one for one in draft.document if one == old or one.endswith(f".{old}")]:
        prefix = name[: -len(old)]
        steps = [f"{prefix}{step}.predict" for step in ("code_generate", "code_regenerate")]
        if all(step in draft.document for step in steps):
            _moved(draft, name, f"{prefix}{new}", "ProgramOfThought")
            for step in steps:
                _swap_call(draft, step, call, now)


def _swap_call(draft: Draft, name: str, call: str, now: str) -> None:
    """Let instructions and demos name the function that the target's interpreter offers."""
    entry = draft.document[name]
    swapped = _swapped(entry, call, now)
    if swapped != entry:
        draft.document[name] = swapped
        draft.report(
            "LFT308",
            f"The instructions of `{name}` ask for `{call})`, which the interpreter of DSPy "
            f"{draft.versions.target} does not have.",
            did=f"They say `{now})` now.",
            predictor=name,
            key="signature",
        )


def _swapped(value: Json, call: str, now: str) -> Json:
    if isinstance(value, str):
        return value.replace(call, now)
    if isinstance(value, list):
        return [_swapped(one, call, now) for one in value]
    if isinstance(value, dict):
        parts: JsonObject = {key: _swapped(one, call, now) for key, one in value.items()}
        return parts
    return value


def _moved(draft: Draft, old: str, new: str, by: str) -> None:
    _rename(draft, old, new)
    draft.report(
        "LFT308",
        f"{by} keeps `{old}` as `{new}` in DSPy {draft.versions.target}. Loading raises "
        f"`KeyError: '{new}'`.",
        did="Renamed.",
        predictor=new,
    )


def _rename(draft: Draft, old: str, new: str) -> None:
    if new in draft.document:
        raise UsageError(
            f"{draft.name}: {old} cannot become {new}, which is there already",
            hint="rename the other one as well",
        )
    draft.rename(old, new)
