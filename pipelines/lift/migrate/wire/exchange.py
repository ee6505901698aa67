"""One request to a model as it came over the wire, and the form in which two can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lift.engine.request import JsonValue

__all__ = ["Exchange", "Message", "Normal", "WireForm", "form_of", "messages_of", "normalised"]

WireForm = Literal["ollama-chat", "ollama-generate", "openai-chat", "openai-text", "responses"]
_FORMS: Mapping[str, WireForm] = {
    "/api/chat": "ollama-chat",
    "/api/generate": "ollama-generate",
    "/chat/completions": "openai-chat",
    "/completions": "openai-text",
    "/responses": "responses",
}
_MESSAGES = frozenset({"model", "messages", "prompt", "system", "input", "instructions"})
_ONE_NAME = {"num_predict": "max_tokens", "max_completion_tokens": "max_tokens"} | {
    "max_output_tokens": "max_tokens"
}
"""Options that mean the same in the forms of Ollama and OpenAI."""
_TRANSPORT = frozenset({"stream", "stream_options", "keep_alive", "raw", "extra_body", "images"})
"""How an answer travels; it does not change what the model is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of the prompt."""

    role: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """A request without what differs between the forms of Ollama and OpenAI."""

    model: str
    messages: tuple[Message, ...]
    options: Mapping[str, JsonValue]
    """Sampling options, formats and tools by their OpenAI names, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request that asked for a completion, and its answer."""

    path: str
    """Such as `/api/chat`."""
    form: WireForm
    body: Mapping[str, JsonValue]
    """Exactly what was sent."""
    answer: str
    """What the endpoint said; empty when it refused."""
    status: int = 200
    prompt_tokens: int = 0
    """Counted by a real model; else a token per four bytes of the messages, in every version."""
    completion_tokens: int = 0

    @property
    def normal(self) -> Normal:
        return normalised(self.body, self.form)

    def to_json(self) -> dict[str, JsonValue]:
        return {
            "path": self.path,
            "form": self.form,
            "status": self.status,
            "body": dict(self.body),
            "answer": self.answer,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
        }


def form_of(path: str) -> WireForm | None:
    """Return in which form a request to this path is; None when it asks for no completion."""
    return next(
        (form for end, form in _FORMS.items() if path.split("?", maxsplit=1)[0].endswith(end)), None
    )


def messages_of(body: Mapping[str, JsonValue], form: WireForm) -> tuple[Message, ...]:
    """Return the prompt as turns; a bare prompt is one turn of the user."""
    if form in {"ollama-generate", "openai-text"}:
        system = str(body.get("system") or "")
        user = Message(role="user", content=_text(body.get("prompt")))
        return (Message(role="system", content=system), user) if system else (user,)
    given = body.get("input") if form == "responses" else body.get("messages")
    if not isinstance(given, (list, tuple)):
        return (Message(role="user", content=_text(given)),)
    turns = [one for one in given if isinstance(one, Mapping)]
    found = [
        Message(role=str(one.get("role", "")), content=_text(one.get("content"))) for one in turns
    ]
    instructions = body.get("instructions") if form == "responses" else None
    if instructions:
        found.insert(0, Message(role="system", content=_text(instructions)))
    return tuple(found)


def normalised(body: Mapping[str, JsonValue], form: WireForm) -> Normal:
    """Return a request in the one form in which both versions' requests can be compared."""
    options: dict[str, JsonValue] = {}
    for name, value in body.items():
        if name == "options" and form.startswith("ollama") and isinstance(value, Mapping):
            options |= {_ONE_NAME.get(key, key): one for key, one in value.items()}
        elif name not in _MESSAGES | _TRANSPORT and value is not None:
            options[_ONE_NAME.get(name, name)] = value
    return Normal(
        model=str(body.get("model") or ""),
        messages=messages_of(body, form),
        options=dict(sorted(_one_format(options).items())),
    )


def _one_format(options: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Give Ollama's `format` the name that it has in the OpenAI form."""
    found = dict(options)
    shape = found.pop("format", None)
    if shape == "json":
        found["response_format"] = {"type": "json_object"}
    elif isinstance(shape, Mapping) and shape:
        found["response_format"] = {"type": "json_schema", "schema": shape}
    if not found.get("tools", True):
        del found["tools"]
    return found


def _text(content: JsonValue) -> str:
    """Return the text of a message, of all its parts where it has several."""
    if isinstance(content, Sequence) and not isinstance(content, str):
        return "".join(_text(one) for one in content)
    if isinstance(content, Mapping):
        return _text(content.get("text") or content.get("content") or "")
    return "" if content is None else str(content)
