"""One session in a few figures: what is compared over time, and nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.assessment.result import Assessment, CoverageItem, Pause
from interviewer.events import SessionStarted
from interviewer.vocabulary import Area, Dimension, Level, Mistake, Status, Verdict

REHEARSED = ("rehearsal", "rehearsal_text")
"""Modes in which a simulated candidate sat the interview."""


@dataclass(frozen=True, slots=True)
class Silences:
    """Long silences of a session; those that were announced are held against nobody."""

    dead: int
    announced: int
    dead_s: float
    longest_s: float


@dataclass(frozen=True, slots=True)
class Covered:
    """Of the points the level expects of an area, how many came up."""

    raised: int
    expected: int


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session.

    Attributes:
        session: its name, which begins with the date.
        rehearsed: a simulated candidate sat it.
        complete: it came to its own end.
        doubtful: the words were recognised with low confidence.
        scores: every dimension, None where there was no evidence.
        fillers: filled pauses, at least so many.
    """

    session: str
    date: str
    question: str
    title: str
    company: str | None
    interviewer: str | None
    level: Level
    minutes: float
    drill: str | None
    rehearsed: bool
    complete: bool
    doubtful: bool
    verdict: Verdict | None
    overall: float | None
    scores: dict[Dimension, float | None]
    silences: Silences
    words: int
    words_per_minute: float | None
    fillers: int
    areas: dict[Area, Covered]
    mistakes: tuple[Mistake, ...]

    @property
    def fillers_per_100_words(self) -> float | None:
        """At least so many; None where nothing was said."""
        return 100 * self.fillers / self.words if self.words else None


def row_of(session: str, date: str, started: SessionStarted, assessment: Assessment) -> SessionRow:
    """A session's figures."""
    speech = assessment.speech
    return SessionRow(
        session=session,
        date=date,
        question=assessment.question,
        title=assessment.title,
        company=assessment.company,
        interviewer=assessment.interviewer,
        level=assessment.level,
        minutes=started.minutes,
        drill=started.drill,
        rehearsed=started.mode in REHEARSED,
        complete=assessment.provenance.complete,
        doubtful=assessment.provenance.low_confidence,
        verdict=assessment.verdict,
        overall=assessment.overall,
        scores={one.dimension: one.score for one in assessment.scores},
        silences=_silences(assessment.pauses),
        words=speech.words,
        words_per_minute=speech.words_per_minute,
        fillers=speech.fillers_at_least,
        areas=_areas(assessment.coverage),
        mistakes=tuple(one.id for one in assessment.mistakes),
    )


def _silences(pauses: tuple[Pause, ...]) -> Silences:
    dead = [one.duration_s for one in pauses if not one.announced]
    return Silences(len(dead), len(pauses) - len(dead), sum(dead), max(dead, default=0.0))


def _areas(coverage: tuple[CoverageItem, ...]) -> dict[Area, Covered]:
    found = {}
    for area in Area:
        items = [one for one in coverage if one.area is area and one.expected]
        raised = sum(one.status is not Status.MISSING for one in items)
        if items:
            found[area] = Covered(raised, len(items))
    return found
