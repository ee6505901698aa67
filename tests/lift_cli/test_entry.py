"""Errors, exit codes and the promise of `--json`, whatever goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.harness import LiftCommand

import lift.doctor


def test_no_command_shows_the_help_and_is_a_usage_error(lift: LiftCommand) -> None:
    result = lift()

    assert result.exit_code == 2
    assert "Usage: lift" in result.stdout
    assert result.stderr == ""


def test_the_version_is_printed(lift: LiftCommand) -> None:
    assert lift("--version").stdout == f"lift {lift_version()}\n"


def lift_version() -> str:
    from lift import __version__

    return __version__


def test_an_error_has_a_message_and_a_hint_on_stderr(lift: LiftCommand, tmp_path: Path) -> None:
    result = lift("config", "show", cwd=tmp_path)

    assert result.exit_code == 4
    assert result.stdout == ""
    assert result.stderr == (
        f"error: no lift.toml in {tmp_path} or any folder above it\n"
        " hint: make this folder a project: lift init\n"
    )


def test_with_json_an_error_is_the_only_object_on_stdout(lift: LiftCommand, tmp_path: Path) -> None:
    result = lift("config", "show", "--json", cwd=tmp_path)

    assert result.exit_code == 4
    assert result.stderr == ""
    assert result.error() == (
        "config",
        f"no lift.toml in {tmp_path} or any folder above it",
        "make this folder a project: lift init",
    )


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("config", "shw"), "No such command 'shw'. Did you mean 'show'?", "lift config --help"),
        (("nothing",), "No such command 'nothing'.", "lift --help"),
        (("config", "show", "--jsn"), "No such option: --jsn", "lift config show --help"),
        (("optimize", "--seed", "x"), "Invalid value for '--seed': ", "lift optimize --help"),
        (("optimize", "--threads", "0"), "Invalid value for '--threads': ", "lift optimize --help"),
        (("optimize",), "Missing option '--role'", "lift optimize --help"),
        (
            ("calls", "--phase", "x"),
            "Invalid value for '--phase': 'x' is not one of ",
            "lift calls --help",
        ),
        (("flags", "set"), "Missing argument 'flag'.", "lift flags set --help"),
    ],
)
def test_a_usage_error_names_the_help(
    lift: LiftCommand, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    plain, as_json = lift(*arguments), lift(*arguments, "--json")

    assert (plain.exit_code, plain.stdout) == (2, "")
    assert plain.stderr.startswith(f"error: {message}")
    assert plain.stderr.endswith(f" hint: see: {hint}\n")
    assert as_json.exit_code == 2
    assert as_json.error()[0] == "usage"


def test_after_a_bare_dash_dash_json_is_not_an_option(lift: LiftCommand) -> None:
    assert lift("nothing", "--", "--json").stdout == ""


def end_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make `lift doctor` end with an error that lift did not foresee."""

    def examine(**_: object) -> None:
        raise error

    monkeypatch.setattr(lift.doctor, "examine", examine)


def test_a_fault_of_lift_is_exit_70_and_says_so(
    lift: LiftCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_with(monkeypatch, ZeroDivisionError("oops"))

    plain, as_json, debug = lift("doctor"), lift("doctor", "--json"), lift("--debug", "doctor")

    hint = "this is a fault of lift; run the command again with --debug and report it"
    assert (plain.exit_code, plain.stdout) == (70, "")
    assert plain.stderr == f"error: ZeroDivisionError: oops\n hint: {hint}\n"
    assert as_json.exit_code == 70
    assert as_json.error() == ("internal", "ZeroDivisionError: oops", hint)
    assert debug.exit_code == 70
    assert "Traceback (most recent call last)" in debug.stderr


def test_debug_is_understood_anywhere(lift: LiftCommand, tmp_path: Path) -> None:
    result = lift("config", "show", "--debug", cwd=tmp_path)

    assert result.exit_code == 4
    assert "Traceback (most recent call last)" in result.stderr


def test_control_c_is_130(lift: LiftCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    end_with(monkeypatch, KeyboardInterrupt())

    plain, as_json = lift("doctor"), lift("doctor", "--json")

    hint = "the same command begins anew"
    assert (plain.exit_code, plain.stdout) == (130, "")
    assert plain.stderr.endswith(f"error: interrupted\n hint: {hint}\n")
    assert as_json.exit_code == 130
    assert as_json.error() == ("interrupted", "interrupted", hint)


def test_an_error_that_is_no_exception_is_caught_too(
    lift: LiftCommand, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Odd(BaseException):
        pass

    end_with(monkeypatch, Odd("odd"))

    assert lift("doctor", "--json").error()[0] == "internal"


def test_a_message_is_shown_as_it_is_not_as_markup(lift: LiftCommand, tmp_path: Path) -> None:
    folder = tmp_path / "[red]odd \N{SNOWMAN}"
    folder.mkdir()

    assert str(folder) in lift("config", "show", cwd=folder).stderr
