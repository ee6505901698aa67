# Quiz questions with checks, for dspy 2.5 (pip install dspy==2.5.43)
import functools
import json
import logging
import os
import tempfile

import dspy
from dspy import Assert, InputField, OutputField, Signature, Suggest
from dspy.primitives.assertions import DSPyAssertionError

logging.getLogger("dspy").setLevel(logging.CRITICAL)

lm = dspy.LM("openai/gpt-4o-mini", temperature=0.3, max_tokens=800)
dspy.configure(lm=lm)


class WriteChoices(Signature):
    """Write wrong answers to a quiz question that sound right."""

    question = InputField()
    correct_answer = InputField()
    number_of_choices = InputField()
    answer_choices = OutputField(desc="JSON: letters to answers")


class RateChoices(Signature):
    """Say whether the wrong answers are plausible."""

    question = InputField()
    answer_choices = InputField()
    verdict = OutputField(desc="Yes or No")


def format_checker(choice_string):
    try:
        choices = json.loads(choice_string)
        return isinstance(choices, dict) and all(isinstance(v, str) for v in choices.values())
    except json.JSONDecodeError:
        return False


def is_correct_answer_included(correct_answer, choice_string):
    try:
        return correct_answer in json.loads(choice_string).values()
    except (json.JSONDecodeError, AttributeError):
        return False


class QuizWriter(dspy.Module):
    def __init__(self, number_of_choices=4):
        super().__init__()
        self.number_of_choices = str(number_of_choices)
        self.write = dspy.ChainOfThought(WriteChoices)
        self.rate = dspy.Predict(RateChoices)

    def forward(self, question, answer):
        choices = self.write(
            question=question,
            correct_answer=answer,
            number_of_choices=self.number_of_choices,
        ).answer_choices
        Assert(
            format_checker(choices),
            "The answer choices must be a JSON object of letters to answers.",
        )
        dspy.Suggest(
            is_correct_answer_included(answer, choices),
            "The correct answer must be one of the choices.",
            is_metric=True,
        )
        verdict = self.rate(question=question, answer_choices=choices).verdict
        Suggest(verdict.startswith("Yes"), "Make the wrong answers plausible.", target_module=self.rate)
        return dspy.Prediction(choices=choices, verdict=verdict)


def main():
    handler = functools.partial(dspy.backtrack_handler, max_backtracks=2)
    writer = QuizWriter().activate_assertions(handler)
    found = writer(question="What is the capital of France?", answer="Paris")
    print(sorted(json.loads(found.choices).values()), found.verdict)
    print("suggestions missed", dspy.settings.suggest_failures)

    strict = dspy.assert_transform_module(QuizWriter(2), dspy.backtrack_handler, max_backtracks=1)
    try:
        strict(question="What is the capital of Italy?", answer="Rome")
    except DSPyAssertionError as error:
        print("gave up:", error.msg)

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "quiz.json")
        writer.save(path)
        fresh = QuizWriter()
        fresh.load(path)
        print(len(fresh.predictors()), "predictors loaded")


if __name__ == "__main__":
    main()
