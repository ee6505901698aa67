"""Scripted answers: what the endpoint says when a program asks.

`FieldAnswers` reads from a prompt which fields are asked for, and in which form, and fills them in.
It understands the prompts of every DSPy from 2.4 to 3.4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lift.engine.request import JsonValue
from lift.testing.ollama_api import ChatCall, Reply

__all__ = ["FieldAnswers", "Script"]

Script: TypeAlias = Callable[[ChatCall], "str | Reply"]
"""Called with every request for a completion, from several threads."""

_MARKED = re.compile(r"\[\[ ## (\w+) ## \]\]")
_NAMED = re.compile(r"`(\w+)`")
_TAGGED = re.compile(r"<(\w+)>")
_OLD_FORMAT = re.compile(r"^(?P<prefix>[A-Z][^:\n]*:)(?P<rest>.*)$", re.MULTILINE)
_TYPED = r"`{name}` \((?P<type>[^\n]*?)\)(?::|$|\n)"
_TOOL_STEP: Mapping[str, JsonValue] = {
    "next_thought": "The tools are not needed.",
    "next_tool_name": "finish",
    "next_tool_args": {},
}
"""What ends a ReAct agent at its first step."""
_OF_TYPE: Mapping[str, JsonValue] = {"int": 7, "float": 0.5, "bool": True, "dict": {}, "list": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAnswers:
    """Answers every prompt with the values of the fields that it asks for."""

    values: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """By name of the field; a field that is not here gets a value of the type that is asked for."""

    def __call__(self, call: ChatCall) -> str:
        prompt = "\n".join(content for _, content in call.messages)
        wanted = prompt.rpartition("Respond with ")[2] if "Respond with " in prompt else ""
        head = wanted.split("\n")[0]
        if "JSON object" in head:
            names = list(dict.fromkeys(_NAMED.findall(wanted)))
            return json.dumps({name: self.value(name, prompt) for name in names})
        if marked := [one for one in _MARKED.findall(wanted) if one != "completed"]:
            parts = [f"[[ ## {name} ## ]]\n{self._text(name, prompt)}\n" for name in marked]
            return "\n".join([*parts, "[[ ## completed ## ]]"])
        if "XML" in head or _TAGGED.search(head):
            names = list(dict.fromkeys(_TAGGED.findall(wanted)))
            return "\n".join(f"<{name}>\n{self._text(name, prompt)}\n</{name}>" for name in names)
        return self._continued(prompt)

    def value(self, name: str, prompt: str) -> JsonValue:
        """Return the value of a field; where none was given, one of the type in the prompt."""
        if name in self.values:
            return self.values[name]
        if name in _TOOL_STEP:
            return _TOOL_STEP[name]
        found = re.search(_TYPED.format(name=re.escape(name)), prompt)
        return _of_type(found["type"] if found else "str", name)

    def _text(self, name: str, prompt: str) -> str:
        value = self.value(name, prompt)
        return value if isinstance(value, str) else json.dumps(value)

    def _continued(self, prompt: str) -> str:
        """Continue a prompt of 2.4, which ends with the prefix of the first field to be filled."""
        sections = prompt.split("---")
        last = [one for one in sections if one.strip()][-1:] or [prompt]
        shape = next((one for one in sections if "Follow the following format" in one), "")
        started = [one["prefix"] for one in _OLD_FORMAT.finditer(last[0].rstrip())]
        fields = [one["prefix"] for one in _OLD_FORMAT.finditer(shape)]
        if not started or started[-1] not in fields:
            return self._text("answer", prompt)
        left = fields[fields.index(started[-1]) :]
        texts = [self._text(_name(prefix), prompt) for prefix in left]
        rest = [f"{prefix} {text}" for prefix, text in zip(left[1:], texts[1:], strict=True)]
        return "\n".join([texts[0], *rest])


def _name(prefix: str) -> str:
    """Return the field that a prefix such as `Next Tool Name:` stands for."""
    return re.sub(r"\W+", "_", prefix.strip(" :")).lower()


def _of_type(written: str, name: str) -> JsonValue:
    """Return a value of a type as prompts write it: `int`, `list[str]`, `Literal['a', 'b']`."""
    kind = written.strip().lower()
    if kind.startswith("literal"):
        choice = re.search(r"['\"]([^'\"]*)['\"]", written)
        return choice[1] if choice else "a"
    if kind.startswith(("optional", "union")):
        return _of_type(written.partition("[")[2].split(",")[0].rstrip("]"), name)
    return next(
        (value for prefix, value in _OF_TYPE.items() if kind.startswith(prefix)),
        f"a sample {name.replace('_', ' ')}",
    )
