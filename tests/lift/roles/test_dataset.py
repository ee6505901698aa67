"""Datasets: what is read, and that everything wrong is refused with file and line."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift.errors import DataError
from lift.roles.dataset import load_dataset, parse_dataset
from lift.roles.role import Split

PATH = Path("eval/x.jsonl")


def line(**changes: object) -> str:
    fields: dict[str, object] = {"id": "a", "split": "train", "inputs": {"q": "?"}, **changes}
    return json.dumps({name: value for name, value in fields.items() if value is not None})


def test_reads_all_fields_in_file_order() -> None:
    text = "\n".join(
        [
            line(id="b", split="test", group="g", truth={"answer": [1, None]}, schema_version=1),
            "",
            line(id="ä\u2028", inputs={"q": "Größe 🥐"}),
        ]
    )
    first, second = parse_dataset(text, path=PATH)
    assert (first.id, first.group, first.split, first.truth) == (
        "b",
        "g",
        Split.TEST,
        {"answer": [1, None]},
    )
    assert (second.id, second.group, second.inputs) == ("ä\u2028", "ä\u2028", {"q": "Größe 🥐"})


def test_digest_is_of_the_bytes_and_splits_are_picked(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    raw = ("\ufeff" + line(id="ü") + "\r\n" + line(id="b", split="val") + "\r\n").encode()
    file.write_bytes(raw)
    dataset = load_dataset(file)
    assert dataset.digest == hashlib.sha256(raw).hexdigest()
    assert [example.id for example in dataset.split(Split.VAL)] == ["b"]
    assert dataset.split(Split.TEST) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "eval/x.jsonl:1: not JSON"),
        ("[1]", "eval/x.jsonl:1: a line must be a JSON object"),
        (line(id=None), "eval/x.jsonl:1: id must be a text"),
        (line(id=" "), "eval/x.jsonl:1: id must be a text"),
        (line(id=3), "eval/x.jsonl:1: id must be a text"),
        (line(group=""), "eval/x.jsonl:1: group must be a text"),
        (line(split="dev"), 'eval/x.jsonl:1: split must be train, val or test, not "dev"'),
        (line(split=None), "eval/x.jsonl:1: split must be train, val or test, not null"),
        (line(inputs=[]), "eval/x.jsonl:1: inputs must be a JSON object"),
        (line(inputs={}), "eval/x.jsonl:1: inputs must have at least one field"),
        (line(truth="x"), "eval/x.jsonl:1: truth must be a JSON object"),
        (line(colour="red"), "eval/x.jsonl:1: unknown field 'colour'"),
        (line(schema_version=2), "eval/x.jsonl:1: schema_version 2 is newer"),
        (line(schema_version=True), "eval/x.jsonl:1: schema_version must be a whole number"),
        (line(inputs={"q": float("nan")}), "eval/x.jsonl:1: not JSON: NaN is not"),
        ("[" * 100_000, "eval/x.jsonl:1: not JSON"),
        (f"{line()}\n\n{line()}", "eval/x.jsonl:3: the id 'a' is already used in line 1"),
        (
            f"{line(group='g')}\n{line(id='b', group='g', split='test')}",
            "eval/x.jsonl:2: the group 'g' is in test here and in train in line 1",
        ),
        ("", "eval/x.jsonl holds no examples"),
        ("\n \n", "eval/x.jsonl holds no examples"),
    ],
)
def test_refuses(text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_dataset(text, path=PATH)
    assert message in caught.value.message


def test_missing_file_and_wrong_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_dataset(tmp_path / "none.jsonl")
    file = tmp_path / "x.jsonl"
    file.write_bytes(line().encode() + b"\n\xff\n")
    with pytest.raises(DataError, match=r"x\.jsonl:2: not UTF-8"):
        load_dataset(file)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        TEXTS,
        st.tuples(
            st.sampled_from(list(Split)), st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3)
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
)
def test_what_is_written_is_read(
    rows: dict[str, tuple[Split, dict[str, object]]], plain: bool
) -> None:
    text = "\n".join(
        json.dumps({"id": name, "split": split.value, "inputs": inputs}, ensure_ascii=plain)
        for name, (split, inputs) in rows.items()
    )
    read = parse_dataset(text, path=PATH)
    assert {e.id: (e.split, e.inputs) for e in read} == rows


@given(st.text())
def test_any_text_is_read_or_refused_with_a_data_error(text: str) -> None:
    with suppress(DataError):
        assert parse_dataset(text, path=PATH)
