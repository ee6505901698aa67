"""Write the generated reference pages, or check that they match the code.

    docs/reference/cli.md       every command with its options, from the command line itself
    docs/reference/config.md    the tables between markers, from `lift.config.Settings` and
                                `lift.migrate.settings.MigrateSettings`
    docs/reference/rules.md     every code of `lift migrate`, from the rules themselves

`make docs` checks (CI does, too); `make docs WRITE=1` writes.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from rules_page import rules_page

import lift.config
from lift.migrate.settings import MigrateSettings
from lift_cli.main import app

ROOT = Path(__file__).resolve().parent.parent
CLI_PAGE = ROOT / "docs" / "reference" / "cli.md"
CONFIG_PAGE = ROOT / "docs" / "reference" / "config.md"
RULES_PAGE = ROOT / "docs" / "reference" / "rules.md"
BEGIN, END = "<!-- settings: generated -->", "<!-- end of settings -->"
MIGRATE_BEGIN, MIGRATE_END = "<!-- migrate: generated -->", "<!-- end of migrate -->"
CLI_HEAD = """\
# Command line

Generated from the code by `make docs WRITE=1`. Every command also prints this with `--help`.

Exit codes: 0 it worked; 1 it worked and the answer is no (no gain, a regression); 2 wrong usage;
3 a budget ended the search without a result; 4 something about the machine, the project or a file
has to be put right first; 70 a fault of lift; 130 interrupted.

With `--json` a command prints exactly one object on stdout, whatever happens; on failure it is
`{"error": {"code", "message", "hint"}}`. Progress and messages go to stderr.
"""


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command that does something, with the words that call it."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, child in inner.items():
        yield from commands(child, (*path, name))


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def parameter_row(parameter: Any) -> str:
    """Return a parameter as a row: how it is written, what it means."""
    if parameter.param_type_name == "argument":
        written = f"`{parameter.name.upper()}`"
        needed = "required" if parameter.required else "optional"
    else:
        metavar = "" if isinstance(parameter.default, bool) else f" {parameter.metavar or 'VALUE'}"
        written = ", ".join(f"`{one}{metavar}`" for one in parameter.opts)
        needed = "required" if parameter.required else ""
    meaning = cell(parameter.help or "")
    return f"| {written} | {meaning}{f' ({needed})' if needed else ''} |"


def command_section(path: tuple[str, ...], command: Any) -> str:
    text = inspect.cleandoc(command.help or "").split("\f")[0].rstrip()
    shown = [one for one in command.params if one.name != "help" and not one.hidden]
    words, example = text.partition("Example: ")[::2]
    parts = [f"## {' '.join(path)}", words.strip()]
    if example:
        parts.append(f"```console\n$ {example.strip()}\n```")
    if shown:
        rows = "\n".join(parameter_row(one) for one in shown)
        parts.append(f"| Parameter | Meaning |\n|---|---|\n{rows}")
    return "\n\n".join(parts)


def cli_page() -> str:
    root = typer.main.get_command(app)
    sections = [command_section(path, command) for path, command in commands(root, ("lift",))]
    return CLI_HEAD + "\n" + "\n\n".join(sections) + "\n"


def field_texts(model: type[Any]) -> dict[str, str]:
    """Return the string under each field of a class of settings."""
    tree = ast.parse(Path(inspect.getfile(model)).read_text("utf-8"))
    body = next(
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == model.__name__
    )
    texts: dict[str, str] = {}
    for field, text in zip(body, [*body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            documented = isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
            value = text.value.value if documented else ""  # type: ignore[union-attr]
            texts[field.target.id] = cell(str(value))
    return texts


def settings_table() -> str:
    texts = field_texts(lift.config.Settings)
    rows = [
        f"| `{name}` | `LIFT_{name.upper()}` | {'-' if default is None else f'`{default}`'} "
        f"| {texts[name]} |"
        for name, default in lift.config.setting_defaults().items()
    ]
    return "\n".join(["| Key | Variable | Default | Meaning |", "|---|---|---|---|", *rows])


def migrate_table() -> str:
    texts = field_texts(MigrateSettings)
    fields = MigrateSettings.model_fields.items()
    rows = [
        f"| `{field.alias}` | {f'`{field.default}`' if field.default else '-'} | {texts[name]} |"
        for name, field in fields
    ]
    return "\n".join(["| Key | Default | Meaning |", "|---|---|---|", *rows])


def config_page(page: str) -> str:
    """Return the page with its tables made anew."""
    for begin, end, table in (
        (BEGIN, END, settings_table()),
        (MIGRATE_BEGIN, MIGRATE_END, migrate_table()),
    ):
        pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
        page = pattern.sub(lambda _, new=f"{begin}\n\n{table}\n\n{end}": new, page)
    return page


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    wanted = {
        CLI_PAGE: cli_page(),
        CONFIG_PAGE: config_page(CONFIG_PAGE.read_text("utf-8")),
        RULES_PAGE: rules_page(),
    }
    stale = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} does not match the code", file=sys.stderr)
        else:
            path.write_text(wanted[path], "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    if check and stale:
        print("run: make docs WRITE=1", file=sys.stderr)
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
