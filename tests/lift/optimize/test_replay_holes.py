"""A recording with a hole: the missing call is named, and not taken for the end of the search."""

from __future__ import annotations

import pytest

from lift.engine.budget import SearchCaps
from lift.engine.replay import LedgerRecording
from lift.engine.request import ModelRequest
from lift.errors import ReplayMiss
from lift.store.database import open_database
from lift.testing.question_world import QuestionWorld, is_reflection, reflection_answer

CAPS = {
    "metric_calls": SearchCaps(max_metric_calls=60),
    "model_calls": SearchCaps(max_model_calls=40),
    "tokens": SearchCaps(max_tokens=9000),
}


def stubborn(request: ModelRequest) -> str:
    """Learn nothing, so that only a cap ends the search."""
    if is_reflection(request):
        return reflection_answer(request, f"Try {len(request.messages[-1].content)} times harder.")
    return "yes" if request.messages[-1].content[-1] == "3" else "no"


def nobody(request: ModelRequest) -> str:
    raise AssertionError(f"a replay asked the model: {request}")


def remove_call(world: QuestionWorld, share: float) -> None:
    """Delete the answered call that stands at this share (0 to 1) of the search."""
    with open_database(world.project.db_path) as database:
        rows = database.read(
            "SELECT key FROM calls WHERE phase = 'search' AND status = 'answered' "
            "AND replayed = 0 ORDER BY id"
        )
        key: str = rows[int(share * (len(rows) - 1))]["key"]
        database.write("DELETE FROM calls WHERE key = ?", (key,))


@pytest.mark.parametrize("threads", [1, 8])
@pytest.mark.parametrize("cap", sorted(CAPS))
def test_without_a_hole_the_search_ends_where_it_did(
    world: QuestionWorld, cap: str, threads: int
) -> None:
    recorded = world.optimize(stubborn, caps=CAPS[cap], threads=threads)
    replayed = world.optimize(nobody, caps=CAPS[cap], threads=threads, replay=LedgerRecording)

    assert any("the search ended: " in text and cap in text for text in world.notes.texts)
    assert replayed.report.comparable() == recorded.report.comparable()


@pytest.mark.parametrize("threads", [1, 8])
@pytest.mark.parametrize("share", [0.1, 0.5])
@pytest.mark.parametrize("cap", sorted(CAPS))
def test_a_hole_in_the_middle_is_an_error(
    world: QuestionWorld, cap: str, share: float, threads: int
) -> None:
    world.optimize(stubborn, caps=CAPS[cap])
    remove_call(world, share)

    with pytest.raises(ReplayMiss, match="has no answer for a search call of "):
        world.optimize(nobody, caps=CAPS[cap], threads=threads, replay=LedgerRecording)
