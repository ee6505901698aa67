"""The coder's shipped tasks: enough of them, balanced, and judged rightly."""

from __future__ import annotations

from collections import Counter
from typing import cast

import pytest

from lift.roles.coder import CODER_BESIDE, CODER_DATA, check_coder_data, coder_role
from lift.roles.dataset import load_dataset
from lift.roles.role import Example, ProgramRun, Split
from lift.seeding.diff import correct_source


def bug_class(example: Example) -> str:
    return str(example.truth["bug_class"])


def test_sizes_are_what_the_proof_needs() -> None:
    dataset = load_dataset(CODER_DATA)
    sizes = {split: len(dataset.split(split)) for split in Split}
    assert sizes[Split.TRAIN] >= 90
    assert sizes[Split.VAL] >= 50
    assert sizes[Split.TEST] >= 200
    assert len({example.group for example in dataset.split(Split.TEST)}) >= 60
    assert check_coder_data(CODER_DATA) == len(dataset.examples)


@pytest.mark.parametrize("split", list(Split))
def test_no_bug_class_and_no_function_dominates(split: Split) -> None:
    examples = load_dataset(CODER_DATA).split(split)
    classes = Counter(map(bug_class, examples))
    assert len(classes) >= 12
    assert max(classes.values()) <= 0.2 * len(examples)
    assert max(Counter(example.group for example in examples).values()) <= 6


@pytest.mark.parametrize("split", list(Split))
def test_every_convention_is_in_every_split(split: Split) -> None:
    rules = Counter(str(e.truth["rule"]) for e in load_dataset(CODER_DATA).split(split))
    assert len(rules) == 8  # seven conventions, and none
    assert min(rules.values()) >= 3


def test_functions_written_by_hand_are_apart_and_sealed() -> None:
    by_hand = load_dataset(CODER_BESIDE)
    assert {example.split for example in by_hand.examples} == {Split.TEST}
    assert len({example.group for example in by_hand.examples}) >= 15
    assert check_coder_data(CODER_BESIDE) == len(by_hand.examples)
    shipped = {example.group for example in load_dataset(CODER_DATA).examples}
    assert not shipped & {example.group for example in by_hand.examples}


def test_all_are_judged_by_calls_and_no_path_of_a_machine_is_in_them() -> None:
    for path in (CODER_DATA, CODER_BESIDE):
        for example in load_dataset(path).examples:
            assert cast("dict[str, str]", example.truth["check"])["kind"] == "calls"
        assert "/home/" not in path.read_text("utf-8")


@pytest.mark.parametrize("kind", sorted({bug_class(e) for e in load_dataset(CODER_DATA).examples}))
def test_one_of_each_class_is_judged_rightly(kind: str) -> None:
    role = coder_role()
    example = next(e for e in role.examples(Split.TEST) if bug_class(e) == kind)
    good = ProgramRun(outputs={"fix": correct_source(str(example.truth["diff"]))})
    bad = ProgramRun(outputs={"fix": str(example.inputs["code"])})
    assert role.metric(example, good).value == 1.0
    verdict = role.metric(example, bad)
    assert verdict.value == 0.0
    assert verdict.feedback.startswith("The fix fails: ")
