"""A project's modules as the probe describes them, and its programs as it runs them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.engine.request import JsonValue
from lift.migrate.probe import Limits, Session
from lift.migrate.wire import Endpoint

APP = '''
import enum
from typing import Literal, Optional

import dspy
import pydantic


class Item(pydantic.BaseModel):
    name: str
    count: int = 1


class Color(enum.Enum):
    RED = "red"


class Classify(dspy.Signature):
    """Classify a sentence."""

    sentence: str = dspy.InputField(desc="what was said")
    items: list[Item] = dspy.InputField()
    label: Literal["good", "bad"] = dspy.OutputField()
    remark: Optional[str] = dspy.OutputField()


class Two(dspy.Module):
    def __init__(self):
        super().__init__()
        self.first = dspy.Predict("question -> draft")
        self.second = dspy.Predict(Classify)

    def forward(self, question: str, items: list[Item], limit: int = 3):
        assert isinstance(items[0], Item)
        draft = self.first(question=question).draft
        return self.second(sentence=draft, items=items)


class Needs(dspy.Module):
    def __init__(self, index):
        super().__init__()


class Heir(Needs):
    pass


class Broken(dspy.Module):
    def __init__(self):
        raise RuntimeError("no index here")


class Plain(dspy.Module):
    def forward(self, x):
        item = Item(name="a")
        return {"color": Color.RED, "item": item, "none": None, "set": {2, 1}, "self": self}


quick = dspy.Predict("question -> answer: int")


def make():
    return dspy.Predict("question -> answer")


def exact(example, pred, trace=None):
    return example.answer == pred.answer
'''


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = tmp_path_factory.mktemp("project")
    (root / "app.py").write_text(APP)
    (root / "broken.py").write_text("import dspy\n\ndspy.Gone\n")
    (root / "odd-name.py").write_text("import dspy\nprogram = dspy.Predict('a -> b')\n")
    with (
        Endpoint() as endpoint,
        Session(
            python=Path(sys.executable),
            port=endpoint.port,
            root=root,
            env=dict(os.environ),
            limits=Limits(answer_s=60),
        ) as running,
    ):
        yield running


def test_signature_with_its_schemas(session: Session) -> None:
    classify = session.describe("app").signatures["Classify"]
    assert classify.instructions == "Classify a sentence."
    fields = {one.name: one for one in classify.fields}
    assert [one.kind for one in classify.fields] == ["input", "input", "output", "output"]
    assert (fields["sentence"].type, fields["sentence"].desc) == ("str", "what was said")
    assert fields["label"].json_schema == {"enum": ["good", "bad"], "type": "string"}
    assert fields["remark"].type in {"Optional[str]", "str | None"}


def test_program_with_its_predictors(session: Session) -> None:
    two = session.describe("app").programs["Two"]
    assert two.kind == "class"
    assert list(two.predictors) == ["first", "second"]
    assert [(one.name, one.required) for one in two.parameters] == [
        ("question", True),
        ("items", True),
        ("limit", False),
    ]


def test_object_and_classes_that_cannot_be_made(session: Session) -> None:
    programs = session.describe("app").programs
    assert programs["quick"].kind == "object"
    assert programs["Needs"].needs == programs["Heir"].needs == ("index",)
    error = programs["Broken"].error
    assert error is not None
    assert error.last_line == "RuntimeError: no index here"
    assert set(programs) == {"Two", "Needs", "Heir", "Broken", "Plain", "quick"}


def test_module_that_cannot_be_imported(session: Session) -> None:
    error = session.describe("broken").error
    assert error is not None
    assert error.last_line == "AttributeError: module 'dspy' has no attribute 'Gone'"
    assert (str(session.root / "broken.py"), 3) in error.places


def test_module_whose_name_cannot_be_imported(session: Session) -> None:
    found = session.describe("odd-name", session.root / "odd-name.py")
    assert list(found.programs) == ["program"]


def test_inputs_become_what_the_program_expects(session: Session) -> None:
    inputs: dict[str, JsonValue] = {"question": "why?", "items": [{"name": "a", "count": 2}]}
    ran = session.run_case("app:Two", inputs)
    assert ran.error is None, ran.error.traceback
    assert ran.outputs == {"label": "good", "remark": "a sample remark"}


def test_outputs_keep_their_types(session: Session) -> None:
    ran = session.run_case("app:Plain", {"x": 1})
    value = ran.outputs["value"]
    assert isinstance(value, dict)
    assert value["color"] == "red"
    assert value["item"] == {"name": "a", "count": 1}
    assert value["none"] is None
    assert value["set"] == [1, 2]
    assert " at 0x" not in str(value["self"])


@pytest.mark.parametrize("program", ["app:quick", "app:make"])
def test_object_and_factory_run_like_a_class(session: Session, program: str) -> None:
    ran = session.run_case(program, {"question": "why?"})
    assert ran.error is None
    assert "answer" in ran.outputs


@pytest.mark.parametrize(("wanted", "score"), [("a sample answer", 1.0), ("another", 0.0)])
def test_metric_gives_a_score(session: Session, wanted: str, score: float) -> None:
    ran = session.run_case(
        "app:make", {"question": "why?"}, metric="app:exact", expected={"answer": wanted}
    )
    assert (ran.error, ran.score) == (None, score)


@pytest.mark.parametrize(
    ("program", "stage", "said"),
    [
        ("app:Nothing", "init", "AttributeError"),
        ("app:Broken", "init", "RuntimeError: no index here"),
        ("nowhere:Two", "init", "ModuleNotFoundError: No module named 'nowhere'"),
        ("app:Two", "call", "TypeError"),
    ],
)
def test_how_far_a_case_came(session: Session, program: str, stage: str, said: str) -> None:
    ran = session.run_case(program, {})
    assert ran.stage == stage
    assert ran.error is not None
    assert ran.error.last_line.startswith(said)


def test_question_after_a_death_is_answered_by_another_process(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import dspy\nprogram = dspy.Predict('a -> b')\n")
    (tmp_path / "deadly.py").write_text("import os\nos._exit(3)\n")
    with (
        Endpoint() as endpoint,
        Session(
            python=Path(sys.executable), port=endpoint.port, root=tmp_path, env=os.environ
        ) as own,
    ):
        error = own.describe("deadly").error
        assert error is not None
        assert error.type == "Died"
        assert list(own.describe("app").programs) == ["program"]
