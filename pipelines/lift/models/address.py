"""The one form in which lift.toml, `--model` and reports name a model.

    ollama/NAME[@HOST]    a model of an Ollama server
    gguf:PATH             a GGUF file, run in-process by llama.cpp
    builtin               the demonstration model shipped with lift
    replay:FILE           the recorded answers of an earlier run
    PROVIDER/NAME[@URL]   anything else: a hosted API through dspy.LM

Called by the configuration, by `lift.models.registry` and by everything that names a model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from lift.errors import UsageError

__all__ = ["AddressKind", "ModelAddress", "normalise_host", "parse_address", "public_host"]

OLLAMA_PORT = 11434
_FORMS = "use ollama/NAME[@HOST], gguf:PATH, builtin, replay:FILE or PROVIDER/NAME"


class AddressKind(str, Enum):
    """Which host answers for an address."""

    OLLAMA = "ollama"
    GGUF = "gguf"
    BUILTIN = "builtin"
    REPLAY = "replay"
    LITELLM = "litellm"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAddress:
    """A parsed address."""

    kind: AddressKind
    name: str
    """Model name without prefix and host; the path for `gguf` and `replay`."""
    host: str | None = None
    """Base URL as in `http://mac:11434`, or None where the default host is meant."""

    @property
    def model(self) -> str:
        """The model without its host, as it stands in requests: `ollama/qwen3:8b`."""
        if self.kind is AddressKind.OLLAMA:
            return f"ollama/{self.name}"
        if self.kind in (AddressKind.GGUF, AddressKind.REPLAY):
            return f"{self.kind.value}:{self.name}"
        return self.name

    def __str__(self) -> str:
        """The address again, without any password in the host."""
        return self.model if self.host is None else f"{self.model}@{public_host(self.host)}"


def parse_address(text: str) -> ModelAddress:
    """Parse a model address.

    Raises:
        UsageError: the text is no address; the message says which part is wrong.
    """
    text = text.strip()
    if not text:
        raise UsageError("the model address is empty", hint=_FORMS)
    if text == "builtin":
        return ModelAddress(kind=AddressKind.BUILTIN, name="builtin")
    for kind in (AddressKind.GGUF, AddressKind.REPLAY):
        if text.startswith(f"{kind.value}:"):
            return _file_address(kind, text[len(kind.value) + 1 :])
    if text.startswith("ollama/"):
        return _ollama_address(text)
    if text in {"ollama", "gguf", "replay"} or text.startswith(("builtin:", "builtin/")):
        raise UsageError(f"the model address {text!r} is incomplete or too long", hint=_FORMS)
    return _provider_address(text)


def normalise_host(text: str) -> str:
    """Return a base URL for what people write as a host: `mac`, `mac:11434`, `:8080`, a URL.

    Follows Ollama's own rules for OLLAMA_HOST: scheme http, port 11434 unless a scheme is given;
    `0.0.0.0`, which servers listen on, becomes `127.0.0.1`.

    Raises:
        UsageError: it is no host.
    """
    given = text.strip().rstrip("/")
    has_scheme = "://" in given
    parts = urlsplit(given if has_scheme else f"http://{given}")
    try:
        port = parts.port
    except ValueError as error:
        raise UsageError(f"the port in the host {public_host(text)!r} is not a number") from error
    if parts.scheme not in {"http", "https"} or (not parts.hostname and port is None):
        raise UsageError(
            f"{public_host(text)!r} is not a host",
            hint="write it as mac, mac:11434 or https://models.example.org",
        )
    name = parts.hostname or "127.0.0.1"
    name = "127.0.0.1" if name == "0.0.0.0" else name  # noqa: S104 - the opposite of binding
    name = f"[{name}]" if ":" in name else name
    if port is None:
        port = {"http": 80, "https": 443}[parts.scheme] if has_scheme else OLLAMA_PORT
    user = parts.netloc.rpartition("@")[0]
    return f"{parts.scheme}://{user + '@' if user else ''}{name}:{port}{parts.path}"


def public_host(host: str) -> str:
    """Return the host without user name and password, fit for messages and reports."""
    return re.sub(r"^([a-z]+://)?[^/@]*@", r"\1", host)


def _file_address(kind: AddressKind, path: str) -> ModelAddress:
    if not path:
        raise UsageError(
            f"{kind.value}: needs a path after the colon", hint=f"write {kind.value}:PATH"
        )
    return ModelAddress(kind=kind, name=path)


def _ollama_address(text: str) -> ModelAddress:
    name, at, host = text[len("ollama/") :].partition("@")
    if not name:
        raise UsageError(
            f"the model address {text!r} has no model name", hint="write ollama/NAME[@HOST]"
        )
    if re.search(r"\s", name):
        raise UsageError(
            f"the Ollama model name {name!r} contains a space", hint="`ollama list` shows the names"
        )
    if at and not host:
        raise UsageError(
            f"the model address {text!r} has no host after the @", hint="write ollama/NAME@HOST"
        )
    return ModelAddress(
        kind=AddressKind.OLLAMA, name=name, host=normalise_host(host) if at else None
    )


def _provider_address(text: str) -> ModelAddress:
    name, url = text, None
    found = re.search(r"@(https?://.*)$", text)
    if found:
        name, url = text[: found.start()], found.group(1)
    provider, slash, model = name.partition("/")
    if not slash or not provider or not model or re.search(r"\s", name):
        raise UsageError(f"{text!r} is not a model address", hint=_FORMS)
    return ModelAddress(kind=AddressKind.LITELLM, name=name, host=url.rstrip("/") if url else None)
