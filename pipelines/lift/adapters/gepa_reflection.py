"""Ask a reflection model the way the installed DSPy asks it.

DSPy 3.4.1 has a proposer of its own (`InstructionProposer`: a Predict through the JSON adapter);
before it, GEPA's text template with a fenced answer was used. Either way the prompt is theirs,
unchanged, and every call goes through the engine.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import dspy

from lift.adapters.dspy_program import DspyProgram
from lift.engine.ports import RequestSender
from lift.engine.request import JsonValue, ModelAnswer, ModelInfo, ModelRequest
from lift.errors import PromptTooLong
from lift.measure.rollouts import SenderSource
from lift.optimize.proposer import Draft, ReflectiveExample
from lift.optimize.reflection import shorten
from lift.roles.role import Example, Program, Split

__all__ = ["NativeProposer", "has_dspy_proposer"]

_DSPY_PROPOSER = "dspy.teleprompt.gepa.instruction_proposal"
_GEPA_TEMPLATE = "gepa.strategies.instruction_proposal"
_COMPONENT = "predict"
_SHORTER = (2000, 500, 100)
"""Characters per value to try when the prompt does not fit the context."""


def has_dspy_proposer() -> bool:
    """Tell whether the installed DSPy asks through its own `InstructionProposer`."""
    try:
        return hasattr(importlib.import_module(_DSPY_PROPOSER), "InstructionProposer")
    except ModuleNotFoundError:
        return False


class NativeProposer:
    """Implements `lift.optimize.proposer.Proposer`."""

    def __init__(
        self,
        session: SenderSource,
        *,
        value_chars: int | None = None,
        max_tokens: int | None = None,
    ) -> None:
        """Prepare; nothing is asked yet.

        Args:
            session: of the reflection model, on the search's budget.
            value_chars: cut each shown input and output to this many characters; None for whole
                values, which are cut all the same when the prompt does not fit the context.
            max_tokens: output limit of an answer; None leaves it to the model's host.
        """
        self._session = session
        self._value_chars = value_chars
        self._max_tokens = max_tokens
        self._ask = _DspyQuestion() if has_dspy_proposer() else _GepaQuestion()

    def propose(self, *, current: str, examples: Sequence[ReflectiveExample]) -> Draft:
        limits = [
            self._value_chars,
            *(one for one in _SHORTER if one < (self._value_chars or 10**9)),
        ]
        for limit in limits:
            shown = [_shortened(example, limit) for example in examples]
            sender = _Recorder(self._session.sender(rollout="reflection"), self._max_tokens)
            try:
                text, problem = self._ask.answer(current, shown, sender)
            except PromptTooLong:
                continue
            if sender.too_long:
                continue
            return _draft(text, problem, sender, self._ask.question, shown)
        return Draft(
            text="",
            answer="",
            finish_reason="stop",
            completion_tokens=0,
            question=(),
            shown=(),
            problem="the reflection prompt does not fit the context, even with short examples",
        )


class _Recorder:
    """A sender that remembers what was answered; implements `RequestSender`."""

    def __init__(self, sender: RequestSender, max_tokens: int | None) -> None:
        self._sender = sender
        self._max_tokens = max_tokens
        self.answers: list[ModelAnswer] = []
        self.too_long = False

    @property
    def info(self) -> ModelInfo:
        return self._sender.info

    @property
    def default_max_tokens(self) -> int:
        return self._max_tokens or self._sender.default_max_tokens

    def request(
        self,
        *,
        messages: tuple[tuple[str, str], ...],
        max_tokens: int | None,
        temperature: float | None,
        options: dict[str, object],
        response_schema: dict[str, object] | None,
    ) -> ModelRequest:
        return self._sender.request(
            messages=messages,
            max_tokens=self._max_tokens if max_tokens is None else max_tokens,
            temperature=temperature,
            options=options,
            response_schema=response_schema,
        )

    def send(self, request: ModelRequest) -> ModelAnswer:
        try:
            answer = self._sender.send(request)
        except PromptTooLong:
            self.too_long = True
            raise
        self.answers.append(answer)
        return answer


class _DspyQuestion:
    """DSPy's own proposer, run like any program: what it cannot parse becomes an error in words."""

    def __init__(self) -> None:
        module: Any = importlib.import_module(_DSPY_PROPOSER)
        self.question: tuple[str, ...] = (str(module.ProposeInstruction.instructions),)
        self._program: Program = DspyProgram(_ProposerModule(module.InstructionProposer()))

    def answer(
        self, current: str, examples: Sequence[ReflectiveExample], sender: RequestSender
    ) -> tuple[str, str | None]:
        """Return the new instruction, or "" and why there is none."""
        records: list[JsonValue] = [
            {
                "Inputs": dict(one.inputs),
                "Generated Outputs": dict(one.outputs),
                "Feedback": one.feedback,
            }
            for one in examples
        ]
        asked = Example(
            id="reflection",
            group="reflection",
            split=Split.TRAIN,
            inputs={"current": current, "examples": records},
        )
        run = self._program.run(asked, sender)
        if run.error is not None:
            return "", f"the answer could not be read: {_first_line(run.error)}"
        return run.outputs["new_instruction"], None


class _ProposerModule(dspy.Module):
    """Wraps DSPy's proposer for one component."""

    def __init__(self, proposer: Any) -> None:
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self.propose = proposer.propose  # shows its predictor to lift
        self._proposer = proposer

    def forward(self, current: str, examples: list[dict[str, Any]]) -> Any:
        texts = self._proposer(
            candidate={_COMPONENT: current},
            reflective_dataset={_COMPONENT: examples},
            components_to_update=[_COMPONENT],
        )
        return dspy.Prediction(new_instruction=texts[_COMPONENT])


class _GepaQuestion:
    """GEPA's text template, as `dspy.GEPA` used it before it had a proposer."""

    def __init__(self) -> None:
        module: Any = importlib.import_module(_GEPA_TEMPLATE)
        self._signature: Any = module.InstructionProposalSignature
        template: Any = getattr(self._signature, "prompt_template", None) or getattr(
            self._signature, "default_prompt_template", ""
        )
        self.question: tuple[str, ...] = (str(template),)

    def answer(
        self, current: str, examples: Sequence[ReflectiveExample], sender: RequestSender
    ) -> tuple[str, str | None]:
        """Return the new instruction; where there is no fence, the whole text is taken."""
        records = [
            {
                "Inputs": dict(one.inputs),
                "Generated Outputs": dict(one.outputs),
                "Feedback": one.feedback,
            }
            for one in examples
        ]

        def ask(prompt: str) -> str:
            request = sender.request(
                messages=(("user", prompt),),
                max_tokens=None,
                temperature=None,
                options={},
                response_schema=None,
            )
            return sender.send(request).text

        given = {"current_instruction_doc": current, "dataset_with_feedback": records}
        extracted: dict[str, str] = self._signature.run(lm=ask, input_dict=given)
        return extracted["new_instruction"], None


def _shortened(example: ReflectiveExample, limit: int | None) -> ReflectiveExample:
    return ReflectiveExample(
        inputs={name: shorten(value, limit) for name, value in example.inputs.items()},
        outputs={name: shorten(value, limit) for name, value in example.outputs.items()},
        feedback=example.feedback,
    )


def _draft(
    text: str,
    problem: str | None,
    sender: _Recorder,
    question: tuple[str, ...],
    examples: Sequence[ReflectiveExample],
) -> Draft:
    last = sender.answers[-1] if sender.answers else None
    return Draft(
        text=text,
        answer=last.text if last else "",
        finish_reason=last.finish_reason if last else "stop",
        completion_tokens=last.completion_tokens if last else 0,
        question=question,
        shown=tuple(
            value for one in examples for value in (*one.inputs.values(), *one.outputs.values())
        ),
        problem=problem,
    )


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:200] if text.strip() else "no reason given"
