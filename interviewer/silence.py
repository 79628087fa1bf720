"""Keeps account of one silence of the candidate, across the interviewer's nudges. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.events import PauseFlagged
from interviewer.vocabulary import Phase, Severity

LONG_S = 10.0
SERIOUS_S = 30.0


@dataclass(slots=True)
class SilenceAccount:
    """Adds up the silent seconds until the candidate speaks again.

    The interviewer's own speech is nobody's silence: a nudge splits the silence in two stretches
    that count as one pause.
    """

    start_s: float | None = None
    stretch_from_s: float = 0.0
    before_s: float = 0.0
    announced: bool = False
    phase: Phase = Phase.PROBLEM
    after: str = ""

    def silent(
        self, silence_s: float, at_s: float, announced: bool, phase: Phase, after: str
    ) -> float:
        """Take note of a growing silence; returns its whole length in seconds so far."""
        begin_s = at_s - silence_s
        if self.start_s is None:
            self.start_s, self.phase, self.after = begin_s, phase, after
            self.announced, self.before_s = False, 0.0
        self.announced = self.announced or announced
        self.stretch_from_s = begin_s
        return self.before_s + silence_s

    def interviewer_spoke(self, at_s: float) -> None:
        """A nudge begins: the stretch is over, the pause is not."""
        if self.start_s is not None:
            self.before_s += max(0.0, at_s - self.stretch_from_s)
            self.stretch_from_s = at_s

    def interviewer_done(self, at_s: float) -> None:
        """The nudge is over: silence counts again."""
        self.stretch_from_s = at_s

    def close(self, at_s: float) -> PauseFlagged | None:
        """The silence ends; the pause to flag, if it was long."""
        if self.start_s is None:
            return None
        length_s = self.before_s + max(0.0, at_s - self.stretch_from_s)
        start_s, self.start_s = self.start_s, None
        if length_s < LONG_S:
            return None
        severity = Severity.SERIOUS if length_s >= SERIOUS_S else Severity.LONG
        return PauseFlagged(
            at_s, start_s, length_s, self.phase, self.announced, severity, self.after
        )
