"""Which differences between requests are seen, how much they weigh, and why they came about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lift.engine.request import JsonValue
from lift.migrate.verify.report import Difference, Kind, Weight
from lift.migrate.verify.requests import compare_requests, same_bodies
from lift.migrate.verify.shapes import Names
from lift.migrate.wire import Exchange, WireForm

NAMES = Names(old="2.6.27", new="3.4.1")


def _exchange(
    content: str = "why?",
    *,
    role: str = "user",
    path: str = "/v1/chat/completions",
    options: Mapping[str, JsonValue] | None = None,
) -> Exchange:
    form: WireForm = "ollama-chat" if path == "/api/chat" else "openai-chat"
    body: dict[str, JsonValue] = {"model": "m", "messages": [{"role": role, "content": content}]}
    status = 404 if path == "/chat/completions" else 200
    body |= dict(options or {})
    return Exchange(path=path, form=form, body=body, answer="4", status=status)


def _requests(old: list[Exchange], new: list[Exchange]) -> list[Difference]:
    return list(compare_requests("case", old, new, NAMES))


def test_equal_requests_differ_in_nothing() -> None:
    assert _requests([_exchange()], [_exchange()]) == []
    assert same_bodies([_exchange()], [_exchange()])


def test_order_of_keys_is_part_of_the_bytes_but_no_difference() -> None:
    one, other = _exchange(options={"a": 1, "b": 2}), _exchange(options={"b": 2, "a": 1})
    assert not same_bodies([one], [other])
    assert _requests([one], [other]) == []


def test_number_of_requests() -> None:
    (found,) = _requests([_exchange()], [_exchange(), _exchange()])
    assert (found.kind, found.weight) == (Kind.REQUESTS, Weight.CHANGES)
    assert found.message == "asks the model 2 times instead of once"


def test_order_of_requests() -> None:
    found = _requests([_exchange("a"), _exchange("b")], [_exchange("b"), _exchange("a")])
    assert [one.where for one in found] == ["case, request 1", "case, request 2"]


def test_other_model() -> None:
    (found,) = _requests([_exchange()], [_exchange(options={"model": "n"})])
    assert found.message == "asks the model 'n' instead of 'm'"


def test_messages_are_shown_side_by_side() -> None:
    (found,) = _requests([_exchange("why?")], [_exchange("why not?")])
    assert (found.kind, found.message) == (Kind.MESSAGES, "another text in message 1 (user)")
    assert (found.old, found.new) == ("[user]\nwhy?", "[user]\nwhy not?")


def test_marker_at_the_end_of_demos_is_explained() -> None:
    old = _exchange("[[ ## a ## ]]\ny", role="assistant")
    new = _exchange("[[ ## a ## ]]\ny\n\n[[ ## completed ## ]]\n", role="assistant")
    (found,) = _requests([old], [new])
    assert "from 3.0 on" in found.why
    (other,) = _requests([old], [_exchange("something else", role="assistant")])
    assert other.why == ""


def test_repeated_instructions_in_a_history_are_explained() -> None:
    old = _exchange("[[ ## q ## ]]\nx")
    new = _exchange("[[ ## q ## ]]\nx\n\nRespond with the corresponding output fields")
    (found,) = _requests([old], [new])
    assert "3.4.1" in found.why


@pytest.mark.parametrize(
    ("old", "new", "message", "why"),
    [
        ({"temperature": 0.0}, {}, "temperature is not sent instead of 0.0", "from 3.0.4 on"),
        ({"max_tokens": 4000}, {}, "max_tokens is not sent instead of 4000", "max_tokens=4000"),
        ({"max_tokens": 50}, {}, "max_tokens is not sent instead of 50", ""),
        ({"temperature": 0.0}, {"temperature": 1.0}, "temperature is 1.0 instead of 0.0", ""),
        ({}, {"cache_in_memory": True}, "cache_in_memory is true instead of not sent", "leave it"),
        ({"rollout_id": 1}, {}, "rollout_id is not sent instead of 1", "from 3.0.3 on"),
    ],
)
def test_options(
    old: Mapping[str, JsonValue], new: Mapping[str, JsonValue], message: str, why: str
) -> None:
    (found,) = _requests([_exchange(options=old)], [_exchange(options=new)])
    assert (found.kind, found.weight, found.message) == (Kind.OPTIONS, Weight.CHANGES, message)
    assert why in found.why
    assert bool(why) == bool(found.why)


def test_other_form_of_the_same_request_is_a_note() -> None:
    (found,) = _requests([_exchange(path="/api/chat")], [_exchange()])
    assert (found.kind, found.weight) == (Kind.TRANSPORT, Weight.NOTE)


def test_address_that_a_real_ollama_refuses_breaks() -> None:
    (found,) = _requests([_exchange(path="/api/chat")], [_exchange(path="/chat/completions")])
    assert (found.kind, found.weight) == (Kind.TRANSPORT, Weight.BREAKS)
    assert "write api_base with /v1" in found.why
