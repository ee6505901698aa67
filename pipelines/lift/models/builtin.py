"""Where the demonstration model lives inside the package.

Called by the registry and by `lift doctor`. The model itself is described in docs/builtin-model.md.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from lift.errors import EnvironmentFault

__all__ = ["BUILTIN_WARNING", "builtin_path"]

BUILTIN_WARNING = (
    "`builtin` is a demonstration model of a few million parameters: "
    "it shows how lift works and says nothing about your task or your model"
)
"""Shown wherever the builtin model produced the numbers."""


def builtin_path() -> Path:
    """Return the path of the shipped GGUF file.

    Raises:
        EnvironmentFault: this installation does not contain it.
    """
    path = Path(str(resources.files("lift.models"))) / "data" / "builtin.gguf"
    if not path.is_file():
        raise EnvironmentFault(
            "this installation of lift does not contain the builtin model",
            hint="reinstall lift-dspy, or pass --model ollama/NAME",
        )
    return path
