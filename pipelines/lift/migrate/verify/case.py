"""The cases that are run in both versions: a project's own, or smoke cases from its signatures.

A file of cases is JSON lines:

    {"id": "refund", "program": "app.qa:Answer", "inputs": {"question": "Can I return it?"}}
    {"id": "nightly", "script": "jobs/nightly.py", "argv": ["--dry-run"]}

`expected` and `metric` (`app.metrics:exact`) add a score; `answers` gives the values that the model
answers with, by field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from lift.errors import DataError
from lift.migrate.probe import ModuleShape, ProgramShape, SignatureShape
from lift.migrate.probe.reply import FieldShape
from lift.migrate.verify.samples import sample

if TYPE_CHECKING:
    from lift.engine.request import JsonValue
else:
    from pydantic import JsonValue  # the same, in a form that pydantic can check

__all__ = ["Case", "load_cases", "smoke_cases"]


class Case(BaseModel):
    """One thing to run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    program: str | None = None
    """`package.module:Name`: a class, an object, or a function that makes a program."""
    script: str | None = None
    """A file of the project that is run as a script."""
    argv: tuple[str, ...] = ()
    inputs: dict[str, JsonValue] = {}
    expected: dict[str, JsonValue] = {}
    metric: str | None = None
    """`package.module:function`."""
    answers: dict[str, JsonValue] = {}
    """What the model answers, by the name of the field; others get a value of their type."""
    smoke: bool = False
    """Whether lift made it."""

    @model_validator(mode="after")
    def _names_one_thing(self) -> Case:
        if (self.program is None) == (self.script is None):
            raise ValueError("a case names either a program or a script")
        if self.program is not None and ":" not in self.program:
            raise ValueError(f"program {self.program!r} is not `package.module:Name`")
        return self


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read a file of cases.

    Raises:
        DataError: it cannot be read, a line is wrong, or an id is there twice.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"cannot read {path}: {error}", hint="as in: --cases cases.jsonl"
        ) from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = Case.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(one) for one in first["loc"]) or "the line"
            raise DataError(
                f"{path}:{number}: {field}: {first['msg']}",
                hint='a case is {"id": "a", "program": "app.qa:Answer", "inputs": {}}',
            ) from error
        if case.id in cases:
            raise DataError(f"{path}:{number}: the id {case.id!r} is there twice", hint="rename it")
        cases[case.id] = case
    if not cases:
        raise DataError(f"{path} has no case", hint="leave --cases out for smoke cases")
    return tuple(cases.values())


def smoke_cases(modules: Mapping[str, ModuleShape]) -> Iterator[Case]:
    """Yield one case for every program that can be made without arguments."""
    for name, module in modules.items():
        for attribute, program in module.programs.items():
            if program.needs or program.error is not None or not program.predictors:
                continue
            yield Case(
                id=f"{name}:{attribute}",
                program=f"{name}:{attribute}",
                inputs=_inputs(program),
                answers=_answers(program),
                smoke=True,
            )


def _inputs(program: ProgramShape) -> dict[str, JsonValue]:
    """Return a value for everything that the program asks for."""
    signatures = [one.signature for one in program.predictors.values()]
    known = {
        field.name: field.json_schema
        for signature in reversed(signatures)
        for field in signature.fields
        if field.kind == "input"
    }
    if not program.parameters:
        own = signatures[0]
        return {one.name: sample(one.json_schema, one.name) for one in _inputs_of(own)}
    return {
        one.name: sample(one.json_schema or known.get(one.name), one.name)
        for one in program.parameters
        if one.required
    }


def _inputs_of(signature: SignatureShape) -> Iterator[FieldShape]:
    return (one for one in signature.fields if one.kind == "input")


def _answers(program: ProgramShape) -> dict[str, JsonValue]:
    return {
        field.name: sample(field.json_schema, field.name)
        for predictor in program.predictors.values()
        for field in predictor.signature.fields
        if field.kind == "output"
    }
