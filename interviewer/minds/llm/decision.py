"""Reads a model's answer as it streams: first the decision, then sentences as they complete."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

MOST_CHARACTERS: Final = 2000
MOST_THOUGHT: Final = 40_000
"""Some local models think aloud first, between marks; it is skipped, up to here."""

_FIRST = re.compile(
    r"^\W*(?:option\s*|move\s*|number\s*)?(\d{1,3})(?!\d)[\s.:)\]*_-]*", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"(.+?(?:(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bDr)(?<!\bMr)[.!?]+[\"'”)*_]*(?=\s)|\n))",
    re.DOTALL,
)
_THINK, _THOUGHT = "<think>", "</think>"


class Malformed(Exception):
    """The answer does not begin with a decision, or does not end."""


@dataclass(slots=True)
class AnswerReader:
    """Fed with pieces of text, it tells what is complete.

    Attributes:
        number: the option decided on; None until it is known.
    """

    number: int | None = None
    _buffer: str = ""
    _read: int = 0
    _thinking: bool | None = None
    _sentences: list[str] = field(default_factory=list)

    def feed(self, piece: str) -> list[str]:
        """Sentences that are complete now.

        Raises:
            Malformed: there is no decision where it should be, or the answer has no end.
        """
        self._read += len(piece)
        self._buffer += piece
        if self._read > (MOST_THOUGHT if self._thinking else MOST_CHARACTERS):
            raise Malformed("the answer has no end")
        self._skip_thought()
        if self._thinking is not False:
            return []
        if self.number is None and not self._decide(ended=False):
            return []
        return self._complete()

    def end(self, *, cut: bool = False) -> list[str]:
        """What is left once the answer has ended; ``cut`` drops a sentence that was broken off.

        Raises:
            Malformed: there was no decision.
        """
        if self._thinking is None:
            self._thinking = False
        if self._thinking or (self.number is None and not self._decide(ended=True)):
            raise Malformed("the answer holds no decision")
        rest, self._buffer = self._buffer.strip(), ""
        return [rest] if rest and not cut else []

    def _skip_thought(self) -> None:
        if self._thinking is None:
            start = self._buffer.lstrip()
            if start.startswith(_THINK):
                self._thinking = True
            elif not _THINK.startswith(start):
                self._thinking = False
        if self._thinking and _THOUGHT in self._buffer:
            self._buffer = self._buffer.partition(_THOUGHT)[2]
            self._thinking, self._read = False, len(self._buffer)

    def _decide(self, *, ended: bool) -> bool:
        line = self._buffer.lstrip()
        if not ended and "\n" not in line and len(line) < 16:
            return False
        found = _FIRST.match(line)
        if found is None:
            raise Malformed("the answer does not begin with a decision")
        self.number, self._buffer = int(found[1]), line[found.end() :]
        return True

    def _complete(self) -> list[str]:
        sentences = []
        while found := _SENTENCE.match(self._buffer):
            self._buffer = self._buffer[found.end() :]
            if sentence := found[1].strip():
                sentences.append(sentence)
        return sentences
