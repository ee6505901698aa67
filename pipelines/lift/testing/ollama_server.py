"""A fake Ollama server on the loopback interface, for tests.

A fake, because a real Ollama is a download of gigabytes, and because no real server breaks off in
mid-answer on request. It speaks the real API over real HTTP (chat, generate, tags, show, ps,
embed, version, and the OpenAI form under /v1; streamed as NDJSON or whole; Ollama's own error
bodies), so whatever talks to it talks to Ollama. What it answers is scripted, or comes from a real
model through `answers_from`.

    with OllamaServer(answer=lambda call: "4") as server:
        host = open_host(f"ollama/tiny@{server.url}")
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import cast

from lift.engine.request import JsonValue
from lift.testing.ollama_api import (
    Answerer,
    ChatCall,
    FakeModel,
    Json,
    Reply,
    answers_from,
    chat_chunks,
    complete_reply,
    openai_body,
    show_body,
    tag_body,
    whole_body,
)

__all__ = ["ChatCall", "FakeModel", "Fault", "OllamaServer", "Received", "Reply", "answers_from"]

_OPENAI = "/v1/chat/completions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request."""

    path: str = "/api/chat"
    """Only requests to this path are hit."""
    delay_s: float = 0.0
    """Wait before the first byte, as while a large model is being loaded."""
    status: int | None = None
    """Answer with this status and `body`."""
    body: str = '{"error":"something went wrong"}'
    content_type: str = "application/json; charset=utf-8"
    cut_after: int | None = None
    """Send this many bytes of the right answer, then close the connection."""
    drop: bool = False
    """Close the connection without a word."""
    error_line: str | None = None
    """Send one chunk of the right answer, then this error as a line of the stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    body: Json
    headers: dict[str, str]
    raw: bytes = b""
    """The body, byte by byte."""


def _echo(call: ChatCall) -> str:
    return call.messages[-1][1] if call.messages else ""


class OllamaServer:
    """The server; starts with the `with` statement, on a free port of 127.0.0.1.

    Args:
        answer: called with every chat or generate request, from several threads.
        models: what it says it has; by default one model called `tiny:latest`.
    """

    def __init__(
        self, *, answer: Answerer = _echo, models: Sequence[FakeModel] | None = None
    ) -> None:
        self.answer: Answerer = answer
        self.models = tuple(models or (FakeModel(name="tiny:latest"),))
        self._received: list[Received] = []
        self._faults: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> OllamaServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Base address, as in `http://127.0.0.1:40123`."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def received(self) -> tuple[Received, ...]:
        """Every request so far, in order of arrival."""
        with self._lock:
            return tuple(self._received)

    def bodies(self, path: str = "/api/chat") -> tuple[Json, ...]:
        """The bodies of all requests to one path, in order of arrival."""
        return tuple(received.body for received in self.received if received.path == path)

    def fail(self, fault: Fault, *, times: int = 1) -> None:
        """Let the next `times` requests to the fault's path go wrong."""
        with self._lock:
            self._faults.extend([fault] * times)

    def find(self, name: object) -> FakeModel | None:
        """Return the model of this name; `:latest` may be left out."""
        wanted = str(name) if ":" in str(name) else f"{name}:latest"
        return next((model for model in self.models if model.name == wanted), None)

    def note(self, received: Received) -> Fault | None:
        """Record a request and return the fault that is due for it."""
        with self._lock:
            self._received.append(received)
            for fault in self._faults:
                if fault.path == received.path:
                    self._faults.remove(fault)
                    return fault
        return None


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    owner: OllamaServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http  # pyright: ignore[reportIncompatibleVariableOverride]
    fault: Fault | None = None
    raw: bytes = b""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        self.raw = b""
        if not self._begin({}):
            return
        owner = self.server.owner
        if self.path == "/":
            self._send(200, b"Ollama is running", "text/plain; charset=utf-8")
        elif self.path == "/api/version":
            self._json(200, {"version": "0.12.6"})
        elif self.path == "/api/tags":
            self._json(200, {"models": [tag_body(model) for model in owner.models]})
        elif self.path == "/api/ps":
            extra: Json = {
                "expires_at": "2026-01-02T04:04:05Z",
                "size_vram": 0,
                "context_length": 4096,
            }
            self._json(200, {"models": [tag_body(model) | extra for model in owner.models]})
        else:
            self._missing()

    def do_POST(self) -> None:
        self.raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            body = json.loads(self.raw) if self.raw else None
        except ValueError as error:
            self._json(400, {"error": str(error)})
            return
        if not isinstance(body, dict):
            self._json(400, {"error": "missing request body"})
            return
        given = cast("Json", body)
        if self._begin(given):
            self._route(given)

    def _route(self, body: Json) -> None:
        if self.path not in {"/api/chat", "/api/generate", "/api/show", "/api/embed", _OPENAI}:
            self._missing()
            return
        name = body.get("model") or body.get("name")
        if not name:
            self._json(400, {"error": "model is required"})
            return
        model = self.server.owner.find(name)
        if model is None:
            self._json(404, {"error": f"model '{name}' not found"})
        elif self.path == "/api/show":
            self._json(200, show_body(model))
        elif self.path == "/api/embed":
            self._embed(body)
        elif self.path == _OPENAI:
            call = _understand(body, generate=False)
            reply = complete_reply(call, self.server.owner.answer(call))
            self._json(200, openai_body(call, reply))
        else:
            self._complete(body, generate=self.path == "/api/generate")

    def _embed(self, body: Json) -> None:
        given = body.get("input", "")
        texts = given if isinstance(given, list) else [given]
        vectors: list[JsonValue] = [[float(len(str(text))), 1.0, 0.0] for text in texts]
        self._json(
            200,
            {
                "model": body["model"],
                "embeddings": vectors,
                "total_duration": 1_000_000,
                "load_duration": 100_000,
                "prompt_eval_count": sum(len(str(text)) // 4 + 1 for text in texts),
            },
        )

    def _complete(self, body: Json, *, generate: bool) -> None:
        call = _understand(body, generate=generate)
        if call.format not in (None, "", "json") and not isinstance(call.format, dict):
            wrong = json.dumps(call.format)
            expected = 'expected "json" or a valid JSON Schema object'
            self._json(500, {"error": f"invalid format: {wrong}; {expected}"})
            return
        reply = complete_reply(call, self.server.owner.answer(call))
        if body.get("stream") is False:
            self._json(200, whole_body(call, reply, generate=generate))
        else:
            self._stream(chat_chunks(call, reply, generate=generate))

    def _begin(self, body: Json) -> bool:
        """Record the request and do what the fault says; False when nothing is left to do."""
        received = Received(
            method=self.command,
            path=self.path,
            body=body,
            headers=dict(self.headers.items()),
            raw=self.raw,
        )
        self.fault = fault = self.server.owner.note(received)
        if fault is None:
            return True
        time.sleep(fault.delay_s)
        if fault.drop:
            self._hang_up()
        elif fault.status is not None:
            self._send(fault.status, fault.body.encode(), fault.content_type)
        else:
            return True
        return False

    def _missing(self) -> None:
        self._send(404, b"404 page not found", "text/plain")

    def _json(self, status: int, body: Json) -> None:
        self._send(status, json.dumps(body).encode(), "application/json; charset=utf-8")

    def _send(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = self.fault.cut_after if self.fault else None
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self._hang_up()

    def _stream(self, chunks: Iterable[Json]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        left = self.fault.cut_after if self.fault else None
        for chunk in chunks:
            line = json.dumps(chunk).encode() + b"\n"
            if left is not None and len(line) > left:
                self._chunk(line[:left])
                self._hang_up()
                return
            left = None if left is None else left - len(line)
            self._chunk(line)
            if self.fault and self.fault.error_line is not None:
                self._chunk(json.dumps({"error": self.fault.error_line}).encode() + b"\n")
                break
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, data: bytes) -> None:
        if data:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _hang_up(self) -> None:
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


def _understand(body: Json, *, generate: bool) -> ChatCall:
    messages: list[tuple[str, str]] = []
    if generate:
        messages = [("user", str(body.get("prompt", "")))]
        if body.get("system"):
            messages.insert(0, ("system", str(body["system"])))
    else:
        for message in cast("list[Json]", body.get("messages") or []):
            messages.append((str(message.get("role")), str(message.get("content", ""))))
    return ChatCall(
        model=str(body["model"]),
        messages=tuple(messages),
        options=cast("Json", body.get("options") or {}),
        format=body.get("format"),
    )
