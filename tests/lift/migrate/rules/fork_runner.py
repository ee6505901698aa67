"""Runs programs in one version of DSPy: imported once, forked for every program.

Started by `stage.Stage` with the Python of an environment; needs nothing but the standard library
and dspy. Reads one JSON object per line, {"code", "folder"}, and answers {"output", "error"}.
"""

import contextlib
import io
import json
import linecache
import os
import sys
import traceback
import warnings


def run(code, folder):
    """Execute a program in this process and return what it printed and how it ended."""
    import dspy

    os.chdir(folder)
    if hasattr(dspy, "configure_cache"):  # answers of the program before are nobody's business
        dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=True)
    name = os.path.join(folder, "program.py")
    with open(name, "w") as file:
        file.write(code)
    printed, error = io.StringIO(), ""
    linecache.checkcache(name)
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", DeprecationWarning)
        try:
            exec(compile(code, name, "exec"), {"__name__": "__main__", "__file__": name})
        except BaseException as raised:
            error = "".join(traceback.format_exception_only(type(raised), raised)).strip()
    told = sorted({str(one.message) for one in caught if "eprecat" in str(one.message)})
    return {"output": printed.getvalue(), "error": error, "warnings": told}


def forked(request):
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
    return answer or json.dumps({"output": "", "error": "it ended without a word", "warnings": []})


def main():
    """Import dspy, say so, and serve programs until stdin ends."""
    # What a program prints goes to its own place; nothing else may stand between the answers.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    import dspy  # noqa: F401

    answers.write(b"ready\n")
    for line in sys.stdin:
        answer = forked(json.loads(line))
        answers.write((answer if isinstance(answer, bytes) else answer.encode()) + b"\n")


if __name__ == "__main__":
    main()
