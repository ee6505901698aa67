"""The truth about the legacy programs is true: every line of it is run in the real versions."""

from __future__ import annotations

import pytest
from tests.lift.migrate.legacy.environments import LINES
from tests.lift.migrate.legacy.theatre import GetTheatre
from tests.lift.migrate.legacy.truth import NAMES, Line, Truth, load
from tests.lift.migrate.rules.stage import Ran

pytestmark = [pytest.mark.matrix, pytest.mark.slow]

CASES = [pytest.param(name, version, id=f"{name}-{version}") for name in NAMES for version in LINES]


@pytest.mark.parametrize("name", NAMES)
def test_in_its_own_version_a_program_prints_what_is_written(
    theatre: GetTheatre, name: str
) -> None:
    truth = load(name)
    ran = theatre(truth.source).play(truth.path.read_text("utf-8"), truth.answers)
    assert ran.error == ""
    assert truth.tells(ran.output), ran.output


@pytest.mark.parametrize(("name", "version"), CASES)
def test_with_every_line_repaired_it_prints_the_same(
    theatre: GetTheatre, name: str, version: str
) -> None:
    """So no line but those that the truth names breaks or changes what the program does."""
    truth = load(name)
    ran = theatre(version).play(truth.repaired(version), truth.answers)
    assert ran.error == ""
    assert truth.tells(ran.output), ran.output


@pytest.mark.parametrize(("name", "version"), CASES)
def test_each_line_breaks_or_changes_on_its_own(
    theatre: GetTheatre, name: str, version: str
) -> None:
    """With all lines repaired but one, the program ends or differs as the truth says."""
    truth = load(name)
    stage = theatre(version)
    for line in truth.lines(version):
        behind = line.probe + "\n"
        rest = stage.play(
            truth.repaired(version, keep=(line.line, *line.also)) + behind, truth.answers
        )
        where = f"{name}:{line.line} on {version}"
        if line.raises:
            assert rest.error.rpartition("exceptions.")[2].startswith(line.raises), where
            continue
        whole = stage.play(truth.repaired(version) + behind, truth.answers)
        assert whole.error == "", where
        if line.probe:
            before = theatre(truth.source).play(truth.path.read_text() + behind, truth.answers)
            assert probed(before) == probed(whole) != [], where
        assert seen(rest, line, truth) != seen(whole, line, truth), where


def seen(ran: Ran, line: Line, truth: Truth) -> object:
    if line.watch == "wire":
        return [options(dict(request.body)) for request in ran.requests]
    return probed(ran) if line.probe else truth.tells(ran.output)


def probed(ran: Ran) -> list[str]:
    return [one for one in ran.output.splitlines() if one.startswith("PROBE")]


def options(body: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in body.items() if name not in {"messages", "prompt"}}


def test_the_programs_are_as_long_as_real_ones() -> None:
    lengths = {name: len(load(name).path.read_text("utf-8").splitlines()) for name in NAMES}
    assert len(NAMES) >= 6
    assert {name: length for name, length in lengths.items() if not 60 <= length <= 150} == {}
