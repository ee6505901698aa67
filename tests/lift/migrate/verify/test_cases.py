"""Cases: read from a file, or made from signatures; and which modules are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from lift.errors import DataError
from lift.migrate.probe import ModuleShape
from lift.migrate.verify import load_cases
from lift.migrate.verify.case import smoke_cases
from lift.migrate.verify.modules import find_modules, import_paths

GOOD = '{"id": "a", "program": "app:Answer", "inputs": {"question": "why?"}}'


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text(text)
    return path


def test_cases_are_read_in_order(tmp_path: Path) -> None:
    text = f'{GOOD}\n\n{{"id": "b", "script": "job.py", "argv": ["-n"]}}\n'
    first, second = load_cases(_write(tmp_path, text))
    assert (first.id, first.inputs) == ("a", {"question": "why?"})
    assert (second.script, second.argv, second.smoke) == ("job.py", ("-n",), False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no case"),
        ("\n\n", "has no case"),
        ("{", ":1: the line: Invalid JSON"),
        (f"{GOOD}\n{GOOD}", ":2: the id 'a' is there twice"),
        ('{"id": "a"}', "either a program or a script"),
        ('{"id": "a", "program": "app:A", "script": "b.py"}', "either a program or a script"),
        ('{"id": "a", "program": "app.Answer"}', "is not `package.module:Name`"),
        ('{"id": "a", "program": "app:A", "input": {}}', ":1: input: Extra inputs"),
    ],
)
def test_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        load_cases(_write(tmp_path, text))
    assert said in caught.value.message
    assert caught.value.hint


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot read"):
        load_cases(tmp_path / "none.jsonl")


def _field(name: str, kind: str, schema: object = None) -> dict[str, object]:
    return {"name": name, "kind": kind, "type": "str", "json_schema": schema}


def _module(**programs: object) -> dict[str, ModuleShape]:
    return {"app": ModuleShape.model_validate({"programs": programs})}


PREDICTOR = {
    "type": "Predict",
    "signature": {
        "instructions": "",
        "fields": [
            _field("question", "input"),
            _field("limit", "input", {"type": "integer"}),
            _field("label", "output", {"enum": ["good", "bad"]}),
        ],
    },
}


def test_smoke_case_of_an_object_has_the_inputs_of_its_signature() -> None:
    modules = _module(quick={"kind": "object", "predictors": {"self": PREDICTOR}})
    (case,) = smoke_cases(modules)
    assert (case.id, case.program, case.smoke) == ("app:quick", "app:quick", True)
    assert case.inputs == {"question": "a sample question", "limit": 7}
    assert case.answers == {"label": "good"}


def test_smoke_case_of_a_class_has_what_forward_requires() -> None:
    parameters = [
        {"name": "limit", "required": True},
        {"name": "depth", "required": True, "json_schema": {"type": "number"}},
        {"name": "verbose", "required": False},
    ]
    shape = {"kind": "class", "parameters": parameters, "predictors": {"first": PREDICTOR}}
    (case,) = smoke_cases(_module(Answer=shape))
    assert case.inputs == {"limit": 7, "depth": 0.5}


@pytest.mark.parametrize(
    "shape",
    [
        {"kind": "class", "needs": ["index"]},
        {"kind": "class", "error": {"type": "RuntimeError", "message": "no"}},
        {"kind": "class", "predictors": {}},
    ],
)
def test_program_that_cannot_be_made_has_no_smoke_case(shape: object) -> None:
    assert list(smoke_cases(_module(Odd=shape))) == []


def _project(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("import dspy\n")
    return root


def test_modules_of_a_flat_project(tmp_path: Path) -> None:
    root = _project(tmp_path, "app.py", "pkg/__init__.py", "pkg/deep/qa.py", "odd-name.py")
    (root / "plain.py").write_text("import json\n")
    names = [one.name for one in find_modules(root)]
    assert names == ["app", "odd-name", "pkg", "pkg.deep.qa"]
    assert import_paths(root) == (root,)


def test_modules_under_src_are_named_from_there(tmp_path: Path) -> None:
    root = _project(tmp_path, "src/app/qa.py", "tool.py")
    assert [one.name for one in find_modules(root)] == ["app.qa", "tool"]
    assert import_paths(root) == (root / "src", root)


@pytest.mark.parametrize(
    "name",
    [
        "tests/a.py",
        "test_a.py",
        "setup.py",
        "conftest.py",
        "docs/conf.py",
        ".venv/x.py",
        "__main__.py",
    ],
)
def test_what_is_no_module_of_the_project_is_not_imported(tmp_path: Path, name: str) -> None:
    assert find_modules(_project(tmp_path, name)) == ()


def test_named_file_is_taken_wherever_it_is(tmp_path: Path) -> None:
    root = _project(tmp_path, "examples/demo.py", "app.py")
    (module,) = find_modules(root, [root / "examples" / "demo.py"])
    assert module.name == "examples.demo"
