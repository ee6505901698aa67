"""Every rule tells the truth: its examples are run in real versions of DSPy, before and after."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.lift.migrate.rules.stage import Ran, Stage
from tests.migrate_envs import LINES, DspyEnv

from lift.migrate.check import Versions, check
from lift.migrate.registry import rules
from lift.migrate.rule import Example, Rule

GetStage = Callable[[str], Stage]
CASES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}")
    for rule in rules()
    for number, example in enumerate(rule.examples)
]


@pytest.fixture(scope="module")
def stage(dspy_env: DspyEnv) -> Iterator[GetStage]:
    """A started DSPy by its version; each is imported once."""
    started: dict[str, Stage] = {}
    with ExitStack() as stack:

        def get(version: str) -> Stage:
            if version not in started:
                started[version] = stack.enter_context(Stage(dspy_env(version)))
            return started[version]

        yield get


def seen(ran: Ran, example: Example) -> object:
    """What an example is about, in a form in which versions can be compared."""
    if example.watch == "warnings":
        return ran.warnings
    if example.watch == "body":
        return [(request.path, worded(request.body)) for request in ran.requests]
    if example.watch == "wire":
        return [(request.path, plain(dict(request.body))) for request in ran.requests]
    return ran.output


def worded(body: Mapping[str, object]) -> dict[str, object]:
    """A request body without its messages."""
    return {key: value for key, value in body.items() if key != "messages"}


def plain(body: dict[str, object]) -> dict[str, object]:
    """A request body without what only the form of the API is."""
    if "max_completion_tokens" in body:
        body["max_tokens"] = body.pop("max_completion_tokens")
    body.pop("messages", None)
    return body


def test_every_rule_has_an_example() -> None:
    assert [rule.code for rule in rules() if not rule.examples] == []


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_finding_is_on_the_line_that_the_example_names(
    tmp_path: Path, rule: Rule, example: Example
) -> None:
    (tmp_path / "program.py").write_text(example.before)
    versions = Versions(source=example.old, target=example.new)

    found = check([tmp_path], root=tmp_path, versions=versions, select=[rule.code]).findings

    assert [(one.code, one.line) for one in found][:1] == [(rule.code, example.line)]
    assert {one.code for one in found} == {rule.code}


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_nothing_is_found_in_what_works(tmp_path: Path, rule: Rule, example: Example) -> None:
    (tmp_path / "program.py").write_text(example.after)
    versions = Versions(source=example.old, target=example.new)

    found = check([tmp_path], root=tmp_path, versions=versions, select=[rule.code]).findings

    assert found == ()


@pytest.mark.matrix
@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_example_breaks_or_changes_and_its_repair_does_not(
    stage: GetStage, rule: Rule, example: Example
) -> None:
    new = stage(example.new).run(example.before)
    repaired = stage(example.new).run(example.after) if example.after else None
    if example.old in LINES and example.old != example.new:
        was = stage(example.old).run(example.before)
    else:
        assert repaired is not None, "nothing to compare with"
        was = repaired
    assert was.error == ""
    assert new.error or seen(new, example) != seen(was, example)
    if new.error:
        told = check_message(example, rule)
        assert agrees(told, new.error), f"said {told!r}, and it was {new.error!r}"
    if repaired is not None:
        assert repaired.error == ""
        assert seen(repaired, example) == seen(was, example)


def check_message(example: Example, rule: Rule) -> str:
    """What the check says about an example."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "program.py").write_text(example.before)
        versions = Versions(source=example.old, target=example.new)
        found = check([Path(folder)], root=Path(folder), versions=versions, select=[rule.code])
        return found.findings[0].message


def agrees(told: str, happened: str) -> bool:
    """Whether an error is the one that was told; operands and addresses may differ."""
    kind = re.match(r"(?:[\w.]*\.)?(\w+(?:Error|Exception))", happened)
    said = re.match(r"(\w+(?:Error|Exception))", told)
    return said is None or (kind is not None and kind[1] == said[1])
