"""The candidate's turn while it goes on: what was understood of it so far. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from interviewer.channels.base import SegmentHeardNow
from interviewer.events import CandidateSaid


@dataclass(slots=True)
class OpenTurn:
    """Segments that no turn's end has answered for.

    Attributes:
        since_s: when they began to talk, or to talk again after a word of the interviewer's.
    """

    since_s: float | None = None
    _segments: list[SegmentHeardNow] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words so far."""
        return " ".join(one.text for one in self._segments)

    def add(self, segment: SegmentHeardNow) -> None:
        """One more piece was understood."""
        if self.since_s is None:
            self.since_s = segment.start_s
        self._segments.append(segment)

    def close(self) -> None:
        """The turn has ended, and been told whole."""
        self.since_s = None
        self._segments.clear()

    def broken_off(self, at_s: float, turn: int) -> CandidateSaid | None:
        """The turn as far as it was understood when the interview ended in it; None if none was."""
        if not self._segments:
            return None
        first, last = self._segments[0], self._segments[-1]
        known = [one.confidence for one in self._segments if one.confidence is not None]
        return CandidateSaid(
            at_s,
            turn,
            self.text,
            first.start_s,
            last.end_s,
            sum(known) / len(known) if known else None,
            tuple(one.audio for one in self._segments if one.audio is not None),
        )
