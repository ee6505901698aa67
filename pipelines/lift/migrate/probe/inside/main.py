"""The probe: runs inside the Python of another environment, with its own DSPy, 2.4 or later.

Started by `lift.migrate.probe.session` by its path. Needs Python 3.9 and dspy, and nothing of lift;
the two files beside it are loaded by path as well. It reads JSON objects from stdin, one a line,
and answers each with one line on stdout; what the program under test prints goes elsewhere. A
user's program may do anything, so whatever it raises is an answer, never the end of the probe.
"""
# Everything here belongs to a DSPy of any version, so nothing is known about its types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownLambdaType=false

from __future__ import annotations

import contextlib
import enum
import importlib.metadata
import importlib.util
import io
import json
import linecache
import os
import resource
import signal
import sys
import threading
import time
import types
import warnings
from pathlib import Path
from typing import Any  # Python 3.9

Json = dict[str, Any]
DEEPEST = 12
ENDED_WELL = tuple(("SystemExit", one) for one in ("", "None", "0"))


def sibling(name: str) -> Any:
    """Load a file of the probe; its folder never gets onto sys.path, where it could hide others."""
    path = Path(__file__).resolve().parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"_lift_probe_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


lead, shapes = sibling("lead"), sibling("shapes")


def run(_dspy: Any, request: Json) -> Json:
    """Run a file as a script, as `python file` would."""
    path = request["path"]
    module = types.ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    sys.argv = [path, *request.get("argv", [])]
    sys.path.insert(0, str(Path(path).parent))
    linecache.checkcache(path)

    def execute() -> None:
        code = compile(Path(path).read_bytes(), path, "exec")
        exec(code, vars(module))  # noqa: S102 - the user's program is what this is for

    _, error = shapes.guarded(execute)
    if error is not None and (error["type"], error["message"]) in ENDED_WELL:
        error = None
    return {"error": error}


def case(dspy: Any, request: Json) -> Json:
    """Run one program of the project on one set of inputs; score it when there is a metric."""
    name, _, attribute = request["program"].partition(":")
    module, error = shapes.guarded(lambda: shapes.load({**request, "name": name}))
    program: Any = None
    if error is None:
        program, error = shapes.guarded(lambda: made(dspy, module, attribute))
    if error is not None:
        return {"error": error, "stage": "init", "seconds": 0.0}
    lead.ensure_lm(dspy)
    inputs = coerced(program, request["inputs"])
    started = time.perf_counter()
    answer, error = shapes.guarded(lambda: program(**inputs))
    seconds = time.perf_counter() - started
    if error is not None:
        return {"error": error, "stage": "call", "seconds": seconds}
    found: Json = {"error": None, "stage": "call", "seconds": seconds, "outputs": outputs(answer)}
    if request.get("metric"):
        found["score"], error = shapes.guarded(lambda: score(dspy, request, inputs, answer))
        found.update({"error": error, "stage": "metric"} if error else {})
    return found


def made(dspy: Any, module: Any, attribute: str) -> Any:
    """Return the program: an object as it is, or what a class or function makes of no arguments."""
    found = module
    for part in attribute.split("."):
        found = getattr(found, part)
    if isinstance(found, dspy.Module):
        return found
    return found()


def coerced(program: Any, inputs: Json) -> Json:
    """Make JSON values what the program expects, such as a pydantic model from an object."""
    types_: Json = {}
    predictors, _ = shapes.guarded(lambda: list(program.named_predictors()))
    for _, predictor in predictors or []:
        for name, field in (getattr(predictor.signature, "model_fields", None) or {}).items():
            types_.setdefault(name, field.annotation)
    forward = getattr(program, "forward", None)
    for one in shapes.parameters(forward) if forward else []:
        if one.annotation is not one.empty:
            types_[one.name] = one.annotation
    return {name: fitted(value, types_.get(name)) for name, value in inputs.items()}


def fitted(value: Any, kind: Any) -> Any:
    """Make a value of a type; the value itself where that cannot be done."""
    if kind is None:
        return value
    made_, error = shapes.guarded(lambda: shapes.adapter(kind).validate_python(value))
    return value if error is not None else made_


def score(dspy: Any, request: Json, inputs: Json, answer: Any) -> float:
    """Call the metric the way dspy.Evaluate does."""
    name, _, attribute = request["metric"].partition(":")
    metric = getattr(importlib.import_module(name), attribute)
    example = dspy.Example(**inputs, **request.get("expected", {})).with_inputs(*inputs)
    value = metric(example, answer)
    return float(getattr(value, "score", value))


def outputs(answer: Any) -> Json:
    """Return what a program answered as JSON, by field; what has no fields is called `value`."""
    store = getattr(answer, "_store", None)
    if isinstance(store, dict):
        return {str(name): plain(value) for name, value in store.items()}
    return {"value": plain(answer)}


def plain(value: Any, depth: int = 0) -> Any:
    """Turn a value into JSON with its type kept visible: 'None' and None must not look alike."""
    if isinstance(value, enum.Enum):
        value = value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if depth > DEEPEST:
        return repr(type(value))
    if isinstance(value, dict):
        return {str(key): plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        ordered = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
        return [plain(one, depth + 1) for one in ordered]
    store = getattr(value, "_store", None)
    if isinstance(store, dict):
        return plain(store, depth + 1)
    if hasattr(value, "model_dump"):
        dumped, error = shapes.guarded(value.model_dump)
        return repr(value) if error else plain(dumped, depth + 1)
    return repr(value).split(" at 0x")[0]


def describe(dspy: Any, request: Json) -> Json:
    """Import a module and describe what is in it."""
    found, error = shapes.guarded(lambda: shapes.describe(dspy, request))
    return {**(found or {}), "error": error}


OPERATIONS = {"run": run, "case": case, "describe": describe}


def answered(dspy: Any, request: Json) -> Json:
    """Carry out one request with its printing and its warnings caught."""
    printed = io.StringIO()
    before = len(lead.blocked)
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        answer = OPERATIONS[request["op"]](dspy, request)
    told = [str(one.message) for one in caught if issubclass(one.category, DeprecationWarning)]
    return {
        **answer,
        "printed": printed.getvalue(),
        "warnings": sorted({one for one in told if "dspy" in one.lower() or "DSPy" in one}),
        "blocked": lead.blocked[before:],
        "notes": list(lead.notes),
        "memory_mb": peak_memory_mb(),
    }


def peak_memory_mb() -> float:
    """Most memory that this process ever had, in MB (10^6 bytes)."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def dspy_version() -> str:
    """Return the version that is installed, under either of its names."""
    for name in ("dspy", "dspy-ai"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            return importlib.metadata.version(name)
    return ""


def end_with(parent: int) -> None:
    """Wait for the end of lift, however it ends, and take the whole process group along."""
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGKILL)


def main() -> int:
    """Serve requests until stdin ends."""
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    asked = os.fdopen(os.dup(0), "r", encoding="utf-8")
    # Half of a surrogate pair, which models do write, is no JSON: it becomes a question mark.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a child process or a C library prints must not stand between answers
    sys.path.pop(0)

    def tell(answer: Json) -> None:
        answers.write(json.dumps(answer, ensure_ascii=False, default=repr) + "\n")
        answers.flush()

    setup: Json = json.loads(asked.readline())
    paths: list[str] = setup["paths"]
    lead.redirect(setup["port"])
    started = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        dspy, error = shapes.guarded(lambda: lead.import_dspy(setup["private"], setup["cwd"]))
    sys.path[:0] = paths
    if importlib.util.find_spec("lift") is None:
        sys.path.append(setup["spare"])
    sys.dont_write_bytecode = True  # nothing of ours stays in the user's project
    tell(
        {
            "dspy": dspy_version(),
            "python": ".".join(str(one) for one in sys.version_info[:3]),
            "seconds": time.perf_counter() - started,
            "memory_mb": peak_memory_mb(),
            "error": error,
            "blocked": list(lead.blocked),
        }
    )
    if error is not None:
        return 1
    for line in asked:
        tell(answered(dspy, json.loads(line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
