"""Multi-hop question answering with assertions, as it was written for DSPy 2.4."""
import os

import dspy
from dsp.utils import EM, normalize_text
from dsp.utils.utils import deduplicate
from dspy.evaluate.evaluate import Evaluate
from dspy.predict import Retry
from dspy.primitives.assertions import assert_transform_module, backtrack_handler
from dspy.teleprompt import BootstrapFewShot

HOPS = int(os.environ.get("HOPS", "2"))

turbo = dspy.OpenAI(model="gpt-3.5-turbo-0125", max_tokens=500)
colbertv2 = dspy.ColBERTv2(url="http://20.102.90.50:2017/wiki17_abstracts")
dspy.settings.configure(lm=turbo, rm=colbertv2, trace=[])


class GenerateAnswer(dspy.Signature):
    """Answer questions with short factoid answers."""

    context = dspy.InputField(desc="may contain relevant facts")
    question = dspy.InputField()
    answer = dspy.OutputField(desc="often between 1 and 5 words")


class GenerateSearchQuery(dspy.Signature):
    """Write a simple search query that will help answer a complex question."""

    context = dspy.InputField(desc="may contain relevant facts")
    question = dspy.InputField()
    query = dspy.OutputField()


def is_new(query, previous_queries):
    if previous_queries == []:
        return True
    if dspy.evaluate.answer_exact_match_str(query, previous_queries, frac=0.8):
        return False
    return True


def all_queries_distinct(prev_queries):
    redundant = [q for i, q in enumerate(prev_queries) if not is_new(q, prev_queries[:i])]
    return len(redundant) == 0, redundant


class SimplifiedBaleenAssertions(dspy.Module):
    def __init__(self, passages_per_hop=2, max_hops=2):
        super().__init__()
        self.generate_query = [dspy.ChainOfThought(GenerateSearchQuery) for _ in range(max_hops)]
        self.retrieve = dspy.Retrieve(k=passages_per_hop)
        self.generate_answer = dspy.ChainOfThought(GenerateAnswer)
        self.max_hops = max_hops

    def forward(self, question):
        context = []
        prev_queries = [question]

        for hop in range(self.max_hops):
            query = self.generate_query[hop](context=context, question=question).query

            dspy.Suggest(
                len(query) <= 100,
                "Query should be short and less than 100 characters",
            )

            dspy.Suggest(
                query not in prev_queries,
                "Query should be distinct from: "
                + "; ".join(f"{i + 1}) {q}" for i, q in enumerate(prev_queries)),
            )

            prev_queries.append(query)
            passages = self.retrieve(query).passages
            context = deduplicate(context + passages)

        if all_queries_distinct(prev_queries)[0]:
            self.passed = True

        pred = self.generate_answer(context=context, question=question)
        return dspy.Prediction(context=context, answer=pred.answer, queries=prev_queries[1:])


def validate_context_and_answer(example, pred, trace=None):
    answer_match = EM(pred.answer, [example.answer])
    return answer_match and normalize_text(pred.answer) != ""


trainset = [
    dspy.Example(question="Which river flows through the capital of France?", answer="Seine"),
    dspy.Example(question="Which river does Lyon lie on?", answer="Rhone"),
]
trainset = [x.with_inputs("question") for x in trainset]

baleen = assert_transform_module(
    SimplifiedBaleenAssertions(max_hops=HOPS).map_named_predictors(Retry), backtrack_handler
)

if __name__ == "__main__":
    evaluate = Evaluate(devset=trainset, metric=validate_context_and_answer, num_threads=1)
    score = evaluate(baleen)
    print("score", score)

    teleprompter = BootstrapFewShot(metric=validate_context_and_answer, max_bootstrapped_demos=1)
    compiled = teleprompter.compile(baleen, trainset=trainset)
    print("demos", [len(p.demos) for p in compiled.predictors()])

    pred = baleen(question="Which river does one see from the Eiffel Tower?")
    print(pred.answer, len(pred.queries))
