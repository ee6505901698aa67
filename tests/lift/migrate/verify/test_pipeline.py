"""A whole comparison, with the DSPy that runs these tests on both sides: nothing may differ."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

from tests.lift.migrate.verify.kit import write_project

from lift.migrate.probe import Limits
from lift.migrate.verify import Case, Side, VerifyReport, VerifyRequest, verify
from lift.migrate.verify.page import render_page, write_page
from lift.migrate.verify.text import render_text

OWN = Side(version=version("dspy"), python=Path(sys.executable))


def _compare(root: Path, *cases: Case) -> VerifyReport:
    found = verify(
        VerifyRequest(
            root=root,
            old=OWN,
            new=OWN,
            cases=cases,
            rounds=2,
            repeats=1,
            env=os.environ,
            limits=Limits(answer_s=30),
        )
    )
    # How long things take is another matter than whether they are the same.
    return dataclasses.replace(found, costs=())


def test_version_does_what_it_does(tmp_path: Path) -> None:
    report = _compare(write_project(tmp_path))
    assert report.differences == ()
    assert report.same
    assert report.modules == ("app.qa",)
    assert [(one.id, one.old, one.requests_old) for one in report.cases] == [
        ("app.qa:Answer", "ok", 2),
        ("app.qa:quick", "ok", 1),
    ]
    assert all(one.identical and one.steady and one.smoke for one in report.cases)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["__init__.py", "app", "qa.py", "src"]


def test_own_cases_are_run_and_scored(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / "job.py").write_text("import sys\nfrom app.qa import quick\nprint(sys.argv[1:])\n")
    report = _compare(
        root,
        Case(
            id="scored",
            program="app.qa:Answer",
            inputs={"question": "why?"},
            answers={"label": "bad"},
            expected={"label": "bad"},
            metric="app.qa:exact",
        ),
        Case(id="job", script="job.py", argv=("-n",)),
        Case(id="wrong", program="app.qa:Answer", inputs={}),
    )
    assert [one.id for one in report.cases] == ["scored", "job", "wrong"]
    assert [one.old for one in report.cases[:2]] == ["ok", "ok"]
    assert report.cases[2].old.startswith("TypeError")
    assert [one.weight.value for one in report.differences] == ["note"]
    assert report.same


def test_program_that_varies_by_itself_is_not_blamed_on_a_version(tmp_path: Path) -> None:
    code = """
import os
import dspy

class Now(dspy.Module):
    def __init__(self):
        super().__init__()
        self.step = dspy.Predict("question -> answer")

    def forward(self, question: str):
        return self.step(question=f"{question} {os.getpid()}")
"""
    report = _compare(write_project(tmp_path, now=code))
    assert [one.steady for one in report.cases] == [False, True, True]
    assert report.differences == ()
    assert "app.now:Now does something else every time" in " ".join(report.notes)


def test_nothing_to_compare_is_no_pass(tmp_path: Path) -> None:
    report = _compare(tmp_path)
    assert report.empty
    assert not report.same
    assert "nothing was compared" in render_text(report)


def test_what_a_program_wanted_to_reach_is_told(tmp_path: Path) -> None:
    code = "import dspy, urllib.request\nurllib.request.urlopen('https://example.com')\n"
    report = _compare(write_project(tmp_path, fetch=code))
    assert f"{OWN.version}: a program wanted to reach example.com:443, which was refused" in (
        report.notes
    )


def test_page_and_json_hold_everything_and_nothing_runs_in_the_page(tmp_path: Path) -> None:
    evil = "import dspy\nraise RuntimeError('<script>alert(1)</script>')\n"
    report = _compare(write_project(tmp_path, evil=evil))
    write_page(tmp_path / "out" / "page.html", report)
    page = (tmp_path / "out" / "page.html").read_text()
    assert page == render_page(report)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    payload = json.loads(json.dumps(report.to_json()))
    assert payload["schema_version"] == 1
    assert payload["summary"]["cases"] == 2
    assert payload["differences"][0]["kind"] == "import"
