"""`lift optimize`: improve a role's program under budgets and prove the gain."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.job import open_job
from lift_cli.options import (
    DataOption,
    FreshOption,
    JsonOption,
    MetricCallsOption,
    ModelCallsOption,
    ModelOption,
    OptimizerOption,
    ProjectOption,
    QuietOption,
    ReflectionOption,
    ReplayOption,
    ResumeOption,
    RoleOption,
    SeedOption,
    ThreadsOption,
    TokensOption,
    WallOption,
)
from lift_cli.progress import ProgressView

if TYPE_CHECKING:
    from lift.optimize.pipeline import OptimizeResult
    from lift.report.model import EvalReport

__all__ = ["optimize"]

BUSY_LOAD = 4.0
"""Lift itself stays below this load with the default number of threads."""
EXIT_CODES = {
    "improved": ExitCode.OK,
    "no_gain": ExitCode.FINDINGS,
    "over_limits": ExitCode.FINDINGS,
    "inconclusive": ExitCode.FINDINGS,
    "stopped": ExitCode.BUDGET,
}


def optimize(
    *,
    role: RoleOption,
    data: DataOption = None,
    model: ModelOption = None,
    reflection_model: ReflectionOption = None,
    optimizer: OptimizerOption = None,
    seed: SeedOption = None,
    threads: ThreadsOption = None,
    max_metric_calls: MetricCallsOption = None,
    max_model_calls: ModelCallsOption = None,
    max_tokens: TokensOption = None,
    max_wall_s: WallOption = None,
    replay: ReplayOption = False,
    resume: ResumeOption = None,
    fresh: FreshOption = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Improve a role's instructions under budgets, and prove the gain on unseen examples.

    Caps not given here are those of budgets/optimizer_budget.yaml.
    The same command continues a run that was interrupted or killed.
    Exit code 1: no gain; 3: a budget ended the search without a result.

    Example: lift optimize --role coder --model ollama/qwen3:8b
    """
    console = Console(as_json=as_json, quiet=quiet)
    options = {
        "model": model,
        "reflection_model": reflection_model,
        "optimizer": optimizer,
        "seed": seed,
        "threads": threads,
    }
    with ProgressView(console, title=f"lift optimize {role}") as view:
        job = open_job(view, project, role, options, data=data, replay=replay, fresh=fresh)

        from lift import jobs

        caps = jobs.Caps(
            max_metric_calls=max_metric_calls,
            max_model_calls=max_model_calls,
            max_tokens=max_tokens,
            max_wall_s=max_wall_s,
        )
        result = jobs.optimize(job, jobs.OptimizeOptions(caps=caps, resume=resume))
    if load := _disturbing_load(result.report):
        console.warn(
            f"this machine has other work (load {load:.1f} on {os.cpu_count()} cores), which slows "
            "long calls more than short ones: measure latency again on a quiet one"
        )
    _show(console, result)
    return EXIT_CODES[result.decision.outcome.value]


def _disturbing_load(report: EvalReport) -> float | None:
    """Return the load of this machine if it spoils latencies that were just measured on it."""
    inside = report.fingerprint.model.startswith(("builtin", "gguf:"))
    if report.times.replayed or report.paired is None or not inside:
        return None
    load = os.getloadavg()[0]
    return load if load > max(BUSY_LOAD, 2 * (os.cpu_count() or 1)) else None


def _show(console: Console, result: OptimizeResult) -> None:
    if console.as_json:
        from lift.report.contract import summary

        console.emit(summary(result.report, result.report_path))
        return
    from lift.report.text import render_text

    console.show(render_text(result.report))
    console.note(f"report: {result.report_path}")
