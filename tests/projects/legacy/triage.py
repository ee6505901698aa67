"""Sort support tickets with typed predictors on a local Ollama, written for DSPy 2.4."""

import json
from enum import Enum
from typing import List, Optional

import dspy
from dspy.functional import TypedChainOfThought, TypedPredictor
from pydantic import BaseModel, Field

ollama_mistral = dspy.OllamaLocal(model="mistral", base_url="http://localhost:11434", max_tokens=400)
dspy.configure(lm=ollama_mistral)


class Priority(str, Enum):
    LOW = "low"
    HIGH = "high"


class Ticket(BaseModel):
    product: str = Field(description="the product that the ticket is about")
    priority: Priority
    labels: List[str] = Field(default_factory=list)
    order_number: Optional[int] = None


class ExtractTicket(dspy.Signature):
    """Extract the facts of a support mail."""

    mail: str = dspy.InputField()
    ticket: Ticket = dspy.OutputField()


class DraftReply(dspy.Signature):
    """Write a reply of one sentence."""

    mail: str = dspy.InputField()
    ticket: Ticket = dspy.InputField()
    reply: str = dspy.OutputField()


class Triage(dspy.Program):
    """Facts first, then a reply to whatever is urgent."""

    def __init__(self, max_retries=2):
        super().__init__()
        self.extract = TypedPredictor(ExtractTicket, max_retries=max_retries)
        self.draft = TypedChainOfThought(DraftReply)
        self.classify = dspy.Predict("mail -> language")

    def forward(self, mail):
        language = self.classify(mail=mail).language
        ticket = self.extract(mail=mail).ticket
        reply = None
        if ticket.priority is Priority.HIGH:
            reply = self.draft(mail=mail, ticket=ticket).reply
        return dspy.Prediction(ticket=ticket, reply=reply, language=language)


MAILS = [
    "My kettle (order 4711) leaks and has burnt my hand!",
    "Is there a manual for the toaster?",
]


def main():
    triage = Triage()
    for mail in MAILS:
        found = triage(mail=mail)
        ticket = json.loads(found.ticket.model_dump_json())
        print(found.language, ticket["product"], ticket["priority"], ticket["labels"], found.reply)
    names = [name for name, _ in triage.named_predictors()]
    print(len(names), "predictors")


if __name__ == "__main__":
    main()
