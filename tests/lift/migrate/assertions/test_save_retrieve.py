"""LFT115: which programs hold a retriever that cannot be saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from lift.migrate.check import Checker, Versions

HEAD = """\
import dspy


class Search(dspy.Module):
    def __init__(self, passages):
        super().__init__()
        self.retrieve = {made}

    def forward(self, question):
        return self.retrieve(question)


{code}
"""
SAVE = 'Search(3).save("s.json")'


def lines(made: str, code: str, target: str = "3.4.1") -> list[int]:
    text = HEAD.format(made=made, code=code)
    versions = Versions(source="2.6.27", target=target)
    checker = Checker(root=Path.cwd(), versions=versions, files={}, select=("LFT115",))
    return [one.line for one in checker.of_bytes("program.py", text.encode())]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ("dspy.Retrieve(k=3)", SAVE),
        ("[dspy.Retrieve(k=n) for n in passages]", SAVE),
        ('{"a": dspy.Retrieve()}', SAVE),
        ("dspy.Retrieve(k=3)", 'compiled = dspy.COPRO().compile(Search(3)); compiled.save("s")'),
        ("dspy.Retrieve(k=3)", 'dspy.COPRO().compile(student=Search(3), trainset=[]).save("s")'),
        ("dspy.Retrieve(k=3)", "search = Search(3); search.dump_state()"),
        ("dspy.Retrieve(k=3)", 'Search(3).save("s", save_program=False)'),
        ("Own()", f"class Own(dspy.Retrieve): pass\n{SAVE}"),
    ],
)
def test_it_is_found(made: str, code: str) -> None:
    assert lines(made, code) == [13 + code.count("\n")]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ("dspy.Predict('a -> b')", SAVE),
        ("dspy.Retrieve(k=3)(passages).passages", SAVE),
        ("dspy.Retrieve(k=3)", 'Search(3).save("s", save_program=True)'),
        ("dspy.Retrieve(k=3)", 'Search(3).load("s")'),
        ("dspy.Retrieve(k=3)", 'dspy.Predict("a -> b").save("s")'),
        ("dspy.Retrieve(k=3)", 'open_it().save("s")'),
        ("Own()", f"class Own(dspy.Retrieve):\n    def dump_state(self, **_): ...\n{SAVE}"),
    ],
)
def test_nothing_is_found(made: str, code: str) -> None:
    assert lines(made, code) == []


def test_before_3_0_3_it_works() -> None:
    assert lines("dspy.Retrieve(k=3)", SAVE, target="3.0.1") == []
