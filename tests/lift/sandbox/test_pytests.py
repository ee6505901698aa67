from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.lift.sandbox.hostile_suites import GOOD, QUICK, TESTS, make_project
from tests.lift.sandbox.ordinary_user import make_environment

from lift.errors import MissingDependency, UsageError
from lift.sandbox import run_pytest
from lift.sandbox.pytests import PytestResult


def run(project: Path, python: str, source: str, tests: tuple[str, ...] = TESTS) -> PytestResult:
    overlay = {"shop.py": source} if source else {}
    return run_pytest(project=project, overlay=overlay, tests=tests, python=python, limits=QUICK)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("shop"))


def test_a_right_fix_passes_the_tests_asked_for(project: Path, suite_python: str) -> None:
    result = run(project, suite_python, GOOD)

    assert result.stopped is None
    assert result.passed
    assert [(test.id, test.outcome) for test in result.outcomes] == [(t, "passed") for t in TESTS]


def test_a_failure_tells_its_line_and_its_error(project: Path, suite_python: str) -> None:
    result = run(project, suite_python, "", TESTS[:1])

    assert result.stopped is None
    assert not result.passed
    assert result.outcomes[0].line == "assert total([1, 2]) == 3"
    assert result.outcomes[0].error == "assert 0 == 3"


def test_without_ids_everything_is_run(project: Path, suite_python: str) -> None:
    result = run(project, suite_python, GOOD, ())

    assert result.passed
    assert [test.id for test in result.outcomes][2:] == [
        "tests/test_shop.py::TestShop::test_each[2]"
    ]


def test_a_test_that_does_not_exist_is_not_believed(project: Path, suite_python: str) -> None:
    result = run(project, suite_python, GOOD, (*TESTS, "tests/test_shop.py::test_none"))

    assert not result.passed
    assert result.stopped


def test_a_changed_module_that_no_test_loads_is_not_believed(
    project: Path, suite_python: str
) -> None:
    overlay = {"shop.py": GOOD, "other.py": "x = 1"}

    result = run_pytest(
        project=project, overlay=overlay, tests=TESTS, python=suite_python, limits=QUICK
    )

    assert result.stopped == "no test loaded other.py"


def test_an_interpreter_without_pytest_is_refused(project: Path, tmp_path: Path) -> None:
    base = getattr(sys, "_base_executable", sys.executable)
    bare = make_environment(tmp_path, base, tools=())
    with pytest.raises(MissingDependency) as caught:
        run(project, bare, GOOD)

    assert caught.value.hint == f"{bare} -m pip install pytest"


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "link/x", ""])
def test_a_file_outside_the_project_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to("/tmp")

    with pytest.raises(UsageError):
        run_pytest(project=tmp_path, overlay={name: ""}, tests=[], python="none", limits=QUICK)


def test_the_same_test_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="twice"):
        run(tmp_path, "none", GOOD, ("a", "a"))


def test_a_project_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        run(tmp_path / "none", "none", GOOD)
