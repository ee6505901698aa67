"""A model server and a search server on the loopback, for programs that were written long ago.

It answers each output field from a script, in the form that the prompt asks for: the templates of
DSPy 2.4 (`Follow the following format.`), ChatAdapter's markers, or JSON. It speaks the OpenAI
form, Ollama's own API, vLLM's completions, and ColBERTv2's search.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.lift.migrate.rules.loopback import Loopback, Request

__all__ = ["ScriptedServer"]

_MARKED = re.compile(r"`\[\[ ## (\w+) ## \]\]`")
_NAMED = re.compile(r"`(\w+)`")
_PREFIX = re.compile(r"^([A-Z][\w ]*):", re.MULTILINE)
_PASSAGES = (
    "Paris | Paris is the capital of France.",
    "Seine | The Seine flows through Paris.",
    "Lyon | Lyon lies on the Rhone.",
)


@dataclass(kw_only=True)
class ScriptedServer(Loopback):
    """Answers by field name; the last answer of a field comes again and again."""

    answers: Mapping[str, Sequence[object]] = field(default_factory=dict[str, Sequence[object]])
    said: dict[str, int] = field(default_factory=dict[str, int])
    lock: Lock = field(default_factory=Lock)

    def __enter__(self) -> ScriptedServer:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def script(self, answers: Mapping[str, Sequence[object]]) -> None:
        """Begin anew with these answers."""
        self.answers = answers
        self.said.clear()
        self.requests.clear()

    def answer(self, path: str, body: Mapping[str, Any]) -> object:
        if path.endswith("/api/show"):
            return {"template": "", "model_info": {}, "details": {}, "capabilities": []}
        messages = body.get("messages") or [{"content": body.get("prompt", "")}]
        with self.lock:
            self.requests.append(Request(path=path, body=body))
            text = self._completion("\n".join(_text(one.get("content")) for one in messages))
        if path.endswith("/api/chat"):
            return {"model": "m", "message": {"role": "assistant", "content": text}, "done": True}
        if path.endswith("/api/generate"):
            return {"model": "m", "response": text, "done": True}
        if path == "/chat/completions":  # what a real Ollama does not have
            return None
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "finish_reason": "stop", "message": message, "text": text}
        usage = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}
        made = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
        return made | {"choices": [choice] * int(body.get("n") or 1)}

    def _completion(self, prompt: str) -> str:
        if "Follow the following format." in prompt:
            return self._by_prefix(prompt)
        asked = prompt.rpartition("Respond with ")[2]
        if "JSON object" in asked.split("\n")[0] and "[[ ##" not in asked:
            return json.dumps({name: self._next(name) for name in _NAMED.findall(asked)})
        marked = [name for name in _MARKED.findall(asked) if name != "completed"]
        if marked:
            parts = [f"[[ ## {name} ## ]]\n{_shown(self._next(name))}" for name in marked]
            return "\n\n".join([*parts, "[[ ## completed ## ]]"])
        return "nothing"

    def _by_prefix(self, prompt: str) -> str:
        """Go on where a template of 2.4 ends, with every field from there on."""
        template = prompt.partition("Follow the following format.")[2].partition("---")[0]
        order = _PREFIX.findall(template)
        last = _PREFIX.findall(prompt.rpartition("---")[2])[-1:]
        if not last or last[0] not in order:
            return "nothing"
        first, *rest = order[order.index(last[0]) :]
        parts = [_shown(self._next(_key(first)))]
        parts += [f"{name}: {_shown(self._next(_key(name)))}" for name in rest]
        return "\n\n".join(parts)

    def _next(self, name: str) -> object:
        values = self.answers.get(name, [f"some {name}"])
        at = self.said.get(name, 0)
        self.said[name] = at + 1
        return values[min(at, len(values) - 1)]


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._send(server.answer(self.path, json.loads(self.rfile.read(length) or b"{}")))

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            if "query" not in asked:
                return self._send({"models": [], "data": []})
            count = int(asked.get("k", ["3"])[0])
            found = [{"text": text, "pid": n} for n, text in enumerate(_PASSAGES)]
            return self._send({"topk": found[:count]})

        def _send(self, payload: object) -> None:
            data = json.dumps(payload).encode()
            self.send_response(200 if payload is not None else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    return Handler


def _text(content: object) -> str:
    if isinstance(content, list):
        parts: list[Any] = content  # pyright: ignore[reportUnknownVariableType]
        return "".join(str(part.get("text", "")) for part in parts)
    return str(content or "")


def _key(prefix: str) -> str:
    return prefix.strip().lower().replace(" ", "_")


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
