"""Lead a program's model calls to the recording endpoint, and keep everything else on the machine.

Part of the probe, see `main`; runs in Python 3.9 with whatever DSPy is there.
"""
# Everything here belongs to a DSPy of any version, so nothing is known about its types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownLambdaType=false

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import socket
from typing import Any  # Python 3.9

__all__ = ["blocked", "ensure_lm", "import_dspy", "notes", "redirect"]

Json = dict[str, Any]
MODEL_PORT = 11434
"""Ollama's port; whatever connects there reaches the recording endpoint instead."""
BASE = f"http://localhost:{MODEL_PORT}"
KEY = "lift"
LOCAL = ("", "localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - compared with, never bound to
blocked: list[str] = []
"""Addresses that a program wanted to reach and was refused."""
notes: list[str] = []
"""What somebody who compares should know."""


def redirect(port: int) -> None:
    """Lead every connection to Ollama's port to the endpoint; refuse all that leave the machine."""
    look_up = socket.getaddrinfo

    def own_look_up(host: Any, service: Any, *args: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if str(service) == str(MODEL_PORT):
            named.pop("family", None)
            return look_up("127.0.0.1", service, socket.AF_INET, *args[1:], **named)
        if name is not None and name not in LOCAL:
            raise _refuse(str(name), service)
        return look_up(host, service, *args, **named)

    socket.getaddrinfo = own_look_up  # type: ignore[assignment]
    for method in ("connect", "connect_ex"):
        _lead_socket(method, port)


def _lead_socket(method: str, port: int) -> None:
    original = getattr(socket.socket, method)

    def own(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and len(address) >= 2:
            if address[1] == MODEL_PORT:
                address = ("127.0.0.1", port, *address[2:])
            elif str(address[0]) not in LOCAL:
                raise _refuse(str(address[0]), address[1])
        return original(self, address)

    setattr(socket.socket, method, own)


def _refuse(host: str, port: Any) -> OSError:
    blocked.append(f"{host}:{port}")
    return ConnectionRefusedError(f"lift lets no program under test reach {host}:{port}")


def import_dspy(private: str, project: str) -> Any:
    """Import dspy in a private folder, because 2.4 writes log files where it is imported."""
    os.chdir(private)
    dspy = importlib.import_module("dspy")
    os.chdir(project)
    if hasattr(dspy, "configure_cache"):
        with contextlib.suppress(TypeError):
            dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=False)
    if hasattr(dspy, "LM"):
        _lead_lm(dspy.LM)
    if hasattr(dspy, "OpenAI"):
        _lead_old_client(dspy.OpenAI, "api_base", BASE + "/v1/")
    if hasattr(dspy, "OllamaLocal"):
        _lead_old_client(dspy.OllamaLocal, "base_url", BASE)
    return dspy


def _lead_lm(cls: Any) -> None:
    """Send the calls of every dspy.LM to Ollama's port, in the form that its provider speaks."""
    begin = cls.__init__

    @functools.wraps(begin)
    def init(self: Any, model: Any, *args: Any, **named: Any) -> None:
        engine = named.get("engine", "auto")
        if isinstance(engine, str) and isinstance(model, str):
            model = _lead_model(model, named)
            named["cache"] = False
        begin(self, model, *args, **named)

    cls.__init__ = init


def _lead_model(model: str, named: Json) -> str:
    provider, _, rest = model.partition("/")
    key = next((one for one in ("api_base", "base_url") if named.get(one)), None)
    if key is not None:
        named[key] = _local(str(named[key]))
    if provider in ("ollama", "ollama_chat"):
        return model
    if not rest:
        provider, rest = "openai", model
    if provider not in ("openai", "azure", "text-completion-openai"):
        note = f"{model} is compared in the OpenAI form, as openai/{rest}"
        if note not in notes:
            notes.append(note)
        model, named["api_base"] = f"openai/{rest}", BASE + "/v1"
    elif key is None:
        named["api_base"] = BASE + "/v1"
    if not named.get("api_key"):
        named["api_key"] = KEY
    return model


def _local(base: str) -> str:
    """Keep the path of an address, because versions differ in what they append to it."""
    path = base.split("://", 1)[-1].partition("/")[2]
    return BASE + ("/" + path if path else "")


def _lead_old_client(cls: Any, key: str, base: str) -> None:
    begin = cls.__init__

    @functools.wraps(begin)
    def init(self: Any, *args: Any, **named: Any) -> None:
        named[key] = base
        if key == "api_base" and not named.get("api_key"):
            named["api_key"] = KEY
        begin(self, *args, **named)

    cls.__init__ = init


def ensure_lm(dspy: Any) -> None:
    """Give a project that configures no model one, the same in every version."""
    with contextlib.suppress(AttributeError, RuntimeError):
        if getattr(dspy.settings, "lm", None) is not None:
            return
    if hasattr(dspy, "OllamaLocal"):  # 2.4 and 2.5, where an adapter must be set for dspy.LM
        lm = dspy.OpenAI(model="lift-probe", model_type="chat", max_tokens=1000)
    else:
        lm = dspy.LM("openai/lift-probe", temperature=0.0, max_tokens=1000)
    dspy.settings.configure(lm=lm)
