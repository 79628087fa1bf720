"""The plain screen: what is said, line by line, with the interview's time; no cursor is moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from interviewer.assembly import Engines, Screen
from interviewer.cli.console import err, note
from interviewer.cli.screen.base import Answers
from interviewer.cli.screen.typed import HELP, Typed, read_beside
from interviewer.cli.screen.words import PHASE_TITLES, clock_time, span
from interviewer.events import (
    CandidateSaid,
    EngineFailed,
    Event,
    InterviewPaused,
    InterviewResumed,
    PauseFlagged,
    PhaseEntered,
    SegmentHeard,
)
from interviewer.session import Session


class PlainScreen:
    """Prints a session as it happens; works without colour and with a screen reader.

    Args:
        echo_candidate: also print what the candidate said; off where they typed it themselves.
        quiet: print nothing.
        lines: where answers and commands are typed; None where nobody types.
    """

    def __init__(
        self, *, echo_candidate: bool = True, quiet: bool = False, lines: TextIO | None = None
    ) -> None:
        self._echo = echo_candidate
        self._quiet = quiet
        self._lines = lines
        self._typed: Typed | None = None
        self._session: Session | None = None
        self._answers: Answers | None = None
        self._heard_pieces = False

    def screen(self) -> Screen:
        """The hooks a session calls."""
        return Screen() if self._quiet else Screen(self.say, self.watch)

    def type_into(self, answers: Answers) -> None:
        """From now on answers are typed."""
        self._answers = answers
        self._echo = False
        if self._session is not None:
            self._typed = Typed(self._session.ask, self.notice, answers)
            self.notice("Type your answers from here on, one line each.")

    @contextmanager
    def running(self, session: Session, _: Engines) -> Iterator[None]:
        """Read what is typed, if anybody types."""
        self._session = session
        self._typed = Typed(session.ask, self.notice, self._answers)
        if self._lines is not None:
            if self._answers is not None:
                self.notice("Type your answers, one line each.")
            self.notice(f"Commands: {HELP}")
            read_beside(self._lines, self._take)
        yield

    def notice(self, text: str) -> None:
        """One line about what is going on."""
        if not self._quiet:
            note(text)

    def say(self, sentence: str) -> None:
        """A sentence of the interviewer begins."""
        err().print(f"Interviewer: {sentence}", style="bold", markup=False, soft_wrap=True)

    def watch(self, event: Event) -> None:
        """Something happened."""
        if isinstance(event, PhaseEntered):
            _print(f"\n[{clock_time(event.t_s)}] {PHASE_TITLES[event.phase]}", "cyan")
        elif isinstance(event, SegmentHeard) and self._echo:
            self._heard_pieces = True
            _print(f"You: {event.text}", "green")
        elif isinstance(event, CandidateSaid):
            if self._echo and not self._heard_pieces:
                _print(f"You: {event.text}", "green")
            self._heard_pieces = False
        elif isinstance(event, PauseFlagged):
            kind = "announced" if event.announced else event.severity.value
            _print(f"  ({event.duration_s:.0f} s of silence, {kind})", "yellow")
        elif isinstance(event, InterviewPaused):
            _print(f"  (paused: {event.reason}; the clock stands still)", "yellow")
        elif isinstance(event, InterviewResumed):
            _print(f"  (going on after {span(event.paused_s)})", "yellow")
        elif isinstance(event, EngineFailed):
            _print(f"  ({event.engine}: {event.reason}; {event.instead})", "red")

    def _take(self, line: str | None) -> None:
        if self._typed is not None:
            self._typed.take(line)


def _print(text: str, style: str) -> None:
    err().print(text, style=style, markup=False, soft_wrap=True)
