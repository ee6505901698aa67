"""Fixtures for every test of `lift migrate`."""

from __future__ import annotations

from tests.migrate_envs import dspy_env

__all__ = ["dspy_env"]
