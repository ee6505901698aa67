"""YAML that people write, read with its line numbers so that every error can name one.

A thin layer over PyYAML's node tree: sections, their keys and typed values. It knows nothing of
budgets; `lift.optimize.policy` says which keys there are.
"""

from __future__ import annotations

import math
from pathlib import Path

import yaml

from lift.errors import ConfigError

__all__ = ["Section", "read_document"]

_NULL = "tag:yaml.org,2002:null"
_INT = "tag:yaml.org,2002:int"
_FLOAT = "tag:yaml.org,2002:float"


class Section:
    """A mapping of the file: its keys with their nodes, and where it stands."""

    def __init__(self, *, path: Path, name: str, node: yaml.MappingNode) -> None:
        """Index the keys of a mapping node.

        Raises:
            ConfigError: a key is not text or is written twice.
        """
        self._path = path
        self._name = name
        self._line = _line_of(node)
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _fault(path, _line_of(key), "a key has to be plain text")
            if key.value in self._nodes:
                raise _fault(path, _line_of(key), f"'{self._full(key.value)}' is written twice")
            self._nodes[key.value] = value

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of its entries, in file order."""
        return tuple(self._nodes)

    def only_keys(self, known: tuple[str, ...]) -> None:
        """Refuse any key that is not known.

        Raises:
            ConfigError: names the line, the key and what is known.
        """
        for name, node in self._nodes.items():
            if name not in known:
                message = f"'{self._full(name)}' is not known"
                raise _fault(self._path, _line_of(node), message, f"known here: {', '.join(known)}")

    def section(self, name: str) -> Section | None:
        """Return a mapping below this one; None when it is missing or empty.

        Raises:
            ConfigError: the entry is not a mapping.
        """
        node = self._nodes.get(name)
        if node is None or node.tag == _NULL:
            return None
        if not isinstance(node, yaml.MappingNode):
            raise self.error(
                f"'{self._full(name)}' has to be a mapping of keys and values", key=name
            )
        return Section(path=self._path, name=self._full(name), node=node)

    def whole(self, name: str) -> int | None:
        """Return a whole number >= 0; None when it is missing or null.

        Raises:
            ConfigError: it is something else.
        """
        node = self._scalar(name)
        if node is None:
            return None
        try:
            value = int(node.value.replace("_", "")) if node.tag == _INT else -1
        except ValueError:
            value = -1
        if value < 0 or node.tag != _INT:
            raise self._wrong(name, node, "a whole number, 0 or more")
        return value

    def number(self, name: str) -> float | None:
        """Return a finite number >= 0; None when it is missing or null.

        Raises:
            ConfigError: it is something else.
        """
        node = self._scalar(name)
        if node is None:
            return None
        try:
            value = float(node.value.replace("_", "")) if node.tag in (_INT, _FLOAT) else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or value < 0:
            raise self._wrong(name, node, "a number, 0 or more")
        return value

    def error(self, message: str, *, key: str | None = None, hint: str = "") -> ConfigError:
        """Build an error that names the file and the line of this section or of one of its keys."""
        node = self._nodes.get(key) if key is not None else None
        return _fault(self._path, self._line if node is None else _line_of(node), message, hint)

    def _scalar(self, name: str) -> yaml.ScalarNode | None:
        node = self._nodes.get(name)
        if node is None or node.tag == _NULL:
            return None
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(f"'{self._full(name)}' has to be a single number", key=name)
        return node

    def _wrong(self, name: str, node: yaml.ScalarNode, wanted: str) -> ConfigError:
        message = f"'{self._full(name)}' has to be {wanted}, not '{node.value[:40]}'"
        return _fault(self._path, _line_of(node), message)

    def _full(self, name: str) -> str:
        return f"{self._name}.{name}" if self._name else name


def read_document(path: Path) -> Section:
    """Read a YAML file whose top level is a mapping.

    Raises:
        ConfigError: missing, not UTF-8, not YAML, empty, or not a mapping.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(
            f"{path} cannot be read: {reason}", hint="write one with: lift init"
        ) from error
    text = _decode(path, raw)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise _fault(
            path, line, f"not valid YAML: {_problem(error)}", _tab_hint(text, line)
        ) from error
    except yaml.YAMLError as error:
        raise _fault(path, 1, f"not valid YAML: {error}") from error
    if node is None or node.tag == _NULL:
        raise _fault(path, 1, "the file is empty", "write one with: lift init")
    if not isinstance(node, yaml.MappingNode):
        raise _fault(path, _line_of(node), "the file has to be a mapping of keys and values")
    return Section(path=path, name="", node=node)


def _decode(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"not UTF-8: byte 0x{raw[error.start]:02x}"
        raise _fault(path, line, message, "save the file as UTF-8") from error


def _problem(error: yaml.MarkedYAMLError) -> str:
    return " ".join(part for part in (error.context, error.problem) if part)


def _tab_hint(text: str, line: int) -> str:
    lines = text.splitlines()
    broken = lines[line - 1] if line <= len(lines) else ""
    return "indent with spaces; this line has a tab" if "\t" in broken else ""


def _line_of(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _fault(path: Path, line: int, message: str, hint: str = "") -> ConfigError:
    return ConfigError(
        f"{path}, line {line}: {message}", hint=hint or f"edit line {line} of {path}"
    )
