"""`lift models`: what models there are, what one is, and whether it answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.options import JsonOption, ProjectOption
from lift_cli.places import open_settings, project_or_none

if TYPE_CHECKING:
    from lift.models.registry import HostSettings

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Models that lift can use here.")

AddressArgument = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="As in ollama/qwen3:8b, gguf:PATH or builtin.")
]


@app.command("list")
def list_(*, project: ProjectOption = None, as_json: JsonOption = False) -> int:
    """List the models of the Ollama server and the builtin one.

    Example: lift models list
    """
    from lift.models.registry import list_models

    listing = list_models(_hosts(project))
    console = Console(as_json=as_json)
    if as_json:
        problems = [{"message": one.message, "hint": one.hint} for one in listing.problems]
        console.emit({"models": [asdict(one) for one in listing.models], "problems": problems})
        return ExitCode.OK
    rows = [(one.address, f"{one.size_bytes / 1e6:,.0f} MB", one.details) for one in listing.models]
    console.table(("ADDRESS", "SIZE", "WHAT"), rows)
    for problem in listing.problems:
        console.warn(f"{problem.message}; {problem.hint}" if problem.hint else problem.message)
    return ExitCode.OK


@app.command("show")
def show(
    address: AddressArgument, *, project: ProjectOption = None, as_json: JsonOption = False
) -> int:
    """Show what the host knows about a model: digest, context window, details.

    Example: lift models show ollama/qwen3:8b
    """
    from lift.models.registry import open_host

    host = open_host(address, _hosts(project))
    try:
        info = host.info()
    finally:
        host.close()
    console = Console(as_json=as_json)
    if as_json:
        console.emit(asdict(info))
        return ExitCode.OK
    rows = [
        ("address", info.address),
        ("digest", info.digest or "unknown"),
        ("context", f"{info.context_tokens:,} tokens"),
        *((name, str(value)) for name, value in info.details.items()),
    ]
    console.table(("FACT", "VALUE"), rows)
    return ExitCode.OK


@app.command("try")
def try_(
    address: AddressArgument,
    prompt: Annotated[
        str | None, typer.Argument(help="What to ask; else something that the model knows.")
    ] = None,
    *,
    max_tokens: Annotated[int, typer.Option("--max-tokens", min=1, help="Output limit.")] = 128,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Ask a model one question, and show answer, tokens and time. Not counted in any run.

    Example: lift models try ollama/qwen3:8b "What is 2 + 2?"
    """
    from lift.models.registry import open_host, trial_prompt, try_model

    host = open_host(address, _hosts(project))
    prompt = trial_prompt(address) if prompt is None else prompt
    try:
        answer = try_model(host, prompt, max_tokens=max_tokens)
    finally:
        host.close()
    console = Console(as_json=as_json)
    if as_json:
        console.emit(asdict(answer))
        return ExitCode.OK
    console.show(answer.text)
    console.note(
        f"{answer.prompt_tokens} tokens in, {answer.completion_tokens} out, "
        f"{answer.latency_ms:,.0f} ms, ended by {answer.finish_reason}"
    )
    return ExitCode.OK


def _hosts(project: ProjectOption) -> HostSettings:
    from lift.workbench import host_settings

    return host_settings(open_settings(project_or_none(project)))
