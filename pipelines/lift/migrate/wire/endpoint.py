"""The loopback server that records requests and gives scripted answers.

with Endpoint(answer=FieldAnswers()) as endpoint:
...  # let a program use http://127.0.0.1:<endpoint.port>
sent = endpoint.take()
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import cast

from lift.engine.request import JsonValue
from lift.migrate.wire.answers import FieldAnswers, Script
from lift.migrate.wire.exchange import (
    Exchange,
    WireForm,
    form_of,
    messages_of,
    normalised,
)
from lift.testing.ollama_api import (
    ChatCall,
    FakeModel,
    Json,
    Reply,
    chat_chunks,
    complete_reply,
    openai_body,
    show_body,
    tag_body,
    whole_body,
)

__all__ = ["Endpoint"]

_BYTES_PER_TOKEN = 4
_LARGEST = 64_000_000
"""Bytes; a longer request is refused."""


class Endpoint:
    """Answers on a free port of 127.0.0.1 as long as the `with` statement lasts.

    It has every model that it is asked for. `/chat/completions` without `/v1` before it is refused,
    as a real Ollama does.
    """

    def __init__(self, *, answer: Script | None = None) -> None:
        self.answer: Script = answer or FieldAnswers()
        self._exchanges: list[Exchange] = []
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Endpoint:
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
    def port(self) -> int:
        return self._http.server_address[1]

    @property
    def url(self) -> str:
        """Base address, as in `http://127.0.0.1:40123`."""
        return f"http://127.0.0.1:{self.port}"

    def take(self) -> tuple[Exchange, ...]:
        """Return what was asked since the last call, in order of arrival, and forget it."""
        with self._lock:
            taken = tuple(self._exchanges)
            self._exchanges.clear()
        return taken

    def keep(self, exchange: Exchange) -> None:
        """Record an exchange; called by the server's threads."""
        with self._lock:
            self._exchanges.append(exchange)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    owner: Endpoint

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a program that hangs up is part of the comparison."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; waiting would cost 40 ms
    server: _Http  # pyright: ignore[reportIncompatibleVariableOverride]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        model = FakeModel(name="lift-probe:latest")
        if path == "/api/tags":
            self._send(200, {"models": [tag_body(model)]})
        elif path == "/api/version":
            self._send(200, {"version": "0.12.6"})
        elif path.endswith("/models"):
            self._send(200, {"object": "list", "data": [{"id": model.name, "object": "model"}]})
        else:
            self._send(404, {"error": "404 page not found"})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        given: object = None
        if length <= _LARGEST:
            try:
                given = json.loads(self.rfile.read(length) or b"null")
            except ValueError:
                given = None
        if not isinstance(given, dict):
            self._send(400, {"error": "missing request body"})
            return
        body = cast("Json", given)
        path = self.path.split("?")[0]
        form = form_of(path)
        if form is not None:
            self._complete(path, form, body)
        elif path == "/api/show":
            self._send(200, show_body(FakeModel(name=str(body.get("model") or body.get("name")))))
        elif path.endswith(("/embed", "/embeddings")):
            self._send(200, _embeddings(path, body))
        else:
            self._send(404, {"error": "404 page not found"})

    def _complete(self, path: str, form: WireForm, body: Json) -> None:
        call = _call(body, form)
        if path == "/chat/completions":
            self.server.owner.keep(Exchange(path=path, form=form, body=body, answer="", status=404))
            self._send(404, {"error": "404 page not found"})
            return
        said = self.server.owner.answer(call)
        reply = complete_reply(call, said)
        counted = said.prompt_tokens if isinstance(said, Reply) else None
        size = sum(len(content.encode()) for _, content in call.messages)
        self.server.owner.keep(
            Exchange(
                path=path,
                form=form,
                body=body,
                answer=reply.text,
                prompt_tokens=counted or size // _BYTES_PER_TOKEN + 1,
                completion_tokens=reply.completion_tokens,
            )
        )
        if form in {"ollama-chat", "ollama-generate"}:
            self._ollama(call, reply, body, generate=form == "ollama-generate")
        elif form == "openai-chat" and body.get("stream"):
            self._events(openai_body(call, reply))
        else:
            self._send(200, _openai(call, reply, body, form))

    def _ollama(self, call: ChatCall, reply: Reply, body: Json, *, generate: bool) -> None:
        if body.get("stream") is False:
            self._send(200, whole_body(call, reply, generate=generate))
            return
        chunks = chat_chunks(call, reply, generate=generate)
        data = b"".join(json.dumps(one).encode() + b"\n" for one in chunks)
        self._raw(200, data, "application/x-ndjson")

    def _events(self, whole: Json) -> None:
        """Answer in the OpenAI form as a stream of one part and an end."""
        choice = cast("list[Json]", whole["choices"])[0]
        message = cast("Json", choice["message"])
        head = {name: whole[name] for name in ("id", "created", "model")}
        head |= {"object": "chat.completion.chunk"}
        parts: list[Json] = [
            {**head, "choices": [{"index": 0, "delta": message, "finish_reason": None}]},
            {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        ]
        lines = [f"data: {json.dumps(one)}\n\n" for one in parts]
        self._raw(200, "".join([*lines, "data: [DONE]\n\n"]).encode(), "text/event-stream")

    def _send(self, status: int, payload: Mapping[str, JsonValue]) -> None:
        self._raw(status, json.dumps(payload).encode(), "application/json; charset=utf-8")

    def _raw(self, status: int, data: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _call(body: Json, form: WireForm) -> ChatCall:
    """Return a request in Ollama's words, whichever form it came in."""
    turns = [(one.role, one.content) for one in messages_of(body, form)]
    options = dict(normalised(body, form).options)
    shape = options.pop("response_format", None)
    if "max_tokens" in options:
        options["num_predict"] = options.pop("max_tokens")
    return ChatCall(
        model=str(body.get("model") or ""),
        messages=tuple(turns),
        options=options,
        format=_format(shape),
    )


def _format(shape: JsonValue) -> JsonValue:
    """Return a response format as Ollama is told it: None, "json", or a JSON Schema."""
    if not isinstance(shape, Mapping):
        return None
    inner = shape.get("json_schema")
    schema = inner.get("schema") if isinstance(inner, Mapping) else shape.get("schema")
    return schema or "json"


def _openai(call: ChatCall, reply: Reply, body: Json, form: WireForm) -> Json:
    whole = openai_body(call, reply)
    if form == "responses":
        part: Json = {"type": "output_text", "text": reply.text, "annotations": []}
        item: Json = {"type": "message", "id": "m1", "role": "assistant", "status": "completed"}
        usage: Json = {
            "input_tokens": reply.prompt_tokens,
            "output_tokens": reply.completion_tokens,
            "total_tokens": (reply.prompt_tokens or 0) + reply.completion_tokens,
        }
        head: Json = {"id": "r1", "object": "response", "created_at": 1, "model": call.model}
        output: list[JsonValue] = [{**item, "content": [part]}]
        return {**head, "status": "completed", "output": output, "usage": usage}
    count = body.get("n")
    choices = cast("list[Json]", whole["choices"])
    if form == "openai-text":
        choices = [{**one, "text": reply.text} for one in choices]
    many = choices * (count if isinstance(count, int) and 0 < count <= 64 else 1)
    whole["choices"] = [{**one, "index": index} for index, one in enumerate(many)]
    return whole


def _embeddings(path: str, body: Json) -> Json:
    """Answer a request for embeddings with short vectors that depend on the text."""
    given = body.get("input", body.get("prompt", ""))
    texts = given if isinstance(given, list) else [given]
    vectors = [[float(len(str(text))), 1.0, 0.0] for text in texts]
    if path.endswith("/api/embed"):
        return {"model": body.get("model"), "embeddings": cast("JsonValue", vectors)}
    if path.endswith("/api/embeddings"):
        return {"embedding": cast("JsonValue", vectors[0])}
    data: list[JsonValue] = [
        {"object": "embedding", "index": index, "embedding": cast("JsonValue", vector)}
        for index, vector in enumerate(vectors)
    ]
    usage: Json = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
    return {"object": "list", "model": body.get("model"), "data": data, "usage": usage}
