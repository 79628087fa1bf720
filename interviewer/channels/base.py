"""What a channel tells of the candidate, and how the interviewer speaks through it.

All times are seconds on the interview's clock.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from interviewer.clock import Clock
from interviewer.vocabulary import Request

CUTS_IN = frozenset({Request.DONE, Request.SKIP, Request.QUIT})
"""What is asked for while the interviewer speaks and does not wait until they have finished."""


@dataclass(frozen=True, slots=True)
class TurnHeard:
    """The candidate finished a turn; the interviewer may speak from ``decided_s`` on.

    Attributes:
        interrupted: the turn was ended by the interviewer, not by the candidate.
        asked: what the candidate asked for by the key that ended the turn.
    """

    text: str
    start_s: float
    end_s: float
    decided_s: float
    confidence: float | None = None
    audio: tuple[str, ...] = ()
    silent_voice: int = 0
    interrupted: bool = False
    asked: Request | None = None


@dataclass(frozen=True, slots=True)
class TurnProbablyHeard:
    """The open turn has probably ended: time to think of an answer, not yet to give it.

    A ``TurnHeard`` with this very text follows, or the candidate goes on.
    """

    text: str
    start_s: float
    end_s: float
    at_s: float


@dataclass(frozen=True, slots=True)
class SegmentHeardNow:
    """A piece of a turn that still goes on was understood."""

    text: str
    start_s: float
    end_s: float
    confidence: float | None = None
    audio: str | None = None


@dataclass(frozen=True, slots=True)
class SilenceHeard:
    """The candidate has had the floor and has said nothing for ``silence_s``."""

    silence_s: float
    at_s: float
    announced: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Speech was heard whose words could not be had.

    Attributes:
        for_good: nor will those of any other; asking again is of no use.
    """

    reason: str
    at_s: float
    audio: str | None = None
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The candidate asked for something by a key or a command, with no turn open."""

    request: Request
    at_s: float


@dataclass(frozen=True, slots=True)
class DeviceReplaced:
    """A device was lost for good and something else has taken its place."""

    device: str
    reason: str
    instead: str
    at_s: float


@dataclass(frozen=True, slots=True)
class CandidateLeft:
    """Nothing more will be heard.

    Attributes:
        complete: the input came to its natural end; False when a device was lost.
    """

    reason: str
    complete: bool = False


Heard = (
    TurnHeard
    | TurnProbablyHeard
    | SegmentHeardNow
    | SilenceHeard
    | NotUnderstood
    | Asked
    | DeviceReplaced
    | CandidateLeft
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was really heard of the interviewer.

    Attributes:
        text: the sentences that were played; the last one is dropped when it was cut off.
        failed: why it could only be shown as text, if it could.
    """

    text: str
    start_s: float
    end_s: float
    audio: str | None = None
    failed: str | None = None


class Channel(Protocol):
    """Carries both voices of one interview, on one clock."""

    @property
    def clock(self) -> Clock:
        """The interview's clock; it starts with the channel."""

    def heard(self) -> AsyncGenerator[Heard]:
        """What the candidate does, until they leave or the channel is closed."""

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Speak sentence by sentence and return once it was heard."""

    def interrupt(self) -> None:
        """End the candidate's open turn; a ``TurnHeard`` follows."""

    def ask(self, request: Request) -> None:
        """Take a request made by a key; a ``TurnHeard`` that carries it follows, or ``Asked``."""

    async def close(self) -> None:
        """Release devices; calling twice is harmless."""
