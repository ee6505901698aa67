"""`lift migrate docs`: what documents say that is not so in the target version."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.harness import LiftCommand

MAKEFILE = "test: build\n\tpytest\n\nbuild:\n\techo\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lift.toml").write_text('[migrate]\nto = "3.0.1"\n')
    (tmp_path / "Makefile").write_text(MAKEFILE)
    package = tmp_path / "src" / "shop"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "agents.py").write_text("class Planner:\n    pass\n")
    (package / "lazy.py").write_text("def __getattr__(name):\n    return 1\n")
    (package / "stars.py").write_text("from os import *\n")
    (package / "broken.py").write_text("def f(:\n")
    (tmp_path / "run.py").write_text("")
    (tmp_path / "my notes.txt").write_text("")
    return tmp_path


def said(lift: LiftCommand, root: Path, text: str, *options: str) -> list[tuple[str, int, str]]:
    (root / "README.md").write_text(text)
    payload = lift("migrate", "docs", "--json", *options, cwd=root).json()
    return [(one["code"], one["line"], one["message"]) for one in payload["findings"]]


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("Use `dspy.OpenAI`.", "DOC101", "`dspy.OpenAI` does not exist in DSPy 3.0.1"),
        ("Call `dspy.Program()`.", "DOC101", "`dspy.Program` does not exist in DSPy 3.0.1"),
        ("See `shop.agents.Coder`.", "DOC101", "`shop.agents.Coder` does not exist in the project"),
        ("See `src/shop/coder.py`.", "DOC102", "`src/shop/coder.py` does not exist"),
        (f"See `src/{'b' * 300}`.", "DOC102", f"`src/{'b' * 300}` does not exist"),
        ("See [it](" + "b" * 300 + ").", "DOC102", f"the link to {'b' * 300} leads nowhere"),
        ("See [it](a%20b.md).", "DOC102", "the link to a%20b.md leads nowhere"),
        ("See `shop.agents.Planner`, `shop.nothing.Planner`.", "DOC101",
         "`shop.nothing.Planner` does not exist in the project"),
        ("```sh\nA=1 uv run python -m shop.web --fast\n```", "DOC103",
         "there is no module shop.web"),
        ("```sh\npytest tests/none.py::test_a\n```", "DOC103", "tests/none.py does not exist"),
        (".. code-block:: bash\n\n   make deploy", "DOC103", "the Makefile has no target deploy"),
        ("See [it](docs/none.md).", "DOC102", "the link to docs/none.md leads nowhere"),
        ("```bash\nmake deploy\n```", "DOC103", "the Makefile has no target deploy"),
        ("```console\n$ python start.py\n```", "DOC103", "start.py does not exist"),
        ("```sh\npython -m shop.web\n```", "DOC103", "there is no module shop.web"),
        ("```sh\npip install dspy==2.6.27\n```", "DOC104",
         "`dspy==2.6.27`: the target is DSPy 3.0.1"),
        ("```sh\npip install dspy-ai\n```", "DOC104",
         "`pip install dspy-ai` installs the newest DSPy; the project needs dspy==3.0.1"),
        ("It needs DSPy 2.6.", "DOC104", "`DSPy 2.6`: the target is DSPy 3.0.1"),
        ("It needs Python 3.9.", "DOC104", "Python 3.9: DSPy 3.0.1 needs Python <3.14,>=3.10"),
    ],
)  # fmt: skip
def test_what_is_not_so(
    lift: LiftCommand, project: Path, text: str, code: str, message: str
) -> None:
    found = said(lift, project, f"# Shop\n\n{text}\n")

    assert [(one, what) for one, _, what in found] == [(code, message)]


@pytest.mark.parametrize(
    "text",
    [
        "Use `dspy.LM` and `dspy.Module`; `dspy.settings.lm`; `dspy.teleprompt.MIPROv2`.",
        "See `shop.agents.Planner`, `src/shop/agents.py`, `agents.py`, [it](run.py).",
        "```bash\nmake test\npython run.py --fast\npython -m shop.agents\nls -l\n```",
        "It needs DSPy 3.0 and Python 3.10; install `dspy==3.0.1`.",
        "`dspy.OpenAI` was removed; it was DSPy 2.5. We moved from DSPy 2.6.27.",
        "Since DSPy 2.6.0 it works. Write `path/to/your.py`, `<name>.py`, `src/*.py`.",
        "```python\nlm = dspy.OpenAI()\n```",
        "See [a](my%20notes.txt), [b](run.py?raw=true#top), [c](/src/shop/agents.py), [d](#top).",
        "```sh\nmake -C other deploy\nmake -j 4 test\npython -c 'print(1)'\nmake 'a b\n```",
        "```sh\npython /opt/x.py\nbash ~/x.sh\nsudo apt install x\n# make deploy\nA=1\n```",
        "See `shop.lazy.Anything`, `shop.stars.Anything`, `shop.broken.Anything`, `shop`.",
    ],
)
def test_what_is_so_or_is_nobodys_business(lift: LiftCommand, project: Path, text: str) -> None:
    assert said(lift, project, f"# Shop\n\n{text}\n") == []


def test_changelogs_and_environments_are_left_out(lift: LiftCommand, project: Path) -> None:
    for name in ("CHANGELOG.md", "docs/history.md", ".venv/lib/a.md", "node_modules/b.md"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("Use `dspy.OpenAI`.\n")
    (project / "docs" / "guide.rst").write_text("Use ``dspy.OpenAI``.\n")

    payload = lift("migrate", "docs", "--json", cwd=project).json()

    assert [one["path"] for one in payload["findings"]] == ["docs/guide.rst"]
    assert payload["summary"]["files"] == 1
    named = lift("migrate", "docs", "--json", "CHANGELOG.md", cwd=project).json()
    assert [one["path"] for one in named["findings"]] == ["CHANGELOG.md"]


def test_a_makefile_that_includes_others_may_have_any_target(
    lift: LiftCommand, project: Path
) -> None:
    (project / "Makefile").write_text(f"include other.mk\n{MAKEFILE}")
    assert said(lift, project, "```sh\nmake deploy\n```") == []
    (project / "Makefile").unlink()
    assert said(lift, project, "```sh\nmake deploy\n```") == []


def test_a_document_that_cannot_be_read_is_said(lift: LiftCommand, project: Path) -> None:
    (project / "gone.md").symlink_to(project / "nowhere.md")

    ((code, _, message),) = said(lift, project, "# Shop\n")

    assert (code, message) == (
        "LFT001",
        "this document was not checked: No such file or directory",
    )


def test_a_single_document_is_checked_from_its_repository(
    lift: LiftCommand, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "run.py").write_text("")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("See `run.py` and `src/none.py`, `./stop.py`.\n")

    found = lift("migrate", "docs", "--json", "docs/a.md", cwd=tmp_path).json()["findings"]

    assert [one["message"] for one in found] == [
        "`src/none.py` does not exist",
        "`./stop.py` does not exist",
    ]


def test_the_settings_choose_documents_and_codes(lift: LiftCommand, project: Path) -> None:
    (project / "docs").mkdir()
    (project / "docs" / "a.md").write_text("Use `dspy.OpenAI`.\n")
    (project / "lift.toml").write_text('[migrate]\nto = "3.0.1"\ndocs = ["docs/"]\n')

    assert said(lift, project, "Use `dspy.OpenAI`.") == [
        ("DOC101", 1, "`dspy.OpenAI` does not exist in DSPy 3.0.1")
    ]
    assert said(lift, project, "", "--ignore", "DOC1") == []


def test_the_target_decides(lift: LiftCommand, project: Path) -> None:
    assert said(lift, project, "Use `dspy.OpenAI`.", "--to", "2.5.43") == []


def test_exit_codes_and_formats(lift: LiftCommand, project: Path) -> None:
    (project / "README.md").write_text("Use `dspy.OpenAI`, see `src/shop/no.py`.\n")

    assert lift("migrate", "docs", cwd=project).exit_code == 1
    assert lift("migrate", "docs", "--fail-on", "never", cwd=project).exit_code == 0
    github = lift("migrate", "docs", "--format", "github", cwd=project).stdout
    assert github.startswith("::error file=README.md,line=1,")
    sarif = lift("migrate", "docs", "--format", "sarif", cwd=project).json()
    rules = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == ["DOC101", "DOC102"]
