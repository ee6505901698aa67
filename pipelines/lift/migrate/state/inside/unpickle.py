"""Turn a .pkl state or a program folder into a JSON state: unpickle.py PATH OUT.

Unpickling runs whatever code the file holds, so this is only ever started when the user said that
the file may be trusted. The result, or the error, is JSON in the file OUT.
"""
# Everything here belongs to a DSPy of any version, so nothing is known about its types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def plain(value: Any) -> Any:
    """JSON for what DSPy puts into a state: examples, pydantic models, sets, LMs of early 2.6."""
    for method, options in (("toDict", {}), ("model_dump", {"mode": "json"}), ("dump_state", {})):
        dump = getattr(value, method, None)
        if callable(dump) and not isinstance(value, type):
            return dump(**options)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=repr)
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


def state_of(path: Path) -> dict[str, Any]:
    """Load the file, or the program of the folder, and return its state."""
    importlib.import_module("dspy")  # the classes that the pickle names
    cloudpickle: Any = importlib.import_module("cloudpickle")
    if not path.is_dir():
        state = cloudpickle.loads(path.read_bytes())
    else:
        program = cloudpickle.loads((path / "program.pkl").read_bytes())
        state = program.dump_state()
        state["metadata"] = json.loads((path / "metadata.json").read_text("utf-8"))
    if not isinstance(state, dict):
        raise TypeError(f"it holds a {type(state).__name__}, not a state")
    return state


def main(path: str, out: str) -> None:
    """Write the state, or the error in its place."""
    try:
        text = json.dumps({"state": state_of(Path(path))}, default=plain)
    except BaseException as error:  # noqa: BLE001 - code from the file may raise anything
        text = json.dumps({"error": f"{type(error).__name__}: {error}"})
    Path(out).write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
