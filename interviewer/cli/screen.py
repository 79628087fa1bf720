"""The plain screen of a session: what is said, line by line, with the interview's time."""

from __future__ import annotations

from interviewer.assembly import Screen
from interviewer.cli.console import err
from interviewer.events import (
    CandidateSaid,
    EngineFailed,
    Event,
    PauseFlagged,
    PhaseEntered,
    SegmentHeard,
)
from interviewer.vocabulary import Phase

PHASE_TITLES = {
    Phase.PROBLEM: "Problem",
    Phase.CLARIFICATION: "Clarification",
    Phase.SOLUTION_DESIGN: "Solution design",
    Phase.DEEP_DIVE: "Deep dive",
    Phase.CANDIDATE_QUESTIONS: "Your questions",
}


class PlainScreen:
    """Prints a session as it happens; works without colour and with a screen reader.

    Args:
        echo_candidate: also print what the candidate said; off where they typed it themselves.
        quiet: print nothing.
    """

    def __init__(self, *, echo_candidate: bool = True, quiet: bool = False) -> None:
        self._echo = echo_candidate
        self._quiet = quiet
        self._heard_pieces = False

    def screen(self) -> Screen:
        """The hooks a session calls."""
        return Screen() if self._quiet else Screen(self.say, self.watch)

    def say(self, sentence: str) -> None:
        """A sentence of the interviewer begins."""
        err().print(f"Interviewer: {sentence}", style="bold", markup=False, soft_wrap=True)

    def watch(self, event: Event) -> None:
        """Something happened."""
        if isinstance(event, PhaseEntered):
            err().print(f"\n[{_clock(event.t_s)}] {PHASE_TITLES[event.phase]}", style="cyan",
                      markup=False)  # fmt: skip
        elif isinstance(event, SegmentHeard) and self._echo:
            self._heard_pieces = True
            self._you(event.text)
        elif isinstance(event, CandidateSaid):
            if self._echo and not self._heard_pieces:
                self._you(event.text)
            self._heard_pieces = False
        elif isinstance(event, PauseFlagged):
            kind = "announced" if event.announced else event.severity.value
            err().print(f"  ({event.duration_s:.0f} s of silence, {kind})", style="yellow",
                      markup=False)  # fmt: skip
        elif isinstance(event, EngineFailed):
            err().print(f"  ({event.engine}: {event.reason}; {event.instead})", style="red",
                      markup=False, soft_wrap=True)  # fmt: skip

    def _you(self, text: str) -> None:
        err().print(f"You: {text}", style="green", markup=False, soft_wrap=True)


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60):02d}:{int(seconds % 60):02d}"
