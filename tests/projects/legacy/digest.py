#!/usr/bin/env python
"""A digest of the news from a vLLM server; functional style of DSPy 2.4."""

from __future__ import annotations

import argparse
from typing import Annotated

import dspy
import dspy as dp
import pydantic
from dspy import *
from dspy.predict.react import ReAct
from dspy.signatures.signature import signature_to_template


class Headline(pydantic.BaseModel):
    title: str
    words: Annotated[int, pydantic.Field(ge=1)]


@dspy.predictor
def headline(article: str) -> Headline:
    """Write a headline for an article."""


@dp.cot(max_retries=1)
def mood(article: str) -> str:
    """Name the mood of an article in one word."""


class Digest(dp.FunctionalModule):
    @dp.predictor
    def summarize(self, article: str, sentences: int) -> str:
        """Summarize an article."""

    def forward(self, articles):
        return [self.summarize(article=a, sentences=1) for a in articles]


class Shorten(Signature):
    """Make a text shorter."""

    text = InputField()
    shorter = OutputField()


class Desk(Module):
    def __init__(self):
        super().__init__()
        self.shorten = Predict(Shorten)

    def forward(self, text):
        shorter = self.shorten(text=text).shorter
        Suggest(len(shorter) < len(text), "It must be shorter")
        return shorter


def client(name, port):
    kind = getattr(dspy, "HFClientVLLM")
    return kind(model=name, port=port, url="http://localhost", max_tokens=64)


def build(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="meta-llama/Llama-3-8b")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args(argv or [])
    return client(arguments.model, arguments.port)


ARTICLES = ["The river has risen by a metre since Monday.", "A new bakery opens."]


def main():
    dspy.settings.configure(lm=build())
    for article in ARTICLES:
        found = headline(article=article)
        print(found.title, found.words, mood(article=article))
    print(Digest()(ARTICLES))
    desk = assert_transform_module(Desk(), backtrack_handler)
    print(desk(text="A long text about a river"))
    print(callable(signature_to_template), ReAct.__name__)


if __name__ == "__main__":
    main()
