"""Check what a reflection model wrote before it becomes a prompt.

Small models answer with nothing, with half an answer, with the question, or with their own
thoughts. Such a text is refused with a reason that the report shows; only plain cleaning is done to
the rest, and what was cleaned is recorded. Called by `lift.optimize.search` for each proposal.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from lift.engine.request import FinishReason

__all__ = ["Accepted", "Reflection", "Refused", "TokenLimit", "check_reflection", "shorten"]

_FENCE = "```"
_ELLIPSIS = " ... "
_THINKING = re.compile(r"</?\s*think(?:ing)?\b[^>]*>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[ \t]+")
_FENCE_TAG = re.compile(r"^(?:markdown|md|text|txt|plaintext)\s*\n", re.IGNORECASE)
_SCAFFOLD = re.compile(
    r"\[\[ ## |<curr_instructions>|<inputs_outputs_feedback>|^## Generated Outputs", re.MULTILINE
)
_ECHO_LINE_CHARS = 24
"""Shorter lines are too common to tell an echo from chance."""
_TEMPLATE_LINE_CHARS = 40
"""A line of the question of this length is never an instruction."""
_ECHO_SHARE = 0.5
"""Share of the new text that may repeat the examples; strong models do quote them, and may."""
_REPEAT_CHARS = 12
"""Shorter lines and sentences may repeat: brackets, bullets, headings."""
_ESTIMATE_SLACK = 1.25
"""Tokens are estimated here, so only a clear excess is refused; the minibatch counts exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLimit:
    """How long an instruction may become."""

    tokens: float
    """Most tokens that the instruction may have."""
    tokens_per_char: float
    """Estimated from the reflection model's own answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """A proposal and all that decides whether it may be adopted."""

    text: str
    """The new instruction as extracted by the optimizer's own proposer."""
    answer: str
    """The model's whole answer."""
    finish_reason: FinishReason
    parent: str
    """The instruction that it is to replace."""
    question: tuple[str, ...]
    """Fixed texts of the prompt, without instruction and examples."""
    shown: tuple[str, ...]
    """Example values that the prompt showed, without the feedback."""
    limit: TokenLimit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A proposal that may become a candidate."""

    text: str
    cleaned: tuple[str, ...]
    """What was cleaned, in words; empty when nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A proposal that may not become a candidate."""

    text: str
    reason: str


def check_reflection(reflection: Reflection) -> Accepted | Refused:
    """Clean a proposal and decide whether it may be adopted; pure, same input same verdict."""
    text, cleaned = _clean(reflection.text)
    for check in (_is_finished, _has_content, _is_answer, _is_closed, _is_new, _fits):
        reason = check(text, reflection)
        if reason is not None:
            return Refused(text=text or reflection.text.strip(), reason=reason)
    return Accepted(text=text, cleaned=cleaned)


def shorten(text: str, limit: int | None) -> str:
    """Cut a long text to its beginning and end, for reflection models with a small context.

    Of `limit` characters six tenths come from the beginning: 100 is the first 60, " ... " and the
    last 35.
    """
    if limit is None or len(text) <= limit:
        return text
    head = limit * 6 // 10
    tail = max(0, limit - head - len(_ELLIPSIS))
    return text[:head] + _ELLIPSIS + (text[-tail:] if tail else "")


def same_words(one: str, other: str) -> bool:
    """Tell whether two instructions differ in white space only."""
    return one.split() == other.split()


def _is_finished(_: str, reflection: Reflection) -> str | None:
    if reflection.finish_reason == "length":
        return "the answer was cut off at the output limit"
    return None


def _is_closed(text: str, reflection: Reflection) -> str | None:
    if _has_open_fence(reflection.answer) or _has_open_fence(text):
        return "the answer is truncated: a code fence is opened and not closed"
    return None


def _has_open_fence(text: str) -> bool:
    """Tell whether a line opens a code fence that is never closed; fences in mid-line are talk."""
    lines = text.strip().splitlines()
    opened = sum(line.strip().startswith(_FENCE) for line in lines)
    closed_in_line = bool(lines) and lines[-1].endswith(_FENCE) and lines[-1].strip() != _FENCE
    return (opened + closed_in_line) % 2 == 1 if len(lines) > 1 else False


def _has_content(text: str, _: Reflection) -> str | None:
    return None if any(character.isalnum() for character in text) else "the answer is empty"


def _is_answer(text: str, reflection: Reflection) -> str | None:
    """Refuse thoughts, scaffolding and echoes of the question or the examples."""
    if _THINKING.search(text):
        return "the answer still has the model's <think> text in it"
    if _SCAFFOLD.search(text):
        return "the answer echoes the reflection template"
    known = set(_lines(reflection.parent))
    new = [line for line in _lines(text) if line not in known]
    question = _squeeze("\n".join(reflection.question))
    for line in new:
        if len(line) >= _TEMPLATE_LINE_CHARS and line in question:
            return f"the answer echoes the reflection template: '{line[:50]}'"
    shown = [_squeeze(value) for value in reflection.shown]
    echoed = [
        line
        for line in new
        if len(line) >= _ECHO_LINE_CHARS and any(line in value for value in shown)
    ]
    share = sum(map(len, echoed)) / max(1, sum(map(len, new)))
    return "the answer echoes the examples" if share > _ECHO_SHARE else None


def _is_new(text: str, reflection: Reflection) -> str | None:
    return "identical to its parent" if same_words(text, reflection.parent) else None


def _fits(text: str, reflection: Reflection) -> str | None:
    limit = reflection.limit
    if limit is None:
        return None
    tokens = math.ceil(len(text) * limit.tokens_per_char)
    if tokens <= limit.tokens * _ESTIMATE_SLACK:
        return None
    return (
        f"about {tokens:,} tokens long; "
        f"the token limit of the result leaves room for {limit.tokens:,.0f}"
    )


def _clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Drop an outer fence and what is repeated; say what was dropped."""
    cleaned: list[str] = []
    bare = text.strip()
    if (
        bare.startswith(_FENCE)
        and bare.endswith(_FENCE)
        and bare.count(_FENCE) == 2
        and len(bare) > 6
    ):
        bare = bare[3:-3]
        cleaned.append("code fence removed")
    tagless = _FENCE_TAG.sub("", bare.lstrip(" ")) if cleaned or _FENCE_TAG.match(bare) else bare
    if tagless != bare and not cleaned:
        cleaned.append("fence language removed")
    kept, lines, sentences = _without_repeats(tagless.strip())
    for dropped, name in ((lines, "line"), (sentences, "sentence")):
        if dropped:
            cleaned.append(f"{dropped} repeated {name}{'s' if dropped > 1 else ''} dropped")
    return kept, tuple(cleaned)


def _without_repeats(text: str) -> tuple[str, int, int]:
    """Drop lines and sentences that already stood above; inside code fences both may repeat.

    Small models say what they have found over and over, often in one long line.

    Returns:
        The text, how many whole lines were dropped, and how many sentences of other lines.
    """
    seen: set[str] = set()
    kept: list[str] = []
    fenced = False
    lines = sentences = 0
    for line in text.splitlines():
        fence = line.strip().startswith(_FENCE)
        fenced ^= fence
        parts = _SENTENCE_END.split(line.rstrip())
        new = parts if fenced or fence else [part for part in parts if _is_first(part, seen)]
        if not new:
            lines += 1
            continue
        sentences += len(parts) - len(new)
        kept.append(line.rstrip() if len(new) == len(parts) else " ".join(new))
    return "\n".join(kept).strip(), lines, sentences


def _is_first(sentence: str, seen: set[str]) -> bool:
    """Tell whether a sentence has not been seen, and remember it; short ones may repeat."""
    words = _squeeze(sentence)
    if len(words) < _REPEAT_CHARS:
        return True
    known = words in seen
    seen.add(words)
    return not known


def _lines(text: str) -> list[str]:
    return [squeezed for line in text.splitlines() if (squeezed := _squeeze(line))]


def _squeeze(text: str) -> str:
    return " ".join(text.split())
