"""How many tokens a prompt can have at most, without asking a tokenizer.

A byte-level vocabulary never needs more tokens than bytes, and a template cannot add more text than
it contains, but for what it repeats with every message. Used by hosts to reserve budget.
"""

from __future__ import annotations

from lift.engine.request import ModelRequest

__all__ = ["prompt_bound"]

_PER_MESSAGE = 16
"""Markers around one message; the longest in common templates have 8 tokens."""
_TEMPLATE_MOST = 512
"""A template's source is mostly logic and text for tools; what it adds to a plain conversation (a
date, a sentence about the assistant) stays below this."""


def prompt_bound(request: ModelRequest, *, template: str | None) -> int:
    """Return an upper bound of the prompt's tokens.

    Args:
        request: what will be sent.
        template: source text of the chat template, or None when it is not known.
    """
    added = _TEMPLATE_MOST if template is None else min(len(template.encode()), _TEMPLATE_MOST)
    return request.prompt_bytes + added + _PER_MESSAGE * (len(request.messages) + 1)
