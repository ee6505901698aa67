"""A scripted model for DSPy 2.5 and 3.x alike, and the record of what it was asked.

Imported by `scenarios.py`, which runs inside environments that have nothing but dspy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

import dspy

__all__ = ["Answers", "ScriptedLM"]

Answers: TypeAlias = "Mapping[str, Sequence[object]]"
"""What each output field says, call by call; the last one again and again."""

_FIELD = re.compile(r"^\[\[ ## (\w+) ## \]\]$", re.MULTILINE)
_WANTED = re.compile(r"`\[\[ ## (\w+) ## \]\]`")


class ScriptedLM(dspy.LM):  # type: ignore[misc]
    """Answers ChatAdapter's prompts; `calls` holds what each asked for and was given."""

    def __init__(self, answers: Answers) -> None:
        dspy.LM.__init__(self, "openai/scripted", cache=False)
        self.answers = answers
        self.said: dict[str, int] = {}
        self.calls: list[dict[str, Any]] = []

    def __call__(self, prompt: Any = None, messages: Any = None, **_: Any) -> list[str]:
        text, _sep, ask = _text(messages[-1]["content"]).rpartition("Respond with")
        wanted = [name for name in _WANTED.findall(ask) if name != "completed"]
        inputs = _fields(text)
        told = {name: _line(value) for name, value in inputs.items()}
        self.calls.append({"asked_for": wanted, "given": told, "demos": (len(messages) - 2) // 2})
        parts = [f"[[ ## {name} ## ]]\n{self._next(name)}" for name in wanted]
        return ["\n\n".join([*parts, "[[ ## completed ## ]]"])]

    def __deepcopy__(self, memo: object) -> ScriptedLM:
        return self

    def _next(self, name: str) -> str:
        values = self.answers.get(name, [f"some {name}"])
        at = self.said.get(name, 0)
        self.said[name] = at + 1
        value = values[min(at, len(values) - 1)]
        return value if isinstance(value, str) else json.dumps(value)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part["text"] for part in content)


def _fields(text: str) -> dict[str, str]:
    parts = _FIELD.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _line(value: str) -> str:
    """On one line; a list the same whether it came as JSON (3.x) or with numbers (2.5)."""
    if value.strip().startswith("["):
        with suppress(ValueError):
            return " | ".join(json.loads(value))
    kept = [re.sub(r"^\[\d+\] «(.*)»$", r"\1", line.strip()) for line in value.strip().splitlines()]
    return " | ".join(kept)
