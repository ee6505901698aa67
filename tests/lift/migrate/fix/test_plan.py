"""Edits -> text -> bytes: order, meeting edits, rounds, refusals. No rule is involved."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift.migrate.finding import Edit, Finding, Fix, Severity
from lift.migrate.fix.diff import unified
from lift.migrate.fix.documents import open_document
from lift.migrate.fix.edits import apply_edits, choose
from lift.migrate.fix.plan import Accept, FileFix, plan_file


def finding(*edits: Edit, code: str = "LFT199", line: int = 1) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        path="a.py",
        line=line,
        column=1,
        end_line=line,
        end_column=1,
        message="old",
        advice="new",
        fix=Fix.SAFE,
        edits=edits,
    )


def edit(start: int, end: int, text: str) -> Edit:
    return Edit(start=start, end=end, text=text)


def words(data: bytes, old: str, new: str, *, encoding: str = "utf-8") -> list[Finding]:
    """Find a word, as a rule would, in the text without its byte-order mark."""
    text = data.decode(encoding).removeprefix("\ufeff")
    return [
        finding(edit(match.start(), match.end(), new), line=text.count("\n", 0, match.start()) + 1)
        for match in re.finditer(rf"\b{old}\b", text)
    ]


def planned(
    data: bytes,
    old: str = "old",
    new: str = "new",
    *,
    path: str = "a.py",
    encoding: str = "utf-8",
    accept: Accept = lambda _finding, _text: True,
) -> FileFix:
    def recheck(content: bytes) -> Sequence[Finding]:
        return words(content, old, new, encoding=encoding)

    return plan_file(
        path,
        data,
        recheck(data),
        open_document=lambda content: open_document(path, content),
        recheck=recheck,
        accept=accept,
    )


def test_edits_are_made_from_the_end_backwards() -> None:
    edits = (edit(0, 1, "AAA"), edit(2, 3, ""), edit(4, 4, "!"))

    assert apply_edits("a b c", edits) == "AAA  !c"


def test_insertions_at_one_place_keep_their_order_and_stand_before_what_is_replaced() -> None:
    assert apply_edits("x", (edit(0, 0, "1"), edit(0, 0, "2"), edit(0, 1, "y"))) == "12y"


def test_of_two_edits_that_meet_the_first_in_the_text_is_taken() -> None:
    first, second = finding(edit(0, 4, "1")), finding(edit(3, 6, "2"), line=2)

    assert choose([second, first], length=10) == ((first,), first.edits)


def test_a_finding_is_made_whole_or_not_at_all() -> None:
    first = finding(edit(0, 4, "1"))
    second = finding(edit(3, 6, "2"), edit(8, 9, "3"), line=2)

    assert choose([first, second], length=10) == ((first,), first.edits)


def test_the_same_edit_of_two_findings_is_made_once() -> None:
    first = finding(edit(0, 0, "import dspy\n"), edit(3, 4, "x"))
    second = finding(edit(0, 0, "import dspy\n"), edit(5, 6, "y"), line=2)

    taken, edits = choose([first, second], length=10)

    assert taken == (first, second)
    assert edits == (edit(0, 0, "import dspy\n"), edit(3, 4, "x"), edit(5, 6, "y"))


def test_an_edit_outside_of_the_text_is_left_out() -> None:
    assert choose([finding(edit(3, 12, "x"))], length=10) == ((), ())


@given(
    st.text(min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(max_size=3)), max_size=8),
)
def test_whatever_is_chosen_can_be_made_in_any_order(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    found = [
        finding(edit(start, start + length, new), line=number)
        for number, (start, length, new) in enumerate(spans)
    ]

    taken, edits = choose(found, length=len(text))
    again = choose(reversed(found), length=len(text))

    assert (taken, edits) == again
    removed = sum(one.end - one.start for one in edits)
    added = sum(len(one.text) for one in edits)
    assert len(apply_edits(text, edits)) == len(text) - removed + added


@pytest.mark.parametrize(
    ("before", "after", "encoding"),
    [
        (b"x = old  # keep\n", b"x = new  # keep\n", "utf-8"),
        (b"x = old\r\n\r\ny = old\r\n", b"x = new\r\n\r\ny = new\r\n", "utf-8"),
        (b"\xef\xbb\xbfx = old\n", b"\xef\xbb\xbfx = new\n", "utf-8"),
        (b"if 1:\n\tx = old", b"if 1:\n\tx = new", "utf-8"),
        (b"# coding: latin-1\ns = '\xe4'; x = old\n", b"# coding: latin-1\ns = '\xe4'; x = new\n",
         "latin-1"),
        (b"s = '\xc3\xa4\xf0\x9f\x98\x80'; x = old\x0c\n",
         b"s = '\xc3\xa4\xf0\x9f\x98\x80'; x = new\x0c\n", "utf-8"),
    ],
)  # fmt: skip
def test_everything_around_an_edit_stays_as_it_is(
    before: bytes, after: bytes, encoding: str
) -> None:
    made = planned(before, encoding=encoding)

    assert (made.after, made.problem, made.left) == (after, "", ())


def test_a_second_time_there_is_nothing_to_do() -> None:
    once = planned(b"x = old\n")
    again = planned(once.after)

    assert (once.changed, again.changed, again.applied) == (True, False, ())


def test_what_no_longer_parses_is_not_made_and_the_rest_is() -> None:
    def recheck(data: bytes) -> Sequence[Finding]:
        return [*words(data, "old", "new"), *words(data, "bad", "((")]

    data = b"x = old\ny = bad\nz = old\n"
    made = plan_file(
        "a.py",
        data,
        recheck(data),
        open_document=lambda content: open_document("a.py", content),
        recheck=recheck,
        accept=lambda _finding, _text: True,
    )

    assert made.after == b"x = new\ny = bad\nz = new\n"
    assert [one.line for one in made.left] == [2]


def test_no_argument_is_given_twice() -> None:
    made = planned(b"f(old=1, new=2)\nawait old\n")

    assert (made.after, len(made.left)) == (b"f(old=1, new=2)\nawait new\n", 1)


def test_a_file_that_did_not_parse_is_edited_all_the_same() -> None:
    assert planned(b"x = old (\n").after == b"x = new (\n"


def test_toml_with_a_key_twice_is_refused() -> None:
    data = b'dspy = "1"\nold = "1"\n'

    made = planned(data, "old", "dspy", path="pyproject.toml")

    assert (made.after, len(made.left)) == (data, 1)


def test_fixes_that_undo_each_other_leave_the_file_as_it_was() -> None:
    def recheck(data: bytes) -> Sequence[Finding]:
        return words(data, "old", "new") or words(data, "new", "old")

    made = plan_file(
        "a.py",
        b"x = old\n",
        recheck(b"x = old\n"),
        open_document=lambda content: open_document("a.py", content),
        recheck=recheck,
        accept=lambda _finding, _text: True,
    )

    assert (made.changed, made.problem) == (
        False,
        "the fixes of LFT199 do not settle; the file is left as it is",
    )


def test_fixes_that_grow_without_end_leave_the_file_as_it_was() -> None:
    made = planned(b"x = old\n", "old", "old + old")

    assert (made.changed, "do not settle" in made.problem) == (False, True)


def test_who_declines_is_asked_once() -> None:
    asked: list[int] = []

    def accept(one: Finding, text: str) -> bool:
        del text
        asked.append(one.line)
        return one.line != 2

    made = planned(b"x = old\ny = old\nz = old\n", accept=accept)

    assert (made.after, asked) == (b"x = new\ny = old\nz = new\n", [1, 2, 3])


def test_the_diff_is_one_that_patch_understands() -> None:
    assert unified("a/b.py", "x = 1\ny\n", "x = 2\ny\n") == (
        "--- a/a/b.py\n+++ b/a/b.py\n@@ -1,2 +1,2 @@\n-x = 1\n+x = 2\n y\n"
    )
    assert unified("a.py", "x", "y") == (
        "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n"
        "-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n"
    )
    assert unified("a.py", "a\x0cb\r\n", "a\x0cc\r\n") == (
        "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-a\x0cb\r\n+a\x0cc\r\n"
    )
    assert unified("a.py", "x", "x") == ""
