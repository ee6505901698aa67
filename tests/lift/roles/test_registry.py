"""Roles by name: shipped ones, a team's own, and every way in which they are not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lift.config import load_settings
from lift.errors import ConfigError, DataError, UsageError
from lift.project import Project
from lift.roles.registry import load_role, role_names
from lift.roles.role import ProgramRun, Role, Score, Split

METRICS = """
import dspy
from lift.roles.role import Example, ProgramRun, Score

def number(gold, pred, trace=None):
    assert gold.inputs().toDict() == {"question": "2 + 2"}
    return gold.answer == pred.answer

def prediction(gold, pred, trace=None, pred_name=None, pred_trace=None):
    return dspy.Prediction(score=0.25, feedback=f"{pred_name} said {pred.answer}")

def table(gold, pred):
    return {"score": 0.5, "feedback": "half"}

def own(example: Example, run: ProgramRun) -> Score:
    return Score(value=1.0, feedback=run.outputs["answer"], violations=("os",))

def by_name(example, run):
    return 1 if run.error is None else 0

def anything(*args):
    return len(args) / 5

def too_much(gold, pred):
    return 3

def nothing(gold, pred):
    return None

def lonely(gold):
    return 1

broken = 3
"""
PROGRAM = """
import dspy

def build():
    return dspy.Predict("question -> answer")
"""
LINE = {"id": "a", "split": "train", "inputs": {"question": "2 + 2"}, "truth": {"answer": "4"}}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project with a package whose name no other test uses."""
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    name = f"team_{tmp_path.name.replace('-', '_')}"
    (tmp_path / name).mkdir()
    for file, text in {"__init__": "", "metrics": METRICS, "agent": PROGRAM}.items():
        (tmp_path / name / f"{file}.py").write_text(text)
    (tmp_path / name / "explodes.py").write_text("1 / 0")
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "support.jsonl").write_text(json.dumps(LINE))
    yield Project(root=tmp_path)
    for loaded in [m for m in __import__("sys").modules if m.split(".")[0] == name]:
        del __import__("sys").modules[loaded]


def load(project: Project, table: str, name: str = "support", data: Path | None = None) -> Role:
    package = next(project.root.glob("team_*")).name
    (project.root / "lift.toml").write_text(table.replace("PKG", package))
    settings = load_settings(project, env={})
    return load_role(name, settings=settings, project=project, data=data)


def table(metric: str = "own") -> str:
    return f"""[roles.support]
program = "PKG.agent:build"
metric = "PKG.metrics:{metric}"
data = "eval/support.jsonl"
"""


def judge(project: Project, metric: str, answer: str = "4") -> Score:
    role = load(project, table(metric))
    (example,) = role.examples(Split.TRAIN)
    return role.metric(example, ProgramRun(outputs={"answer": answer}))


def test_a_role_of_the_project(project: Project) -> None:
    role = load(project, table())
    assert (role.name, role.shipped, len(role.data_hash)) == ("support", False, 64)
    assert [example.id for example in role.examples(Split.TRAIN)] == ["a"]
    assert role.program().instructions() == {
        "self": "Given the fields `question`, produce the fields `answer`."
    }


@pytest.mark.parametrize(
    ("metric", "score"),
    [
        ("number", Score(value=1.0, feedback="")),
        ("prediction", Score(value=0.25, feedback="None said 4")),
        ("table", Score(value=0.5, feedback="half")),
        ("own", Score(value=1.0, feedback="4", violations=("os",))),
        ("by_name", Score(value=1.0, feedback="")),
        ("anything", Score(value=1.0, feedback="")),
    ],
)
def test_metrics_of_every_form(project: Project, metric: str, score: Score) -> None:
    assert judge(project, metric) == score


def test_a_metric_that_returns_no_score_raises_where_it_is_called(project: Project) -> None:
    with pytest.raises(ValueError, match=r"too_much returned 3\.0; a score is between 0 and 1"):
        judge(project, "too_much")
    with pytest.raises(TypeError, match="nothing returned NoneType; return a number"):
        judge(project, "nothing")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (table("absent"), "absent in PKG.metrics does not exist"),
        (table("broken"), "broken in PKG.metrics is not a function"),
        (table("lonely"), "takes 1 arguments and needs two"),
        (table().replace(".metrics", ".explodes"), "ZeroDivisionError: division by zero"),
        (table().replace(".metrics", ".away"), "ModuleNotFoundError: No module named 'PKG.away'"),
        ("[roles.support]\n", "[roles.support] in"),
        ('[roles.support]\ndata = "eval/support.jsonl"\n', "has no metric"),
        (table().replace("program", "#"), "has no program"),
        (table().replace("data", "#"), "has no data"),
    ],
)
def test_a_role_that_cannot_be_loaded(project: Project, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(project, text)
    package = next(project.root.glob("team_*")).name
    assert words.replace("PKG", package) in caught.value.message
    assert caught.value.hint


def test_a_dataset_is_read_when_it_is_needed(project: Project) -> None:
    role = load(project, table().replace("support.jsonl", "later.jsonl"))
    with pytest.raises(DataError, match=r"later\.jsonl cannot be read"):
        role.examples(Split.TRAIN)


def test_unknown_roles_and_missing_data_are_usage_errors(project: Project) -> None:
    with pytest.raises(UsageError, match="no role 'suport'; there are coder, planner, support"):
        load(project, table(), "suport")
    with pytest.raises(UsageError, match="does not exist"):
        load(project, table(), "coder", project.root / "none.jsonl")


@pytest.mark.parametrize("name", ["coder", "planner"])
def test_shipped_roles(project: Project, name: str) -> None:
    role = load(project, "", name)
    assert (role.name, role.shipped) == (name, True)
    sizes = [len(role.examples(split)) for split in Split]
    assert min(sizes) >= 40
    fields = set(role.examples(Split.VAL)[0].inputs)
    assert fields == ({"code", "failure"} if name == "coder" else {"tasks"})
    assert list(role.program().instructions()) == ["predict"]


def test_a_shipped_role_on_other_data_or_with_another_model(project: Project) -> None:
    other = project.root / "eval" / "support.jsonl"
    role = load(project, "", "coder", other)
    assert (role.shipped, [e.id for e in role.examples(Split.TRAIN)]) == (True, ["a"])
    role = load(
        project, '[roles.coder]\nmodel = "gguf:x.gguf"\ndata = "eval/support.jsonl"\n', "coder"
    )
    assert (role.shipped, [e.id for e in role.examples(Split.TRAIN)]) == (True, ["a"])


def test_a_shipped_role_with_a_program_of_the_project(project: Project) -> None:
    role = load(project, '[roles.planner]\nprogram = "PKG.agent:build"\n', "planner")
    assert (role.shipped, len(role.examples(Split.VAL))) == (False, 40)
    assert "question" in role.program().instructions()["self"]


def test_only_the_coder_on_its_own_tasks_has_something_beside_them(project: Project) -> None:
    own = load(project, "", "coder").beside()
    assert own is not None
    assert (own.name, len(own.examples), len(own.digest)) == ("functions written by hand", 100, 64)
    assert load(project, "", "planner").beside() is None
    other = project.root / "eval" / "support.jsonl"
    assert load(project, "", "coder", other).beside() is None
    data = '[roles.coder]\ndata = "eval/support.jsonl"\n'
    assert load(project, data, "coder").beside() is None
    program = '[roles.coder]\nprogram = "PKG.agent:build"\n'
    assert load(project, program, "coder").beside() is None
    assert load(project, table()).beside() is None


def test_names_are_sorted_and_complete(project: Project) -> None:
    load(project, table())
    assert role_names(load_settings(project, env={})) == ("coder", "planner", "support")
