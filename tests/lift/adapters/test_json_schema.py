from __future__ import annotations

import pytest
from pydantic import BaseModel, Field

from lift.adapters.json_schema import check_schema, plain_json
from lift.errors import ModelError


class Part(BaseModel):
    name: str
    kind: int | None = None


class Whole(BaseModel):
    parts: list[Part] = Field(min_length=1)
    by_name: dict[str, Part] | None = None
    pair: tuple[int, str] = (1, "a")


def test_what_pydantic_writes_is_right() -> None:
    check_schema(Whole.model_json_schema())


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"type": "strang"}, "#/type names the type 'strang'"),
        ({"properties": {"a": {"type": "int"}}}, "#/properties/a/type names the type 'int'"),
        ({"items": {"$ref": "#/$defs/Missing"}}, r"#/items/\$ref points to '#/\$defs/Missing'"),
        ({"$ref": "https://example.org/schema"}, "which is not in the schema"),
        ({"anyOf": [{"type": "null"}, 3]}, "#/anyOf/1 is int and not an object"),
        ({"type": ["string", "nil"]}, "names the type 'nil'"),
        ({"properties": []}, "#/properties is list and not an object"),
        ({"anyOf": {}}, "#/anyOf is dict and not a list"),
    ],
)
def test_mistakes_are_named_with_their_place(schema: dict[str, object], place: str) -> None:
    with pytest.raises(ModelError, match=place):
        check_schema(schema)


def test_true_and_false_are_schemas() -> None:
    check_schema({"additionalProperties": False, "items": True})


def test_plain_json() -> None:
    assert plain_json({"a": ({"b": (1, 2)},), "c": None}) == {"a": [{"b": [1, 2]}], "c": None}
