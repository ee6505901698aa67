"""Options that several commands share, spelled once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = [
    "DataOption",
    "FreshOption",
    "JsonOption",
    "MetricCallsOption",
    "ModelCallsOption",
    "ModelOption",
    "OptimizerOption",
    "ProjectOption",
    "QuietOption",
    "ReflectionOption",
    "ReplayOption",
    "ResumeOption",
    "RoleOption",
    "SeedOption",
    "ThreadsOption",
    "TokensOption",
    "WallOption",
]

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, only the result.")]
ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="The project, instead of the nearest folder with a lift.toml.",
        exists=True,
        file_okay=False,
    ),
]
RoleOption = Annotated[
    str,
    typer.Option(
        "--role", "-r", metavar="NAME", help="Which role's program: coder, planner, or your own."
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="ADDRESS",
        help="ollama/NAME[@HOST], gguf:PATH, builtin, replay:FILE, or any LiteLLM name.",
    ),
]
DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FILE", help="Tasks as JSONL, instead of the role's own.", dir_okay=False
    ),
]
SeedOption = Annotated[
    int | None, typer.Option("--seed", min=0, help="Seed of every random choice.")
]
ThreadsOption = Annotated[
    int | None, typer.Option("--threads", min=1, max=256, help="Programs that run at once.")
]
ReplayOption = Annotated[
    bool,
    typer.Option(
        "--replay", help="Ask no model: every call is answered from what earlier runs recorded."
    ),
]
FreshOption = Annotated[
    bool, typer.Option("--fresh", help="Start anew instead of continuing an unfinished run.")
]
ReflectionOption = Annotated[
    str | None,
    typer.Option(
        "--reflection-model", metavar="ADDRESS", help="Writes new instructions; else --model."
    ),
]
OptimizerOption = Annotated[
    Literal["gepa"] | None, typer.Option("--optimizer", help="How to search.")
]
MetricCallsOption = Annotated[
    int | None, typer.Option("--max-metric-calls", min=1, help="Cap: scored program runs.")
]
ModelCallsOption = Annotated[
    int | None, typer.Option("--max-model-calls", min=1, help="Cap: model calls.")
]
TokensOption = Annotated[
    int | None, typer.Option("--max-tokens", min=1, help="Cap: tokens, in and out.")
]
WallOption = Annotated[
    float | None, typer.Option("--max-wall-s", min=0.001, help="Cap: seconds of search.")
]
ResumeOption = Annotated[
    str | None, typer.Option("--resume", metavar="RUN", help="Continue this run, no other.")
]
