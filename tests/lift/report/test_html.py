from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pydantic import JsonValue

from lift.report.build import ReportInputs, build_report
from lift.report.charts import candidate_tree
from lift.report.html import render_html, write_html
from lift.report.model import CandidateEntry, EvalReport
from lift.report.sidebyside import side_by_side

VOID = {"meta", "input", "link", "br", "circle", "line", "path", "rect"}


class Reader(HTMLParser):
    """Checks that tags nest and collects what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.references: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.references += [value or "" for name, value in attrs if name in {"src", "href"}]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_is_well_formed_and_says_it_all(report: EvalReport) -> None:
    reader = read(render_html(report))
    text = " ".join("".join(reader.texts).split())

    for said in (
        "Improved",
        report.sentence,
        "Made with lift's demonstration model",
        "look 3",
        "33.3 %",
        "+62.5 points",
        "8 examples in 4 groups: questions of people",
        "37.5 % (95 %: ",
        "+50.0 points",
        "dependency violations",
        "4,990",
        "all 24",
        "fixed 16",
        "broken 1",
        "I was asked q5.",
        "the answer still has the model's <think> text in it",
        "Check <b>twice</b>.",
        "0123456789abcdef",
        "a bench, 2 cores",
    ):
        assert said in text, said
    assert reader.tags.count("svg") >= 3


def test_the_page_needs_nothing_else(report: EvalReport) -> None:
    page = render_html(report)

    assert read(page).references == []
    assert not re.search(r"@import|url\(", page)
    assert "default-src 'none'" in page
    assert re.findall(r"https?://[^\"'\s<]+", page) == []


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onload='x' {{ 7*7 }}"


def test_nothing_from_outside_becomes_markup(inputs: ReportInputs, report: EvalReport) -> None:
    """Every text of the report replaced by an attack: the page keeps its tags."""

    def poison(value: JsonValue) -> JsonValue:
        if isinstance(value, str):
            return HOSTILE
        if isinstance(value, list):
            return [poison(item) for item in value]
        if isinstance(value, dict):
            return {HOSTILE if key == "answer" else key: poison(v) for key, v in value.items()}
        return value

    document: dict[str, JsonValue] = report.model_dump(mode="json")
    kept = ("schema_version", "kind", "decision", "times", "limits", "budgets", "candidates")
    poisoned = {key: value if key in kept else poison(value) for key, value in document.items()}
    poisoned["diffs"] = [
        {"predictor": HOSTILE, "before": "a", "after": HOSTILE, "unified": HOSTILE}
    ]
    page = render_html(EvalReport.model_validate(poisoned))
    attacked, clean = read(page), read(render_html(report))

    assert attacked.tags.count("script") == clean.tags.count("script") == 1
    assert "img" not in attacked.tags
    assert attacked.handlers == []
    assert "49" not in "".join(re.findall(r"onload='x' (\S+)", "".join(attacked.texts)))


def test_a_report_without_a_proof_has_a_page(inputs: ReportInputs) -> None:
    stopped = replace(
        inputs, decision="stopped", winner=None, proof=None, beside=None, candidates=()
    )
    page = render_html(build_report(stopped))

    assert "Stopped" in page
    assert "The proof" not in page
    read(page)


def test_it_is_written_as_utf8(report: EvalReport, tmp_path: Path) -> None:
    odd = report.model_copy(update={"sentence": "größer \ud83d"})
    path = tmp_path / "out" / "report.html"
    write_html(path, odd)

    assert "größer" in path.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------ the tree


def candidate(number: int, *parents: int) -> CandidateEntry:
    return CandidateEntry(
        id=number,
        parents=list(parents),
        origin="merge" if len(parents) > 1 else "reflection",
        component=None,
        status="dominated",
        reason="",
        score=0.5,
        tokens_per_example=None,
        tokens_increase_pct=None,
        modelled_latency_ms=None,
        latency_increase_pct=None,
        violations=None,
        minibatch=None,
        cleaned=[],
        instructions={},
    )


def test_generations_stand_in_columns_and_nobody_overlaps() -> None:
    tree = candidate_tree(
        [candidate(0), candidate(1, 0), candidate(2, 0), candidate(3, 1), candidate(4, 2, 3)]
    )
    x = {node.candidate.id: node.x for node in tree.nodes}
    y = {node.candidate.id: node.y for node in tree.nodes}

    assert x[0] < x[1] == x[2] < x[3] == x[4]
    assert y[0] == (y[1] + y[2]) / 2
    assert len({(node.x, node.y) for node in tree.nodes}) == 5
    assert [edge.main for edge in tree.edges] == [True, True, True, True, False]
    assert all(0 < node.x < tree.width and 0 < node.y < tree.height for node in tree.nodes)


@pytest.mark.parametrize("parents", [(99,), (1,), (5,)])
def test_impossible_parents_are_no_parents(parents: tuple[int, ...]) -> None:
    tree = candidate_tree([candidate(0), candidate(1, *parents)])

    assert tree.edges == ()
    assert len(tree.nodes) == 2


def test_a_chain_of_thousands_is_drawn() -> None:
    tree = candidate_tree([candidate(0), *(candidate(n, n - 1) for n in range(1, 3000))])

    assert len(tree.edges) == 2999


def test_no_candidates_make_no_tree() -> None:
    assert candidate_tree([]).nodes == ()


# ------------------------------------------------------------------------------- side by side


def test_changed_words_are_marked() -> None:
    rows = side_by_side("same\nRepair the code.\ngone", "same\nRepair the function.\n")

    assert [row.kind for row in rows] == ["same", "changed", "removed"]
    changed = rows[1]
    assert changed.before is not None
    assert changed.after is not None
    assert [piece.text for piece in changed.before if piece.changed] == ["code"]
    assert [piece.text for piece in changed.after if piece.changed] == ["function"]


def test_both_texts_are_kept_whole() -> None:
    before, after = "a\nb\nc\n\nd", "x\nb\nc c\nd\ne"
    rows = side_by_side(before, after)

    for text, sides in (
        (before, [row.before for row in rows]),
        (after, [row.after for row in rows]),
    ):
        lines = ["".join(piece.text for piece in side) for side in sides if side is not None]
        assert lines == text.splitlines()


def test_nothing_beside_something() -> None:
    assert [row.kind for row in side_by_side("", "a\nb")] == ["added", "added"]
    assert side_by_side("", "") == ()
