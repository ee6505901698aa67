"""However a program reaches a name of dspy, the check sees what it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from lift.migrate.check import Versions, check

EVALUATE = "import dspy\n\nev = dspy.Evaluate(devset=[], metric=len, max_errors=5)\n"


def codes(root: Path, files: Mapping[str, str], target: str = "3.0.1") -> list[str]:
    """What is found, as `path:line CODE`."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    found = check([root], root=root, versions=Versions(source="2.6.27", target=target)).findings
    return [f"{one.path}:{one.line} {one.code}" for one in found]


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("import dspy\ndspy.Program()\n", ["2 LFT102"]),
        ("import dspy as d\nd.Program()\n", ["2 LFT102"]),
        ("import os, dspy\ndspy.Program()\n", ["2 LFT102"]),
        ("from dspy import Program\nProgram()\n", ["1 LFT102"]),
        ("from dspy import Program as P\nP()\n", ["1 LFT102"]),
        ("from dspy import *\nProgram()\n", ["2 LFT102"]),
        ("from dspy.primitives.program import Module\n", ["1 LFT102"]),
        ("import dspy.primitives.program\n", ["1 LFT102"]),
        ("def f():\n    import dspy\n    return dspy.Program\n", ["3 LFT102"]),
        ("import dspy\nx = dspy\nx.Program()\n", ["3 LFT102"]),
        ("import dspy\nP = dspy.primitives\nP.Program()\n", ["3 LFT102"]),
        ("import dspy\nx = getattr(dspy, 'Program')\n", ["2 LFT102"]),
        ("import dspy\nNAME = 'Program'\nx = getattr(dspy, NAME)\n", ["3 LFT102"]),
        ("import importlib\nd = importlib.import_module('dspy')\nd.Program()\n", ["3 LFT102"]),
        ("import dspy\nclass A(dspy.Program):\n    pass\n", ["2 LFT102"]),
        ("import dspy\ndef f(x=dspy.Program):\n    pass\n", ["2 LFT102"]),
        ("import dspy\ndef f(x: dspy.Program):\n    pass\n", ["2 LFT102"]),
        ("import dspy\nx = [dspy.Program for _ in range(3)]\n", ["2 LFT102"]),
        ("import dspy\nf = lambda: dspy.Program\n", ["2 LFT102"]),
        ("import dspy\ntry:\n    dspy.Program()\nexcept Exception:\n    pass\n", ["3 LFT102"]),
        ("import dspy\nif dspy.OpenAI:\n    pass\n", ["2 LFT106"]),
        ("import dspy\nkinds = {'openai': dspy.OpenAI}\n", ["2 LFT106"]),
        ("import dspy\nclass Mine(dspy.OpenAI):\n    pass\n", ["2 LFT106"]),
        ("from dspy.functional import TypedPredictor\n", ["1 LFT107"]),
        ("import dspy.functional as f\nf.cot\n", ["1 LFT107"]),
        ("from dsp.utils import deduplicate\n", ["1 LFT108"]),
        ("from dspy.retrieve.chromadb_rm import ChromadbRM\n", ["1 LFT105"]),
        ("import dspy\nfrom dspy.retrieve import qdrant_rm, faiss_rm\n", ["2 LFT105"]),
    ],
)
def test_a_name_that_is_gone(tmp_path: Path, program: str, found: list[str]) -> None:
    assert codes(tmp_path, {"a.py": program}) == [f"a.py:{one}" for one in found]


@pytest.mark.parametrize(
    ("program", "line"),
    [
        (EVALUATE + "print(f'{ev(len):.1f}')\n", 4),
        (EVALUATE + "r = ev(len)\nprint(f'{r:.1f}')\n", 5),
        (EVALUATE + "r: float = ev(len)\nround(r)\n", 5),
        (EVALUATE + "def run():\n    return ev(len)\nround(run())\n", 6),
        (EVALUATE + "if (r := ev(len)) > 5:\n    round(r)\n", 5),
        (EVALUATE + "r = ev(len)\nx = 100 * r\n", 5),
        (EVALUATE + "r = ev(len)\nx = r[2]\n", 5),
        (EVALUATE + "print('{:.1f}'.format(ev(len)))\n", 4),
        (
            (
                "from dspy.evaluate import Evaluate as E\n"
                "class A:\n"
                "    def __init__(self):\n"
                "        self.ev = E(devset=[], metric=len, max_errors=5)\n"
                "    def run(self):\n"
                "        return round(self.ev(len))\n"
            ),
            6,
        ),
        (
            (
                "from dspy.evaluate import Evaluate\n"
                "class A:\n"
                "    def __init__(self, ev: Evaluate):\n"
                "        self.ev = ev\n"
                "    def run(self):\n"
                "        r = self.ev(len)\n"
                "        return f'{r:.2%}'\n"
            ),
            7,
        ),
        (
            (
                "import dspy\n"
                "def make():\n"
                "    return dspy.Evaluate(devset=[], metric=len, max_errors=5)\n"
                "print(round(make()(len)))\n"
            ),
            4,
        ),
    ],
)
def test_the_result_of_evaluate_is_followed(tmp_path: Path, program: str, line: int) -> None:
    assert codes(tmp_path, {"a.py": program}) == [f"a.py:{line} LFT120"]


@pytest.mark.parametrize(
    ("program", "found"),
    [
        (
            (
                "import dspy\nargs = {'devset': [], 'metric': len, 'max_errors': 5}\n"
                "args['return_outputs'] = True\nev = dspy.Evaluate(**args)\n"
            ),
            ["4 LFT109"],
        ),
        (
            (
                "import dspy\nargs = dict(return_outputs=True, max_errors=5)\n"
                "ev = dspy.Evaluate(devset=[], metric=len, **args)\n"
            ),
            ["3 LFT109"],
        ),
        (EVALUATE + "a, b = ev(len, return_outputs=True)\n", ["4 LFT202", "4 LFT109"]),
        (EVALUATE + "a, b = ev(len)\n", ["4 LFT202"]),
        (EVALUATE + "a, b, c = ev(len)\n", ["4 LFT202"]),
        (EVALUATE + "ok = ev(len) == 100.0\n", ["4 LFT215"]),
        ("import dspy\ndspy.settings.configure(lm=1, bypass_suggest=True)\n", []),
    ],
)
def test_arguments_and_unpacking(tmp_path: Path, program: str, found: list[str]) -> None:
    assert codes(tmp_path, {"a.py": program}) == [f"a.py:{one}" for one in found]


def test_names_are_followed_through_the_project(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "from .compat import Base, make\n",
        "app/compat.py": "import dspy\n\nBase = dspy.Module\nfrom dspy import Evaluate\n\n\n"
        "def make():\n    return Evaluate(devset=[], metric=len, max_errors=5)\n",
        "app/agents.py": "from app.compat import Evaluate\n\n"
        "ev = Evaluate(devset=[], metric=len, return_outputs=True, max_errors=5)\n",
        "app/deep/run.py": "from ..compat import Evaluate as E\n\nev = E(devset=[], metric=len)\n",
        "app/unrelated.py": "import os\n\nEvaluate = os.path\nEvaluate.x(return_outputs=True)\n",
    }

    assert codes(tmp_path, files) == ["app/agents.py:3 LFT109", "app/deep/run.py:3 LFT206"]


def test_classes_of_the_project_stand_for_their_bases(tmp_path: Path) -> None:
    files = {
        "base.py": "import dspy\n\n\nclass Mine(dspy.LM):\n    pass\n",
        "more.py": "from base import Mine\n\n\nclass Own(Mine):\n"
        "    def basic_request(self, prompt):\n        return prompt\n",
    }

    found = check_from(tmp_path, files, source="2.5.43")

    assert found == ["more.py:5 LFT210"]


def check_from(root: Path, files: Mapping[str, str], source: str) -> list[str]:
    for name, text in files.items():
        (root / name).write_text(text)
    versions = Versions(source=source, target="3.0.1")
    found = check([root], root=root, versions=versions, select=["LFT2"]).findings
    return [f"{one.path}:{one.line} {one.code}" for one in found]


def test_a_circle_of_imports_and_assignments_ends(tmp_path: Path) -> None:
    files = {
        "a.py": "from b import thing\nimport dspy\n\nx = y\ny = x\nx.Program()\n",
        "b.py": "from a import thing\nfrom dspy import Program\n",
    }

    assert codes(tmp_path, files) == ["b.py:2 LFT102"]


def test_old_programs_break_at_their_own_pin_too(tmp_path: Path) -> None:
    """A program may be older than its pin says; what raises in the target is always told."""
    (tmp_path / "a.py").write_text("import dspy\ndspy.OpenAI()\n")

    found = check([tmp_path], root=tmp_path, versions=Versions(source="3.0.1", target="3.4.1"))

    assert [one.code for one in found.findings] == ["LFT106"]


def test_a_change_is_told_only_to_those_who_cross_it(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import dspy\nagent = dspy.ReAct('q -> a', tools=[])\n")

    def messages(source: str, target: str) -> list[str]:
        versions = Versions(source=source, target=target)
        found = check([tmp_path], root=tmp_path, versions=versions).findings
        return [one.message.partition(":")[0] for one in found]

    assert messages("2.6.27", "3.0.1") == ["max_iters was 5 by default and is 10"]
    assert messages("3.0.1", "3.4.1") == ["max_iters was 10 by default and is 20"]
    assert messages("2.6.27", "3.4.1") == ["max_iters was 5 by default and is 20"]
    assert messages("3.2.0", "3.4.1") == []


@pytest.mark.parametrize("folder", ["", "src/"])
def test_a_package_of_the_project_with_that_name_is_not_dspys(tmp_path: Path, folder: str) -> None:
    files = {
        f"{folder}dsp/__init__.py": "",
        f"{folder}dsp/filters.py": "def low_pass(x):\n    return x\n",
        "use.py": "import dsp\nfrom dsp.filters import low_pass\n\nprint(dsp.LM, 'no dspy')\n",
    }

    assert codes(tmp_path, files) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("print('%s' % r)", "LFT215"),
        ("print('%.2f and %s' % (1, r))", "LFT215"),
        ("print('{}'.format(r))", "LFT215"),
        ("n = len(r)", "LFT215"),
        ("pair = tuple(r)", "LFT215"),
        ("for part in r: pass", "LFT215"),
        ("if r: pass", "LFT215"),
        ("while not r: pass", "LFT215"),
        ("x = 1 if r else 2", "LFT215"),
        ("ok = isinstance(r, float)", "LFT215"),
        ("first, *rest = r", "LFT202"),
        ("all_of_it = {}; all_of_it['x'] = r; json.dumps(all_of_it)", "LFT120"),
        ("rows = [r]; json.dump(rows, file)", "LFT120"),
        ("m = statistics.mean([r, r])", "LFT120"),
        ("x = -r", "LFT120"),
        ("x = abs(r)", "LFT120"),
        ("x = int(r)", "LFT120"),
    ],
)
def test_what_is_done_with_the_result_of_evaluate(tmp_path: Path, line: str, code: str) -> None:
    found = codes(tmp_path, {"a.py": f"{EVALUATE}r = ev(len)\n{line}\n"})

    assert set(found) == {f"a.py:5 {code}"}


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("d = {}\nd['a'] = ev(len)\nprint(f\"{d['a']:.1f}\")\n", 6),
        ("d = {'a': ev(len), 'b': 1.0}\nprint(f\"{d['a']:.1f}\")\n", 5),
        ("d = {'a': ev(len)}\nfor k, v in d.items():\n    print(f'{v:.1f}')\n", 6),
        ("d = [ev(len)]\nfor v in d:\n    print(f'{v:.1f}')\n", 6),
        ("s = []\nfor p in []:\n    s.append(ev(p))\nbest = max(s)\nprint(f'{best:.2f}')\n", 8),
        ("s = [ev(p) for p in []]\nprint(f'{max(s):.2f}')\n", 5),
        ("s = ev(len)\ns -= 1\n", 5),
        ("total = 1.0\ntotal *= ev(len)\n", 5),
        ("def f():\n    return ev(len), 3\ns, n = f()\nprint(f'{s:.2f}')\n", 7),
        ("s = ev(len) if ev else 0.0\nprint(f'{s:.2f}')\n", 5),
        (("import asyncio\nasync def f():\n    s = await asyncio.to_thread(ev, len)\n"
         "    return round(s)\n"), 7),
        ("print('score: %d' % ev(len))\n", 4),
        ("import json\nd = {'a': ev(len)}\njson.dumps(d)\n", 6),
    ],
)  # fmt: skip
def test_a_score_is_followed_through_lists_dicts_and_tuples(
    tmp_path: Path, program: str, line: int
) -> None:
    found = codes(tmp_path, {"a.py": EVALUATE + program})

    assert found == [f"a.py:{line} LFT120"]


def test_json_with_a_way_for_other_objects_is_not_an_error(tmp_path: Path) -> None:
    program = EVALUATE + "import json\nd = {'a': ev(len)}\njson.dumps(d, default=str)\n"

    assert codes(tmp_path, {"a.py": program}) == ["a.py:6 LFT215"]
    program = program.replace("default=str", "default=float")
    assert codes(tmp_path, {"a.py": program}) == []
