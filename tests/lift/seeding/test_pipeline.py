"""`seed_bugs` from end to end, with real pytest runs over a small project."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.lift.seeding.seeded import Seeded, read_tasks

from lift.errors import DataError, EnvironmentFault, UsageError
from lift.roles.coder import check_coder_data, coder_role
from lift.roles.role import ProgramRun, Split
from lift.seeding.diff import correct_source
from lift.seeding.pipeline import SeedOptions, SeedReport, seed_bugs
from lift.seeding.selection import SplitShares
from lift.seeding.splice import list_functions

QUICK = SeedOptions(timeout_s=1.0, jobs=1)


def seed(path: Path, out: Path, options: SeedOptions = QUICK) -> SeedReport:
    return seed_bugs(path=path, out=out, python=sys.executable, seed=0, options=options)


def make(root: Path, **files: str) -> Path:
    """A project whose file names have `__` for `/` and no suffix."""
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


DOUBLE = "def double(n):\n    return n * 2\n"
TEST_DOUBLE = "from kit import double\n\ndef test_double():\n    assert double(3) == 6\n"


def test_report_counts_everything(seeded: Seeded) -> None:
    report = seeded.report
    assert (report.package, report.version) == ("bakery", "2.1")
    assert report.tests_left_out == {"failing": 1, "not collected": 1, "skipped": 1}
    assert report.functions_skipped == {
        "async": 1,
        "no passing test reaches it": 1,
        "nothing to change": 1,
    }
    assert report.tasks == len(seeded.tasks) == sum(report.by_split.values())
    assert report.tasks == sum(report.by_class.values()) == sum(report.by_check.values())
    assert report.killed == report.tasks
    assert report.mutants["survived"] > 0
    assert {step.phase for step in seeded.told} == {"copy", "suite", "mutants", "write"}


def test_every_kind_of_function_is_broken(seeded: Seeded) -> None:
    assert {task.group for task in seeded.tasks} == {
        "bakery.oven.Oven.put",
        "bakery.oven.Oven.worth",
        "bakery.oven.counter",
        "bakery.oven.counter.<locals>.following",
        "bakery.oven.wait",
        "bakery.prices._share",
        "bakery.prices.label",
        "bakery.prices.order_price",
        "bakery.prices.steps",
        "bakery.prices.with_tax",
    }


def test_a_task_holds_everything(seeded: Seeded) -> None:
    (task,) = (t for t in seeded.of("order_price") if t.truth["bug_class"] == "arithmetic")
    assert task.id == "bakery.prices.order_price:arithmetic:3959a05c"
    assert task.inputs == {
        "code": (
            "def order_price(loaves, price):\n"
            '    """Price of an order; small orders pay 50 more."""\n'
            "    total = loaves + price\n"
            "    if loaves < SMALL_ORDER:\n"
            "        total += 50\n"
            "    return total\n"
        ),
        "failure": "assert order_price(2, 100) == 250\nassert 152 == 250",
    }
    truth = task.truth
    assert truth["rule"] == "Fewer than three loaves pay 50 more."
    assert truth["allowed_imports"] == ["functools", "math"]
    assert task.check == {
        "kind": "calls",
        "entry": "order_price",
        "setup": "SMALL_ORDER = 3\n",
        "cases": [
            {"args": "(2, 100)", "kwargs": "{}", "expected": "250"},
            {"args": "(3, 100)", "kwargs": "{}", "expected": "300"},
            {"args": "(10,)", "kwargs": "{'price': 100}", "expected": "1000"},
        ],
    }
    assert "-    total = loaves * price\n+    total = loaves + price\n" in task.diff
    assert task.provenance == {
        "package": "bakery",
        "version": "2.1",
        "file": "src/bakery/prices.py",
        "line": 13,
        "test": "tests/test_prices.py::test_order_price_small",
        "kill": "assertion",
        "seed": 0,
        "lift": "0.1.0",
    }


def test_helpers_constants_and_exceptions_come_with_the_calls(seeded: Seeded) -> None:
    check = seeded.of("with_tax")[0].check
    assert check["setup"] == (
        "import math\n"
        '_RATES = {"café": 19, "take away": 7}\n'
        '_RATES["street"] = 7\n'
        "def _share(cents, rate):\n"
        "    return math.ceil(cents * rate / 100)\n"
    )
    cases = check["cases"]
    assert isinstance(cases, list)
    assert {"args": "(100, 'moon')", "kwargs": "{}", "raises": "KeyError"} in cases


def test_what_calls_cannot_say_is_left_to_pytest(seeded: Seeded) -> None:
    kinds = {task.name: task.check["kind"] for task in seeded.tasks}
    assert {name for name, kind in kinds.items() if kind == "pytest"} == {
        "put",
        "worth",
        "counter",
        "following",
        "_share",
        "steps",
    }
    check = seeded.of("Oven.put")[0].check
    assert check["qualname"] == "Oven.put"
    assert check["tests"] == ["tests/test_oven.py::test_put"]
    assert (seeded.report.out.parent / str(check["project"]) / str(check["module"])).is_file()


def test_a_timeout_is_marked_and_comes_last(seeded: Seeded) -> None:
    timeouts = [task for task in seeded.tasks if task.provenance["kill"] == "timeout"]
    assert {task.group for task in timeouts} == {"bakery.oven.wait"}
    assert timeouts[0].inputs["failure"] == "test_wait()\nThe test did not end in time."


def test_the_sources_stay_as_they_were(seeded: Seeded, bakery: Path) -> None:
    assert not [p for p in bakery.rglob("*") if p.name in ("__pycache__", ".pytest_cache")]
    for task in seeded.tasks:
        text = (bakery / str(task.provenance["file"])).read_text("utf-8")
        sources = {function.source for function in list_functions(text)}
        assert correct_source(task.diff) in sources
        assert task.code not in sources


def test_no_function_is_in_two_splits(seeded: Seeded) -> None:
    homes: dict[str, set[str]] = {}
    for task in seeded.tasks:
        homes.setdefault(task.group, set()).add(task.split)
    assert all(len(splits) == 1 for splits in homes.values())
    assert check_coder_data(seeded.report.out) == len(seeded.tasks)


def test_true_functions_score_1_and_buggy_ones_0(seeded: Seeded) -> None:
    role = coder_role(data=seeded.report.out)
    examples = {example.id: example for split in Split for example in role.examples(split)}
    for task in {task.group: task for task in seeded.tasks}.values():
        if task.check["kind"] == "pytest" and task.name != "following":
            continue  # one of them shows it; each takes two runs of pytest
        good = ProgramRun(outputs={"fix": correct_source(task.diff)})
        bad = ProgramRun(outputs={"fix": task.code})
        assert role.metric(examples[task.id], good).feedback == "The fix passes.", task.id
        assert role.metric(examples[task.id], bad).value == 0.0, task.id


def test_the_same_seed_makes_the_same_file_on_any_number_of_cores(tmp_path: Path) -> None:
    project = make(
        tmp_path / "kit_project",
        kit=DOUBLE + "\n\ndef less(a, b):\n    if a > b:\n        return a - b\n    return 0\n",
        test_kit=TEST_DOUBLE
        + "\ndef test_less():\n    from kit import less\n    assert less(5, 3) == 2\n",
    )
    first = seed(project, tmp_path / "a" / "x.jsonl")
    second = seed(project, tmp_path / "b" / "x.jsonl", replace(QUICK, jobs=2))
    assert first.out.read_bytes() == second.out.read_bytes()
    assert first.by_class == second.by_class


def test_limits_are_kept(tmp_path: Path, bakery: Path) -> None:
    options = replace(
        QUICK,
        limit=4,
        per_class=2,
        per_function=1,
        tests=(bakery / "tests" / "test_prices.py",),
        shares=SplitShares(train=0, val=1, test=1),
    )
    report = seed(bakery, tmp_path / "x.jsonl", options)
    assert report.tasks == report.functions == 4
    assert max(report.by_class.values()) <= 2
    assert report.by_split["train"] == 0


def test_tests_that_need_each_other_are_found_out(tmp_path: Path) -> None:
    project = make(
        tmp_path / "p",
        kit=DOUBLE + "\n\ndef half(n):\n    return n // 2\n",
        test_kit="import kit\nstate = []\n\n"
        "def test_a():\n    state.append(1)\n    assert kit.double(3) == 6\n"
        "\ndef test_b():\n    assert state and kit.half(6) == 3\n",
    )
    report = seed(project, tmp_path / "x.jsonl")
    assert report.tests_left_out == {"flaky": 1}
    assert report.functions_skipped["its tests do not pass alone"] == 1


def test_a_test_that_the_sandbox_refuses_judges_nothing(tmp_path: Path) -> None:
    project = make(
        tmp_path / "p",
        kit=DOUBLE,
        test_kit="import kit, pytest, subprocess\n\n"
        "@pytest.mark.parametrize('n', [2])\ndef test_inside(n):\n    assert kit.double(n) == 4\n"
        "\n@pytest.mark.parametrize('n', [3])\ndef test_outside(n):\n"
        "    subprocess.run(['true'], check=True)\n    assert kit.double(n) == 6\n",
    )
    report = seed(project, tmp_path / "x.jsonl")
    assert report.tests_left_out == {"not in the sandbox": 1}
    judges = [task.check["tests"] for task in read_tasks(tmp_path / "x.jsonl")]
    assert judges
    assert all(tests == ["test_kit.py::test_inside[2]"] for tests in judges)


def test_a_test_that_ends_the_process_is_left_out(tmp_path: Path) -> None:
    project = make(
        tmp_path / "p",
        kit=DOUBLE,
        test_kit=TEST_DOUBLE + "\ndef test_exit():\n    import os\n    os._exit(3)\n",
    )
    assert seed(project, tmp_path / "x.jsonl").tests_left_out == {"crashing": 1}


@pytest.mark.parametrize(
    ("files", "error", "words"),
    [
        ({"kit": DOUBLE}, DataError, "no tests were found for kit.py"),
        ({"kit": DOUBLE, "test_kit": "def test_x():\n    assert 0\n"}, DataError, "(1 failing)"),
        (
            {"kit": DOUBLE, "test_kit": "import nothing_like_it\n"},
            DataError,
            "not importable: test_kit.py",
        ),
        (
            {"kit": DOUBLE, "test_kit": "import kit\n\ndef test_x():\n    kit.double(1)\n"},
            DataError,
            "noticed none of",
        ),
        (
            {"kit": DOUBLE, "kat": "", "test_kit": ""},
            UsageError,
            "holds several packages: kat.py, kit.py",
        ),
        ({"test_kit": ""}, UsageError, "no Python package was found"),
        (
            {
                "kit": DOUBLE,
                "test_kit": TEST_DOUBLE,
                "conftest": "raise SystemExit('conftest says no')",
            },
            EnvironmentFault,
            "conftest says no",
        ),
    ],
)
def test_what_cannot_work_is_refused_in_words(
    tmp_path: Path, files: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        seed(make(tmp_path / "p", **files), tmp_path / "x.jsonl")
    assert words in str(caught.value)
    assert not list(tmp_path.glob("*x.jsonl*"))


def test_wrong_arguments_are_refused(tmp_path: Path, bakery: Path) -> None:
    out = tmp_path / "x.jsonl"
    with pytest.raises(UsageError, match="does not exist"):
        seed(tmp_path / "none", out)
    with pytest.raises(UsageError, match="--limit 0 leaves nothing"):
        seed(bakery, out, replace(QUICK, limit=0))
    with pytest.raises(UsageError, match="must be positive"):
        seed(bakery, out, replace(QUICK, shares=SplitShares(train=0, val=0, test=0)))
    with pytest.raises(UsageError, match="more than 0 seconds"):
        seed(bakery, out, replace(QUICK, timeout_s=0.0))
    with pytest.raises(EnvironmentFault, match="cannot be started"):
        seed_bugs(path=bakery, out=out, python="/nonexistent/python", seed=0)


def test_a_suite_that_never_ends_is_named(tmp_path: Path) -> None:
    project = make(
        tmp_path / "p",
        kit=DOUBLE,
        test_kit=TEST_DOUBLE + "\ndef test_for_ever():\n    while 1: pass\n",
    )
    with pytest.raises(DataError, match=r"did not end within 1 s; it stood at .*test_for_ever"):
        seed(project, tmp_path / "x.jsonl", replace(QUICK, suite_timeout_s=1.0))


def _running_below(folder: Path) -> list[str]:
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text("utf-8", errors="replace")
        except OSError:
            continue
        if str(folder) in command and "lift_seed_plugin" in command:
            found.append(command)
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes")
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_ended_in_the_middle_it_leaves_the_old_file_and_no_process(
    tmp_path: Path, sent: signal.Signals
) -> None:
    """The mutants of this function never end, so there is time to end the run."""
    project = make(
        tmp_path / "p",
        kit="def wait(n):\n    while n > 0:\n        n = n - 1\n    return n\n",
        test_kit="from kit import wait\n\ndef test_wait():\n    assert wait(3) == 0\n",
    )
    out, scratch = tmp_path / "x.jsonl", tmp_path / "scratch"
    out.write_text("old\n")
    scratch.mkdir()
    program = (
        "import sys\nfrom pathlib import Path\nfrom lift.seeding.pipeline import *\n"
        "def tell(progress):\n    print(progress.phase, flush=True)\n"
        f"seed_bugs(path=Path({str(project)!r}), out=Path({str(out)!r}), python=sys.executable,\n"
        "    seed=0, options=SeedOptions(timeout_s=60, jobs=1), on_progress=tell)\n"
    )
    environment = {
        **os.environ,
        "TMPDIR": str(scratch),
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry.endswith("pipelines")),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    with process, process.stdout as said:
        while said.readline().strip() != "suite":
            assert process.poll() is None
        time.sleep(1.5)
        assert _running_below(scratch)
        process.send_signal(sent)
        process.wait(timeout=30)
    deadline = time.monotonic() + 10
    while _running_below(scratch) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _running_below(scratch)
    assert [path.name for path in tmp_path.glob("*x.jsonl*")] == ["x.jsonl"]
    assert out.read_text() == "old\n"
