"""`lift baseline`: how a role performs before it is optimized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.job import open_job
from lift_cli.options import (
    DataOption,
    FreshOption,
    JsonOption,
    ModelOption,
    ProjectOption,
    QuietOption,
    ReplayOption,
    RoleOption,
    SeedOption,
)
from lift_cli.places import open_project
from lift_cli.progress import ProgressView

if TYPE_CHECKING:
    from lift.measure.baseline import Baseline

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="How a role performs before it is optimized.")


@app.command("capture")
def capture(
    *,
    role: RoleOption,
    data: DataOption = None,
    model: ModelOption = None,
    seed: SeedOption = None,
    replay: ReplayOption = False,
    fresh: FreshOption = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Measure a role's program on its validation examples; write eval/baseline.json.

    Example: lift baseline capture --role coder --model ollama/qwen3:8b
    """
    console = Console(as_json=as_json, quiet=quiet)
    options = {"model": model, "seed": seed}
    with ProgressView(console, title=f"lift baseline capture {role}") as view:
        job = open_job(view, project, role, options, data=data, replay=replay, fresh=fresh)

        from lift import jobs

        baseline = jobs.capture(job)
    _show(console, (baseline,))
    console.note(f"baseline: {job.project.baseline_path}")
    return ExitCode.OK


@app.command("show")
def show(
    *,
    role: Annotated[
        str | None, typer.Option("--role", "-r", metavar="NAME", help="Only this role.")
    ] = None,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print the saved baselines.

    Example: lift baseline show --role coder
    """
    from lift.measure.baseline import load_baseline, load_baselines

    path = open_project(project).baseline_path
    _show(
        Console(as_json=as_json),
        load_baselines(path) if role is None else (load_baseline(path, role),),
    )
    return ExitCode.OK


def _show(console: Console, baselines: tuple[Baseline, ...]) -> None:
    from lift.measure.baseline import BaselineFile, SavedBaseline

    if console.as_json:
        saved = {one.role: SavedBaseline.of(one) for one in baselines}
        console.emit(BaselineFile(roles=saved).model_dump(mode="json"))
        return
    if not baselines:
        console.note("no baseline yet: lift baseline capture --role coder")
    for one in baselines:
        console.table((f"BASELINE {one.role}", ""), _rows(one))


def _rows(baseline: Baseline) -> list[tuple[str, str]]:
    found, made = baseline.summary, baseline.fingerprint
    score = found.score
    interval = f"95 % interval {score.low:.1%} to {score.high:.1%}"
    tokens_in, tokens_out = found.prompt_tokens_per_example, found.completion_tokens_per_example
    memory = found.peak_memory_mb
    return [
        ("score", f"{score.mean:.1%}, {interval}, {found.examples} examples"),
        ("latency", f"p50 {found.latency_p50_ms:,.0f} ms, p95 {found.latency_p95_ms:,.0f} ms"),
        ("tokens", f"{tokens_in:,.0f} in, {tokens_out:,.0f} out per example"),
        ("calls", f"{found.calls:,}, {found.throughput_tokens_s:,.0f} tokens a second"),
        ("memory", "-" if memory is None else f"{memory:,.0f} MB"),
        ("errors", f"{found.errors} errors, {found.violations} dependency violations"),
        ("captured", f"{baseline.created} on {made.model}, DSPy {made.dspy}, seed {made.seed}"),
    ]
