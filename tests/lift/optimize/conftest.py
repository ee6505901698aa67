"""Fixtures of the optimizer's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from lift.testing.question_world import QuestionWorld


@pytest.fixture
def world(tmp_path: Path) -> QuestionWorld:
    """A project of its own to optimize in."""
    return QuestionWorld(root=tmp_path)
