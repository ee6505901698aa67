"""The one module that knows in what DSPy 3.0.1 and 3.4 differ.

    question                    3.0.1                              3.4
    what is an LM?              a subclass of BaseLM               dspy.LM around an engine
    n candidates                one call, answers together         one engine call each
    rollout_id                  an option like any other           known, taken out of the request
    JSON schemas                asked of LiteLLM, by model name    declared by the engine
    a prompt that is too long   LiteLLM's exception                an lm15 error
    loading a state             with whatever LM is in it          refuses unsafe parts

Called by `dspy_lm`, `dspy_program` and `litellm_host`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, TypeAlias

import dspy

# The bases below have no types, so pyright knows nothing of what their methods return.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
from lift.engine.request import ModelAnswer
from lift.errors import PromptTooLong

__all__ = ["DSPY_VERSION", "HAS_ENGINES", "LiftLM", "build_lm", "is_context_error"]

DSPY_VERSION: str = dspy.__version__
HAS_ENGINES: bool = hasattr(dspy, "lm15")
"""True from DSPy 3.4 on, where an LM takes an engine."""

Ask: TypeAlias = Callable[[Sequence[Mapping[str, Any]], Mapping[str, Any], int], ModelAnswer]
"""Answers OpenAI-shaped messages under settings; the number says which candidate it is."""
_SUPPORTED = frozenset({"temperature", "max_tokens", "top_p", "stop", "seed", "response_format"})


def build_lm(ask: Ask, model: str) -> Any:
    """Return an LM object of the installed DSPy whose every call goes through `ask`.

    Args:
        ask: answers one call; a `PromptTooLong` reaches the program as DSPy's own error for it.
        model: name for DSPy's messages.
    """
    return LiftLM(ask, model)


def is_context_error(error: BaseException) -> bool:
    """Tell whether an exception of DSPy says that the prompt is too long."""
    return any(kind.__name__ == "ContextWindowExceededError" for kind in type(error).__mro__)


if HAS_ENGINES:
    from dspy import lm15

    _attempt: ContextVar[_Attempt | None] = ContextVar("lift_lm_attempt", default=None)

    class _Attempt:
        """What DSPy's LM knows of a call and does not tell the engine."""

        __slots__ = ("candidate", "rollout_id")

        def __init__(self, rollout_id: object) -> None:
            self.rollout_id = rollout_id
            self.candidate = -1

    class _Engine:
        """DSPy's side of one LM object; the async twin runs it in a thread."""

        supports_function_calling = False
        supports_reasoning = False
        supports_response_schema = True
        supported_params = _SUPPORTED

        def __init__(self, ask: Ask) -> None:
            self.ask = ask

        def complete(self, request: Any) -> Any:
            attempt = _attempt.get()
            candidate = 0
            if attempt is not None:
                attempt.candidate = candidate = attempt.candidate + 1
            rollout_id = None if attempt is None else attempt.rollout_id
            messages, settings = _from_lm15(request)
            try:
                answer = self.ask(messages, settings | {"rollout_id": rollout_id}, candidate)
            except PromptTooLong as error:
                raise lm15.ContextLengthError(error.message) from error
            return lm15.Response(
                id=None,
                model=request.model,
                message=lm15.Message(role="assistant", parts=(lm15.TextPart(text=answer.text),)),
                finish_reason=answer.finish_reason,
                usage=lm15.Usage(
                    input_tokens=answer.prompt_tokens, output_tokens=answer.completion_tokens
                ),
            )

        def stream(self, request: Any) -> Any:
            return lm15.response_to_events(self.complete(request))

        def close(self) -> None:
            """Hold nothing: the engine behind is lift's."""

    class _AsyncEngine:
        supports_function_calling = False
        supports_reasoning = False
        supports_response_schema = True
        supported_params = _SUPPORTED

        def __init__(self, engine: _Engine) -> None:
            self._engine = engine

        async def complete(self, request: Any) -> Any:
            return await asyncio.to_thread(self._engine.complete, request)

        async def stream(self, request: Any) -> Any:
            for event in lm15.response_to_events(await self.complete(request)):
                yield event

        async def aclose(self) -> None:
            """Hold nothing."""

    class LiftLM(dspy.LM):  # type: ignore[misc]
        """The LM of one rollout."""

        def __init__(self, ask: Ask, model: str) -> None:
            engine = _Engine(ask)
            super().__init__(
                model=model,
                cache=False,
                num_retries=0,
                engine=engine,
                async_engine=_AsyncEngine(engine),
            )

        def __call__(self, prompt: Any = None, **settings: Any) -> Any:
            token = _attempt.set(self._begin(settings))
            try:
                return super().__call__(prompt, **settings)
            finally:
                _attempt.reset(token)

        async def acall(self, prompt: Any = None, **settings: Any) -> Any:
            token = _attempt.set(self._begin(settings))
            try:
                return await super().acall(prompt, **settings)
            finally:
                _attempt.reset(token)

        def _begin(self, settings: Mapping[str, Any]) -> _Attempt:
            return _Attempt(settings.get("rollout_id", self.kwargs.get("rollout_id")))

    def _from_lm15(request: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Read DSPy's canonical request back into OpenAI's shape, which 3.0.1 uses, too."""
        messages: list[dict[str, Any]] = []
        if request.system is not None:
            messages.append({"role": "system", "content": _content(request.system)})
        messages += [{"role": m.role, "content": _content(m.parts)} for m in request.messages]
        config = request.config
        names = "temperature max_tokens top_p top_k stop seed frequency_penalty presence_penalty"
        settings = {name: getattr(config, name) for name in names.split()}
        settings |= {
            "response_format": config.response_format,
            "logprobs": config.logprobs,
            "reasoning_effort": config.reasoning,
            "tools": request.tools or None,
        }
        return messages, settings | dict(config.extensions or {})

    def _content(parts: Any) -> Any:
        if isinstance(parts, str):
            return parts
        return [{"type": part.type, "text": getattr(part, "text", "")} for part in parts]

else:
    import litellm
    from litellm.exceptions import ContextWindowExceededError

    litellm.suppress_debug_info = True  # it prints advice on stdout

    class LiftLM(dspy.BaseLM):  # type: ignore[no-redef,misc]
        """The LM of one rollout."""

        def __init__(self, ask: Ask, model: str) -> None:
            # DSPy 3.0.1 asks LiteLLM by the model's name what it can do. Under `ollama/` LiteLLM
            # would ask a server for that; under `openai/` it knows that JSON schemas are taken.
            super().__init__(model=f"openai/{model}", temperature=0.0, max_tokens=None, cache=False)
            self._ask = ask
            self._name = model

        def forward(self, prompt: Any = None, messages: Any = None, **settings: Any) -> Any:
            merged = {**self.kwargs, **settings}
            given: Sequence[Mapping[str, Any]] = messages or [{"role": "user", "content": prompt}]
            count = merged.get("n") or merged.get("num_generations") or 1
            answers = [self._answer(given, merged, candidate) for candidate in range(count)]
            return SimpleNamespace(
                model=self._name,
                choices=[
                    SimpleNamespace(
                        message=SimpleNamespace(content=answer.text, tool_calls=None),
                        finish_reason=answer.finish_reason,
                    )
                    for answer in answers
                ],
                usage={
                    "prompt_tokens": sum(answer.prompt_tokens for answer in answers),
                    "completion_tokens": sum(answer.completion_tokens for answer in answers),
                    "total_tokens": sum(answer.tokens for answer in answers),
                },
            )

        async def aforward(self, prompt: Any = None, messages: Any = None, **settings: Any) -> Any:
            return await asyncio.to_thread(self.forward, prompt, messages, **settings)

        def _answer(
            self, messages: Sequence[Mapping[str, Any]], settings: Mapping[str, Any], candidate: int
        ) -> ModelAnswer:
            try:
                return self._ask(messages, settings, candidate)
            except PromptTooLong as error:
                raise ContextWindowExceededError(
                    message=error.message, model=self._name, llm_provider="lift"
                ) from error
