"""An agent with tools on Ollama, and its evaluation; written for dspy 2.6.27."""

import os
import tempfile
from typing import Literal, Optional

import dspy
from dspy.evaluate import Evaluate

MODEL = "ollama_chat/llama3.2"
API_BASE = "http://localhost:11434"

lm = dspy.LM(MODEL, api_base=API_BASE, api_key="")
judge_lm = dspy.LM("openai/gpt-4o-mini", temperature=0.0, max_tokens=50)
dspy.settings.configure(lm=lm, experimental=True)

ORDERS = {"4711": "shipped", "4712": "lost"}


def order_status(order: str) -> str:
    """Look up what has become of an order."""
    return ORDERS.get(order, "unknown")


def refund(order: str, amount: float) -> str:
    """Pay money back."""
    return f"refunded {amount:.2f} for {order}"


class Route(dspy.Signature):
    """Decide who answers."""

    message: str = dspy.InputField()
    team: Literal["orders", "billing"] = dspy.OutputField()
    note: Optional[str] = dspy.OutputField(desc="anything unusual, else None")


class Support(dspy.Program):
    def __init__(self):
        super().__init__()
        self.route = dspy.ChainOfThought(Route)
        self.agent = dspy.ReAct("message -> answer: str", tools=[order_status, refund])

    def forward(self, message):
        routed = self.route(message=message)
        answer = self.agent(message=message).answer
        return dspy.Prediction(team=routed.team, note=routed.note, answer=answer)


def polite(example, pred, trace=None):
    with dspy.context(lm=judge_lm):
        verdict = dspy.Predict("answer -> polite: bool")(answer=pred.answer).polite
    return verdict and pred.team == example.team


devset = [
    dspy.Example(message="Where is my order 4711?", team="orders").with_inputs("message"),
    dspy.Example(message="I was charged twice!", team="billing").with_inputs("message"),
]


def main():
    support = Support()
    evaluate = Evaluate(
        devset=devset,
        metric=polite,
        num_threads=1,
        return_outputs=True,
    )
    score, outputs = evaluate(support)
    print(f"score {score:.1f} over {len(outputs)} messages")

    plain = Evaluate(devset=devset, metric=polite, num_threads=1, max_errors=3)
    result = plain(support)
    print("again %.1f" % result)

    print("steps", support.agent.max_iters)
    pred = support(message="Where is my order 4712?")
    print(pred.team, pred.note is None, pred.answer)

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "support.json")
        support.set_lm(lm)
        support.save(path)
        again = Support()
        again.load(path)
        print(again.route.predict.lm.kwargs.get("api_base", "gone")[:4])


if __name__ == "__main__":
    main()
