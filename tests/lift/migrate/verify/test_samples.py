"""Values that fit a schema; each is checked by pydantic itself."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from typing import Annotated, Any, Literal

import pydantic
import pytest

from lift.engine.request import JsonValue
from lift.migrate.verify.samples import sample


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Item(pydantic.BaseModel):
    name: str
    count: int
    color: Color = Color.BLUE
    when: dt.date


class Box(pydantic.BaseModel):
    items: list[Item]
    inner: Box | None = None


@pytest.mark.parametrize(
    "kind",
    [
        str,
        int,
        float,
        bool,
        list[str],
        list[int],
        dict[str, int],
        tuple[int, str],
        Literal["good", "bad"],
        Literal[1, 2],
        int | None,
        int | str,
        Color,
        Item,
        Box,
        list[Item],
        dt.datetime,
        uuid.UUID,
        Annotated[int, pydantic.Field(ge=10)],
        Annotated[float, pydantic.Field(gt=0)],
        Annotated[str, pydantic.Field(max_length=3)],
        Any,
    ],
)
def test_sample_fits_its_type(kind: Any) -> None:
    adapter = pydantic.TypeAdapter[Any](kind)
    value = sample(adapter.json_schema(), "answer")
    adapter.validate_python(value)
    assert sample(adapter.json_schema(), "answer") == value


@pytest.mark.parametrize("schema", [None, {}, "odd"])
def test_without_a_schema_it_is_a_text_with_the_name(schema: Any) -> None:
    assert sample(schema, "user_question") == "a sample user question"


def test_schema_without_an_end_ends() -> None:
    schema: JsonValue = {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/A"}}}
    assert sample(schema, "a") is None
