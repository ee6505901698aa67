"""A small team's project and a model that learns, behind Ollama's API on the loopback interface."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lift.testing.ollama_server import ChatCall, OllamaServer

PROJECTS = Path(__file__).resolve().parent.parent / "projects"
KINDS = 4
SIZES = {"train": 12, "val": 16, "test": 32}


def question_lines() -> Iterator[str]:
    """Questions of four kinds in turn, two to a group, in three splits."""
    for split, size in SIZES.items():
        for number in range(size):
            yield json.dumps(
                {
                    "schema_version": 1,
                    "id": f"{split}{number}",
                    "split": split,
                    "group": f"{split}-{number // 2}",
                    "inputs": {"question": f"{split} question {number} of kind{number % KINDS}"},
                    "truth": {"answer": "yes"},
                }
            )


def learn(call: ChatCall) -> str:
    """Answer by the rules in the instructions; asked for better instructions, add a missed rule."""
    text = "\n".join(content for _, content in call.messages)
    if len(call.messages) == 1 or "new_instruction" in call.messages[0][1]:
        return _reflect(text, fenced=len(call.messages) == 1)
    kind = re.findall(r"of kind(\d)", call.messages[-1][1])[-1]
    answer = "yes" if kind == "3" or f"rule of kind{kind}." in text else "no"
    if "[[ ## answer ## ]]" in text:
        return f"[[ ## answer ## ]]\n{answer}\n\n[[ ## completed ## ]]"
    return json.dumps({"answer": answer})


def _reflect(text: str, *, fenced: bool) -> str:
    known = sorted(set(re.findall(r"Obey the rule of kind\d\.", text)))
    missed = re.findall(r"Wrong: nobody said what to do about kind(\d)", text)
    new = [rule for kind in missed if (rule := f"Obey the rule of kind{kind}.") not in known]
    instruction = " ".join(["Answer the question.", *known, *new[:1]])
    return f"```\n{instruction}\n```" if fenced else json.dumps({"new_instruction": instruction})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionProject:
    """A project folder and the server of its model."""

    root: Path
    server: OllamaServer

    @property
    def model(self) -> str:
        """The address of the model."""
        return f"ollama/tiny@{self.server.url}"

    @property
    def chats(self) -> int:
        """How many requests have reached the model."""
        return len(self.server.bodies("/api/chat"))


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[QuestionProject]:
    monkeypatch.setattr(sys, "path", [*sys.path])  # the project's modules are imported anew
    for module in ("question_agent", "question_metric"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    root = tmp_path / "questions"
    shutil.copytree(PROJECTS / "questions", root)
    (root / "eval").mkdir(exist_ok=True)
    (root / "eval" / "questions.jsonl").write_text("".join(f"{one}\n" for one in question_lines()))
    (root / "budgets").mkdir()
    (root / "budgets" / "optimizer_budget.yaml").write_text(
        "schema_version: 1\n"
        "defaults:\n"
        "  search:\n"
        "    max_metric_calls: 200\n"
        "  result:\n"
        "    tokens_increase_pct: 200\n"
        "    latency_increase_pct: 500\n"
    )
    with OllamaServer(answer=learn) as server:
        yield QuestionProject(root=root, server=server)
