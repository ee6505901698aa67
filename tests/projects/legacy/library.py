"""Questions to a library of PDFs: Chroma, hints and typed citations. dspy==2.6.27"""
import json
import os
import tempfile

import dspy
import pydantic
from dspy.primitives.program import Module
from dspy.retrieve.chromadb_rm import ChromadbRM

HERE = tempfile.mkdtemp()

retriever_model = ChromadbRM(
    "papers",
    os.path.join(HERE, "chroma"),
    k=3,
)
dspy.configure(
    lm=dspy.LM("openai/gpt-4o-mini", temperature=0, max_tokens=512, cache_in_memory=False),
    rm=retriever_model,
)


class Citation(dspy.BaseType):
    """A sentence with its source."""

    quote: str
    page: int = 0

    def format(self):
        return f"{self.quote} ({self.page})"


class Answer(pydantic.BaseModel):
    text: str
    sources: list[str] = []


class Cite(dspy.Signature):
    """Answer from the passages only."""

    passages: list[str] = dspy.InputField()
    question: str = dspy.InputField()
    answer: Answer = dspy.OutputField()


class Library(Module):
    def __init__(self, k=2):
        super().__init__()
        self.search = dspy.Retrieve(k=k)
        self.cite = dspy.Predict(Cite)
        self.explain = dspy.ChainOfThoughtWithHint("question, text -> explanation")

    def forward(self, question, hint=None):
        passages = self.search(question).passages
        answer = self.cite(passages=passages, question=question).answer
        explanation = self.explain(question=question, text=answer.text, hint=hint or "be brief")
        return dspy.Prediction(answer=answer, explanation=explanation.explanation, passages=passages)


class CachedRM(dspy.Retrieve):
    """Our own retriever, in front of the other."""

    def __init__(self, inner, k=3):
        super().__init__(k=k)
        self.inner = inner
        self.seen = {}

    def forward(self, query_or_queries, k=None):
        key = json.dumps(query_or_queries)
        if key not in self.seen:
            self.seen[key] = self.inner(query_or_queries, k=k or self.k)
        return self.seen[key]


def main():
    library = Library()
    found = library(question="What is attention?", hint="one sentence")
    print(found.answer.text, found.answer.sources, found.explanation)
    print(found.passages)

    cached = CachedRM(retriever_model)
    print(len(cached("attention")), len(cached.seen))
    print(Citation(quote="Attention is all you need", page=1).format())
    assert isinstance(library, dspy.Program)

    path = os.path.join(HERE, "library.json")
    library.save(path)
    print(len(json.load(open(path))), "parts saved")


if __name__ == "__main__":
    main()
