"""Hosts for `builtin` and `gguf:PATH`: llama.cpp inside this process, through xllamacpp.

One set of servers is shared by all hosts of the same file. The text comes back exactly as the
model wrote it (no reasoning or tool parsing), the prompt cache is off, so that equal requests cost
equal time, and latency is the engine's own, without waiting for a free server.

xllamacpp always opens an HTTP listener; it is bound to the loopback address and locked with a
random key that nobody is told.
"""

from __future__ import annotations

import json
import os
import queue
import secrets
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from lift.adapters.json_schema import check_schema, plain_json
from lift.adapters.token_bound import prompt_bound
from lift.engine.request import JsonValue, ModelAnswer, ModelInfo, ModelRequest
from lift.errors import EnvironmentFault, MissingDependency, ModelError, PromptTooLong
from lift.models.gguf import GgufHeader, file_digest, read_header

__all__ = ["LlamaCppHost"]

DEFAULT_CONTEXT = 8192
"""Context of a large model where none is asked for: its own may need more memory than there is."""
_FORK_HINT = "start workers with multiprocessing's `spawn` method, or open the model in them"
SMALL_MODEL_BYTES = 64 * 2**20
_OPTIONS = frozenset(
    "seed stop top_p top_k min_p typical_p repeat_penalty repeat_last_n presence_penalty "
    "frequency_penalty mirostat mirostat_tau mirostat_eta".split()
)
_IGNORED = frozenset({"num_ctx", "num_thread", "num_gpu", "keep_alive", "think"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What decides whether two hosts can share servers."""

    path: str
    digest: str
    context: int
    servers: int
    slots_each: int
    threads: int


@dataclass(slots=True, kw_only=True)
class _Pool:
    """Loaded servers of one file; a place in `free` is the right to send one request."""

    free: queue.LifoQueue[Any]
    pid: int = field(default_factory=os.getpid)
    users: int = 0


_pools: dict[_Plan, _Pool] = {}
_pools_lock = threading.Lock()


class LlamaCppHost:
    """One GGUF file, loaded at the first request.

    Args:
        address: as the user wrote it, `builtin` or `gguf:PATH`.
        path: the model file.
        slots: requests answered at once.
        num_ctx: context window in tokens; None means the model's own, at most 8192.
        separate: give each slot a server of its own, so that answers cannot depend on what else is
            being answered; for small models, because every server has its own cache memory.
        threads: processor threads per server; None means one where `separate` or where the model is
            small, because threads would wait for each other longer than they work, else all cores.
    """

    def __init__(
        self,
        *,
        address: str,
        path: Path,
        slots: int = 1,
        num_ctx: int | None = None,
        separate: bool = False,
        threads: int | None = None,
    ) -> None:
        self._address = address
        self._path = path
        self._slots = max(1, slots)
        self._num_ctx = num_ctx
        self._separate = separate
        self._threads = threads
        self._lock = threading.Lock()
        self._pool: _Pool | None = None
        self._plan: _Plan | None = None
        self._described: tuple[GgufHeader, ModelInfo] | None = None

    @property
    def name(self) -> str:
        """Where it is: in this process."""
        return "llama.cpp in this process"

    @property
    def slots(self) -> int:
        """How many requests it may be sent at once."""
        return self._slots

    def info(self) -> ModelInfo:
        """Describe the model; reads the file's header and hash once.

        Raises:
            ModelNotFound: there is no such file.
            ModelError: the file is not a GGUF language model.
        """
        return self._describe()[1]

    def count_bound(self, request: ModelRequest) -> int:
        """Return an upper bound of the prompt's tokens, chat template included."""
        header = self._describe()[0]
        return prompt_bound(request, template=header.chat_template or "")

    def complete(self, request: ModelRequest) -> ModelAnswer:
        """Answer one request; blocks while every server is busy.

        Raises:
            PromptTooLong: the prompt does not fit the context window.
            ModelError: the file cannot be loaded, or an option or schema is not supported.
            MissingDependency: xllamacpp is not installed.
        """
        engine = _import_engine()
        body = _body(request, engine)
        with self._server(engine) as server:
            try:
                reply: dict[str, Any] = server.handle_chat_completions(body)
            except RuntimeError as error:
                raise ModelError(
                    f"llama.cpp could not answer with {self._path.name}: {error}"
                ) from error
        if "error" in reply:
            raise self._refusal(reply["error"])
        return _answer(reply)

    def close(self) -> None:
        """Release the model; it is unloaded when no other host uses it."""
        with self._lock, _pools_lock:
            pool, plan = self._pool, self._plan
            self._pool = self._plan = None
            if pool is None or plan is None:
                return
            pool.users -= 1
            if pool.users == 0 and pool.pid == os.getpid():
                _pools.pop(plan, None)

    def _describe(self) -> tuple[GgufHeader, ModelInfo]:
        if self._described is None:
            header = read_header(self._path)
            details: dict[str, JsonValue] = {
                "name": header.name,
                "architecture": header.architecture,
                "trained_context_tokens": header.context_tokens,
                "size_bytes": header.size_bytes,
                "path": str(self._path),
            }
            wanted = self._num_ctx or min(header.context_tokens, DEFAULT_CONTEXT)
            info = ModelInfo(
                address=self._address,
                digest=file_digest(self._path),
                context_tokens=min(wanted, header.context_tokens),
                details=details,
            )
            self._described = header, info
        return self._described

    @contextmanager
    def _server(self, engine: ModuleType) -> Generator[Any, None, None]:
        pool = self._load(engine)
        server = pool.free.get()
        try:
            yield server
        finally:
            pool.free.put(server)

    def _load(self, engine: ModuleType) -> _Pool:
        with self._lock:
            if self._pool is None:
                info = self.info()
                self._plan = _Plan(
                    path=str(self._path.resolve()),
                    digest=info.digest or "",
                    context=info.context_tokens,
                    servers=self._slots if self._separate else 1,
                    slots_each=1 if self._separate else self._slots,
                    threads=self._threads or self._best_threads(),
                )
                self._pool = _shared_pool(self._plan, engine)
            if self._pool.pid != os.getpid():
                raise EnvironmentFault(
                    f"{self._path.name} was loaded by process {self._pool.pid}, "
                    "and llama.cpp does not survive a fork",
                    hint=_FORK_HINT,
                )
            return self._pool

    def _best_threads(self) -> int:
        small = self._describe()[0].size_bytes < SMALL_MODEL_BYTES
        return 1 if self._separate or small else os.cpu_count() or 1

    def _refusal(self, error: Mapping[str, Any]) -> ModelError:
        message = str(error.get("message", error))
        if error.get("type") == "exceed_context_size_error":
            return PromptTooLong(
                f"the prompt has {int(error.get('n_prompt_tokens', 0)):,} tokens, "
                f"but the context window of {self._address} is {int(error.get('n_ctx', 0)):,}",
                hint="shorten the instructions or the inputs, or use a model with a larger context",
            )
        return ModelError(f"llama.cpp refused a request to {self._address}: {message}")


def _import_engine() -> ModuleType:
    try:
        import xllamacpp
    except ImportError as error:
        raise MissingDependency(
            "the embedded model needs xllamacpp, which is not installed "
            "(there are wheels for Linux x86-64 and macOS)",
            hint="pip install 'lift-dspy[builtin]', or pass --model ollama/NAME",
        ) from error
    return xllamacpp


def _shared_pool(plan: _Plan, engine: ModuleType) -> _Pool:
    with _pools_lock:
        pool = _pools.get(plan)
        if pool is None or pool.pid != os.getpid():
            if pool is not None:
                raise EnvironmentFault(
                    f"{Path(plan.path).name} was loaded before this process was forked, "
                    "which llama.cpp does not survive",
                    hint=_FORK_HINT,
                )
            pool = _Pool(free=queue.LifoQueue())
            for _ in range(plan.servers):
                server = _start_server(plan, engine)
                for _ in range(plan.slots_each):
                    pool.free.put(server)
            _pools[plan] = pool
        pool.users += 1
        return pool


def _start_server(plan: _Plan, engine: ModuleType) -> Any:
    params = engine.CommonParams()
    params.model.path = plan.path
    params.n_ctx = plan.context * plan.slots_each
    params.n_parallel = plan.slots_each
    params.cpuparams.n_threads = plan.threads
    params.cpuparams_batch.n_threads = plan.threads
    params.warmup = False
    params.verbosity = -1  # llama.cpp logs to stderr, which belongs to the command line
    params.force_pure_content_parser = True  # else it takes <think> blocks out of the text
    params.cache_ram_mib = 0
    params.hostnames = ["127.0.0.1"]
    params.api_keys = [secrets.token_hex(16)]
    try:
        return engine.Server(params)
    except RuntimeError as error:
        raise ModelError(
            f"llama.cpp cannot load {plan.path}: the file is damaged, "
            "or its architecture is newer than xllamacpp",
            hint="try another GGUF file, or upgrade xllamacpp",
        ) from error


def _body(request: ModelRequest, engine: ModuleType) -> dict[str, Any]:
    unknown = sorted(set(request.options) - _OPTIONS - _IGNORED)
    if unknown:
        raise ModelError(
            f"llama.cpp has no option {', '.join(unknown)}",
            hint=f"it has {', '.join(sorted(_OPTIONS))}",
        )
    body: dict[str, Any] = {
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": 0,
        "cache_prompt": False,
    }
    body.update(
        {name: plain_json(value) for name, value in request.options.items() if name in _OPTIONS}
    )
    if request.response_schema is not None:
        schema = plain_json(request.response_schema) or {"type": "object"}
        check_schema(schema)
        body["grammar"] = engine.json_schema_to_grammar(json.dumps(schema))
    return body


def _answer(reply: Mapping[str, Any]) -> ModelAnswer:
    choice, usage, timings = reply["choices"][0], reply["usage"], reply["timings"]
    return ModelAnswer(
        text=choice["message"].get("content") or "",
        prompt_tokens=int(usage["prompt_tokens"]),
        completion_tokens=int(usage["completion_tokens"]),
        latency_ms=float(timings["prompt_ms"]) + float(timings["predicted_ms"]),
        finish_reason="length" if choice.get("finish_reason") == "length" else "stop",
    )
