"""Random modules that use DSPy, as programs of its versions from 2.4 to 3.x are written."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from scripts.bench.trees.code import class_, function
from scripts.bench.trees.expressions import name, phrase

__all__ = ["program"]

_IMPORTS = ("import dspy", "import dspy", "import dspy", "import dspy as d", "from dspy import *")
_STEPS = ("Predict", "ChainOfThought", "ChainOfThought", "ReAct", "ProgramOfThought")
_OPTIMIZERS = ("BootstrapFewShot", "BootstrapFewShotWithRandomSearch", "MIPROv2", "LabeledFewShot")
_OLD = ("TypedPredictor", "TypedChainOfThought")


def program(rng: Random, imports: tuple[str, ...] = ()) -> str:
    """Return the text of a module with signatures, modules, a model, training and plain code.

    Args:
        imports: Statements that it has beside those of DSPy.
    """
    statement = rng.choice(_IMPORTS)
    prefix = {"import dspy": "dspy.", "import dspy as d": "d."}.get(statement, "")
    lines = [f'"""{phrase(rng).capitalize()}."""', "", "import json", "from pathlib import Path"]
    lines += ["", statement, *imports, ""]
    signatures = [name(rng, "class") for _ in range(rng.randrange(1, 4))]
    for one in signatures:
        lines += ["", "", *_signature(rng, one, prefix)]
    for _ in range(rng.randrange(1, 3)):
        lines += ["", "", *_module(rng, name(rng, "class"), signatures, prefix)]
    lines += ["", "", *_metric(rng), "", "", *_training(rng, prefix)]
    for _ in range(rng.randrange(1, 6)):  # the larger part of a program is not about the model
        lines += ["", "", *(class_(rng) if rng.random() < 0.3 else function(rng))]
    return "\n".join(lines) + "\n"


def _signature(rng: Random, title: str, prefix: str) -> Iterator[str]:
    yield f"class {title}({prefix}Signature):"
    yield f'    """{phrase(rng).capitalize()}."""'
    yield ""
    for kind in ("Input", "Input", "Output"):
        annotation = f": {rng.choice(('str', 'list[str]', 'float'))}" if rng.random() < 0.6 else ""
        options = f'desc="{phrase(rng)}"' if rng.random() < 0.7 else ""
        yield f"    {name(rng)}{annotation} = {prefix}{kind}Field({options})"


def _module(rng: Random, title: str, signatures: list[str], prefix: str) -> Iterator[str]:
    steps = list(dict.fromkeys(name(rng) for _ in range(rng.randrange(1, 4))))
    yield f"class {title}({prefix}Module):"
    yield "    def __init__(self, passages=3):"
    yield "        super().__init__()"
    if rng.random() < 0.3:
        yield f"        self.retrieve = {prefix}Retrieve(k=passages)"
    for one in steps:
        signature = rng.choice([*signatures, '"question, context -> answer"'])
        kind = rng.choice(_OLD) if rng.random() < 0.1 else rng.choice(_STEPS)
        yield f"        self.{one} = {prefix}{kind}({signature})"
    yield ""
    yield "    def forward(self, question, context=None):"
    for one in steps:
        given = rng.choice(("question=question", "question=question, context=context"))
        yield f"        {one} = self.{one}({given})"
        if rng.random() < 0.2:
            yield f'        {prefix}Suggest(len({one}.answer) < 100, "{phrase(rng)}")'
        if rng.random() < 0.5:
            yield f"        if not {one}.answer:"
            yield f"            {one} = {prefix}Prediction(answer={name(rng)})"
    yield f"        return {prefix}Prediction(answer={steps[-1]}.answer)"


def _metric(rng: Random) -> Iterator[str]:
    yield f"def {name(rng, 'verb')}_metric(example, prediction, trace=None):"
    yield f"    expected = example.{name(rng)}"
    yield "    return expected.lower() == prediction.answer.lower()"


def _training(rng: Random, prefix: str) -> Iterator[str]:
    model, optimizer = name(rng), rng.choice(_OPTIMIZERS)
    yield "def main(program, metric, path):"
    if rng.random() < 0.2:
        yield f'    {model} = {prefix}OllamaLocal(model="{name(rng)}", max_tokens=400)'
    else:
        yield f'    {model} = {prefix}LM("ollama_chat/{name(rng)}", temperature=0.7, cache=False)'
    settings = rng.choice(("settings.configure", "configure"))
    yield f"    {prefix}{settings}(lm={model})"
    yield "    rows = json.loads(Path(path).read_text())"
    yield f'    examples = [{prefix}Example(**row).with_inputs("question") for row in rows]'
    yield f"    optimizer = {prefix}{optimizer}(metric=metric)"
    yield "    compiled = optimizer.compile(program, trainset=examples[:20])"
    yield f"    evaluate = {prefix}Evaluate(devset=examples[20:], metric=metric, num_threads=4)"
    yield rng.choice(("    score = evaluate(compiled)", "    score = evaluate(compiled).score"))
    yield '    compiled.save("program.json")'
    yield "    return score"
