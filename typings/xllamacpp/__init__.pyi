# The part of xllamacpp that lift uses.
from typing import Any

class CommonParamsModel:
    path: str

class CpuParams:
    n_threads: int

class CommonParams:
    model: CommonParamsModel
    cpuparams: CpuParams
    cpuparams_batch: CpuParams
    n_ctx: int
    n_parallel: int
    warmup: bool
    verbosity: int
    force_pure_content_parser: bool
    cache_ram_mib: int
    hostnames: list[str]
    api_keys: list[str]
    def __init__(self) -> None: ...

class Server:
    listening_address: str
    def __init__(self, params: CommonParams) -> None: ...
    def handle_chat_completions(self, request: dict[str, Any], /) -> dict[str, Any]: ...

def json_schema_to_grammar(schema: str, force_gbnf: bool = ...) -> str: ...
