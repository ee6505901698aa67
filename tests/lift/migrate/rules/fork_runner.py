"""Runs programs in one version of DSPy: imported once, forked for every program.

Started by `stage.Stage` with the Python of an environment; needs nothing but the standard library
and dspy. Reads one JSON object per line, {"code", "folder"}, and answers {"output", "error",
"warnings"}.
"""

from __future__ import annotations

import contextlib
import io
import json
import linecache
import os
import sys
import traceback
import warnings
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import dspy

with contextlib.suppress(ImportError):  # 3.4 waits with it until a call; every child would pay
    import_module("litellm")


def run(code: str, folder: str) -> dict[str, Any]:
    """Execute a program in this process and return what it printed and how it ended."""
    os.chdir(folder)
    if hasattr(dspy, "configure_cache"):  # answers of the program before are nobody's business
        dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=True)
    file = Path(folder, "program.py")
    file.write_text(code)
    printed, error = io.StringIO(), ""
    linecache.checkcache(str(file))
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        try:
            main = sys.modules["__main__"] = ModuleType("__main__")
            main.__file__ = str(file)
            exec(compile(code, str(file), "exec", dont_inherit=True), vars(main))
        except BaseException as raised:  # noqa: BLE001 - whatever ends a program is its result
            error = "".join(traceback.format_exception_only(type(raised), raised)).strip()
    told = sorted({str(one.message) for one in caught if "eprecat" in str(one.message)})
    return {"output": printed.getvalue(), "error": error, "warnings": told}


def forked(request: dict[str, str]) -> bytes:
    """Execute a program in a child of its own, so that it leaves nothing behind."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        answer = json.dumps(run(request["code"], request["folder"])).encode()
        with os.fdopen(write, "wb") as pipe:
            pipe.write(answer)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer or b'{"output": "", "error": "it ended without a word", "warnings": []}'


def main(answers: int) -> None:
    """Say that dspy is imported, and serve programs until stdin ends."""
    with os.fdopen(answers, "wb", buffering=0) as out:
        out.write(b"ready\n")
        for line in sys.stdin:
            out.write(forked(json.loads(line)) + b"\n")


if __name__ == "__main__":
    # What dspy and the programs print goes elsewhere; nothing else may stand between the answers.
    own = os.dup(1)
    os.dup2(2, 1)
    main(own)
