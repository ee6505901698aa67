"""Tells what the kernel offers for a sandbox; seals nothing. Started by `lift.sandbox.layers`."""

from __future__ import annotations

import json
import os
import sys

from . import seal  # noqa: TID252  there is no package `lift` in here

__all__ = ["main"]


def main(pipe: int) -> None:
    """Write one JSON object: Landlock's version and the namespaces that can be had."""
    sys.stdin.buffer.read()
    found = {"landlock": seal.landlock_version(), "namespaces": seal.leave_namespaces()}
    os.write(pipe, json.dumps(found).encode())
    seal.leave()
