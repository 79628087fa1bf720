"""A candidate who reads from a script: a YAML file, or lines from standard input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from interviewer.candidates.base import Utterance
from interviewer.library.base import Line, Record
from interviewer.library.load import parse_file

DEFAULT_PAUSE_S = 2.5


class ScriptLine(Record):
    """One thing to say, and the silence before it in seconds."""

    say: Line
    pause_s: Annotated[float, Field(ge=0, le=600)] = DEFAULT_PAUSE_S


class Script(Record):
    """A candidate's script; see ``docs/candidate-scripts.md``."""

    title: Line = "script"
    turns: Annotated[tuple[ScriptLine, ...], Field(min_length=1)]


class ScriptedCandidate:
    """Says one line after the other, whatever the interviewer says."""

    def __init__(self, lines: Sequence[Utterance], name: str = "script") -> None:
        self.name = name
        self._lines = list(lines)

    def plan(self) -> Utterance | None:
        """The next line."""
        return self._lines[0] if self._lines else None

    def said(self) -> None:
        """Go on to the next line."""
        self._lines.pop(0)

    def hear(self, text: str) -> None:
        """A script does not react."""


def read_script(path: Path) -> ScriptedCandidate:
    """Read a script.

    Raises:
        LibraryError: the file is missing or not a script; the message names file and key.
    """
    script = parse_file(path, Script)
    return ScriptedCandidate(
        [Utterance(line.say, line.pause_s) for line in script.turns], script.title
    )


def from_lines(lines: Sequence[str]) -> ScriptedCandidate:
    """One utterance for each line that is not empty."""
    spoken = [line.strip() for line in lines if line.strip()]
    return ScriptedCandidate([Utterance(line, DEFAULT_PAUSE_S) for line in spoken], "piped text")
