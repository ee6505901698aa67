"""Calls of the typed predictors of 2.5, and of what takes their place, with their old options."""

from __future__ import annotations

import ast

from lift.migrate.finding import Edit
from lift.migrate.view import ModuleView

__all__ = ["DEAD_OPTIONS", "now_called", "rewritten", "why_not"]

DEAD_OPTIONS = ("max_retries", "explain_errors", "wrap_json", "_parse_values")
"""What `TypedPredictor` took and `Predict` would send to the model."""
_NOW = {"TypedPredictor": "Predict", "TypedChainOfThought": "ChainOfThought"}


def now_called(dotted: str | None) -> str | None:
    """The name of the class that took the place of a typed one."""
    return _NOW.get((dotted or "").rpartition(".")[2])


def rewritten(call: ast.Call, view: ModuleView) -> tuple[Edit, ...]:
    """The call of the class that is there now, without options that are gone."""
    now = now_called(view.name_of(call.func))
    if now is None or why_not(call, view) or not isinstance(call.func, ast.Attribute):
        return ()
    owner = call.func.value
    if isinstance(owner, ast.Attribute) and owner.attr == "functional":
        owner = owner.value
    name = f"{view.segment(owner)}.{now}"
    dropped = [one for one in call.keywords if one.arg in (*DEAD_OPTIONS, "reasoning")]
    if not dropped:
        return (view.replaced(call.func, name),)
    kept = [view.segment(one) for one in call.args]
    for keyword in call.keywords:
        if keyword.arg == "reasoning" and now == "ChainOfThought":
            kept.append(f"rationale_field={view.segment(keyword.value)}")
        elif keyword not in dropped:
            kept.append(view.segment(keyword))
    return (view.replaced(call, f"{name}({', '.join(kept)})"),)


def why_not(call: ast.Call, view: ModuleView) -> str:
    """Why a call is not rewritten, as a sentence; empty where it is."""
    keywords = [one.arg for one in call.keywords]
    if len(call.args) > 1 or "instructions" in keywords:
        return "Instructions go into the signature: dspy.Signature(fields, instructions)."
    if None in keywords:
        return "What ** passes is not in view; max_retries and the like would go to the model."
    dropped = any(one in (*DEAD_OPTIONS, "reasoning") for one in keywords)
    return "A comment stands inside the call." if dropped and "#" in view.segment(call) else ""
