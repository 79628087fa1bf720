"""Reads YAML safely and remembers on which line every key stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from interviewer.errors import LibraryError

MAX_BYTES: Final = 2_000_000
"""Larger than any card by a factor of twenty; guards against a wrong file."""

Where = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Located:
    """A parsed value and the line of each of its keys, by path from the root."""

    value: Any
    lines: dict[Where, int] = field(default_factory=dict)
    root: Where = ()

    def line_of(self, where: Where) -> int:
        """The line of a key, or of the nearest key above it; lines count from 1."""
        path = self.root + tuple(where)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path) -> Located:
    """Read one YAML document; no tags, no aliases, no duplicate keys.

    Raises:
        LibraryError: the file is missing, unreadable, too large, or not such YAML.
    """
    text = _read_text(path)
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise LibraryError(
            f"{path}:{_error_line(error)}: not valid YAML: {_reason(error)}"
        ) from error
    if node is None:
        raise LibraryError(f"{path}:1: the file is empty")
    builder = _Builder(path)
    value = builder.build(node, ())
    return Located(value, builder.lines)


def _read_text(path: Path) -> str:
    try:
        if not path.is_file():
            raise LibraryError(f"{path}: no such file")
        if path.stat().st_size > MAX_BYTES:
            raise LibraryError(
                f"{path}: larger than {MAX_BYTES // 1_000_000} MB; is this the right file?"
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LibraryError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise LibraryError(f"{path}: cannot be read: {error.strerror or error}") from error


def _error_line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return int(mark.line) + 1 if mark else 1


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


class _Builder:
    """Builds plain values from nodes; each node once, so that aliases cannot blow up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Where, int] = {}
        self._seen: set[int] = set()
        self._scalars = yaml.SafeLoader("")

    def build(self, node: yaml.Node, where: Where) -> Any:
        if id(node) in self._seen:
            raise LibraryError(
                f"{self.path}:{node.start_mark.line + 1}: aliases (*name) are not allowed"
            )
        self._seen.add(id(node))
        self.lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*where, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                line = key_node.start_mark.line + 1
                raise LibraryError(f"{self.path}:{line}: the key {key} stands twice")
            result[key] = self.build(value_node, (*where, key))
            self.lines[(*where, key)] = key_node.start_mark.line + 1
        return result

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            line = node.start_mark.line + 1
            raise LibraryError(f"{self.path}:{line}: this value cannot be read: {error}") from error
