"""What the director hands to a mind: moves that are allowed now, and the one that is due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from interviewer.vocabulary import Move, Phase


class Occasion(StrEnum):
    """Why the interviewer may act."""

    OPENING = "opening"
    TURN_ENDED = "turn_ended"
    SILENCE = "silence"
    INTERRUPTION = "interruption"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Option:
    """One move the interviewer may make.

    Attributes:
        target: id of what it is about; with ``move`` it names the thing that is never done twice.
        topic: the same in words, for phrases that have a ``{topic}``.
        say: the words of the card, the company or the plan that carry the move; may be empty.
        phrases: name of the phrase list of the interviewer that leads into it, or carries it.
        words: the candidate's own words to refer to.
        enters: the phase this move opens.
        ends: whether the interview is over once it is made.
        repeatable: whether the same words may be said again (only a repeat on request).
    """

    move: Move
    reason: str
    target: str | None = None
    topic: str = ""
    say: str = ""
    phrases: str | None = None
    words: str | None = None
    enters: Phase | None = None
    ends: bool = False
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Guidance:
    """The director's word on one occasion.

    Attributes:
        due: the move that must be made now, if any.
        allowed: every move that may be made, the most fitting first; holds ``due`` when there
            is one. A mind picks among these and nothing else.
    """

    due: Option | None
    allowed: tuple[Option, ...]

    @property
    def best(self) -> Option:
        """The due move, else the most fitting one."""
        return self.due or self.allowed[0]


def listen(reason: str) -> Option:
    """Stay silent: the candidate drives."""
    return Option(Move.LISTEN, reason)
