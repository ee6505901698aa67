"""The probe in real releases: one program, what it sends, and what the facts say about it."""

from __future__ import annotations

import os

import pytest
from tests.migrate_envs import LINES, OLDEST, DspyEnv

from lift.migrate.probe import run_program

pytestmark = pytest.mark.matrix

PROGRAM = """
import dspy

dspy.configure(lm=dspy.LM("ollama_chat/tiny"))
program = dspy.ChainOfThought("question -> answer, score: float")
print(program(question="why?").answer)
print(program(question="why?").answer)  # asked again, not answered from a cache


def search(query: str) -> str:
    return "found"


print(dspy.ReAct("question -> answer", tools=[search])(question="why?").answer)
"""
OLD_CLIENT = """
import dspy

dspy.settings.configure(lm=dspy.OllamaLocal(model="tiny"))
print(dspy.ChainOfThought("question -> answer")(question="why?").answer)
"""


WATCHED = """
import dspy
from lift import assertions


class Ask(dspy.Module):
    def __init__(self):
        super().__init__()
        self.step = dspy.Predict("question -> answer")

    def forward(self, question):
        found = self.step(question=question)
        assertions.Suggest("sample" not in found.answer, "Say it in other words")
        return found


program = assertions.assert_transform_module(Ask(), assertions.backtrack_handler)
dspy.configure(lm=dspy.LM("ollama_chat/tiny"))
print(program(question="why?").answer)
print(len(assertions.last_run().failures))
"""


@pytest.mark.parametrize("version", ["3.0.1", "3.4.1"])
def test_what_fix_writes_for_assertions_runs_without_lift_in_the_environment(
    dspy_env: DspyEnv, version: str
) -> None:
    found = run_program(dspy_env(version), WATCHED, env=os.environ)
    assert found.error is None, found.error.traceback
    answer, failures = found.output.split("\n")[:2]
    assert answer == "a sample answer"
    assert int(failures) == len(found.requests) > 1


@pytest.mark.parametrize("version", LINES)
def test_program_runs_against_the_endpoint(dspy_env: DspyEnv, version: str) -> None:
    found = run_program(dspy_env(version), PROGRAM, env=os.environ)
    assert found.error is None, found.error.traceback
    assert found.dspy == version
    assert found.output == "a sample answer\n" * 3
    assert len(found.requests) == 4
    assert {one.status for one in found.requests} == {200}
    path = "/v1/chat/completions" if version == "3.4.1" else "/api/chat"
    assert {one.path for one in found.requests} == {path}
    limits = {"2.5.43": 1000, "2.6.27": 4000, "3.0.1": 4000}
    defaults = {"temperature": 0.0, "max_tokens": limits.get(version)}
    sent = found.requests[0].normal.options
    assert sent == ({} if version == "3.4.1" else defaults)


def test_oldest_client_reaches_the_endpoint(dspy_env: DspyEnv) -> None:
    found = run_program(dspy_env(OLDEST), OLD_CLIENT, env=os.environ)
    assert found.error is None, found.error.traceback
    assert found.output == "a sample answer\n"
    (sent,) = found.requests
    assert (sent.path, sent.normal.model) == ("/api/generate", "tiny")


@pytest.mark.parametrize("version", [OLDEST, *LINES])
def test_importing_dspy_needs_no_network(dspy_env: DspyEnv, version: str) -> None:
    found = run_program(dspy_env(version), "import dspy, dspy.teleprompt", env=os.environ)
    assert (found.error, found.blocked) == (None, ())
