"""The Protocol every mind fulfils, and what it answers with."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Protocol

from interviewer.director import Guidance, Option, Situation
from interviewer.events import Event


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something failed while a reply was made, and what took its place."""

    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A mind's answer: the move it took and its words, sentence by sentence.

    Attributes:
        option: one of the moves that were allowed.
        sentences: what is said, as it becomes known; none for silence.
        mind: which mind worded it.
        streams: the later sentences are not known yet; the first must not wait for them.
        troubles: what failed; complete once the sentences are.
    """

    option: Option
    sentences: AsyncGenerator[str]
    mind: str
    streams: bool = False
    troubles: list[Trouble] = field(default_factory=list)


class Mind(Protocol):
    """Chooses among allowed moves and puts the choice into words.

    ``reply`` alone is needed; with the rest a mind may use the time in which nobody waits for it.
    """

    @property
    def name(self) -> str:
        """Short name for messages and the journal."""

    async def reply(self, situation: Situation, guidance: Guidance) -> Reply:
        """Take one move.

        Raises:
            interviewer.errors.MindError: it cannot; another mind must take the turn.
        """

    async def prepare(self, situation: Situation, guidance: Guidance) -> None:
        """Think ahead, because the turn has probably ended; returns at once.

        Nothing that comes of it is spoken unless ``reply`` follows for the very same words.

        Args:
            situation: as it will stand if no more is said; a copy.
            guidance: what would be allowed then.
        """

    async def study(self, situation: Situation, saying: str) -> None:
        """Use the time while the candidate has the floor; returns at once.

        Args:
            situation: where the interview stands.
            saying: what was understood so far of a turn that still goes on; may be empty.
        """

    def news(self, now_s: float) -> list[Event]:
        """What has come of it since the last call, to be journalled."""

    async def settle(self, now_s: float) -> list[Event]:
        """The interview is over: stop everything and tell what it came to."""

    async def close(self) -> None:
        """Release what it holds; calling twice is harmless."""


async def as_sentences(text: str) -> AsyncGenerator[str]:
    """A finished text as the stream of sentences that a reply holds."""
    for sentence in split_sentences(text):
        yield sentence


def split_sentences(text: str) -> list[str]:
    """Cut a text into sentences at their marks; abbreviations and decimals stay whole."""
    import re

    parts = re.split(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)\s+(?=[A-Z0-9\"'])", text.strip())
    return [part for part in parts if part]
