"""The one place where errors become messages and exit codes.

`main` is the installed command; tests call `run`.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import typer

from lift.errors import LiftError
from lift_cli.console import Console
from lift_cli.exits import ExitCode
from lift_cli.main import app

__all__ = ["main", "run"]

DEBUG_FLAG = "--debug"
INTERNAL_HINT = f"this is a fault of lift; run the command again with {DEBUG_FLAG} and report it"
CONTINUED = ("optimize", "baseline", "regress")
"""Commands whose runs are kept: after Ctrl-C they go on where they were."""


def main() -> None:
    """Run the command line and end the process."""
    # LiteLLM, which DSPy 3.0 imports, otherwise fetches a price list over the network at import.
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without UTF-8 shows escapes instead
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; never raises, whatever the command does."""
    own = _own_options(arguments)
    console = Console(as_json=_wants_json(own))
    debug = DEBUG_FLAG in own
    try:
        code = _invoke([one for one in arguments if one != DEBUG_FLAG] if debug else arguments)
    except LiftError as error:
        code = _fail(console, error.exit_code, error.code, error.message, error.hint)
        _trace(error, debug=debug)
    except typer.TyperException as error:
        code = ExitCode.USAGE
        if message := error.format_message():  # without one the help has just been shown
            message = message.replace(": Value error, ", ": ")  # pydantic's words
            hint = f"see: {_help_command(arguments)}"
            console.error(code="usage", message=message, hint=hint)
    except (KeyboardInterrupt, typer.Abort):
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough (`lift calls | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = ExitCode.OK
    except BaseException as error:  # the last line of defence: whatever it is, it is our fault
        if isinstance(error, (SystemExit, GeneratorExit)):
            raise
        message = f"{type(error).__name__}: {error}"
        code = _fail(console, ExitCode.INTERNAL, "internal", message, INTERNAL_HINT)
        _trace(error, debug=debug)
    if code == ExitCode.INTERRUPTED:
        goes_on = next((one for one in own if not one.startswith("-")), "") in CONTINUED
        hint = "the same command continues the run" if goes_on else "the same command begins anew"
        _fail(console, code, "interrupted", "interrupted", hint)
    return int(code)


def _invoke(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    code: object = command.main(args=list(arguments), prog_name="lift", standalone_mode=False)
    return code if isinstance(code, int) else ExitCode.OK


def _wants_json(own: Sequence[str]) -> bool:
    """Whether stdout belongs to a program: `--json`, or `--format json`."""
    if "--json" in own or "--format=json" in own:
        return True
    return "--format" in own[:-1] and own[own.index("--format") + 1] == "json"


def _own_options(arguments: Sequence[str]) -> Sequence[str]:
    """Return what stands before a bare `--`."""
    return arguments[: list(arguments).index("--")] if "--" in arguments else arguments


def _help_command(arguments: Sequence[str]) -> str:
    """Return the help command nearest to what was typed, as in `lift models list --help`."""
    words: list[str] = []
    level: typer.Typer | None = app
    for word in arguments:
        if level is None:
            break
        groups = {group.name: group.typer_instance for group in level.registered_groups}
        if word not in {*_names(level), *groups}:
            break
        words.append(word)
        level = groups.get(word)
    return " ".join(["lift", *words, "--help"])


def _names(group: typer.Typer) -> set[str]:
    return {command.name for command in group.registered_commands if command.name is not None}


def _fail(console: Console, exit_code: int, code: str, message: str, hint: str) -> int:
    console.error(code=code, message=message, hint=hint)
    return exit_code


def _trace(error: BaseException, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(error, file=sys.stderr)
