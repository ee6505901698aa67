"""Which files are looked into, and what in them is Python."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lift.migrate.check import Versions, check
from lift.migrate.finding import Finding, Severity
from lift.migrate.project import CheckRequest, check_project

GONE = "import dspy\n\ndspy.Program()\n"
VERSIONS = Versions(source="2.6.27", target="3.0.1")


def found(root: Path, jobs: int | None = None) -> tuple[Finding, ...]:
    return check([root], root=root, versions=VERSIONS, jobs=jobs).findings


def notebook(*cells: str, **more: object) -> str:
    made = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "dspy"}, *made], **more})


def test_cells_of_a_notebook_know_the_cells_before(tmp_path: Path) -> None:
    text = notebook("%pip install dspy\nimport dspy\n!ls", "x = dspy.Program()\n")
    (tmp_path / "a.ipynb").write_text(text)

    (one,) = found(tmp_path)

    assert (one.code, one.cell, one.line) == ("LFT102", 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "%%bash\nrm -rf dspy.Program; if\n",
        "%matplotlib inline\nx = 1\n",
        "!pip install 'dspy==3.0.1' numpy\n",
        "files = !ls dspy\n",
        "dspy.Predict?\n",
        "if True:\n    %time x = 1\n",
        "?dspy\n",
        "%%time\nx = 1\n",
        "pip install dspy\n",
        "x = 1\ncd dspy/examples\nls\n",
        "!pip install \\\n    dspy -q\nx = 1\n",
        "if True:\n    !ls \\\n      dspy\n",
    ],
)
def test_magics_are_no_syntax_errors(tmp_path: Path, cell: str) -> None:
    (tmp_path / "a.ipynb").write_text(notebook("import dspy\n", cell))

    assert found(tmp_path) == ()


def test_notebooks_of_format_3(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": GONE}
    (tmp_path / "a.ipynb").write_text(json.dumps({"worksheets": [{"cells": [cell]}]}))

    assert [(one.code, one.cell, one.line) for one in found(tmp_path)] == [("LFT102", 1, 3)]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.py", b"import dspy\ndef f(:\n", "SyntaxError"),
        ("a.py", b"import dspy\nprint 'x'\n", "SyntaxError"),
        ("a.py", b"import dspy\nx = '\xff'\n", "cannot be read"),
        ("a.py", b"# -*- coding: klingon -*-\nimport dspy\n", "cannot be read"),
        ("a.py", b"# coding: rot13\nimport dspy\n", "not a text encoding"),
        ("a.py", b"# coding: punycode\nimport dspy\n", "punycode"),
        ("a.py", b"# coding: undefined\nimport dspy\n", "undefined"),
        ("a.py", b"import dspy\x00\n", "null byte"),
        ("a.py", b"import dspy\nx = " + b"(" * 5000 + b")" * 5000, "too many nested"),
        ("a.ipynb", b'{"cells": "dspy"}', "no notebook"),
        ("a.ipynb", b'{"cells": [dspy', "no notebook"),
        ("a.ipynb", b'["dspy"]', "no notebook"),
    ],
)
def test_what_cannot_be_parsed_is_said(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)

    (one,) = found(tmp_path)

    assert one.code == "LFT001"
    assert told in one.message


@pytest.mark.parametrize(
    "content",
    [
        GONE.encode("utf-8-sig"),
        GONE.replace("\n", "\r\n").encode(),
        b"# -*- coding: latin-1 -*-\n" + GONE.replace("()", "()  # \xe9").encode("latin-1"),
        GONE.replace("dspy.Program", "'\u00e9\U0001f600'; dspy.Program").encode(),
        GONE.replace("\n\n", "\n\f\n").encode(),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.py").write_bytes(content)

    (one,) = found(tmp_path)

    line = content.decode("latin-1" if b"latin" in content else "utf-8-sig").split("\n")[
        one.line - 1
    ]
    assert line[one.column - 1 :].startswith("dspy.Program")


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("%time dspy.Program()\n", 7),
        ("for _ in x:\n    %timeit  y = dspy.Program()\n", 18),
        ("%%time\ndspy.Program()\n", 1),
        ("%%writefile app.py\ndspy.Program()\n", 1),
        ('print("%s"\n  % dspy.Program())\n', 5),
        ("!ls\ndspy.Program()\n", 1),
    ],
)
def test_code_beside_magics(tmp_path: Path, cell: str, column: int) -> None:
    (tmp_path / "a.ipynb").write_text(notebook("import dspy\n", cell))

    assert [(one.code, one.column) for one in found(tmp_path)] == [("LFT102", column)]


@pytest.mark.parametrize("between", ["\f", "x = 'a\x1cb\u2028'", "y = 1\r", '"""a\x85b"""'])
def test_a_comment_silences_its_own_line(tmp_path: Path, between: str) -> None:
    text = f"import dspy\n{between}\ndspy.Program()  # lift: ignore[LFT102]\ndspy.Program()\n"
    (tmp_path / "a.py").write_text(text, "utf-8", newline="")

    (one,) = found(tmp_path)

    assert text.replace("\r\n", "\n").split("\n")[one.line - 1] == "dspy.Program()"


def test_markdown_knows_no_cookie(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# coding: klingon\n\n```python\n" + GONE + "```\n")

    assert [one.code for one in found(tmp_path)] == ["LFT102"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_blocks_in_lists_and_at_the_end(tmp_path: Path, newline: str) -> None:
    text = (
        "1. Do this:\n\n    ```python\n    import dspy\n\n    dspy.Program()\n    ```\n\n"
        "2. And that:\n\n\t```python\n\timport dspy\n\tdspy.Program()\n\t```\n\n"
        "  ```python\nno = dspy.Program(\n  ```\n\n```python\nimport dspy\ndspy.Program()\n"
    )
    (tmp_path / "a.md").write_text(text, "utf-8", newline=newline)

    assert [(one.line, one.column, one.cell) for one in found(tmp_path)] == [
        (6, 5, 1),
        (13, 2, 2),
        (22, 1, 4),
    ]


def test_blocks_of_markdown(tmp_path: Path) -> None:
    text = (
        "# dspy\n\n```python\nimport dspy\ndspy.Program()\n```\n\n```bash\ndspy.Program(\n```\n\n"
        "~~~py\nimport dspy\nx = dspy.BaseType\n~~~\n\n```python\n>>> dspy.Program()\n```\n"
    )
    (tmp_path / "a.md").write_text(text)

    assert [(one.code, one.line, one.cell) for one in found(tmp_path)] == [
        ("LFT102", 5, 1),
        ("LFT103", 14, 2),
    ]


def test_environments_and_caches_are_not_looked_into(tmp_path: Path) -> None:
    for folder in (".venv", "node_modules", "build", ".git", "x.egg-info", "mine"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text(GONE)
    (tmp_path / "mine" / "pyvenv.cfg").write_text("")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.py").write_text(GONE)

    assert [one.path for one in found(tmp_path)] == ["app/a.py"]


def test_links_that_go_round_in_circles(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "a.py").write_text(GONE)
    (tmp_path / "app" / "again").symlink_to(tmp_path)
    (tmp_path / "app" / "nowhere.py").symlink_to(tmp_path / "not there")

    assert {(one.path, one.code) for one in found(tmp_path)} == {
        ("app/a.py", "LFT102"),
        ("app/nowhere.py", "LFT001"),
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(GONE)
    (tmp_path / "a.py").chmod(0)

    assert [one.code for one in found(tmp_path)] == ["LFT001"]


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"m{number}.py").write_text(GONE + f"# {number}\n")
    (tmp_path / "use.py").write_text("from m1 import dspy\n\nprint(dspy.BaseType)\n")

    alone, together = found(tmp_path, jobs=1), found(tmp_path, jobs=2)

    assert alone == together
    assert len(alone) == 41


@pytest.mark.parametrize("language", ["R", "julia", "bash"])
def test_a_notebook_of_another_language_has_no_python(tmp_path: Path, language: str) -> None:
    text = notebook("library(dspy) <- x\n", metadata={"language_info": {"name": language}})
    (tmp_path / "a.ipynb").write_text(text)

    assert found(tmp_path) == ()


@pytest.mark.parametrize("metadata", [None, "x", {"kernelspec": 3}, {"language_info": {}}])
def test_a_notebook_that_names_no_language_is_python(tmp_path: Path, metadata: object) -> None:
    (tmp_path / "a.ipynb").write_text(notebook(GONE, metadata=metadata))

    assert [(one.code, one.line) for one in found(tmp_path)] == [("LFT102", 3)]


@pytest.mark.parametrize("name", ["a.py", "a.ipynb", "a.json", "requirements.txt"])
def test_a_pipe_is_said_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    request = CheckRequest(root=tmp_path, paths=(tmp_path,), source="2.6.27", target="3.0.1")

    for one in check_project(request).findings:
        assert (one.code, one.severity) == ("LFT001", Severity.ERROR)
        assert "no regular file" in one.message


@pytest.mark.parametrize(
    ("text", "checked"),
    [
        ("# dsp filters\nprint 'x'\n", False),
        ("import numpy as dsp_np\nprint 'x'\n", False),
        ("import os, dsp\nprint 'x'\n", True),
        ("from dsp.utils import EM\nprint 'x'\n", True),
        ("importlib.import_module('dsp')\nprint 'x'\n", True),
        ("import dspy\nprint 'x'\n", True),
    ],
)
def test_signal_processing_is_not_dspy(tmp_path: Path, text: str, checked: bool) -> None:
    (tmp_path / "a.py").write_text(text)

    assert [one.code for one in found(tmp_path)] == ["LFT001"] * checked


@pytest.mark.skipif(os.geteuid() == 0, reason="root looks into everything")
def test_a_folder_that_may_not_be_looked_into_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o000)
    (tmp_path / "a.py").write_text(GONE)

    assert [one.code for one in found(tmp_path)] == ["LFT102"]


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("### ❌ Incorrect\n", False),
        ("## Old way\n\nIn 2.5 it was written so:\n\n", False),
        ("**Wrong:**\n", False),
        ("Before:\n\n", False),
        ("## Don't do this\n\n", False),
        ("## Usage\n\n", True),
        ("# Old news\n\n## Usage\n\n", True),
        ("Before you run it, set a key:\n\n", True),
        ("It is an old idea, which people have found to work in many of their projects:\n", True),
        ("```python\n# old\nx = 1\n```\n", True),
    ],
)
def test_code_that_a_document_warns_of(tmp_path: Path, before: str, shown: bool) -> None:
    (tmp_path / "a.md").write_text(f"{before}```python\n{GONE}```\n")

    assert [one.code for one in found(tmp_path)] == ["LFT102"] * shown


def test_comments_in_a_block_say_which_line_is_wrong(tmp_path: Path) -> None:
    block = (
        "import dspy\n# ❌ WRONG\na = dspy.Program()\n\n# ✅ RIGHT\nb = dspy.Program()\n"
        "c = dspy.Program()  # deprecated\n"
    )
    (tmp_path / "a.md").write_text(f"```python\n{block}```\n")
    (tmp_path / "a.py").write_text(block)

    lines = [(one.path, one.line) for one in found(tmp_path)]

    assert lines == [("a.md", 7), ("a.py", 3), ("a.py", 6), ("a.py", 7)]


@pytest.mark.parametrize("name", ["CHANGELOG.md", "changes.md", "MIGRATING.md", "release-notes.md"])
def test_documents_about_what_was(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"```python\n{GONE}```\n")
    (tmp_path / "newsletter.md").write_text(f"```python\n{GONE}```\n")

    assert [one.path for one in found(tmp_path)] == ["newsletter.md"]


def test_blocks_that_are_no_python(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "dspy\n\n```python\nx = <your key>\n```\n\n```python\nimport dspy\nlm = <your model>\n```\n"
    )

    assert [(one.code, one.line) for one in found(tmp_path)] == [("LFT001", 9)]
