"""The errors that lift raises on purpose.

    LiftError
    ├── UsageError            a command or function was called in a way that cannot work (exit 2)
    ├── ConfigError           lift.toml, a budget file or another file people edit is wrong (exit 4)
    ├── EnvironmentFault      something this machine lacks: a model, a server, a sandbox (exit 4)
    │   ├── MissingDependency     an optional package is not installed
    │   └── SandboxUnavailable    a needed isolation layer is missing
    ├── ModelError            a model refused or failed to answer (exit 4)
    │   ├── TransportError        the host could not be reached or broke off; may be retried
    │   ├── ModelNotFound         the host answers, but has no such model
    │   └── PromptTooLong         the prompt does not fit the context window
    ├── ReplayMiss            a replayed run asks for a call that was never recorded (exit 4)
    ├── BudgetExceeded        a cap of the search would be exceeded; refused before it (exit 3)
    ├── BaselineError         a baseline is missing, stale or of another environment (exit 4)
    ├── DataError             a dataset is malformed or too small (exit 4)
    └── StoreError            the database or a stored artefact cannot be read or written (exit 4)

Each carries a message (what happened, with names and numbers) and a hint (what to type next).
They are caught in one place, the entry of the command line.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BaselineError",
    "BudgetExceeded",
    "ConfigError",
    "DataError",
    "EnvironmentFault",
    "LiftError",
    "MissingDependency",
    "ModelError",
    "ModelNotFound",
    "PromptTooLong",
    "ReplayMiss",
    "SandboxUnavailable",
    "StoreError",
    "TransportError",
    "UsageError",
]


class LiftError(Exception):
    """Base of everything that lift raises on purpose."""

    code: ClassVar[str] = "error"
    """Stable name for scripts, printed as `error.code` under `--json`."""
    exit_code: ClassVar[int] = 4
    """Exit code of the command line when this error ends it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(LiftError):
    """A command or function was called in a way that cannot work."""

    code = "usage"
    exit_code = 2


class ConfigError(LiftError):
    """A file that people edit is wrong; the message names file, line and key."""

    code = "config"


class EnvironmentFault(LiftError):
    """This machine lacks something that the command needs."""

    code = "environment"


class MissingDependency(EnvironmentFault):
    """An optional package is not installed; the hint is the install command."""

    code = "missing_dependency"


class SandboxUnavailable(EnvironmentFault):
    """A needed isolation layer is missing, so model-written code is not run at all."""

    code = "sandbox_unavailable"


class ModelError(LiftError):
    """A model refused or failed to answer; retrying will not help."""

    code = "model"


class TransportError(ModelError):
    """The host could not be reached or broke off in mid-answer; a retry may help."""

    code = "transport"


class ModelNotFound(ModelError):
    """The host answers but does not have the model."""

    code = "model_not_found"


class PromptTooLong(ModelError):
    """The prompt does not fit the context window; lift never lets a host truncate it."""

    code = "prompt_too_long"


class ReplayMiss(LiftError):
    """A replayed run asks for a call that the recording does not hold."""

    code = "replay_miss"


class BudgetExceeded(LiftError):
    """A cap would be exceeded by the next call, which was therefore not made."""

    code = "budget_exceeded"
    exit_code = 3

    def __init__(
        self,
        *,
        kind: str,
        limit: float,
        spent: float,
        requested: float,
        message: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(
            message
            or f"the {kind} cap of {limit:,.0f} would be exceeded: "
            f"{spent:,.0f} spent or reserved, {requested:,.0f} more asked for",
            hint=hint
            or f"raise max_{kind} in budgets/optimizer_budget.yaml, or accept the best so far",
        )
        self.kind = kind
        self.limit = limit
        self.spent = spent
        self.requested = requested
        self.missed: LiftError | None = None
        """In a replay: the call without an answer at which the recorded search may have ended."""


class BaselineError(LiftError):
    """A baseline is missing, stale, or was captured in another environment."""

    code = "baseline"


class DataError(LiftError):
    """A dataset is malformed or too small for what was asked."""

    code = "data"


class StoreError(LiftError):
    """The database or a stored artefact cannot be read or written."""

    code = "store"
