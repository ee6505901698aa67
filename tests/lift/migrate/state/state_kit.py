"""Saved programs as the versions write them, and a way to run programs in other environments."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

AGENTS = Path(__file__).with_name("agents.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A program with an LM."""

    name: str
    lm: dict[str, Any] = field(default_factory=dict[str, Any])
    program: str = "agent"
    demos: bool = False
    suffix: str = ".json"
    """Empty saves the whole program into a folder."""
    use: dict[str, Any] = field(default_factory=dict[str, Any])
    """An LM that is configured after loading."""
    trust: bool = True
    """Load with allow_unsafe_lm_state=True, where there is such an option."""

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "lm": self.lm,
            "program": self.program,
            "demos": self.demos,
            "suffix": self.suffix,
            "use": self.use,
            "trust": self.trust,
        }


def run_agents(
    python: Path, action: str, folder: Path, scenarios: Sequence[Scenario]
) -> dict[str, str]:
    """Save or load, and run, every scenario in one process; by name: the answer or the error."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / "scenarios.list"
    listed.write_text(json.dumps([one.to_json() for one in scenarios]), "utf-8")
    ended = subprocess.run(
        [str(python), "-W", "ignore", str(AGENTS), action, str(folder), str(listed)],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "DSPY_CACHEDIR": str(folder / "cache"),
        },
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    lines = [line for line in ended.stdout.splitlines() if line.startswith('{"name"')]
    said = [json.loads(line) for line in lines]
    return {one["name"]: one.get("answer", one.get("error", "")) for one in said}


def predictor(**extra: Any) -> dict[str, Any]:
    """The state of `Predict("question -> answer")` as 2.6 and later write it."""
    state: dict[str, Any] = {
        "traces": [],
        "train": [],
        "demos": [],
        "signature": {
            "instructions": "Answer.",
            "fields": [
                {"prefix": "Question:", "description": "${question}"},
                {"prefix": "Answer:", "description": "${answer}"},
            ],
        },
        "lm": None,
    }
    return state | extra


def ollama(**extra: Any) -> dict[str, Any]:
    """The LM block that 2.6.27 writes for an Ollama model."""
    block: dict[str, Any] = {
        "model": "ollama_chat/tiny",
        "model_type": "chat",
        "cache": True,
        "cache_in_memory": True,
        "num_retries": 3,
        "finetuning_model": None,
        "launch_kwargs": {},
        "train_kwargs": {},
        "temperature": 0.0,
        "max_tokens": 4000,
        "api_base": "http://models:11434",
    }
    return block | extra


def saved(version: str = "2.6.27", **predictors: Any) -> dict[str, Any]:
    """A whole saved program."""
    versions = {"python": "3.11", "dspy": version, "cloudpickle": "3.1"}
    return {**predictors, "metadata": {"dependency_versions": versions}}
