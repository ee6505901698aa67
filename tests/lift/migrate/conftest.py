"""Fixtures for every test of `lift migrate`."""

from __future__ import annotations

from tests.migrate_envs import bare_dspy_env, dspy_env

__all__ = ["bare_dspy_env", "dspy_env"]
