"""Mentions that are not true in the target version, as findings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from packaging.version import Version

from lift.migrate.docs.facts import Facts, is_there
from lift.migrate.docs.mentions import Mention, mentions
from lift.migrate.docs.texts import TEXTS
from lift.migrate.finding import Finding, Severity
from lift.migrate.pins.overlap import allows
from lift.migrate.pins.releases import newest, release
from lift.migrate.sources import discover
from lift.migrate.sources.discovery import relative
from lift.migrate.sources.reading import content
from lift.migrate.tiers import fits

__all__ = ["check_documents", "find_documents"]

_SUFFIXES = (".md", ".markdown", ".rst")
_PAST = re.compile(r"change(?:s|log)|history|news|release|migrat|upgrad", re.IGNORECASE)
_BY_CODE = {one.code: one for one in TEXTS}
_PLACEHOLDER = re.compile(r"[<>{}*$]|\.\.\.|…|\b[A-Z]{3,}\b|your|path/to|example")
_SOURCE = re.compile(r"\.(?:py|md|rst|toml|ipynb|ya?ml|cfg|sh|sql|html?)$")


def find_documents(root: Path, patterns: Sequence[str]) -> tuple[Path, ...]:
    """Return the documents of a project, changelogs left out.

    Args:
        patterns: Of paths relative to `root`; empty means every document.
    """
    found = sorted(discover((root,), _SUFFIXES))
    if patterns:
        return tuple(p for p in found if any(fits(one, relative(root, p)) for one in patterns))
    return tuple(path for path in found if not _PAST.search(path.stem))


def check_documents(
    *,
    root: Path,
    documents: Sequence[Path],
    target: str,
    has_dspy_name: Callable[[str], bool] | None,
) -> tuple[Finding, ...]:
    """Return what the documents say that is not so, in the order of the documents."""
    facts = Facts(root, has_dspy_name)
    found: list[Finding] = []
    for document in documents:
        path = relative(root, document)
        try:
            text = content(document).decode("utf-8", "replace")
        except OSError as error:
            found.append(_unread(path, error.strerror or str(error)))
            continue
        for mention in mentions(text):
            found += _of_mention(mention, path, document.parent, facts, target)
    return tuple(found)


def _of_mention(
    mention: Mention, path: str, beside: Path, facts: Facts, target: str
) -> Iterator[Finding]:
    if mention.kind in {"name", "path", "link"} and _PLACEHOLDER.search(mention.text):
        return
    said = ""
    code = "DOC102"
    if mention.kind == "name" and facts.has_name(mention.text) is False:
        code, said = "DOC101", f"`{mention.text}` does not exist{_where(mention.text, target)}"
    elif mention.kind == "link" and not _leads_somewhere(mention.text, beside, facts):
        said = f"the link to {mention.text} leads nowhere"
    elif mention.kind == "path" and _is_missing(mention.text, beside, facts):
        said = f"`{mention.text}` does not exist"
    elif mention.kind == "command":
        code, said = "DOC103", _command_fault(mention.text, beside, facts)
    elif mention.kind == "version":
        code, said = "DOC104", _version_fault(mention, target)
    elif mention.kind == "python":
        code, said = "DOC104", _python_fault(mention, target)
    if said:
        yield _finding(code, path, mention, said)


def _leads_somewhere(link: str, beside: Path, facts: Facts) -> bool:
    path = unquote(link.partition("?")[0])
    folder = facts.root if path.startswith("/") else beside
    return is_there(folder / path.lstrip("/")) or is_there(beside / path)


def _is_missing(path: str, beside: Path, facts: Facts) -> bool:
    """Whether a path that people write does not exist; what programs make may be absent."""
    first = path.removeprefix("./").split("/")[0]
    inside = "/" in path.strip("/") and (facts.root / first).is_dir()
    if first.startswith(".") or not (inside or _SOURCE.search(path)):
        return False
    made = path.endswith((".json", ".db", ".log", ".jsonl"))
    return not made and not facts.exists(path, beside)


def _where(name: str, target: str) -> str:
    return f" in DSPy {target}" if name.startswith(("dspy.", "dsp.")) else " in the project"


def _version_fault(mention: Mention, target: str) -> str:
    if not mention.value:
        return f"`{mention.text}` installs the newest DSPy; the project needs dspy=={target}"
    named, wanted = Version(mention.value), Version(target)
    same = named.release == wanted.release[: len(named.release)]
    return "" if same else f"`{mention.text}`: the target is DSPy {target}"


def _python_fault(mention: Mention, target: str) -> str:
    python = (release(target) or newest()).python
    if allows(python, f"3.{mention.value}.99"):
        return ""
    return f"{mention.text}: DSPy {target} needs Python {python}"


def _command_fault(command: str, beside: Path, facts: Facts) -> str:
    """Return why a command cannot work; empty when it can, or when nothing is known of it."""
    if _PLACEHOLDER.search(command):
        return ""
    try:
        words = shlex.split(command, comments=True)
    except ValueError:
        return ""
    while words and (
        re.fullmatch(r"\w+=.*", words[0]) or words[0] in {"uv", "run", "poetry", "sudo"}
    ):
        words = words[1:]
    if not words:
        return ""
    program, rest = words[0].rpartition("/")[2], words[1:]
    if program == "make":
        return _make_fault(rest, facts)
    if program in {"python", "python3", "bash", "sh", "pytest"}:
        return _script_fault(program, rest, beside, facts)
    return ""


def _make_fault(words: list[str], facts: Facts) -> str:
    known = facts.make_targets
    if known is None or "-C" in words or "-f" in words:
        return ""
    plain = re.compile(r"[A-Za-z0-9_.-]+")
    wanted = [one for one in words if plain.fullmatch(one) and not one.startswith("-")]
    missing = [one for one in wanted if one not in known and not one.isdigit()]
    return f"the Makefile has no target {missing[0]}" if missing else ""


def _script_fault(program: str, words: list[str], beside: Path, facts: Facts) -> str:
    if program.startswith("python") and words[:1] == ["-m"] and len(words) > 1:
        return f"there is no module {words[1]}" if facts.has_module(words[1]) is False else ""
    first = next((one for one in words if not one.startswith("-")), "").split("::")[0]
    looks = first.endswith((".py", ".sh")) or (program == "pytest" and "/" in first)
    if not looks or words[0].startswith("-") or first.startswith(("/", "~")):
        return ""
    return "" if facts.exists(first, beside) else f"{first} does not exist"


def _unread(path: str, why: str) -> Finding:
    return Finding(
        code="LFT001",
        severity=Severity.WARNING,
        path=path,
        line=1,
        column=1,
        end_line=1,
        end_column=1,
        message=f"this document was not checked: {why}",
        advice="repair it, or exclude it",
    )


def _finding(code: str, path: str, mention: Mention, said: str) -> Finding:
    rule = _BY_CODE[code]
    return Finding(
        code=code,
        severity=rule.severity,
        path=path,
        line=mention.line,
        column=mention.column,
        end_line=mention.line,
        end_column=mention.column + len(mention.text),
        message=said,
        advice="correct the document",
    )
