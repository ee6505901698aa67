"""Opens the host of a model address and lists what there is to open.

Hosts are imported here, when one is opened: `lift models list` loads neither dspy nor llama.cpp.
Called by every command that needs a model, and by `lift doctor`.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from lift.engine.ports import ModelHost
from lift.engine.request import Message, ModelAnswer, ModelRequest
from lift.errors import EnvironmentFault, LiftError
from lift.models.address import AddressKind, ModelAddress, normalise_host, parse_address
from lift.models.builtin import builtin_path

__all__ = [
    "HostSettings",
    "ListedModel",
    "ModelListing",
    "list_models",
    "open_host",
    "trial_prompt",
    "try_model",
]

DEFAULT_OLLAMA = "http://127.0.0.1:11434"
HOSTED_SLOTS = 8
_REPAIR = '''\
def sum_range(n):
    """Sum of the numbers from 1 to `n`."""
    total = 0
    for k in range(1, n + 1):
        total -= k
    return total

assert sum_range(3) == 6
assert -6 == 6'''


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSettings:
    """How hosts are opened; everything has a default that works."""

    ollama_host: str = DEFAULT_OLLAMA
    """Where `ollama/NAME` without @HOST is served; OLLAMA_HOST is read by the configuration."""
    slots: int | None = None
    """Requests sent at once; None means one to a local model, eight to a hosted one, and as many as
    there are cores to the builtin one."""
    num_ctx: int | None = None
    """Largest context window in tokens; None leaves it to the model."""
    timeout_s: float = 600.0
    """Longest silence of a server in seconds, while it loads the model, too."""
    keep_alive: str | None = None
    """How long Ollama keeps the model in memory, as in `10m`."""
    api_key: str | None = None
    """Key for the @URL of a hosted model; a provider's own comes from the environment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedModel:
    """One model that could be opened here."""

    address: str
    size_bytes: int
    digest: str | None
    details: str
    """For people: family, parameters, quantization."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelListing:
    """What there is, and why something is missing."""

    models: tuple[ListedModel, ...]
    problems: tuple[LiftError, ...]
    """One per source that could not be listed."""


def open_host(
    address: str | ModelAddress, settings: HostSettings | None = None, *, slots: int | None = None
) -> ModelHost:
    """Open the host for an address; the model itself is loaded or asked for by its first use.

    Args:
        address: as in lift.toml, or parsed.
        settings: how to open it.
        slots: requests sent at once, over the settings; the builtin model takes no more than cores.

    Raises:
        UsageError: the address is none.
        EnvironmentFault: the builtin model is not installed.
        StoreError: a replay file cannot be read.
    """
    parsed = parse_address(address) if isinstance(address, str) else address
    settings = settings or HostSettings()
    count = settings.slots if slots is None else slots
    if parsed.kind in (AddressKind.BUILTIN, AddressKind.GGUF):
        return _open_llama(parsed, settings, count)
    if parsed.kind is AddressKind.OLLAMA:
        from lift.adapters.ollama_host import OllamaHost

        return OllamaHost(
            model=parsed.name,
            url=parsed.host or normalise_host(settings.ollama_host),
            slots=count or 1,
            num_ctx=settings.num_ctx,
            timeout_s=settings.timeout_s,
            keep_alive=settings.keep_alive,
        )
    if parsed.kind is AddressKind.REPLAY:
        from lift.engine.replay import FileRecording, ReplayHost

        return ReplayHost(FileRecording(Path(parsed.name).expanduser()))
    from lift.adapters.litellm_host import LiteLLMHost

    return LiteLLMHost(
        model=parsed.name,
        url=parsed.host,
        slots=count or HOSTED_SLOTS,
        num_ctx=settings.num_ctx,
        timeout_s=settings.timeout_s,
        api_key=settings.api_key,
    )


def list_models(settings: HostSettings | None = None) -> ModelListing:
    """List the builtin model and those of the Ollama server; what is missing is no exception."""
    settings = settings or HostSettings()
    models: list[ListedModel] = []
    problems: list[LiftError] = []
    for source in (_list_builtin, _list_ollama):
        try:
            models += source(settings)
        except LiftError as error:
            problems.append(error)
    return ModelListing(models=tuple(models), problems=tuple(problems))


def trial_prompt(address: str) -> str:
    """Return a first question for a model; the demonstration model knows only its own trade."""
    if parse_address(address).kind is AddressKind.BUILTIN:
        return _REPAIR
    return "Say hello in one sentence."


def try_model(host: ModelHost, prompt: str, *, max_tokens: int = 128) -> ModelAnswer:
    """Send one prompt straight to a host, past ledger and budget.

    Raises:
        ModelError: the host could not answer.
    """
    info = host.info()
    return host.complete(
        ModelRequest(
            model=info.address,
            digest=info.digest,
            host=host.name,
            messages=(Message(role="user", content=prompt),),
            max_tokens=max_tokens,
        )
    )


def _open_llama(address: ModelAddress, settings: HostSettings, slots: int | None) -> ModelHost:
    from lift.adapters.llama_cpp import LlamaCppHost

    builtin = address.kind is AddressKind.BUILTIN
    if builtin:
        cores = os.cpu_count() or 1
        slots = min(slots or cores, cores)  # more would only wait for each other
    return LlamaCppHost(
        address=str(address),
        path=builtin_path() if builtin else Path(address.name).expanduser(),
        slots=slots or 1,
        num_ctx=settings.num_ctx,
        separate=builtin,
    )


def _list_builtin(_: HostSettings) -> list[ListedModel]:
    path = builtin_path()
    if importlib.util.find_spec("xllamacpp") is None:
        raise EnvironmentFault(
            "the builtin model is here, but not what runs it",
            hint="pip install 'lift-dspy[builtin]'",
        )
    from lift.models.gguf import file_digest, read_header

    header = read_header(path)
    return [
        ListedModel(
            address="builtin",
            size_bytes=header.size_bytes,
            digest=file_digest(path),
            details=f"{header.architecture}, demonstration only",
        )
    ]


def _list_ollama(settings: HostSettings) -> list[ListedModel]:
    from lift.adapters.ollama_host import list_ollama_models

    url = normalise_host(settings.ollama_host)
    shown = "" if url == DEFAULT_OLLAMA else f"@{url}"
    return [
        ListedModel(
            address=f"ollama/{row['name']}{shown}",
            size_bytes=int(str(row["size_bytes"])),
            digest=None if row["digest"] is None else f"sha256:{row['digest']}",
            details=" ".join(
                str(row[key]) for key in ("family", "parameters", "quantization") if row[key]
            ),
        )
        for row in list_ollama_models(url)
    ]
