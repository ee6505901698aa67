"""Notebooks and Markdown: only the changed cell changes, byte for byte."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lift.migrate.fix.documents import open_document

CODE: dict[str, object] = {
    "cell_type": "code",
    "metadata": {},
    "outputs": [{"data": "old"}],
    "source": ["x = old\n", "y"],
}
TEXT: dict[str, object] = {"cell_type": "markdown", "source": ["old"]}


def notebook(*cells: object, **rest: object) -> dict[str, object]:
    return {"cells": list(cells), "metadata": {"a": [1, {"b": None}]}, "nbformat": 4, **rest}


@pytest.mark.parametrize("indent", [1, 2, 4, None])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_changed_cell_is_written_like_the_others(indent: int | None, ascii_only: bool) -> None:
    def dumped(source: list[str]) -> bytes:
        changed = CODE | {"source": source}
        whole = notebook(TEXT, CODE, changed, {"cell_type": "code", "source": ["'ä'"]})
        return json.dumps(whole, indent=indent, ensure_ascii=ascii_only).encode() + b"\n"

    document = open_document("n.ipynb", dumped(["x = old\n", "%time y\n"]))
    texts = dict(document.texts)
    assert texts == {2: "x = old\ny", 3: "x = old\n%time y\n", 4: "'ä'"}

    texts[3] = "x = new\n\n%time z"
    assert document.replaced(texts) == dumped(["x = new\n", "\n", "%time z"])


def test_a_source_that_is_one_string_stays_one() -> None:
    data = b'{"cells": [{"cell_type": "code", "source": "a\\nb"}], "x": "old"}'
    document = open_document("n.ipynb", data)

    assert document.replaced({1: "a\nc"}) == data.replace(b"a\\nb", b"a\\nc")


def test_a_notebook_of_format_3() -> None:
    data = b'{"worksheets": [{"cells": [{"cell_type": "code", "input": ["a"], "source": 1}]}]}'

    assert dict(open_document("n.ipynb", b'{"worksheets": []}').texts) == {}
    assert list(open_document("n.ipynb", data).texts) == [1]


def test_cells_with_magics_parse_as_the_rest_of_them() -> None:
    data = json.dumps(notebook({"cell_type": "code", "source": ["%matplotlib inline\n", "x = 1"]}))
    document = open_document("n.ipynb", data.encode())

    assert document.parses(1, "%matplotlib inline\nx = 2")
    assert not document.parses(1, "%matplotlib inline\nx = (")


@given(
    st.lists(st.text(max_size=20), max_size=4),
    st.lists(st.text(max_size=20), min_size=4, max_size=4),
    st.sampled_from([None, 1, 3]),
)
def test_what_is_read_back_is_what_was_put_in(
    sources: list[str], new: list[str], indent: int | None
) -> None:
    cells = [{"cell_type": "code", "source": one.splitlines(keepends=True)} for one in sources]
    data = json.dumps(notebook(*cells), indent=indent).encode()
    document = open_document("n.ipynb", data)
    wanted: dict[int | None, str] = {number: new[number - 1] for number in range(1, len(cells) + 1)}

    changed = document.replaced(wanted)

    assert dict(open_document("n.ipynb", changed).texts) == wanted
    before, after = json.loads(data), json.loads(changed)
    assert before | {"cells": 0} == after | {"cells": 0}


def test_only_the_blocks_of_a_document_change() -> None:
    text = "prose\n\n```python\nx = old\n```\n\n```bash\nold\n```\n\n~~~py\ny = old\n~~~\n"
    document = open_document("a.md", text.encode())
    assert dict(document.texts) == {1: "x = old\n", 2: "y = old\n"}

    changed = document.replaced({1: "import a\nx = new\n", 2: "y = new\n"})

    assert changed.decode() == text.replace("x = old", "import a\nx = new").replace(
        "y = old", "y = new"
    )
    assert document.parses(1, "x = (") is False
