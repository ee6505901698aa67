"""A value is followed through the modules of a project."""

from __future__ import annotations

from pathlib import Path

from lift.migrate.check import Versions, check

FILES = {
    "app/__init__.py": "",
    "app/setup.py": "import dspy\n\nevaluate = dspy.Evaluate(devset=[], metric=len)\n",
    "app/runs.py": (
        "from app.setup import evaluate\n\n\n"
        "class Trainer:\n"
        "    def evaluate(self, program):\n"
        "        return evaluate(program)\n\n\n"
        "def run(program):\n"
        "    return {'score': evaluate(program), 'name': 'a'}\n"
    ),
    "main.py": (
        "import app.setup\n"
        "from app import runs\n"
        "from app.runs import Trainer, run\n"
        "from app.setup import evaluate\n\n"
        "print(f'{evaluate(len):.1f}')\n"
        "print(f'{app.setup.evaluate(len):.1f}')\n"
        "print(f'{Trainer().evaluate(len):.1f}')\n"
        "trainer = Trainer()\n"
        "score = trainer.evaluate(len)\n"
        "print(round(score))\n"
        "print(f\"{runs.run(len)['score']:.1f}\")\n"
        "found = run(len)\n"
        "print(f\"{found['score']:.1f} {found['name']:>9}\")\n"
    ),
}


def test_results_of_other_modules_are_known(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    versions = Versions(source="2.6.27", target="3.0.1")

    found = check([tmp_path], root=tmp_path, versions=versions, select=["LFT120"]).findings

    assert [one.path for one in found] == ["main.py"] * 6
    assert [one.line for one in found] == [6, 7, 8, 11, 12, 14]
