"""What a Markdown or reST document mentions. Pure text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "Mention", "mentions"]

Kind = Literal["name", "path", "link", "command", "version", "python"]

_FENCE = re.compile(r"^\s*(```+|~~~+)\s*\{?\.?([\w+-]*)")
_DIRECTIVE = re.compile(r"^\s*\.\. code(?:-block)?::\s*(\w*)")
_INLINE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]+)\1(?!`)")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_PATH = re.compile(r"(?:\.{1,2}/)?(?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|toml|ipynb|yaml|yml|cfg)")
_PROMPT = re.compile(r"^\s*[$%>]\s+(.*)")
_PIN = re.compile(
    r"(?<![\w./-])(dspy(?:[-_]ai)?)(?:\[[^\]]*\])?\s*(==|~=)\s*v?(\d+(?:\.\d+)+)", re.IGNORECASE
)
_PROSE = re.compile(r"\bDSPy\s+(?:version\s+)?v?(\d+\.\d+(?:\.\d+)?)\b", re.IGNORECASE)
_DSPY_AI = re.compile(
    r"\bpip3?\s+install\s+(?:-\S+\s+)*[^\n]*?(?<![\w./-])(dspy[-_]ai)\b(?!\s*[=~<>])"
)
_PYTHON = re.compile(r"\bPython\s*(?:>=|≥)?\s*3\.(\d{1,2})\b", re.IGNORECASE)
_SHELL = frozenset({"bash", "sh", "shell", "console", "zsh", "shell-session", "terminal"})
_HISTORY = re.compile(
    r"\b(?:removed?|gone|no longer|deprecat\w*|formerly|legacy|old|older|before|until|was|were|"
    r"instead of|migrat\w*|upgrad\w*|replac\w*|used to|since|(?:from|between) (?:DSPy )?\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One thing that a document says exists."""

    kind: Kind
    text: str
    line: int
    column: int
    """From 1."""
    value: str = ""
    """For versions: the number alone."""


def mentions(text: str) -> Iterator[Mention]:
    """Yield what a document mentions, in its order; lines about the past are passed over."""
    fence = language = ""
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or (line.strip().startswith(fence) and not mark[2])):
            fence, language = ("", "") if fence else (mark[1], mark[2].lower())
            continue
        if directive := _DIRECTIVE.match(line):
            language = directive[1].lower()
        elif not fence and language and line and not line[0].isspace():
            language = ""
        if _HISTORY.search(line):
            continue
        yield from _versions(line, number)
        if fence or language:
            yield from _commands(line, number, shell=language in _SHELL)
        else:
            yield from _commands(line, number, shell=False)
            yield from _prose(line, number)


def _versions(line: str, number: int) -> Iterator[Mention]:
    for pattern, group in ((_PIN, 3), (_PROSE, 1), (_DSPY_AI, 0)):
        for match in pattern.finditer(line):
            value = match[group] if group else ""
            yield Mention(
                kind="version", text=match[0], line=number, column=match.start() + 1, value=value
            )
    for match in _PYTHON.finditer(line):
        yield Mention(
            kind="python", text=match[0], line=number, column=match.start() + 1, value=match[1]
        )


def _commands(line: str, number: int, *, shell: bool) -> Iterator[Mention]:
    prompt = _PROMPT.match(line)
    if prompt is not None and (shell or line.lstrip().startswith("$")):
        yield Mention(
            kind="command", text=prompt[1].strip(), line=number, column=prompt.start(1) + 1
        )
    elif shell and line.strip() and not line.lstrip().startswith("#"):
        column = len(line) - len(line.lstrip()) + 1
        yield Mention(kind="command", text=line.strip(), line=number, column=column)


def _prose(line: str, number: int) -> Iterator[Mention]:
    for match in _LINK.finditer(line):
        target = match[1].split("#")[0]
        if target and ":" not in target:
            yield Mention(kind="link", text=target, line=number, column=match.start(1) + 1)
    for match in _INLINE.finditer(line):
        written = match[2].strip()
        column = match.start(2) + 1
        name = written.removesuffix("()").split("(")[0]
        if _PATH.fullmatch(written):
            yield Mention(kind="path", text=written, line=number, column=column)
        elif _DOTTED.fullmatch(name):
            yield Mention(kind="name", text=name, line=number, column=column)
