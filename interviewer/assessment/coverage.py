"""Which points of the card the candidate raised, when, and with how much substance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from interviewer.assessment.passages import Passage
from interviewer.assessment.prompting import Led, Prompt, led_to
from interviewer.assessment.result import CoverageItem
from interviewer.library.question import Point, Question
from interviewer.matching.matcher import Match, Matcher
from interviewer.vocabulary import Level, Status

MENTIONED: Final = 0.15
"""Strength up to which something was only mentioned, which earns nothing."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A point raised in a passage; ``credit`` is earned by its strength and what led to it."""

    point: Point
    passage: Passage
    match: Match
    led: Led

    @property
    def credit(self) -> float:
        """0 to 1; its first half is earned soonest, so that a word misheard costs little."""
        earned = max(0.0, self.match.strength - MENTIONED) / (1 - MENTIONED)
        return math.sqrt(earned) * self.led.factor


def raised_in(
    passages: Sequence[Passage], question: Question, matcher: Matcher, prompts: Sequence[Prompt]
) -> list[Raised]:
    """Everything the candidate raised, in order."""
    points = {point.id: point for point in question.points}
    found = []
    for passage in passages:
        heard = passage.after.text if passage.after is not None else ""
        for first, last in passage.fresh:
            for match in matcher.points_in(passage.text[first:last], heard):
                point = points[match.point_id]
                moved = replace(match, start=first + match.start, end=first + match.end)
                found.append(Raised(point, passage, moved, led_to(point, passage, prompts)))
    return found


def best_of(raised: Sequence[Raised]) -> dict[str, Raised]:
    """The statement that earns each point the most; the earliest of equals."""
    best: dict[str, Raised] = {}
    for one in raised:
        kept = best.get(one.point.id)
        if kept is None or one.credit > kept.credit + 1e-9:
            best[one.point.id] = one
    return best


def coverage_of(
    question: Question, best: dict[str, Raised], level: Level, factor: float
) -> tuple[CoverageItem, ...]:
    """The coverage ledger; ``factor`` scales the credit of an answer to another question."""
    return tuple(_item(point, best.get(point.id), level, factor) for point in question.points)


def _item(point: Point, raised: Raised | None, level: Level, factor: float) -> CoverageItem:
    credit = raised.credit * factor if raised is not None else 0.0
    shown = raised if credit > 0 else None
    status = Status.MISSING
    if shown is not None:
        status = Status.PROMPTED if shown.led.prompted else Status.UNPROMPTED
    return CoverageItem(
        area=point.area,
        point=point.point,
        status=status,
        evidence=shown.passage.evidence(shown.match.start, shown.match.end) if shown else None,
        point_id=point.id,
        credit=credit,
        expected=point.level.rank <= level.rank,
        essential=point.essential,
        why=point.why,
        example=point.example,
        hinted=shown.led.hinted if shown else False,
    )
