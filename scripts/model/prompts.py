"""DSPy's prompts, written without DSPy.

The corpus needs hundreds of thousands of prompts, and the model has to see exactly the text that
DSPy will send: tests/scripts/test_model_corpus.py compares with the installed DSPy byte by byte.
DSPy 3.0.1 and 3.4.1 render these signatures alike; only GEPA's reflection prompts differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Messages = list[dict[str, str]]

_INTRODUCTION: Final = (
    "All interactions will be structured in the following way, "
    "with the appropriate values filled in."
)
_OBJECTIVE: Final = "In adhering to this structure, your objective is: "
_LIST_OF_TEXT: Final = '{"type": "array", "items": {"type": "string"}}'
_DONE: Final = "[[ ## completed ## ]]"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a signature; `kind` is the annotation as DSPy prints it."""

    name: str
    desc: str = ""
    kind: str = "str"


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A signature: instructions and fields."""

    instructions: str
    inputs: tuple[Field, ...]
    outputs: tuple[Field, ...]


def chat_messages(task: Task, values: Mapping[str, Any]) -> Messages:
    """What ChatAdapter sends."""
    slots = [f"{_header(f)}\n{{{f.name}}}" for f in task.inputs]
    slots += [f"{_header(f)}\n{{{f.name}}}{_note(f)}" for f in task.outputs]
    system = "\n".join(
        [_fields(task), _INTRODUCTION, "", "\n\n".join([*slots, _DONE]), _objective(task)]
    )
    wanted = ", then ".join(f"`{_header(f)}`{_must(f)}" for f in task.outputs)
    request = (
        f"Respond with the corresponding output fields, starting with the field {wanted}, "
        f"and then ending with the marker for `{_DONE}`."
    )
    return _two(system, f"{_inputs(task, values)}\n\n{request}")


def json_messages(task: Task, values: Mapping[str, Any]) -> Messages:
    """What JSONAdapter sends."""
    slots = "\n\n".join(f"{_header(f)}\n{{{f.name}}}" for f in task.inputs)
    form = json.dumps({f.name: f"{{{f.name}}}{_note(f)}" for f in task.outputs}, indent=2)
    system = (
        f"{_fields(task)}\n{_INTRODUCTION}\n\n"
        f"Inputs will have the following structure:\n\n{slots}\n\n"
        f"Outputs will be a JSON object with the following fields.\n\n{form}\n{_objective(task)}"
    )
    order = ", then ".join(f"`{f.name}`{_must(f)}" for f in task.outputs)
    request = f"Respond with a JSON object in the following order of fields: {order}."
    return _two(system, f"{_inputs(task, values)}\n\n{request}")


def chat_answer(task: Task, values: Mapping[str, Any]) -> str:
    """The answer that ChatAdapter can read."""
    parts = [f"{_header(f)}\n{_value(values[f.name])}" for f in task.outputs]
    return "\n\n".join([*parts, _DONE])


def json_answer(task: Task, values: Mapping[str, Any]) -> str:
    """The answer that JSONAdapter can read."""
    return json.dumps({f.name: values[f.name] for f in task.outputs}, ensure_ascii=False)


def _two(system: str, user: str) -> Messages:
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _header(field: Field) -> str:
    return f"[[ ## {field.name} ## ]]"


def _fields(task: Task) -> str:
    return (
        f"Your input fields are:\n{_listed(task.inputs)}\n"
        f"Your output fields are:\n{_listed(task.outputs)}"
    )


def _listed(fields: Sequence[Field]) -> str:
    lines = [f"{n}. `{f.name}` ({f.kind}): {f.desc}" for n, f in enumerate(fields, 1)]
    return "\n".join(lines).strip()


def _objective(task: Task) -> str:
    lines = task.instructions.split("\n")
    return _OBJECTIVE + "".join(f"\n        {line}" for line in lines)


def _inputs(task: Task, values: Mapping[str, Any]) -> str:
    return "\n\n".join(f"{_header(f)}\n{_value(values[f.name])}" for f in task.inputs)


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _note(field: Field) -> str:
    """The hint that DSPy prints for a field that is not text."""
    hint = {
        "str": "",
        "int": "must be a single int value",
        "float": "must be a single float value",
        "bool": "must be True or False",
        "list[str]": f"must adhere to the JSON schema: {_LIST_OF_TEXT}",
    }[field.kind]
    return f"        # note: the value you produce {hint}" if hint else ""


def _must(field: Field) -> str:
    if field.kind == "str":
        return ""
    return f" (must be formatted as a valid Python {field.kind})"


# --- reflection ----------------------------------------------------------------------------------

_TASK_LINES: Final = (
    "Your task is to write a new instruction for the assistant.",
    (
        "Read the inputs carefully and identify the input format and infer detailed task "
        "description about the task I wish to solve with the assistant."
    ),
    (
        "Read all the assistant responses and the corresponding feedback. Identify all niche and "
        "domain specific factual information about the task and include it in the instruction, as "
        "a lot of it may not be available to the assistant in the future. The assistant may have "
        "utilized a generalizable strategy to solve the task, if so, include that in the "
        "instruction as well."
    ),
)
_PROPOSAL: Final = "\n\n".join(
    (
        (
            "I provided an assistant with instructions to perform a task for me. You are given "
            "those instructions, along with examples of different task inputs provided to the "
            "assistant, the assistant's response for each of them, and some feedback on how the "
            "assistant's response could be better."
        ),
        *_TASK_LINES,
    )
)
_OLD_HEAD: Final = (
    "I provided an assistant with the following instructions to perform a task for me:\n```\n"
)
_OLD_MIDDLE: Final = (
    "\n```\n\nThe following are examples of different task inputs provided to the assistant along "
    "with the assistant's response for each of them, and some feedback on how the assistant's "
    "response could be better:\n```\n"
)
_OLD_TAIL: Final = "\n```\n\n" + "\n\n".join(_TASK_LINES)
_OLD_END: Final = "\n\nProvide the new instructions within ``` blocks."

REFLECTION: Final = Task(
    instructions=_PROPOSAL,
    inputs=(
        Field("current_instruction", "The instructions I provided to the assistant."),
        Field(
            "examples_with_feedback",
            "Task inputs provided to the assistant, the assistant's response for each, and "
            "feedback on how the response could be better.",
            "list[dict[str, Any]]",
        ),
    ),
    outputs=(Field("new_instruction", "The new instruction for the assistant."),),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One example that a reflection reads."""

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    feedback: str


def shortened(value: str) -> str:
    """What lift leaves of a long value in a reflection prompt for the built-in model."""
    return value if len(value) <= 100 else f"{value[:60]} ... {value[-35:]}"


def reflection_messages(instruction: str, records: Sequence[Record]) -> Messages:
    """GEPA's reflection prompt on the 3.4 line."""
    examples = [
        {
            "Inputs": {k: shortened(v) for k, v in record.inputs.items()},
            "Generated Outputs": {k: shortened(v) for k, v in record.outputs.items()},
            "Feedback": record.feedback,
        }
        for record in records
    ]
    values = {"current_instruction": instruction, "examples_with_feedback": examples}
    return json_messages(REFLECTION, values)


def old_reflection_messages(instruction: str, records: Sequence[Record]) -> Messages:
    """GEPA's reflection prompt on the 3.0 line: one text."""
    examples: list[str] = []
    for number, record in enumerate(records, 1):
        text = f"# Example {number}\n"
        for title, values in (("Inputs", record.inputs), ("Generated Outputs", record.outputs)):
            text += f"## {title}\n"
            for name, value in values.items():
                text += f"### {name}\n{shortened(value).strip()}\n\n"
        examples.append(f"{text}## Feedback\n{record.feedback.strip()}\n\n")
    body = "\n\n".join(examples)
    text = f"{_OLD_HEAD}{instruction}{_OLD_MIDDLE}{body}{_OLD_TAIL}{_OLD_END}"
    return [{"role": "user", "content": text}]


# --- whole tokens --------------------------------------------------------------------------------

BOILERPLATE: Final = (
    "Your input fields are:\n1. `",
    "Your output fields are:\n1. `",
    "` (str): ",
    "` (list[str]): ",
    "` (list[dict[str, Any]]): ",
    f"\n{_INTRODUCTION}\n\n",
    "[[ ## ",
    " ## ]]\n",
    " ## ]]\n{",
    "}\n\n[[ ## ",
    f"completed ## ]]\n{_OBJECTIVE}\n        ",
    "completed ## ]]",
    f"\n{_OBJECTIVE}\n        ",
    "\n\nRespond with the corresponding output fields, starting with the field `[[ ## ",
    " ## ]]`, then `[[ ## ",
    f" ## ]]`, and then ending with the marker for `{_DONE}`.",
    "Inputs will have the following structure:\n\n",
    'Outputs will be a JSON object with the following fields.\n\n{\n  "',
    '": "{',
    '}",\n  "',
    '}"\n}',
    "\n\nRespond with a JSON object in the following order of fields: `",
    "`, then `",
    "        # note: the value you produce ",
    "must be a single int value",
    "must be a single float value",
    "must be True or False",
    f"must adhere to the JSON schema: {_LIST_OF_TEXT}",
    " (must be formatted as a valid Python ",
    *_TASK_LINES,
    *(field.desc for field in (*REFLECTION.inputs, *REFLECTION.outputs)),
    _PROPOSAL.split("\n\n")[0],
    _OLD_HEAD,
    _OLD_MIDDLE,
    _OLD_END.strip(),
    '{"Inputs": {"',
    '"}, "Generated Outputs": {"',
    '"}, "Feedback": "',
    "# Example ",
    "## Inputs\n### ",
    "## Generated Outputs\n### ",
    "## Feedback\n",
    '", "',
    '": "',
    "\\n",
    "\\n   ",
    "\\n       ",
    "\\n           ",
    "\\n               ",
    '\\"\\"\\"',
    "The fix passes.",
    "The fix fails: ",
    "The fix does not parse.",
    " The test says: ",
    ", expected ",
    " raised ",
    "Repair the Python function so that the failing test passes.",
    " Change as little as possible and keep all names.",
    "a Python function with one bug",
    "the failing test and what it saw",
    "the whole repaired function",
    "Bug: ",
    ". Rule: ",
)
