"""Geometry of the page's drawings: scores with intervals, and the tree of candidates.

Numbers only; the template turns them into SVG. Called by `html`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lift.measure.saved import SavedInterval
from lift.report.model import CandidateEntry

__all__ = ["Edge", "Node", "ScoreRow", "Tree", "candidate_tree", "score_row"]

AXIS_LEFT = 92.0
AXIS_WIDTH = 520.0
ROW_HEIGHT = 40.0
COLUMN_WIDTH = 150.0
LINE_HEIGHT = 30.0
MARGIN = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One score on the axis; x in SVG units."""

    name: str
    y: float
    low_x: float
    x: float
    high_x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One candidate in the tree."""

    x: float
    y: float
    candidate: CandidateEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line from a parent to its child."""

    x1: float
    y1: float
    x2: float
    y2: float
    main: bool
    """False for the second parent of a merge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The candidates by generation, from left to right."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float


def axis_x(share: float) -> float:
    """Place a score of 0 to 1 on the axis."""
    return round(AXIS_LEFT + AXIS_WIDTH * min(1.0, max(0.0, share)), 1)


def score_row(name: str, interval: SavedInterval, row: int) -> ScoreRow:
    """Place a score with its interval in a row, counted from 0."""
    return ScoreRow(
        name=name,
        y=ROW_HEIGHT * row + ROW_HEIGHT / 2 + 6,
        low_x=axis_x(interval.low),
        x=axis_x(interval.mean),
        high_x=axis_x(interval.high),
        label=f"{100 * interval.mean:.1f} %",
    )


def candidate_tree(candidates: Sequence[CandidateEntry]) -> Tree:
    """Lay the candidates out: a column per generation, children beside their first parent.

    Leaves get a line each, from top to bottom; an inner node stands in the middle of its children.
    A parent that is not among the candidates counts as none.
    """
    known = {one.id for one in candidates}
    parents = {one.id: [p for p in one.parents if p in known and p < one.id] for one in candidates}
    children: dict[int, list[int]] = {one.id: [] for one in candidates}
    depth: dict[int, int] = {}
    for one in sorted(known):
        mine = parents[one]
        depth[one] = depth[mine[0]] + 1 if mine else 0
        if mine:
            children[mine[0]].append(one)
    lines = _lines(children, [one for one in sorted(known) if not parents[one]])
    places = {
        one: (MARGIN + COLUMN_WIDTH * depth[one], MARGIN + LINE_HEIGHT * lines[one])
        for one in known
    }
    edges = [
        Edge(
            x1=places[parent][0],
            y1=places[parent][1],
            x2=places[child][0],
            y2=places[child][1],
            main=place == 0,
        )
        for child in sorted(known)
        for place, parent in enumerate(parents[child])
    ]
    return Tree(
        nodes=tuple(
            Node(x=places[one.id][0], y=places[one.id][1], candidate=one) for one in candidates
        ),
        edges=tuple(edges),
        width=2 * MARGIN + COLUMN_WIDTH * (max(depth.values(), default=0) + 1),
        height=2 * MARGIN + LINE_HEIGHT * max(lines.values(), default=0.0),
    )


def _lines(children: dict[int, list[int]], roots: Sequence[int]) -> dict[int, float]:
    """Give every node its line; without recursion, because chains of candidates can be long."""
    lines: dict[int, float] = {}
    free = 0
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        one, seen = stack.pop()
        mine = children[one]
        if not mine:
            lines[one], free = float(free), free + 1
        elif seen:
            lines[one] = (lines[mine[0]] + lines[mine[-1]]) / 2
        else:
            stack.append((one, True))
            stack.extend((child, False) for child in reversed(mine))
    return lines
