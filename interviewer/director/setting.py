"""What does not change during an interview: who asks what, of whom, for how long."""

from __future__ import annotations

from dataclasses import dataclass, field

from interviewer.library.guides import TimelineGuide
from interviewer.library.people import Company, Interviewer, LevelGuide
from interviewer.library.question import DeepDive, Question
from interviewer.matching import Matcher
from interviewer.timeline import Plan
from interviewer.vocabulary import Area


@dataclass(frozen=True, slots=True)
class Setting:
    """The interviewer, the company, the level, the question and the plan.

    Attributes:
        dives: the deep dives this interviewer would choose, best first.
    """

    question: Question
    interviewer: Interviewer
    company: Company
    level: LevelGuide
    timeline: TimelineGuide
    plan: Plan
    matcher: Matcher
    seed: int = 0
    drill: str | None = None
    dives: tuple[DeepDive, ...] = ()
    areas: dict[str, Area] = field(default_factory=dict)

    def area_of(self, target: str | None) -> Area | None:
        """The area a target belongs to; None for what has none."""
        return self.areas.get(target or "")


def areas_by_target(question: Question) -> dict[str, Area]:
    """Map the ids of points, traps and deep dives, and the areas' own names, to areas."""
    dives = question.deep_dives.infra + question.deep_dives.research
    named = {point.id: point.area for point in question.points}
    named |= {trap.id: trap.area for trap in question.traps}
    named |= {dive.id: dive.area for dive in dives}
    return named | {area.value: area for area in Area}


def choose_dives(question: Question, interviewer: Interviewer, order: list[str]) -> list[DeepDive]:
    """The deep dives in the order this interviewer would ask them.

    Args:
        question: the card.
        interviewer: their temperament decides the kind, their weights the order within it.
        order: all deep-dive ids, shuffled by the session's seed; breaks ties.
    """
    by_kind = {"infra": question.deep_dives.infra, "research": question.deep_dives.research}
    first = [_ranked(by_kind[kind], interviewer, order) for kind in interviewer.deep_dives]
    rest = [
        _ranked(dives, interviewer, order)
        for kind, dives in by_kind.items()
        if kind not in interviewer.deep_dives
    ]
    if len(first) == 1:  # theirs, and one of the other kind when theirs are used up
        return [*first[0], *(dive for ranked in rest for dive in ranked[:1])]
    return [dive for pair in zip(*first, strict=False) for dive in pair]


def _ranked(
    dives: tuple[DeepDive, ...], interviewer: Interviewer, order: list[str]
) -> list[DeepDive]:
    return sorted(dives, key=lambda d: (-interviewer.weights.get(d.area, 1.0), order.index(d.id)))
