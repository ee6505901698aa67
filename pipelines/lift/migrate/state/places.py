"""Where a key of a JSON file stands, for findings that name a line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import cast

__all__ = ["Places"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(slots=True)
class _Level:
    is_list: bool
    path: str
    index: int = 0
    key: str = ""

    def below(self) -> str:
        """Return the path of the value that is read now."""
        if self.is_list:
            return f"{self.path}[{self.index}]"
        return f"{self.path}.{self.key}" if self.path else self.key


class Places:
    """The keys of one saved program; `find` is the only question."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offsets: dict[tuple[str, str], int] = {}
        self._scan()

    def find(self, predictor: str, key: str) -> tuple[int, int]:
        """Return line and column, from 1, of a key of a predictor.

        Where the key is not in the file: those of what is nearest above it.
        """
        while True:
            offset = self._offsets.get((predictor, key))
            if offset is not None or not key:
                break
            key = re.split(r"[.\[][^.\[]*$", key)[0] if re.search(r"[.\[]", key) else ""
        before = self._text[: offset or 0]
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    def _scan(self) -> None:
        """Walk over the tokens; the text is known to be JSON."""
        predictor, levels, depth = "", list[_Level](), 0
        expect_key = False
        for token in _TOKEN.finditer(self._text):
            text = token.group()
            if text in "{[":
                path = levels[-1].below() if depth > 1 else ""
                levels.append(_Level(is_list=text == "[", path=path))
                depth += 1
                expect_key = text == "{"
            elif text in "}]":
                levels.pop()
                depth -= 1
            elif text == ",":
                levels[-1].index += 1
                expect_key = not levels[-1].is_list
            elif text == ":":
                expect_key = False
            elif expect_key:
                key = cast("str", json.loads(text, strict=False))
                levels[-1].key = key
                if depth == 1:
                    predictor = key
                place = (predictor, "" if depth == 1 else levels[-1].below())
                self._offsets.setdefault(place, token.start())
