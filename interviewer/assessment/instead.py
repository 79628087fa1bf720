"""What a mistake could have sounded like in this very question: in the words of its card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interviewer.library.question import Question
from interviewer.vocabulary import Area, Mistake

AREAS_OF: Final[dict[Mistake, tuple[Area, ...]]] = {
    Mistake.IGNORES_DATA: (Area.DATA, Area.LABELS),
    Mistake.FORGETS_SERVING_MONITORING: (Area.SERVING, Area.MONITORING),
    Mistake.OVER_ENGINEERS_V1: (Area.MODEL,),
    Mistake.NO_BUSINESS_METRIC: (Area.METRICS,),
}
"""Whose points the mistake leaves out; the others are about how, not about what."""


def instead_of(mistake: Mistake, question: Question, general: str) -> str:
    """How it could have sounded.

    Args:
        mistake: which one was made.
        question: the card.
        general: words that fit any question, with ``{title}`` for its title.
    """
    if question.is_generic:
        return general.replace("{title}", "this problem")
    general = general.replace("{title}", question.title.lower())
    if mistake is Mistake.JUMPS_TO_MODEL:
        return f"{general} That might come to this: {question.problem_statement}"
    if mistake is Mistake.DOES_NOT_QUANTIFY:
        first = question.estimates[0]
        return f"{first.spoken} {first.consequence}"
    return " ".join(_example(question, AREAS_OF.get(mistake, ()))) or general


def _example(question: Question, areas: Sequence[Area]) -> list[str]:
    """The plainest point of each area, as a strong candidate would say it."""
    found = []
    for area in areas:
        points = [point for point in question.points if point.area is area]
        points.sort(key=lambda point: (point.level.rank, not point.essential))
        found += [point.example for point in points[:1]]
    return found
