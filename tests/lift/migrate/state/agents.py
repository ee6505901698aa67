"""Programs that run in environments of several DSPy versions, for the tests beside this file.

    python agents.py save FOLDER SCENARIOS    build, save to FOLDER/NAME.json, and run each
    python agents.py load FOLDER SCENARIOS    build, load from FOLDER/NAME.json, and run each

SCENARIOS is a JSON file: a list of {"name", "program", "lm", "demos", "suffix", "use", "trust"};
`lm` is saved with the program, `use` is configured after loading. It prints one line of JSON per
scenario: its name, and the answer or the error.
"""
# DSPy is another one in every environment, so nothing is known about types; what a program raises
# is part of the result, which is printed.
# ruff: noqa: ANN001, ANN201, ANN204, BLE001, T201
# mypy: ignore-errors
# pyright: basic, reportMissingTypeStubs=false

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path

import dspy


class Plan(dspy.Signature):
    """Plan, then answer."""

    question: str = dspy.InputField(desc="what is asked")
    plan: str = dspy.OutputField(desc="the steps")


class Agent(dspy.Module):
    """A predictor of each kind."""

    def __init__(self):
        super().__init__()
        self.planner = dspy.ChainOfThought(Plan)
        self.writer = dspy.Predict("plan -> answer")

    def forward(self, question):
        return self.writer(plan=self.planner(question=question).plan)


class Moved(Agent):
    """The same after a refactoring: a predictor has another name."""

    def __init__(self):
        super().__init__()
        self.author = self.writer
        del self.writer

    def forward(self, question):
        return self.author(plan=self.planner(question=question).plan)


class Ask(dspy.Module):
    """One predictor, for states written by hand."""

    def __init__(self):
        super().__init__()
        self.ask = dspy.Predict("question -> answer")

    def forward(self, question):
        return self.ask(question=question)


class Asks(dspy.Signature):
    """Plan, then answer."""

    question: str = dspy.InputField(desc="what is asked")
    context: str = dspy.InputField(desc="what is known")
    plan: str = dspy.OutputField(desc="the steps")


class Changed(Agent):
    """The same name with another signature."""

    def __init__(self):
        super().__init__()
        self.planner = dspy.ChainOfThought(Asks)


def coder():
    """A ProgramOfThought, which needs an interpreter only when it runs."""
    return dspy.ProgramOfThought("question -> answer")


def build(name):
    made = {"agent": Agent, "coder": coder, "moved": Moved, "changed": Changed, "ask": Ask}[name]()
    made.seed = 0
    return made


def demos(program):
    """Examples as a bootstrapping optimizer leaves them."""
    for _, predictor in program.named_predictors():
        fields = predictor.signature.fields
        values = {name: f"a {name}" for name in fields}
        predictor.demos = [dspy.Example(augmented=True, **values)]


def load(program, path, trust):
    if path.is_dir():
        dspy.load(str(path))
    options = {}
    if trust and "allow_unsafe_lm_state" in inspect.signature(program.load).parameters:
        options["allow_unsafe_lm_state"] = True
    program.load(str(path), **options)


def run(folder, action, scenario):
    program = build(scenario["program"])
    path = Path(folder, scenario["name"] + scenario["suffix"])
    if action == "save":
        if scenario["lm"]:
            program.set_lm(dspy.LM(**scenario["lm"]))
        if scenario["demos"]:
            demos(program)
        if path.suffix:
            program.save(str(path))
        else:
            program.save(str(path), save_program=True)
    else:
        load(program, path, scenario["trust"])
    if scenario["use"]:
        dspy.configure(lm=dspy.LM(**scenario["use"]))
    elif scenario["program"] == "coder" or not scenario["lm"]:
        return str([name for name, _ in program.named_parameters()])
    return program(question="Why?").answer


def main(action, folder, scenarios):
    for scenario in json.loads(Path(scenarios).read_text("utf-8")):
        said = {"name": scenario["name"]}
        try:
            said["answer"] = run(folder, action, scenario)
        except Exception as error:
            said["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
