"""Optimize a classifier: bootstrapping, instructions, random search. For DSPy 2.5."""

import random

import dspy
from dspy.evaluate import Evaluate
from dspy.teleprompt import (
    BayesianSignatureOptimizer,
    BootstrapFewShot,
    BootstrapFewShotWithRandomSearch,
    COPRO,
    MIPROv2,
)

random.seed(7)

lm = dspy.OpenAI(
    model="gpt-3.5-turbo",
    api_key="sk-none",
    temperature=0.7,
    model_type="chat",
)
task_lm = dspy.LM("openai/gpt-4o-mini", max_tokens=100, temperature=0.0)
dspy.settings.configure(lm=task_lm, show_guidelines=False)

TEXTS = [
    ("great film", "positive"),
    ("what a bore", "negative"),
    ("loved it", "positive"),
    ("terrible", "negative"),
    ("fine acting", "positive"),
    ("never again", "negative"),
]
dataset = [dspy.Example(text=t, label=l).with_inputs("text") for t, l in TEXTS]
trainset, devset = dataset[:4], dataset[4:]


class Sentiment(dspy.Module):
    def __init__(self, rationale=False):
        super().__init__()
        if rationale:
            self.classify = dspy.ChainOfThought("text -> label", activated=False)
        else:
            self.classify = dspy.Predict("text -> label")

    def forward(self, text):
        return self.classify(text=text)


def exact(example, pred, trace=None):
    return example.label == pred.label


def bootstrap(program):
    optimizer = BootstrapFewShot(
        metric=exact,
        max_bootstrapped_demos=2,
        max_labeled_demos=2,
        max_rounds=1,
    )
    return optimizer.compile(program, trainset=trainset)


def search(program):
    optimizer = BootstrapFewShotWithRandomSearch(
        metric=exact,
        max_bootstrapped_demos=1,
        num_candidate_programs=1,
        num_threads=1,
        max_errors=2,
    )
    return optimizer.compile(program, trainset=trainset, valset=devset)


def instructions(program):
    optimizer = MIPROv2(metric=exact, prompt_model=task_lm, auto="light", num_threads=1, max_errors=2)
    copro = COPRO(metric=exact, breadth=2, depth=1)
    old = BayesianSignatureOptimizer(metric=exact, n=2, track_stats=False)
    return len([optimizer, copro, old])


def main():
    evaluate = Evaluate(devset=devset, metric=exact, num_threads=1, return_all_scores=True, max_errors=2)
    before, scores = evaluate(Sentiment())
    print("before", before, scores)
    compiled = bootstrap(Sentiment())
    print("demos", len(compiled.predictors()[0].demos))
    print("search", len(search(Sentiment()).predictors()))
    print("others", instructions(Sentiment()))
    quiet = Sentiment(rationale=True)
    print(quiet(text="quite nice").label, lm.kwargs["temperature"])


if __name__ == "__main__":
    main()
