"""A stage: a script of what a candidate says goes in, the whole interview comes out.

    show = play("How many users?", wait(12), "To summarise, ...", minutes=60)
    assert show.answers("How many users?").kind is Move.ANSWER

It is the product's own rehearsal (a scripted candidate, virtual time, the scripted mind), with the
journal kept in a list.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from interviewer.candidates.base import Utterance
from interviewer.candidates.script import DEFAULT_PAUSE_S, ScriptedCandidate
from interviewer.channels.rehearsed_text import RehearsedText
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.director import Situation
from interviewer.events import CandidateSaid, Event, InterviewerSaid, MoveMade, PhaseEntered
from interviewer.library.load import Library
from interviewer.minds.scripted import ScriptedMind
from interviewer.session import Session
from interviewer.vocabulary import Move, Phase

LIBRARY = Library()

STATEMENT = (
    "To summarise, we predict the arrival time of a ride given origin, destination and live traffic"
    " for all riders worldwide, within fifty milliseconds, and late is worse than early."
)


@dataclass(frozen=True)
class Wait:
    """Silence before the next line."""

    seconds: float


def wait(seconds: float) -> Wait:
    """Say nothing for so long."""
    return Wait(seconds)


@dataclass
class EventList:
    """A journal that keeps events in a list."""

    events: list[Event] = field(default_factory=list)

    def append(self, event: Event) -> None:
        """Keep it."""
        self.events.append(event)


@dataclass
class Show:
    """A whole interview, ready to be asked about."""

    events: list[Event]
    situation: Situation

    @property
    def moves(self) -> list[MoveMade]:
        """Every move, silence included."""
        return [e for e in self.events if isinstance(e, MoveMade)]

    @property
    def phases(self) -> list[Phase]:
        """The phases in the order they were entered."""
        return [e.phase for e in self.events if isinstance(e, PhaseEntered)]

    def kinds(self) -> list[Move]:
        """The kinds of all moves."""
        return [m.kind for m in self.moves]

    def made(self, kind: Move) -> list[MoveMade]:
        """The moves of one kind."""
        return [m for m in self.moves if m.kind is kind]

    def answers(self, line: str) -> MoveMade:
        """What the interviewer did right after this line."""
        at = next(
            i for i, e in enumerate(self.events) if isinstance(e, CandidateSaid) and line in e.text
        )
        return next(e for e in self.events[at:] if isinstance(e, MoveMade))

    def spoken(self) -> list[str]:
        """Everything the interviewer said."""
        return [e.text for e in self.events if isinstance(e, InterviewerSaid)]


def play(
    *script: str | Wait,
    question: str = "ride-eta",
    company: str = "uber",
    interviewer: str = "generalist",
    level: str = "L5",
    minutes: float = 60.0,
    seed: int = 1,
    drill: str | None = None,
) -> Show:
    """Play a script to its end; lines follow each other after a normal breath unless told to wait.

    After the last line the candidate stays silent for as long as the interviewer puts up with it.
    """
    lines: list[Utterance] = []
    pause_s = DEFAULT_PAUSE_S
    for item in script:
        if isinstance(item, Wait):
            pause_s = item.seconds
        else:
            lines.append(Utterance(item, pause_s))
            pause_s = DEFAULT_PAUSE_S
    choices = Choices(company, interviewer, level, question, minutes, drill=drill)
    situation = Situation(build_setting(choices, LIBRARY, seed))
    journal = EventList()
    channel = RehearsedText(ScriptedCandidate(lines), VirtualClock(), leave_at_end=True)
    session = Session(situation, channel, ScriptedMind(seed), ScriptedMind(seed), journal)
    asyncio.run(session.run())
    return Show(journal.events, situation)
