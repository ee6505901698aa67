"""What may become a prompt and what may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift.optimize.reflection import (
    Accepted,
    Reflection,
    Refused,
    TokenLimit,
    check_reflection,
    shorten,
)

PARENT = "Repair the function.\nChange as little as possible."
QUESTION = (
    (
        "I provided an assistant with instructions to perform a task for me.\n"
        "Your task is to write a new instruction for the assistant.\n"
        "Provide the new instructions within ``` blocks."
    ),
)
CODE = "def rolling_total(values, width):\n    return [sum(values[i:i + width]) for i in values]"
GOOD = PARENT + "\nRange ends are inclusive."


def given_text(text: str, **changes: object) -> Accepted | Refused:
    reflection = Reflection(
        text=text,
        answer=text,
        finish_reason="stop",
        parent=PARENT,
        question=QUESTION,
        shown=(CODE, "assert rolling_total([1, 2, 3], 2) == [3, 5]"),
    )
    return check_reflection(replace(reflection, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "Repair it. Round half up.",
        PARENT
        + "\nWhen a value such as `values[i:i + width]` is cut, mind the ends and the width.",
        "Übersetze alles ins Deutsche.",
        'Answer in this form:\n```json\n{"answer": 1}\n```\nand nothing else.',
        "Think before you answer.",
        "Put the code into ``` fences.\nAdd nothing to it.",
    ],
)
def test_a_plain_instruction_is_accepted_as_it_is(text: str) -> None:
    assert given_text(text) == Accepted(text=text, cleaned=())


@pytest.mark.parametrize(
    ("text", "changes", "reason"),
    [
        ("", {}, "empty"),
        (" \n\t ", {}, "empty"),
        ("...", {}, "empty"),
        (GOOD, {"finish_reason": "length"}, "cut off"),
        (GOOD, {"answer": f"```\n{GOOD}"}, "fence"),
        ("Use this form:\n```json\n{}", {}, "fence"),
        (GOOD, {"answer": f"```\n{GOOD}\n```\n```"}, "fence"),
        (f"<think>Hm, the ends.</think>\n{GOOD}", {}, "<think>"),
        (f"so be it</think>\n{GOOD}", {}, "<think>"),
        (f"< Thinking >\n{GOOD}", {}, "<think>"),
        (QUESTION[0], {}, "echoes the reflection template"),
        (f"{GOOD}\n{QUESTION[0].splitlines()[1]}", {}, "echoes the reflection template"),
        (f"{GOOD}\n[[ ## completed ## ]]", {}, "echoes the reflection template"),
        (f"{GOOD}\n## Generated Outputs\nfix", {}, "echoes the reflection template"),
        (CODE, {}, "echoes the examples"),
        (f"{PARENT}\n{CODE}", {}, "echoes the examples"),
        (PARENT, {}, "identical"),
        ("Repair  the function.\n\nChange as little as possible. ", {}, "identical"),
        (
            GOOD + " word" * 90,
            {"limit": TokenLimit(tokens=40, tokens_per_char=0.25)},
            "token limit",
        ),
    ],
)
def test_what_is_no_instruction_is_refused_with_its_reason(
    text: str, changes: dict[str, object], reason: str
) -> None:
    verdict = given_text(text, **changes)

    assert isinstance(verdict, Refused)
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("text", "clean", "said"),
    [
        (f"```\n{GOOD}\n```", GOOD, ("code fence removed",)),
        (f"```markdown\n{GOOD}\n```", GOOD, ("code fence removed",)),
        (f"markdown\n{GOOD}", GOOD, ("fence language removed",)),
        (f"{GOOD}\n{GOOD}", GOOD, ("3 repeated lines dropped",)),
        (f"{GOOD}\nRange ends are inclusive.", GOOD, ("1 repeated line dropped",)),
        (
            "Repair it. The limit itself passes. Mind the ends. The limit itself passes. Yes. Yes.",
            "Repair it. The limit itself passes. Mind the ends. Yes. Yes.",
            ("1 repeated sentence dropped",),
        ),
        (
            "- The limit itself passes. So.\n  - The limit itself passes.\n  - So.",
            "- The limit itself passes. So.\n  - So.",
            ("1 repeated line dropped",),
        ),
    ],
)
def test_plain_cleaning_is_done_and_recorded(text: str, clean: str, said: tuple[str, ...]) -> None:
    assert given_text(text, answer="x") == Accepted(text=clean, cleaned=said)


def test_lines_inside_a_code_block_may_repeat() -> None:
    text = 'Answer so:\n```\n"value": "number",\n"value": "number",\n```'
    assert given_text(text) == Accepted(text=text, cleaned=())


def test_values_are_shortened_to_their_ends() -> None:
    text = "a" * 80 + "b" * 80
    short = shorten(text, 100)

    assert short == "a" * 60 + " ... " + "b" * 35
    assert len(short) == 100
    assert shorten(text, None) == text
    assert shorten("short", 100) == "short"


@given(text=st.text(), limit=st.integers(1, 200))
def test_shortened_text_is_never_longer_than_both_limit_and_marker(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= max(limit, limit * 6 // 10 + 5)


@given(st.text())
def test_any_text_gets_a_verdict_and_the_same_one_again(text: str) -> None:
    first = given_text(text)
    assert first == given_text(text)
    if isinstance(first, Accepted):
        again = given_text(first.text)
        assert isinstance(again, Accepted)
        assert again.text == first.text
