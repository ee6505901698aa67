"""`lift migrate report`: what it tells before, during and after a migration."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.harness import LiftCommand

from lift.migrate.report.record import Verification, remember_verification
from lift.project import Project

LEGACY = "import dspy\n\nlm = dspy.OpenAI(model='<script>')\n"
OLD = "import dspy\nP = dspy.Program\n"
SILENT = "import dspy\nlm = dspy.LM('ollama_chat/a')\n"
ROUTE = ("--from", "2.6.27", "--to", "3.0.1")
GUIDE = """\
# Guide

## Tier 1

- `pay.py`

## Tier 3: the rest

- `tools.py`
- `other.py`
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lift.toml").write_text('[migrate]\nfrom = "2.5.43"\nto = "3.0.1"\n')
    (tmp_path / "pay.py").write_text(OLD)
    (tmp_path / "tools.py").write_text(LEGACY)
    (tmp_path / "400_code-criticality-guide.md").write_text(GUIDE)
    return tmp_path


def verified(root: Path, *, same: bool = True, days: int = 1, target: str = "3.0.1") -> None:
    remember_verification(
        Project(root=root),
        Verification(
            made_at=datetime.now(timezone.utc) + timedelta(days=days),
            source="2.5.43",
            target=target,
            seconds=12.5,
            same=same,
            summary="4 modules, 20 requests compared",
            numbers={"modules": 4},
        ),
    )


def test_before_anything_is_done(lift: LiftCommand, project: Path) -> None:
    report = lift("migrate", "report", "--json", cwd=project).json()

    assert (report["kind"], report["from"], report["to"]) == ("migrate-report", "2.5.43", "3.0.1")
    assert report["state"] == "open"
    assert report["sentence"] == "2 findings are left: 2 that raise, 0 without an error."
    assert [(one["code"], one["fixed"], one["left"]) for one in report["codes"]] == [
        ("LFT102", 0, 1),
        ("LFT106", 0, 1),
    ]
    assert [(one["tier"], one["errors"]) for one in report["tiers"]] == [(1, 1), (3, 1)]
    assert (report["fixes"], report["verification"], report["environments"]) == ([], None, [])
    assert report["timings"] | {"check": 0} == {
        "check": 0,
        "fix": None,
        "verify": None,
        "environments": None,
    }


def test_what_fix_did_to_lines_and_branches_is_told(lift: LiftCommand, project: Path) -> None:
    (project / "tools.py").unlink()
    (project / "pay.py").write_text(
        "import dspy\n\n\nclass A(dspy.Module):\n    def forward(self, x):\n"
        "        if x and x > 1:\n"
        "            dspy.Assert(x < 9, 'small')\n        return x\n"
    )

    lift("migrate", "fix", "--apply", *ROUTE, cwd=project)

    (run,) = lift("migrate", "report", "--json", cwd=project).json()["fixes"]
    assert run["files"] == [
        {
            "path": "pay.py",
            "lines_before": 8,
            "lines_after": 9,
            "branches_before": 2,
            "branches_after": 2,
        }
    ]
    told = "pay.py: lines 8 -> 9, the same 2 branches"
    assert told in lift("migrate", "report", cwd=project).stdout
    lift("migrate", "report", "--html", "page.html", cwd=project)
    assert "pay.py: lines 8 -&gt; 9, the same 2 branches" in (project / "page.html").read_text()


def test_what_fix_did_is_remembered(lift: LiftCommand, project: Path) -> None:
    lift("migrate", "fix", "--apply", cwd=project)

    report = lift("migrate", "report", "--json", cwd=project).json()

    assert [(one["code"], one["fixed"], one["left"]) for one in report["codes"]] == [
        ("LFT102", 1, 0),
        ("LFT106", 0, 1),
    ]
    assert report["fixes"][0]["fixed"][0] | {"message": ""} == {
        "code": "LFT102",
        "severity": "error",
        "path": "pay.py",
        "line": 2,
        "tier": 1,
        "fix": "safe",
        "message": "",
    }
    assert [(one["tier"], one["fixed"]) for one in report["tiers"]] == [(1, 1), (3, 0)]
    assert report["timings"]["fix"] > 0
    assert (project / ".lift" / ".gitignore").read_text() == "*\n"


def test_without_a_project_nothing_is_remembered(lift: LiftCommand, project: Path) -> None:
    (project / "lift.toml").unlink()

    lift("migrate", "fix", "--apply", *ROUTE, cwd=project)
    report = lift("migrate", "report", "--json", *ROUTE, cwd=project).json()

    assert not (project / ".lift").exists()
    assert report["notes"] == [
        (
            "what is fixed and verified is only remembered in a project (lift init), or after "
            "lift migrate env create"
        )
    ]


def test_a_migration_needs_no_lift_toml_once_it_has_environments(
    lift: LiftCommand, project: Path
) -> None:
    (project / "lift.toml").unlink()
    (project / ".lift" / "envs").mkdir(parents=True)
    (project / "sub").mkdir()

    lift("migrate", "fix", "--apply", *ROUTE, cwd=project)
    report = lift("migrate", "report", "..", "--json", *ROUTE, cwd=project / "sub").json()

    assert report["fixes"][0]["fixed"][0]["code"] == "LFT102"
    assert report["notes"] == []
    assert (project / ".lift" / ".gitignore").read_text() == "*\n"


def test_the_state_says_what_is_missing(lift: LiftCommand, project: Path) -> None:
    def state() -> tuple[str, str]:
        report = lift("migrate", "report", "--json", cwd=project).json()
        return report["state"], report["sentence"]

    (project / "tools.py").unlink()
    assert state()[0] == "open"
    lift("migrate", "fix", "--apply", cwd=project)
    command = "lift migrate verify --from 2.5.43 --to 3.0.1"
    sentence = f"Nothing is left to do; nothing is verified yet: {command}"
    assert state() == ("unverified", sentence)
    verified(project, days=-1)
    assert state()[1].startswith("Files were fixed after the last verification:")
    verified(project, target="3.4.1")
    assert state()[0] == "unverified"
    verified(project, same=False)
    assert state() == ("different", "4 modules, 20 requests compared.")
    verified(project)
    assert state() == ("done", "Nothing is left to do. 4 modules, 20 requests compared.")


def test_the_guide_is_tiered_anew_from_what_the_migration_touched(
    lift: LiftCommand, project: Path
) -> None:
    (project / "tools.py").write_text(SILENT)
    lift("migrate", "fix", "--apply", cwd=project)

    diff = lift("migrate", "report", "--guide-diff", cwd=project).stdout

    subprocess.run(["git", "-C", str(project), "init", "--quiet"], check=True)
    subprocess.run(["git", "-C", str(project), "apply"], input=diff, text=True, check=True)
    assert (project / "400_code-criticality-guide.md").read_text() == (
        "# Guide\n\n## Tier 1\n\n- `pay.py`\n\n## Tier 3: the rest\n\n- `other.py`\n"
        "\n## Tier 2\n\n- `tools.py`: the migration: 0 breaks, 1 silent change\n"
    )
    assert lift("migrate", "report", "--guide-diff", cwd=project).stdout == ""


def test_a_project_without_a_guide_gets_one_proposed(lift: LiftCommand, project: Path) -> None:
    (project / "400_code-criticality-guide.md").unlink()

    diff = lift("migrate", "report", "--guide-diff", cwd=project).stdout

    subprocess.run(["git", "-C", str(project), "init", "--quiet"], check=True)
    subprocess.run(["git", "-C", str(project), "apply"], input=diff, text=True, check=True)
    guide = (project / "400_code-criticality-guide.md").read_text()
    assert "## Tier 3\n\n- `pay.py`: the migration: 1 break, 0 silent changes\n" in guide


def test_the_lines_for_the_terminal(lift: LiftCommand, project: Path) -> None:
    shown = lift("migrate", "report", cwd=project).stdout

    assert shown.startswith("2.5.43 -> 3.0.1: 2 findings are left")
    assert "  tier 1   fixed    0  left: 1 raise, 0 change, 0 notes\n" in shown
    assert "none yet: lift migrate env create VERSION" in shown
    assert "not yet: lift migrate verify" in shown


def test_the_lines_name_what_the_guide_should_name(lift: LiftCommand, project: Path) -> None:
    for number in range(12):
        (project / f"m{number:02}.py").write_text(OLD)

    shown = lift("migrate", "report", cwd=project).stdout

    assert "400_code-criticality-guide.md; the migration touched 12 files" in shown
    assert "  m00.py: new -> tier 3 (the migration: 1 break, 0 silent changes)\n" in shown
    assert "m10.py" not in shown
    assert "  and 2 more\n" in shown
    assert "lift migrate report --guide-diff | git apply" in shown


class Page(HTMLParser):
    """Collects what a page would load, and whether its tags are balanced."""

    VOID = frozenset({"meta", "br", "link", "img", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_loads_nothing_and_escapes_everything(lift: LiftCommand, project: Path) -> None:
    (project / "<b>.py").write_text(OLD)
    verified(project)

    result = lift("migrate", "report", "--html", "out/page.html", cwd=project)

    text = (project / "out" / "page.html").read_text("utf-8")
    page = Page()
    page.feed(text)
    assert (result.exit_code, page.loaded, page.open) == (0, [], [])
    assert "default-src 'none'" in text
    assert "<b>.py" in page.words
    words = re.sub(r"\s+", " ", " ".join(page.words))
    parts = (
        "There is something left to do",
        "no attribute 'OpenAI'",
        "4 modules, 20 requests compared",
        "Proposed change of the criticality guide",
        "12.5 s",
    )
    for part in parts:
        assert part in words


def test_a_broken_record_is_named(lift: LiftCommand, project: Path) -> None:
    folder = project / ".lift" / "migrate"
    folder.mkdir(parents=True)
    (folder / "fixes.json").write_text("{")

    code, message, _ = lift("migrate", "report", "--json", cwd=project).error()

    assert code == "store"
    assert message.startswith(f"{folder}/fixes.json, line 1, column 2: not JSON")
