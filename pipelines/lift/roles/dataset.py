"""Datasets: one JSON object per line, in three splits, read whole and checked whole.

A line has `id`, `split`, `inputs`, and may have `group` (its own id when left out), `truth` (what
only the metric sees) and `schema_version`. Errors name file and line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lift.engine.request import JsonValue
from lift.errors import DataError
from lift.roles.role import Example, Split

__all__ = ["SCHEMA_VERSION", "Dataset", "load_dataset", "parse_dataset"]

SCHEMA_VERSION: Final = 1
_FIELDS: Final = frozenset({"schema_version", "id", "split", "group", "inputs", "truth"})
_HINT: Final = 'a line looks like {"id": "a1", "split": "train", "inputs": {...}, "truth": {...}}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """The examples of one file, in file order."""

    path: Path
    examples: tuple[Example, ...]
    digest: str
    """SHA-256 of the file's bytes."""

    def split(self, split: Split) -> tuple[Example, ...]:
        """The examples of one split."""
        return tuple(example for example in self.examples if example.split is split)


def load_dataset(path: Path) -> Dataset:
    """Read and check a dataset.

    Raises:
        DataError: the file is missing, not UTF-8, empty, or a line is wrong.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"the dataset {path} cannot be read: {error.strerror or error}",
            hint="name a JSONL file: --data FILE, or data = in lift.toml",
        ) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{line}: not UTF-8", hint="save the file as UTF-8") from error
    examples = parse_dataset(text, path=path)
    return Dataset(path=path, examples=examples, digest=hashlib.sha256(raw).hexdigest())


def parse_dataset(text: str, *, path: Path) -> tuple[Example, ...]:
    """Read the lines of a dataset; blank lines are passed over.

    Args:
        path: Named in errors only.

    Raises:
        DataError: a line is wrong, an id comes twice, a group is in two splits, or all is empty.
    """
    examples: list[Example] = []
    lines: dict[str, int] = {}
    homes: dict[str, tuple[Split, int]] = {}
    # Not splitlines(): U+2028 and its like may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        example = _parse_line(line, place)
        if example.id in lines:
            raise DataError(
                f"{place}: the id {example.id!r} is already used in line {lines[example.id]}",
                hint="give every example an id of its own",
            )
        lines[example.id] = number
        home, first = homes.setdefault(example.group, (example.split, number))
        if home is not example.split:
            raise DataError(
                f"{place}: the group {example.group!r} is in {example.split.value} here and in "
                f"{home.value} in line {first}",
                hint="keep all examples of a group in one split: the sealed test must stay unseen",
            )
        examples.append(example)
    if not examples:
        raise DataError(f"{path} holds no examples", hint=_HINT)
    return tuple(examples)


def _parse_line(line: str, place: str) -> Example:
    try:
        value: JsonValue = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{place}: not JSON: {error}", hint=_HINT) from error
    if not isinstance(value, Mapping):
        raise DataError(f"{place}: a line must be a JSON object", hint=_HINT)
    _check_fields(value, place)
    name = _string(value, "id", place)
    return Example(
        id=name,
        group=_string(value, "group", place) if "group" in value else name,
        split=_split(value, place),
        inputs=_table(value, "inputs", place),
        truth=_table(value, "truth", place) if "truth" in value else {},
    )


def _refuse_constant(name: str) -> JsonValue:
    raise ValueError(f"{name} is not a JSON number")


def _check_fields(value: Mapping[str, JsonValue], place: str) -> None:
    unknown = sorted(set(value) - _FIELDS)
    if unknown:
        raise DataError(
            f"{place}: unknown field {unknown[0]!r}",
            hint=f"fields are {', '.join(sorted(_FIELDS))}; put your own into inputs or truth",
        )
    version = value.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise DataError(f"{place}: schema_version must be a whole number from 1")
    if version > SCHEMA_VERSION:
        raise DataError(
            f"{place}: schema_version {version} is newer than this lift reads ({SCHEMA_VERSION})",
            hint="upgrade lift",
        )


def _string(value: Mapping[str, JsonValue], name: str, place: str) -> str:
    found = value.get(name)
    if not isinstance(found, str) or not found.strip():
        raise DataError(f"{place}: {name} must be a text that is not empty", hint=_HINT)
    return found


def _split(value: Mapping[str, JsonValue], place: str) -> Split:
    found = value.get("split")
    for split in Split:
        if found == split.value:
            return split
    raise DataError(
        f"{place}: split must be train, val or test, not {json.dumps(found)}", hint=_HINT
    )


def _table(value: Mapping[str, JsonValue], name: str, place: str) -> Mapping[str, JsonValue]:
    found = value.get(name)
    if not isinstance(found, Mapping):
        raise DataError(f"{place}: {name} must be a JSON object", hint=_HINT)
    if name == "inputs" and not found:
        raise DataError(f"{place}: inputs must have at least one field", hint=_HINT)
    return found
