"""A whole comparison, with the DSPy that runs these tests on both sides: nothing may differ."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.lift.migrate.verify.kit import write_project

from lift.migrate.probe import Limits
from lift.migrate.verify import Case, Kind, Side, VerifyReport, VerifyRequest, Weight, verify
from lift.migrate.verify.page import render_page, write_page
from lift.migrate.verify.text import render_text

OWN = Side(version=version("dspy"), python=Path(sys.executable))
FILES = ("__init__", "qa", "evil", "fetch", "varies")
VARIES = """
import os
import dspy


class Now(dspy.Module):
    def __init__(self):
        super().__init__()
        self.step = dspy.Predict("question -> answer")

    def forward(self, question: str):
        return self.step(question=f"{question} {os.getpid()}")
"""
FETCHES = "import dspy, urllib.request\nurllib.request.urlopen('https://example.com')\n"
EVIL = "import dspy\nraise RuntimeError('<script>alert(1)</script>')\n"
DIED = "Died: the process ended with status 3"
# Processes are started by the dozen, which takes minutes on 3.0.1; test_matrix.py runs it there.
pytestmark = pytest.mark.skipif(OWN.version == "3.0.1", reason="slow to start; see test_matrix.py")


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


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(
        tmp_path_factory.mktemp("project"), evil=EVIL, fetch=FETCHES, varies=VARIES
    )


@pytest.fixture(scope="module")
def report(root: Path) -> VerifyReport:
    return _compare(root)


def test_version_does_what_it_does(report: VerifyReport) -> None:
    assert report.same
    assert {one.weight for one in report.differences} == {Weight.NOTE}
    assert report.modules == ("app.evil", "app.fetch", "app.qa", "app.varies")
    steady = [one for one in report.cases if one.steady]
    assert [(one.id, one.old, one.requests_old) for one in steady] == [
        ("app.qa:Answer", "ok", 2),
        ("app.qa:quick", "ok", 1),
    ]
    assert all(one.identical and one.smoke for one in steady)


def test_nothing_is_written_into_the_project(root: Path, report: VerifyReport) -> None:
    assert report.modules
    names = {one.name for one in root.rglob("*")}
    assert names == {"src", "app", *(f"{one}.py" for one in FILES)}


def test_program_that_varies_by_itself_is_not_blamed_on_a_version(report: VerifyReport) -> None:
    assert [one.id for one in report.cases if not one.steady] == ["app.varies:Now"]
    assert "app.varies:Now does something else every time" in " ".join(report.notes)


def test_module_that_fails_in_both_versions_is_a_note(report: VerifyReport) -> None:
    assert [(one.kind, one.where) for one in report.differences] == [
        (Kind.IMPORT, "app.evil"),
        (Kind.IMPORT, "app.fetch"),
    ]
    assert report.differences[0].message.startswith("raises in both versions: RuntimeError")


def test_what_a_program_wanted_to_reach_is_told(report: VerifyReport) -> None:
    wanted = f"{OWN.version}: a program wanted to reach example.com:443, which was refused"
    assert wanted in report.notes


def test_page_and_json_hold_everything_and_nothing_runs_in_the_page(
    report: VerifyReport, tmp_path: Path
) -> None:
    write_page(tmp_path / "out" / "page.html", report)
    page = (tmp_path / "out" / "page.html").read_text()
    assert page == render_page(report)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    payload = json.loads(json.dumps(report.to_json()))
    assert payload["schema_version"] == 1
    assert payload["summary"]["cases"] == 3
    assert payload["differences"][0]["kind"] == "import"


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
    assert [(one.score_old, one.score_new) for one in report.cases] == [
        (1.0, 1.0),
        (None, None),
        (None, None),
    ]
    assert [one.weight for one in report.differences] == [Weight.NOTE]
    assert report.same


DEADLY = """
import os, pathlib, time
import dspy


class Times(dspy.Module):
    def forward(self, question: str):
        with pathlib.Path(question).open("a") as log:
            log.write("x")
        time.sleep(600) if question.endswith("hang") else os._exit(3)
"""


def test_what_hangs_or_dies_is_told_and_not_run_again_and_again(tmp_path: Path) -> None:
    root = write_project(tmp_path, deadly=DEADLY)
    said: list[str] = []
    cases = [
        Case(id=name, program="app.deadly:Times", inputs={"question": str(tmp_path / name)})
        for name in ("hang", "die")
    ]
    report = verify(
        VerifyRequest(
            root=root,
            old=OWN,
            new=OWN,
            paths=(root / "src" / "app" / "deadly.py",),
            cases=tuple(cases),
            rounds=2,
            repeats=3,
            env=os.environ,
            limits=Limits(answer_s=3),
            say=said.append,
        )
    )
    endings = [(one.old, one.new) for one in report.cases]
    assert endings == [("Timeout: no answer within 3 s",) * 2, (DIED,) * 2]
    assert [(tmp_path / name).read_text() for name in ("hang", "die")] == ["xx", "xx"]
    assert f"hang: no answer within 3 s ({OWN.version}); it is not run again" in said
    # Nothing was seen of any case, so nothing is proven.
    assert not report.same
    assert render_text(report).startswith("nothing was compared: every case raises in both")


def test_modules_that_all_raise_in_both_versions_are_no_pass(tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text(EVIL)
    report = _compare(tmp_path)
    assert not report.same
    assert render_text(report).startswith("nothing was compared: every module raises in both")


def test_nothing_to_compare_is_no_pass_and_starts_nothing(tmp_path: Path) -> None:
    nowhere = Side(version="3.0.1", python=tmp_path / "python")
    report = verify(VerifyRequest(root=tmp_path, old=nowhere, new=nowhere))
    assert report.empty
    assert not report.same
    assert "nothing was compared" in render_text(report)
