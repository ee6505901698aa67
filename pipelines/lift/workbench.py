"""What a command that calls models works with: database, runs and one engine per model.

Made once per command; it opens what is asked for and closes all of it. The choice of the model is
here too, because the rule about the demonstration model is the same for every command.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import final

from lift.config import Settings
from lift.engine.gateway import Engine
from lift.engine.ledger import Ledger
from lift.engine.ports import Clock, ModelHost
from lift.engine.replay import LedgerRecording, ReplayHost
from lift.errors import ConfigError, StoreError
from lift.models.address import parse_address
from lift.models.builtin import BUILTIN_WARNING
from lift.models.registry import HostSettings, open_host
from lift.project import Project
from lift.roles.role import Role
from lift.store.database import Database, open_database
from lift.store.runs import RunStore

__all__ = ["ChosenModels", "Workbench", "choose_models", "host_settings"]

BUILTIN = "builtin"
DEFAULT_MAX_TOKENS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenModels:
    """Which models a role is run and improved with."""

    model: str
    """Address of the model that runs the program."""
    reflection: str
    """Address of the model that writes instructions."""
    warning: str | None
    """What the user has to be told about the choice, loudly; None when there is nothing."""


def host_settings(settings: Settings) -> HostSettings:
    """Return how hosts are opened under these settings."""
    return HostSettings(
        ollama_host=settings.ollama_host,
        slots=settings.slots,
        num_ctx=settings.context_tokens,
        timeout_s=settings.timeout_s,
        keep_alive=settings.keep_alive,
        api_key=settings.api_key,
    )


def choose_models(role: Role, settings: Settings, *, own_data: bool) -> ChosenModels:
    """Choose the models of a role by option, environment and file.

    A shipped role on its shipped data may run on the demonstration model when nobody has named
    one; a user's own role or data never does.

    Args:
        own_data: True when the examples are not the ones that lift ships.

    Raises:
        ConfigError: no model is named and the demonstration model may not stand in.
        UsageError: an address is malformed.
    """
    named = settings.model_for(role.name)
    if named is None and (own_data or not role.shipped):
        what = f"your own data for role {role.name}" if role.shipped else f"role {role.name}"
        raise ConfigError(
            f"no model is chosen, and the demonstration model does not run on {what} unless named",
            hint='write `model = "ollama/NAME"` under [lift] in lift.toml, or: --model ollama/NAME',
        )
    model = named or BUILTIN
    reflection = settings.reflection_model_for(role.name) or model
    for address in (model, reflection):
        parse_address(address)
    warning = None
    if BUILTIN in (model, reflection):
        unasked = "no model is chosen, so " if named is None else ""
        warning = f"{unasked}this runs on `builtin`. {BUILTIN_WARNING}"
    return ChosenModels(model=model, reflection=reflection, warning=warning)


@final
class Workbench:
    """Database, runs and engines of one command; a context manager."""

    def __init__(
        self, *, project: Project | None, settings: Settings, clock: Clock, replay: bool = False
    ) -> None:
        """Open the project's database, or a throw-away one outside of a project.

        Args:
            replay: Ask no host; the project's earlier runs answer.

        Raises:
            StoreError: the database cannot be opened.
        """
        self.settings = settings
        self.clock = clock
        self._replay = replay
        self._open = ExitStack()
        self._engines: dict[str, Engine] = {}
        try:
            path = self._prepare(project)
            self.database: Database = self._open.enter_context(open_database(path, now=clock.now()))
            self.runs: RunStore = self._open.enter_context(RunStore(self.database))
        except BaseException:
            self._open.close()
            raise
        self.ledger = Ledger(self.database)

    def engine(self, address: str) -> Engine:
        """Return the engine of a model; the same one for the same address."""
        key = str(parse_address(address))
        if key not in self._engines:
            engine = Engine(
                hosts=[self._host(address)],
                ledger=self.ledger,
                clock=self.clock,
                default_max_tokens=self.settings.max_output_tokens or DEFAULT_MAX_TOKENS,
            )
            self._open.callback(engine.close)
            self._engines[key] = engine
        return self._engines[key]

    def close(self) -> None:
        """Close everything that was opened, the last first; idempotent."""
        self._open.close()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _host(self, address: str) -> ModelHost:
        if self._replay:
            return ReplayHost(LedgerRecording(self.database), address=address)
        return open_host(address, host_settings(self.settings))

    def _prepare(self, project: Project | None) -> Path:
        """Return where the database goes; a project's folder is made to ignore itself in git."""
        if project is None:
            folder = self._open.enter_context(tempfile.TemporaryDirectory(prefix="lift-"))
            return Path(folder) / "lift.db"
        ignore = project.lift_dir / ".gitignore"
        try:
            project.lift_dir.mkdir(exist_ok=True)
            if not ignore.exists():
                ignore.write_text("*\n", "utf-8")
        except OSError as error:
            raise StoreError(
                f"cannot write {ignore}: {error.strerror}", hint=f"ls -ld {project.root}"
            ) from error
        return project.db_path
