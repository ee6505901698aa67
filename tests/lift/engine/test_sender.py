"""What a sender makes of messages and options, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lift.engine.gateway import Engine, Sender
from lift.engine.request import Message, ModelAnswer, ModelRequest, Phase
from lift.errors import UsageError
from lift.store.database import Database
from lift.testing import ScriptedHost

MakeEngine = Callable[..., Engine]
Ask = Callable[..., ModelRequest]


def search(engine: Engine) -> Sender:
    return engine.session(run_id="r1", phase=Phase.SEARCH).sender(rollout="a")


def test_a_request_is_built_from_what_the_host_says(make_engine: MakeEngine) -> None:
    host = ScriptedHost(
        address="ollama/qwen3:8b@http://mac:11434", name="http://mac:11434", context_tokens=512
    )
    sender = search(make_engine(host))
    request = sender.request(
        messages=(("system", "Be brief."), ("user", "2+2?")),
        max_tokens=None,
        temperature=None,
        options={"seed": 3, "stop": ["\n"]},
        response_schema={"type": "object", "properties": {"a": {"type": "string"}}},
    )

    assert request == ModelRequest(
        model="ollama/qwen3:8b",
        digest="d1",
        host="http://mac:11434",
        messages=(
            Message(role="system", content="Be brief."),
            Message(role="user", content="2+2?"),
        ),
        max_tokens=256,
        temperature=0.0,
        options={"seed": 3, "stop": ("\n",)},
        response_schema={"type": "object", "properties": {"a": {"type": "string"}}},
        rollout="a",
    )
    assert sender.default_max_tokens == 256
    assert sender.info == host.info()


def test_secrets_never_reach_a_request_or_the_ledger(
    make_engine: MakeEngine, ask: Ask, database: Database
) -> None:
    sender = search(make_engine(ScriptedHost(name="http://me:hunter2@mac:11434", digest=None)))
    request = sender.request(
        messages=(("user", "hi"),),
        max_tokens=5,
        temperature=0.5,
        options={
            "api_key": "hunter2",
            "extra_headers": {"Authorization": "hunter2"},
            "nested": {"access_token": "hunter2", "top_k": 1},
            "min_tokens": 2,
        },
        response_schema=None,
    )
    assert request.options == {"nested": {"top_k": 1}, "min_tokens": 2}
    sender.send(request)
    database.close()
    files = list(database.path.parent.iterdir())
    assert database.path in files
    assert all(b"hunter2" not in file.read_bytes() for file in files)


def test_a_request_built_elsewhere_with_a_secret_is_refused(make_engine: MakeEngine) -> None:
    host = ScriptedHost()
    sender = search(make_engine(host))
    request = ModelRequest(
        model="m",
        digest="d",
        host="h",
        messages=(Message(role="user", content="hi"),),
        max_tokens=5,
        options={"headers": {"x": "hunter2"}},
    )
    with pytest.raises(UsageError) as refusal:
        sender.send(request)
    assert "hunter2" not in str(refusal.value)
    assert host.requests == []


def test_an_option_that_is_not_json_is_refused(make_engine: MakeEngine) -> None:
    sender = search(make_engine(ScriptedHost()))
    with pytest.raises(UsageError, match="the model option logit is a object"):
        sender.request(
            messages=(),
            max_tokens=5,
            temperature=0,
            options={"logit": object()},
            response_schema=None,
        )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("naïve 日本 🙂", "naïve 日本 🙂"),
        ("nul \0 and \r\n", "nul \0 and \r\n"),
        ("half \ud83d of a pair", "half � of a pair"),
    ],
)
def test_what_is_handed_back_is_what_is_replayed(
    make_engine: MakeEngine, ask: Ask, text: str, kept: str
) -> None:
    sender = search(make_engine(ScriptedHost(lambda request: answer_with(text))))
    first = sender.send(ask(sender, f"say {text}"))
    again = sender.send(ask(sender, f"say {text}"))

    assert first.text == again.text == kept
    assert again.replayed


def answer_with(text: str) -> ModelAnswer:
    return ModelAnswer(
        text=text, prompt_tokens=1, completion_tokens=1, latency_ms=1.0, finish_reason="length"
    )


def test_the_reason_why_an_answer_ended_is_kept(make_engine: MakeEngine, ask: Ask) -> None:
    sender = search(make_engine(ScriptedHost(lambda request: answer_with("cut of"))))
    answers = [sender.send(ask(sender, "hi")) for _ in range(2)]

    assert [answer.finish_reason for answer in answers] == ["length", "length"]
