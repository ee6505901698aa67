"""The program of a small team: answer a question with yes or no."""

import dspy


def build() -> dspy.Module:
    return dspy.Predict(dspy.Signature("question -> answer", "Answer the question."))
