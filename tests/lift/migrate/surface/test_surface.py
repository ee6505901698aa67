"""The shipped surfaces, asked through `lift.migrate.surface`."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest

from lift.errors import UsageError
from lift.migrate.pins.releases import releases
from lift.migrate.surface import Kind, What, load, moved, nearest, released
from lift.migrate.surface.store import read


def names(version: str, dotted: str) -> list[str]:
    found = load(version).parameters(dotted)
    assert found is not None
    return [one.name for one in found]


def test_every_release_has_a_surface_and_the_newest_is_the_last() -> None:
    assert list(released()) == [str(one.version) for one in releases()]


@pytest.mark.parametrize(
    ("dotted", "last"),
    [
        ("dspy.Assert", "2.5.43"),
        ("dspy.OllamaLocal", "2.5.43"),
        ("dspy.functional.TypedPredictor", "2.5.43"),
        ("dsp.modules.lm.LM", "2.5.43"),
        ("dspy.Program", "2.6.27"),
        ("dspy.retrieve.chromadb_rm.ChromadbRM", "2.6.27"),
        ("dspy.ChainOfThoughtWithHint", "2.6.27"),
        ("dspy.DSPY_CACHE", "3.0.1"),
        ("dspy.clients.lm_local_arbor", "3.0.1"),
    ],
)
def test_knows_until_when_a_name_existed(dotted: str, last: str) -> None:
    versions = ["2.5.43", "2.6.27", "3.0.1", "3.4.1"]
    having = [version for version in versions if load(version).has(dotted)]
    assert having[-1] == last


@pytest.mark.parametrize(
    ("dotted", "first"), [("dspy.LM", "2.4.17"), ("dspy.GEPA", "3.0.1"), ("dspy.RLM", "3.4.1")]
)
def test_knows_since_when_a_name_exists(dotted: str, first: str) -> None:
    versions = ["2.4.17", "2.5.43", "2.6.27", "3.0.1", "3.4.1"]
    assert next(one for one in versions if load(one).has(dotted)) == first


def test_a_release_in_the_middle_of_its_line_is_itself() -> None:
    assert [load(one).has("dspy.Refine") for one in ("2.6.0", "2.6.27")] == [False, True]
    assert [load(one).has("dspy.TypedPredictor") for one in ("2.4.0", "2.4.17")] == [True, True]
    assert [load(one).has("dspy.ReAct") for one in ("2.4.0", "2.5.43")] == [True, True]


def test_a_name_is_resolved_to_where_it_lives() -> None:
    assert load("2.6.27").resolve("dspy.Program") == "dspy.primitives.program.Module"
    assert load("3.0.1").resolve("dspy.Module") == "dspy.primitives.module.Module"
    assert load("2.4.17").resolve("dspy.OpenAI") == "dsp.modules.gpt3.GPT3"
    assert load("3.0.1").resolve("dspy.evaluate") == "dspy.evaluate"
    assert load("3.0.1").resolve("dspy.Program") is None
    assert load("3.0.1").resolve("dspy.settings") is None


def test_parameters_of_a_class_are_those_of_its_constructor() -> None:
    found = load("2.6.27").parameters("dspy.LM")
    assert found is not None
    by_name = {one.name: one for one in found}
    assert by_name["model"].required
    assert by_name["temperature"].default == "0.0"
    assert by_name["kwargs"].kind is Kind.KEYWORDS
    assert "self" not in by_name


def test_parameters_follow_the_versions() -> None:
    assert "return_outputs" in names("2.6.27", "dspy.Evaluate.__call__")
    assert "return_outputs" not in names("3.0.1", "dspy.Evaluate.__call__")
    newest = load("3.4.1").parameters("dspy.LM.__call__")
    assert newest is not None
    assert [one.kind for one in newest if one.name == "messages"] == [Kind.KEYWORD]


def test_calling_a_module_that_takes_anything_is_calling_its_forward() -> None:
    assert names("2.4.17", "dspy.Retrieve.__call__")[:2] == ["query_or_queries", "k"]
    assert names("3.0.1", "dspy.Retrieve.__call__")[:2] == ["query", "k"]


def test_what_cannot_be_called_has_no_parameters() -> None:
    assert load("3.0.1").parameters("dspy.settings") is None
    assert load("3.0.1").parameters("dspy.evaluate") is None
    assert load("3.0.1").parameters("dspy.Nothing") is None
    assert load("3.0.1").parameters("dspy.Signature") is None, "its metaclass decides"
    assert load("2.4.17").parameters("dsp.adapters.base_template.Field") is None, "made by __new__"


def test_objects_that_make_their_own_names_may_have_any() -> None:
    surface = load("3.0.1")
    assert surface.has("dspy.settings.anything")
    assert surface.has("dspy.Prediction.answer")
    assert not surface.has("dspy.Predict.anything")


def test_members_come_from_the_bases_too() -> None:
    found = load("3.0.1").find("dspy.ChainOfThought.save")
    assert found is not None
    assert (found.what, found.owner) == (
        What.METHOD,
        "dspy.primitives.base_module.BaseModule",
    )
    assert "save" in load("3.0.1").children("dspy.ChainOfThought")
    assert "Evaluate" in load("3.0.1").children("dspy.evaluate")


def test_modules_that_need_a_package_are_described_all_the_same() -> None:
    surface = load("2.6.27")
    assert "chromadb" in surface.needs("dspy.retrieve.chromadb_rm")
    assert names("2.6.27", "dspy.retrieve.chromadb_rm.ChromadbRM")[0] == "collection_name"
    assert surface.needs("dspy.evaluate") == ""


def test_what_is_announced_to_go_is_noted() -> None:
    note = load("3.4.1").notes["dspy.predict.program_of_thought.ProgramOfThought.__init__"]
    assert "will be removed in 3.5" in note
    assert "deprecated" in load("3.4.1").deprecated("dspy.ProgramOfThought")
    assert load("3.4.1").deprecated("dspy.Predict") == ""


def test_a_moved_name_is_found_at_its_new_place() -> None:
    old, new = load("2.6.27"), load("3.0.1")
    program = moved("dspy.primitives.program.Module", old, new)
    retriever = moved("dspy.retrieve.weaviate_rm.WeaviateRM", old, new)
    assert program is not None
    assert (program.now, program.same) == ("dspy.Module", True)
    assert retriever is not None
    assert (retriever.now, retriever.same) == ("dspy.retrievers.weaviate_rm.WeaviateRM", True)


def test_a_place_that_only_borrows_a_name_is_not_the_one_to_import_from() -> None:
    found = moved("dsp.utils.utils.dotdict", load("2.5.43"), load("3.0.1"))
    assert found is not None
    assert found.now == "dspy.dsp.utils.dotdict"


def test_another_thing_of_the_same_name_is_not_taken_for_it() -> None:
    found = moved("dsp.LM", load("2.4.17"), load("3.0.1"))
    assert found is not None
    assert (found.now, found.same) == ("dspy.LM", False)


def test_what_came_from_elsewhere_is_found_there() -> None:
    found = moved("dspy.BaseModel", load("2.4.17"), load("3.0.1"))
    assert found is not None
    assert found.now == "pydantic.BaseModel"


def test_what_is_gone_for_good_has_not_moved() -> None:
    assert moved("dspy.Assert", load("2.5.43"), load("3.0.1")) is None


def test_an_unknown_version_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"2\.6\.7.*2\.4\.17.*3\.4\.1"):
        load("2.6.7")


@pytest.mark.parametrize(
    ("asked", "used"),
    [("2.6.7", "2.6.6"), ("3.0.1", "3.0.1"), ("9.0", released()[-1]), ("2.0", released()[0])],
)
def test_the_release_before_stands_in_for_an_unknown_version(asked: str, used: str) -> None:
    assert nearest(asked) == used


def test_what_is_no_version_is_refused() -> None:
    with pytest.raises(UsageError, match="latest"):
        nearest("latest")


def test_the_data_is_small_and_read_fast() -> None:
    folder = files("lift.migrate.surface").joinpath("data")
    assert sum(len(one.read_bytes()) for one in folder.iterdir()) < 1_500_000
    read("3.4.1")
    best = min(_seconds(version) for version in ("2.6.27", "3.4.1") for _ in range(5))
    assert best < 0.03


def _seconds(version: str) -> float:
    start = time.perf_counter()
    read(version)
    return time.perf_counter() - start
