"""Run legacy programs in a real version of DSPy, with everything that they call on the loopback."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.lift.migrate.legacy.model import ScriptedServer
from tests.lift.migrate.rules.stage import Ran, Stage

__all__ = ["PROGRAMS", "GetTheatre", "Theatre"]

PROGRAMS = Path(__file__).resolve().parents[3] / "projects" / "legacy"
_HOSTS = ("localhost:11434", "20.102.90.50:2017")
"""Where the programs believe that Ollama and ColBERTv2 are."""
_PORT = "8000"
"""The port on which they believe vLLM to be, on this machine."""


class Theatre(Stage):
    """One version of DSPy with a scripted model, for program after program."""

    def __enter__(self) -> Theatre:
        super().__enter__()
        return self

    def model(self) -> ScriptedServer:
        self.server = ScriptedServer()
        return self.server

    def environment(self) -> dict[str, str]:
        base = f"http://127.0.0.1:{self.server.port}/v1"
        found = super().environment()
        stubs = str(PROGRAMS / "stubs")
        return found | {
            "OPENAI_API_KEY": "sk-none",
            "OPENAI_BASE_URL": base,
            "OPENAI_API_BASE": base,
            "PYTHONPATH": f"{found['PYTHONPATH']}:{stubs}",
            "DSP_CACHEBOOL": "False",
            "TQDM_DISABLE": "1",
        }

    def play(self, program: str, answers: Mapping[str, Sequence[object]]) -> Ran:
        """Run a program; the same answers give the same run."""
        self.server.script(answers)
        for host in _HOSTS:
            program = program.replace(host, f"127.0.0.1:{self.server.port}")
        program = program.replace("localhost", "127.0.0.1").replace(_PORT, str(self.server.port))
        return self.run(program)


GetTheatre = Callable[[str], Theatre]
"""The started DSPy of a version."""
