"""What the rows say together: which way scores go, what is usually left out, what happens again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from interviewer.progress.row import SessionRow
from interviewer.vocabulary import Area, Dimension, Mistake

LATEST: Final = 3
"""Sessions that are averaged at either end, so that one good day is no trend."""
RECENT: Final = 5
"""Habits are those of the last sessions."""
LITTLE: Final = 1 / 3
"""Less than this share of what is expected of an area, time after time, is a habit."""
FEWEST: Final = 2
"""Sessions it takes to make a habit."""


@dataclass(frozen=True, slots=True)
class DimensionTrend:
    """One dimension over the sessions.

    Attributes:
        latest: the mean of the last few scores; None where there is none.
        change: the same less the mean of the first few; None with fewer than two scores.
        scores: one for each session, in order.
    """

    dimension: Dimension
    latest: float | None
    change: float | None
    scores: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class AreaHabit:
    """How much of an area usually comes up, 0 to 1, over the last sessions that expected it."""

    area: Area
    share: float
    sessions: int
    usually_missed: bool


@dataclass(frozen=True, slots=True)
class MistakeHabit:
    """In how many of the last sessions a mistake was made."""

    mistake: Mistake
    sessions: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The rows that count, and what they say together.

    Attributes:
        rows: oldest first.
        left_out: rows that do not count: drills, and rehearsals beside real interviews.
        only_rehearsed: nobody but a simulated candidate has sat yet.
    """

    rows: tuple[SessionRow, ...]
    left_out: tuple[SessionRow, ...]
    only_rehearsed: bool
    dimensions: tuple[DimensionTrend, ...]
    areas: tuple[AreaHabit, ...]
    mistakes: tuple[MistakeHabit, ...]


def progress_of(rows: Sequence[SessionRow]) -> Progress:
    """What sessions say together.

    A simulated candidate's rehearsals are not yours: they count only where there is nothing else.
    Drills are ten minutes of one thing, and say nothing of the others.
    """
    whole = [row for row in rows if row.drill is None]
    sat = [row for row in whole if not row.rehearsed]
    counted = sat or whole
    chosen = {row.session for row in counted}
    recent = [row for row in counted if row.overall is not None][-RECENT:]
    return Progress(
        rows=tuple(counted),
        left_out=tuple(row for row in rows if row.session not in chosen),
        only_rehearsed=bool(whole) and not sat,
        dimensions=tuple(_trend(one, counted) for one in Dimension),
        areas=tuple(_areas(recent)),
        mistakes=tuple(_mistakes(recent)),
    )


def _trend(dimension: Dimension, rows: Sequence[SessionRow]) -> DimensionTrend:
    scores = tuple(row.scores.get(dimension) for row in rows)
    known = [score for score in scores if score is not None]
    if not known:
        return DimensionTrend(dimension, None, None, scores)
    some = min(LATEST, max(1, len(known) // 2))
    latest = fmean(known[-some:])
    change = latest - fmean(known[:some]) if len(known) > 1 else None
    return DimensionTrend(dimension, latest, change, scores)


def _areas(rows: Sequence[SessionRow]) -> list[AreaHabit]:
    """Those that come up least first."""
    habits = []
    for area in Area:
        shares = [
            row.areas[area].raised / row.areas[area].expected for row in rows if area in row.areas
        ]
        if shares:
            share = fmean(shares)
            missed = len(shares) >= FEWEST and share < LITTLE
            habits.append(AreaHabit(area, share, len(shares), missed))
    return sorted(habits, key=lambda one: one.share)


def _mistakes(rows: Sequence[SessionRow]) -> list[MistakeHabit]:
    counts = Counter(mistake for row in rows for mistake in row.mistakes)
    found = [MistakeHabit(one, counts[one]) for one in Mistake if counts[one]]
    return sorted(found, key=lambda one: -one.sessions)
