"""A model on the loopback that answers every prompt in the format it asks for, and remembers it.

It stands in for a model server, which a test cannot have: it speaks enough of Ollama's own API and
of the OpenAI form for every DSPy to be content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

__all__ = ["Loopback", "Request"]

_MARKED = re.compile(r"`\[\[ ## (\w+) ## \]\]`")
_NAMED = re.compile(r"`(\w+)`")
_TOOL = re.compile(r"\(1\) (\w+)")
_PREFIXED = re.compile(r"^([A-Z][\w ]*):(?= ?$| ?\$\{| Let's think)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request that a program sent."""

    path: str
    body: Mapping[str, Any]


@dataclass(kw_only=True)
class Loopback:
    """The server; use it as a context manager."""

    requests: list[Request] = field(default_factory=list[Request])
    port: int = 0

    def __enter__(self) -> Loopback:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.requests))
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(requests: list[Request]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body: dict[str, Any] = json.loads(self.rfile.read(length) or b"{}")
            if not self.path.endswith("/api/show"):
                requests.append(Request(path=self.path, body=body))
            self._answer(_answer(self.path, body))

        def do_GET(self) -> None:
            self._answer({"models": [], "data": []})

        def _answer(self, payload: object) -> None:
            data = json.dumps(payload).encode()
            self.send_response(200 if payload is not None else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    return Handler


def _answer(path: str, body: Mapping[str, Any]) -> object:
    messages = body.get("messages") or [{"content": body.get("prompt", "")}]
    text = _completion("\n".join(_text(one.get("content")) for one in messages))
    if path.endswith("/api/show"):
        return {"template": "", "model_info": {}, "details": {}, "capabilities": []}
    if path.endswith("/api/chat"):
        return {"model": "m", "message": {"role": "assistant", "content": text}, "done": True}
    if path.endswith("/api/generate"):
        return {"model": "m", "response": text, "done": True}
    choice: dict[str, object] = {
        "index": 0,
        "finish_reason": "stop",
        "text": text,
    }
    if path.endswith("/chat/completions"):
        choice["message"] = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}
    if path == "/chat/completions":  # what a real Ollama does not have
        return None
    return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage} | {
        "choices": [choice] * int(body.get("n") or 1)
    }


def _text(content: object) -> str:
    if isinstance(content, list):
        parts: list[Any] = content  # pyright: ignore[reportUnknownVariableType]
        return "".join(str(part.get("text", "")) for part in parts)
    return str(content or "")


def _completion(prompt: str) -> str:
    """The output fields that the last instruction of a prompt asks for."""
    asked = prompt.rpartition("Respond with ")[2]
    tool = _TOOL.search(prompt)
    values = {"next_tool_name": tool[1] if tool else "finish", "next_tool_args": "{}"}
    if prompt.count("Respond with ") and "JSON object" in asked.split("\n")[0]:
        fields = _NAMED.findall(asked)
        return json.dumps({name: values.get(name, "7") for name in fields})
    marked = [name for name in _MARKED.findall(asked) if name != "completed"]
    if marked:
        lines = [f"[[ ## {name} ## ]]\n{values.get(name, '7')}\n" for name in marked]
        return "\n".join([*lines, "[[ ## completed ## ]]"])
    prefixes = _PREFIXED.findall(prompt.rpartition("---")[2])
    return "\n".join(f"{prefix}: 7" for prefix in prefixes[-2:]) or "7"
