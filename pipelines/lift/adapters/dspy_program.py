"""A DSPy program as the pipelines see it: instructions in, outputs and a trace out.

Nothing global is configured. Each run gets its own LM, its own trace and no history through
`dspy.context`, so one program object may run in many threads at once. Any LM that the program
brought along is taken off it, and one that it calls in spite of that is refused: a call past the
engine would be neither counted nor repeatable.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any, cast

import dspy
from dspy.utils.callback import BaseCallback
from dspy.utils.exceptions import AdapterParseError
from pydantic import BaseModel

from lift.adapters.dspy_compat import is_context_error
from lift.adapters.dspy_lm import LiftLM, make_lm
from lift.adapters.quiet import quiet_dspy_logs
from lift.engine.ports import RequestSender
from lift.engine.request import JsonValue
from lift.engine.stop import EngineStop
from lift.errors import PromptTooLong, StoreError, UsageError
from lift.roles.role import Example, ProgramRun, TraceStep

__all__ = ["DspyProgram", "text_of"]

_ERROR_CHARACTERS = 400
_ANSWER_CHARACTERS = 120


class DspyProgram:
    """A DSPy module behind the `Program` port; immutable from outside.

    Args:
        module: the program; it is copied, and the copy's predictors lose any LM of their own.

    Raises:
        UsageError: the module has no predictors, so there is nothing to measure or optimize.
    """

    def __init__(self, module: Any) -> None:
        self._module = module.deepcopy()
        self._predictors: dict[str, Any] = dict(self._module.named_predictors())
        if not self._predictors:
            raise UsageError(
                f"{type(module).__name__} has no predictors, so there is nothing to optimize",
                hint="make its dspy.Predict or dspy.ChainOfThought an attribute of the module",
            )
        for predictor in self._predictors.values():
            predictor.lm = None

    @property
    def module(self) -> Any:
        """The DSPy module itself, for search engines that need one; do not change it."""
        return self._module

    def instructions(self) -> dict[str, str]:
        """Instruction text by predictor name, in the program's order."""
        return {name: str(p.signature.instructions) for name, p in self._predictors.items()}

    def with_instructions(self, instructions: Mapping[str, str]) -> DspyProgram:
        """Return a copy whose named predictors have these instructions.

        Raises:
            UsageError: there is no predictor of that name.
        """
        unknown = sorted(set(instructions) - set(self._predictors))
        if unknown:
            raise UsageError(
                f"the program has no predictor {', '.join(unknown)}; "
                f"it has {', '.join(self._predictors)}"
            )
        changed = DspyProgram(self._module)
        for name, text in instructions.items():
            predictor = changed._predictors[name]
            predictor.signature = predictor.signature.with_instructions(text)
        return changed

    def run(self, example: Example, sender: RequestSender) -> ProgramRun:
        """Run once on an example's inputs; an exception of the program becomes `ProgramRun.error`.

        Raises:
            LiftError: the engine refused or failed; the run cannot go on.
        """
        stops: list[EngineStop] = []
        trace: list[Any] = []
        callbacks: list[Any] = list(dspy.settings.get("callbacks") or ())
        settings: dict[str, Any] = {
            "lm": make_lm(sender, stops=stops),
            "trace": trace,
            "disable_history": True,
            "callbacks": [*callbacks, _OnlyLiftLM(stops)],
        }
        outputs: dict[str, str] = {}
        error: str | None = None
        try:
            with quiet_dspy_logs(), dspy.context(**settings):
                outputs = _outputs(_call(self._module, dict(example.inputs)))
        except EngineStop as stop:
            raise stop.error from stop
        except Exception as failure:  # noqa: BLE001 - isolation point: a user's program
            error = _describe(failure)
        if stops:  # the program held back even a BaseException
            raise stops[0].error from stops[0]
        return ProgramRun(outputs=outputs, trace=self._steps(trace), error=error)

    def state(self) -> dict[str, JsonValue]:
        """DSPy's own JSON state of the program, without any LM settings."""
        state = self._module.dump_state()
        for part in _parts(state).values():
            part["lm"] = None
        return cast("dict[str, JsonValue]", json.loads(json.dumps(state, default=_plain)))

    def with_state(self, state: Mapping[str, JsonValue]) -> DspyProgram:
        """Return a copy that is as `state()` described it; LM settings in it are left out.

        Raises:
            StoreError: the state is of a program with other predictors or other fields.
        """
        changed = DspyProgram(self._module)
        given: Any = json.loads(json.dumps({k: v for k, v in state.items() if k != "metadata"}))
        parts, own = _parts(given), _parts(changed.state())
        if set(parts) != set(own):
            raise StoreError(
                f"the stored version has the predictors {_names(parts)}, "
                f"but the program has {_names(own)}",
                hint="it was made from another version of the program; optimize again",
            )
        for name, part in parts.items():
            if _fields(part) != _fields(own[name]):
                raise StoreError(
                    f"the fields of {name} are {_names(_fields(own[name]))}, "
                    f"but the stored version has {_names(_fields(part))}",
                    hint="the signature has changed since; optimize again",
                )
            part["lm"] = None
        changed._module.load_state(given)
        return changed

    def _steps(self, trace: Sequence[tuple[Any, Mapping[str, Any], Any]]) -> tuple[TraceStep, ...]:
        names = {id(predictor): name for name, predictor in self._predictors.items()}
        return tuple(
            TraceStep(
                predictor=names.get(id(predictor)) or self._name_of_copy(predictor),
                inputs={name: text_of(value) for name, value in inputs.items()},
                outputs={name: text_of(value) for name, value in prediction.items()},
            )
            for predictor, inputs, prediction in trace
        )

    def _name_of_copy(self, predictor: Any) -> str:
        """Name a predictor that the program copied, as dspy.Refine does, by its signature."""
        for name, own in self._predictors.items():
            if own.signature.equals(predictor.signature):
                return name
        return type(predictor).__name__


class _OnlyLiftLM(BaseCallback):  # type: ignore[misc]
    """Stops a program that calls a model past the engine."""

    def __init__(self, stops: list[EngineStop]) -> None:
        self._stops = stops

    def on_lm_start(self, call_id: str, instance: Any, inputs: dict[str, Any]) -> None:
        del call_id, inputs
        self._check(instance)

    def on_module_start(self, call_id: str, instance: Any, inputs: dict[str, Any]) -> None:
        del call_id, inputs
        self._check(instance)  # DSPy 3.0.1 announces subclasses of BaseLM here

    def _check(self, instance: Any) -> None:
        if not isinstance(instance, dspy.BaseLM) or isinstance(instance, LiftLM):
            return
        stop = EngineStop(
            UsageError(
                f"the program calls the model {instance.model} itself, past lift, "
                "which could then neither count the call nor keep it within a budget",
                hint="let the program use the LM of the context, without lm= of its own",
            )
        )
        self._stops.append(stop)
        raise stop


def _call(module: Any, inputs: dict[str, Any]) -> Any:
    # The class is asked, because asking the object for `forward` makes DSPy 3.0.1 log a warning.
    kind = cast("type[object]", type(module))
    if hasattr(kind, "forward") or not hasattr(kind, "aforward"):
        return module(**inputs)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(module.acall(**inputs))
    return _in_thread(module, inputs)


def _in_thread(module: Any, inputs: dict[str, Any]) -> Any:
    """Run an async program beside the event loop that this thread already has."""
    context = contextvars.copy_context()
    outcome: list[Any] = []

    def work() -> None:
        try:
            outcome.append((context.run(asyncio.run, module.acall(**inputs)), None))
        except BaseException as error:  # noqa: BLE001 - raised again in the calling thread
            outcome.append((None, error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    result, error = outcome[0]
    if error is not None:
        raise error
    return result


def _outputs(prediction: Any) -> dict[str, str]:
    if not isinstance(prediction, (dspy.Prediction, Mapping)):
        raise TypeError(f"the program returned {type(prediction).__name__}, not a dspy.Prediction")
    return {str(name): text_of(value) for name, value in prediction.items()}


def text_of(value: Any) -> str:
    """Write a field's value as text: strings as they are, nothing as "", the rest as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, BaseModel):
        return value.model_dump_json()
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain)
    except (TypeError, ValueError):
        return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dspy.Example):  # a demonstration; DSPy 3.0.1 leaves it as it is
        return value.toDict()
    return str(value)


def _describe(failure: Exception) -> str:
    """Write an exception as `Type: message`, short enough for a report."""
    kind, message = type(failure).__name__, str(failure)
    if isinstance(failure, AdapterParseError):
        wanted = ", ".join(failure.signature.output_fields)
        answer = " ".join(str(failure.lm_response).split())[:_ANSWER_CHARACTERS]
        message = f"the answer does not have the fields {wanted}: {answer!r}"
    elif is_context_error(failure):
        kind = PromptTooLong.__name__
        found = _cause(failure)
        message = message if found is None else found.message
    return f"{kind}: {' '.join(message.split())}"[:_ERROR_CHARACTERS]


def _cause(failure: BaseException) -> PromptTooLong | None:
    error: BaseException | None = failure
    while error is not None:
        if isinstance(error, PromptTooLong):
            return error
        error = error.__cause__ or error.__context__
    return None


def _parts(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the state by predictor; a module that is a predictor itself has a flat one."""
    if "signature" in state:
        return {"self": state}
    return {name: part for name, part in state.items() if isinstance(part, dict)}


def _fields(part: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the fields in a predictor's state by the first word of their prefixes.

    DSPy stores no field names; the prefix of `reasoning` is worded differently in its versions.
    """
    fields: list[dict[str, Any]] = part.get("signature", {}).get("fields", [])
    return tuple(str(field["prefix"]).partition(":")[0] for field in fields)


def _names(names: Any) -> str:
    return ", ".join(names) or "none"
