"""The raw chunks of `dspy.streamify` are DSPy's own, no `litellm.ModelResponseStream` any more.

From 3.4.0 `isinstance(chunk, litellm.ModelResponseStream)` is False for every chunk, and
`streaming_response` writes a chunk as a text with JSON in it, no longer as an object. The chunks
still have `.choices[0].delta.content`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lift.migrate.calls import ends
from lift.migrate.finding import Finding, Fix, Severity
from lift.migrate.rule import Example, Rule, visitor
from lift.migrate.view import ModuleView

_CHUNK = "ModelResponseStream"


def _call(node: ast.Call, view: ModuleView) -> Iterator[Finding]:
    if ends(view.name_of(node.func), "streaming_response"):
        yield RULE.finding(
            view,
            node,
            message='"chunk" is a text with JSON in it, no object any more',
            advice="Read it with a second JSON.parse, or send the text of a StreamListener.",
        )
        return
    named = isinstance(node.func, ast.Name) and node.func.id == "isinstance"
    if not named or len(node.args) != 2 or "streamify" not in view.text:
        return
    kinds = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
    names = [getattr(kind, "id", getattr(kind, "attr", "")) for kind in kinds]
    if _CHUNK in names:
        yield RULE.finding(
            view,
            node,
            message=f"a chunk is no {_CHUNK} any more, so this is False",
            advice='Ask hasattr(chunk, "choices"), or use dspy.streaming.StreamListener; '
            'dspy.LM(..., engine="litellm") brings the old chunks back.',
        )


_SERVER = """\
import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import litellm

import dspy


class Model(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for text in ("[[ ## answer ## ]]", " 7", " [[ ## completed ## ]]", None):
            delta = {"content": text} if text else {}
            choice = {"index": 0, "delta": delta, "finish_reason": None if text else "stop"}
            chunk = {"id": "1", "created": 1, "model": "m", "choices": [choice]}
            chunk["object"] = "chat.completion.chunk"
            self.wfile.write(f"data: {json.dumps(chunk)}\\n\\n".encode())
        self.wfile.write(b"data: [DONE]\\n\\n")

    def log_message(self, *args):
        pass


server = HTTPServer(("127.0.0.1", 0), Model)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}/v1"
dspy.configure(lm=dspy.LM("openai/m", api_base=base, api_key="x"))


async def main():
    stream = dspy.streamify(dspy.Predict("question -> answer"))
    async for chunk in stream(question="why"):
        if CONDITION:
            print("chunk")


asyncio.run(main())
"""

RULE: Rule = Rule(
    code="LFT265",
    slug="stream-chunks",
    severity=Severity.WARNING,
    fix=Fix.NONE,
    since="3.4.0",
    summary="the raw chunks of streamify are no litellm.ModelResponseStream",
    visitors=dict((visitor(ast.Call, _call),)),
    examples=(
        Example(
            old="3.0.1",
            new="3.4.1",
            line=38,
            before=_SERVER.replace("CONDITION", "isinstance(chunk, litellm.ModelResponseStream)"),
            after=_SERVER.replace("CONDITION", 'hasattr(chunk, "choices")'),
        ),
    ),
)
