"""A small project that is compared in two versions."""

from __future__ import annotations

from pathlib import Path

__all__ = ["GOOD", "write_project"]

GOOD = '''
from typing import Literal, Optional

import dspy


class Classify(dspy.Signature):
    """Classify a sentence."""

    sentence: str = dspy.InputField()
    label: Literal["good", "bad"] = dspy.OutputField(desc="which")
    remark: Optional[str] = dspy.OutputField()


class Answer(dspy.Module):
    def __init__(self):
        super().__init__()
        self.draft = dspy.ChainOfThought("question -> answer")
        self.classify = dspy.Predict(Classify)

    def forward(self, question: str):
        draft = self.draft(question=question)
        seen = self.classify(sentence=draft.answer)
        return dspy.Prediction(answer=draft.answer, label=seen.label, remark=seen.remark)


def exact(example, pred, trace=None):
    return float(example.label == pred.label)


quick = dspy.Predict("question -> answer: int")
'''


def write_project(root: Path, **files: str) -> Path:
    """Write modules under `src/app`, with what is common in `app.qa`."""
    folder = root / "src" / "app"
    folder.mkdir(parents=True)
    for name, text in {"__init__": "", "qa": GOOD, **files}.items():
        (folder / f"{name}.py").write_text(text)
    return root
