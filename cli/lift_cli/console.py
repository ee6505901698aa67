"""All output of the command line: data on stdout, everything else on stderr.

With `--json` stdout gets exactly one object: either the command's, or `{"error": ...}`.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from rich.console import Console as RichConsole
    from rich.console import RenderableType

__all__ = ["Console"]

PIPE_WIDTH = 10_000
"""Lines that a program reads are never folded."""


class Console:
    """Where a command writes; made once per command."""

    def __init__(self, *, as_json: bool = False, quiet: bool = False) -> None:
        self.as_json = as_json
        self.quiet = quiet

    def emit(self, payload: Mapping[str, object]) -> None:
        """Write the one object of `--json`."""
        text = json.dumps(payload, indent=2, ensure_ascii=False, allow_nan=False, default=_plain)
        data = text.encode("utf-8", "backslashreplace").decode("utf-8")
        sys.stdout.write(data + "\n")
        sys.stdout.flush()

    def write(self, text: str) -> None:
        """Write data for another program on stdout, exactly as it is.

        Lone surrogates stand for bytes that are no UTF-8, and become those bytes again.
        """
        data = text.encode("utf-8", "surrogateescape")
        binary: object = getattr(sys.stdout, "buffer", None)
        if isinstance(binary, (io.BufferedWriter, io.FileIO)):
            sys.stdout.flush()
            binary.write(data)
        else:
            sys.stdout.write(data.decode("utf-8", "replace"))
        sys.stdout.flush()

    def show(self, content: RenderableType) -> None:
        """Write data for people on stdout."""
        from rich.text import Text

        if isinstance(content, str):
            content = Text(content)
        self.rich().print(content, soft_wrap=isinstance(content, Text))

    def status(self, word: str, style: str, message: str) -> None:
        """Write a line of data that begins with a coloured word."""
        from rich.text import Text

        self.show(Text.assemble((f"{word:<5}", style), " ", message))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write rows as an aligned table without borders."""
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self.show(table)

    def note(self, message: str) -> None:
        """Say on stderr what is going on; silent under --quiet."""
        if not self.quiet:
            self.rich(stderr=True).print(message, markup=False, highlight=False, soft_wrap=True)

    def warn(self, message: str) -> None:
        """Say on stderr what should not be overlooked, also under --quiet."""
        self._mark("warning:", "yellow", message)

    def error(self, *, code: str, message: str, hint: str) -> None:
        """Say why a command failed: as the JSON object, or as a message with a hint."""
        if self.as_json:
            self.emit({"error": {"code": code, "message": message, "hint": hint}})
            return
        self._mark("error:", "bold red", message)
        if hint:
            self._mark(" hint:", "cyan", hint)

    def rich(self, *, stderr: bool = False) -> RichConsole:
        """Return a console on the stream as it is now; it honours NO_COLOR and terminals."""
        from rich.console import Console as RichConsole

        console = RichConsole(stderr=stderr, highlight=False, emoji=False)
        # Rich would end the process with 1; that a reader has seen enough is decided at the entry.
        console.on_broken_pipe = _raise_again  # type: ignore[method-assign]
        if not console.is_terminal:
            console.width = PIPE_WIDTH
        return console

    def _mark(self, word: str, style: str, message: str) -> None:
        from rich.text import Text

        text = Text.assemble((word, style), " ", message)
        self.rich(stderr=True).print(text, soft_wrap=True)


def _raise_again() -> NoReturn:
    raise BrokenPipeError


def _plain(value: object) -> object:
    """Turn the odd path or enum inside a payload into text."""
    return str(value)
