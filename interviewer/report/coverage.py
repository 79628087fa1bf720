"""The coverage map: the points of the question by area, and the gravest of the missing ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.assessment.result import CoverageItem
from interviewer.report.quotes import Quote, Quotes
from interviewer.report.words import AREAS, STATUSES
from interviewer.vocabulary import Area, Status


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point, how it came up, and the words that show it."""

    item: CoverageItem
    said: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area of the design."""

    name: str
    points: tuple[PointRow, ...]
    raised: int
    expected: int


def by_area(coverage: Sequence[CoverageItem], quotes: Quotes) -> list[AreaRow]:
    """The areas in the order of the vocabulary; those without points are left out."""
    rows = (_area(area, coverage, quotes) for area in Area)
    return [row for row in rows if row.points]


def _area(area: Area, coverage: Sequence[CoverageItem], quotes: Quotes) -> AreaRow:
    items = [item for item in coverage if item.area is area]
    points = tuple(PointRow(one, _said(one), quotes.of(one.evidence)) for one in items)
    return AreaRow(
        AREAS[area],
        points,
        raised=sum(item.status is not Status.MISSING for item in items),
        expected=sum(item.expected for item in items),
    )


def _said(item: CoverageItem) -> str:
    if item.status is Status.MISSING and not item.expected:
        return "not raised; a bonus at this level"
    return STATUSES[item.status]


def gravest_gaps(coverage: Sequence[CoverageItem]) -> list[CoverageItem]:
    """Essential points of this level that never came up."""
    return [
        item
        for item in coverage
        if item.status is Status.MISSING and item.essential and item.expected
    ]


def tally(coverage: Sequence[CoverageItem]) -> dict[str, int]:
    """How many points stand in each status; a bonus that was not raised is not missing."""
    counts = dict.fromkeys([*(one.value for one in Status), "bonus"], 0)
    for item in coverage:
        bonus = item.status is Status.MISSING and not item.expected
        counts["bonus" if bonus else item.status.value] += 1
    return counts
