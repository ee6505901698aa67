"""Importing the adapters goes nowhere and says nothing, in either DSPy line."""

from __future__ import annotations

import subprocess
import sys
import textwrap

NO_NETWORK = """
import socket
tried = []
def refuse(self, address):
    tried.append(address)
    raise OSError("no network in this test")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *a, **k: refuse(None, a)
"""


def _run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={k: v for k, v in environment.items() if not k.startswith("LITELLM")},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def test_no_connection_is_tried_and_nothing_is_printed(
    lift_environment: dict[str, str],
) -> None:
    code = NO_NETWORK + textwrap.dedent(
        """
        import threading, time
        import lift.adapters.dspy_program, lift.adapters.litellm_host
        import lift.adapters.ollama_host, lift.adapters.llama_cpp
        for thread in threading.enumerate():
            if thread is not threading.main_thread():
                thread.join(3)
        print(tried)
        """
    )
    done = _run(code, lift_environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_the_model_registry_loads_no_engine(lift_environment: dict[str, str]) -> None:
    code = """
    import sys
    import lift.models.registry, lift.adapters
    heavy = {"dspy", "litellm", "ollama", "xllamacpp", "httpx", "openai", "pydantic"}
    print(sorted(heavy & set(sys.modules)))
    """
    done = _run(code, lift_environment)
    assert (done.stdout, done.stderr) == ("[]\n", "")
