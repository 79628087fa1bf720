"""What a simulated candidate does: plans what to say next, says it, hears the interviewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something about to be said.

    Attributes:
        pause_s: silence before it, since the candidate last spoke or the interviewer did.
    """

    text: str
    pause_s: float


class Candidate(Protocol):
    """Somebody who sits the interview."""

    @property
    def name(self) -> str:
        """Short name for messages."""

    def plan(self) -> Utterance | None:
        """What comes next unless the interviewer speaks first; None: nothing, they wait."""

    def said(self) -> None:
        """What was planned has been said."""

    def hear(self, text: str) -> None:
        """The interviewer said this."""
