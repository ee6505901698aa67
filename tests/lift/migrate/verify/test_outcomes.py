"""One case in both versions: what counts as a difference, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.engine.request import JsonValue
from lift.migrate.probe import CaseRun, ProbeError, Session
from lift.migrate.verify import Case, Difference, Kind, Weight
from lift.migrate.verify.outcomes import compare_case, outcome
from lift.migrate.verify.rounds import Ran, Round
from lift.migrate.verify.shapes import Names
from lift.migrate.wire import Endpoint, Exchange

CASE = Case(id="one", program="app:P")
NAMES = Names(old="2.6.27", new="3.0.1")
RAISED = ProbeError(type="ValueError", message="no")


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as running:
        yield running


def ran(
    *asked: str,
    answer: str = "a",
    score: float | None = None,
    error: ProbeError | None = None,
) -> Ran:
    def exchange(text: str) -> Exchange:
        messages: JsonValue = [{"role": "user", "content": text}]
        body: dict[str, JsonValue] = {"model": "m", "messages": messages}
        return Exchange(path="/api/chat", form="ollama-chat", body=body, answer="")

    outputs: dict[str, JsonValue] = {} if error else {"answer": answer}
    reply = CaseRun(outputs=outputs, score=score, error=error)
    return Ran(reply=reply, requests=tuple(map(exchange, asked)))


def rounds(endpoint: Endpoint, *runs: Ran) -> list[Round]:
    """A process for each run, and the last one again."""
    session = Session(python=Path("python"), port=endpoint.port, root=Path())
    found = [Round(session=session, endpoint=endpoint, ran={"one": [run]}) for run in runs]
    return found if len(found) > 1 else found * 2


def differences(endpoint: Endpoint, old: Ran, new: Ran) -> list[Difference]:
    return list(compare_case(CASE, rounds(endpoint, old), rounds(endpoint, new), NAMES))


def test_what_it_would_have_sent_after_its_error_is_no_news(endpoint: Endpoint) -> None:
    (found,) = differences(endpoint, ran("first", "second"), ran("first", error=RAISED))

    assert (found.kind, found.weight) == (Kind.ERROR, Weight.BREAKS)


def test_what_it_sent_before_its_error_is_compared(endpoint: Endpoint) -> None:
    found = differences(endpoint, ran("first", "second"), ran("other", error=RAISED))

    assert [one.kind for one in found] == [Kind.ERROR, Kind.MESSAGES]


def test_answers_and_scores(endpoint: Endpoint) -> None:
    old, new = ran("ask", answer="yes", score=1.0), ran("ask", answer="no", score=0.5)

    found = differences(endpoint, old, new)

    assert [(one.kind, one.message) for one in found] == [
        (Kind.OUTPUT, "answers something else in answer"),
        (Kind.SCORE, "scores 0.5 instead of 1.0"),
    ]
    assert differences(endpoint, old, old) == []


@pytest.mark.parametrize("side", [0, 1])
def test_of_what_varies_by_itself_only_the_end_is_compared(endpoint: Endpoint, side: int) -> None:
    steady = rounds(endpoint, ran("ask"))
    varying = rounds(endpoint, ran("other", answer="b"), ran("another", answer="c"))
    old, new = (varying, steady) if side == 0 else (steady, varying)

    assert list(compare_case(CASE, old, new, NAMES)) == []
    assert outcome(CASE, old, new).steady is False
    broken = rounds(endpoint, ran(error=RAISED))
    assert [one.kind for one in compare_case(CASE, old, broken, NAMES)] == [Kind.ERROR]


def test_a_line_of_the_table(endpoint: Endpoint) -> None:
    old, new = ran("ask", score=1.0), ran("ask", "again", error=RAISED)

    found = outcome(CASE, rounds(endpoint, old), rounds(endpoint, new))

    assert (found.old, found.new) == ("ok", "ValueError: no")
    assert (found.requests_old, found.requests_new, found.identical) == (1, 2, False)
    assert (found.score_old, found.score_new, found.steady) == (1.0, None, True)
