"""Whole processes, measured: how long they take, and the memory of them and of their children."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

__all__ = ["ROOT", "lift", "load_now", "medians", "peak_mb", "seconds"]

ROOT = Path(__file__).resolve().parent.parent.parent
_EVERY_S = 0.01


def lift(*arguments: str) -> list[str]:
    """Return the command line of a lift command in this Python."""
    return [sys.executable, "-c", "from lift_cli.entry import main; main()", *arguments]


def seconds(command: Sequence[str], expected: Sequence[int] = (0,)) -> float:
    """Run a command and return how long it took.

    Raises:
        RuntimeError: it ended with a code that is none of the expected ones.
    """
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    took = time.perf_counter() - started
    if done.returncode not in expected:
        tail = (done.stderr or done.stdout).decode("utf-8", "replace")[-800:]
        raise RuntimeError(f"{' '.join(command[:6])} ... ended with {done.returncode}: {tail}")
    return took


def peak_mb(command: Sequence[str]) -> float:
    """Run a command and return the most memory that it and its children held at a time, in MB.

    What they share is counted for each of them, so the truth is somewhat less.
    """
    devnull = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, stdout=devnull, stderr=devnull) as running:
        top, most = psutil.Process(running.pid), 0
        while running.poll() is None:
            most = max(most, _resident(top))
            time.sleep(_EVERY_S)
    return most / 1e6


def _resident(top: psutil.Process) -> int:
    total = 0
    try:
        for one in (top, *top.children(recursive=True)):
            total += one.memory_info().rss
    except psutil.Error:  # it ended meanwhile
        return 0
    return total


def medians(
    runs: Sequence[Callable[[], float]], rounds: int
) -> tuple[list[float], list[list[float]]]:
    """Run some measurements in turn, round by round; return their medians and all values."""
    values: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for found, run in zip(values, runs, strict=True):
            found.append(run())
    return [statistics.median(one) for one in values], values


def load_now() -> float:
    """Return how many processes wanted a core during the last minute."""
    return round(os.getloadavg()[0], 2)
