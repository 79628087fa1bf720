"""The phases of the picture: as they were planned, as they went, and what links the two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from interviewer.assessment.result import Assessment, TimelineEntry
from interviewer.conversation import Conversation
from interviewer.report.scale import Scale
from interviewer.report.text import clock, finite, length
from interviewer.report.words import PHASES, SHORT_PHASES
from interviewer.vocabulary import Part, Phase

_LETTER: Final = 6.6
"""Width of an average letter of the labels, in units of the picture."""

_PART_LETTER: Final = 5.4


@dataclass(frozen=True, slots=True)
class Band:
    """A phase or part on the picture; ``label`` is the longest name that fits, or empty."""

    name: str
    x: float
    width: float
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Link:
    """Joins a planned phase to the same phase as it went."""

    name: str
    points: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase or part with its place in time."""

    phase: Phase | Part
    start_s: float
    end_s: float


def planned(timeline: Sequence[TimelineEntry]) -> list[Stretch]:
    """Phases one after the other, and the parts likewise from where solution design begins."""
    result: list[Stretch] = []
    at_s = {"phase": 0.0, "part": 0.0}
    for entry in timeline:
        kind = "part" if isinstance(entry.phase, Part) else "phase"
        if entry.phase is Phase.SOLUTION_DESIGN:
            at_s["part"] = at_s["phase"]
        planned_s = max(0.0, finite(entry.planned_s) or 0.0)
        result.append(Stretch(entry.phase, at_s[kind], at_s[kind] + planned_s))
        at_s[kind] += planned_s
    return [one for one in result if one.end_s > one.start_s]


def happened(conversation: Conversation, assessment: Assessment) -> list[Stretch]:
    """Phases and parts as they went; a part that was returned to stands there twice."""
    spans = [
        _stretch(span.phase, span.start_s, span.end_s)
        for span in conversation.phases
        if span.start_s is not None
    ]
    if not any(spans):
        spans = [
            _stretch(entry.phase, entry.start_s, _end_of(entry)) for entry in assessment.timeline
        ]
    return [span for span in spans if span]


def _end_of(entry: TimelineEntry) -> float | None:
    if entry.start_s is None or entry.actual_s is None:
        return None
    return entry.start_s + entry.actual_s


def _stretch(phase: Phase | Part, start_s: float | None, end_s: float | None) -> Stretch | None:
    if finite(start_s) is None or finite(end_s) is None or start_s is None or end_s is None:
        return None
    return Stretch(phase, start_s, end_s) if end_s > start_s else None


def bands(stretches: Iterable[Stretch], scale: Scale, how: str) -> list[Band]:
    """The stretches drawn; ``how`` says in their titles what they are."""
    return [_band(one, scale, how) for one in stretches]


def _band(stretch: Stretch, scale: Scale, how: str) -> Band:
    x, width = scale.span(stretch.start_s, stretch.end_s, least=1.0)
    letter = _PART_LETTER if isinstance(stretch.phase, Part) else _LETTER
    room = (width - 8.0) / letter
    label = next((name for name in SHORT_PHASES[stretch.phase] if len(name) <= room), "")
    when = f"{clock(stretch.start_s)} to {clock(stretch.end_s)}"
    took = length(stretch.end_s - stretch.start_s)
    title = f"{PHASES[stretch.phase]}, {how}: {when}, {took}"
    return Band(stretch.phase.value, x, width, label, title)


def links(
    plan: Sequence[Stretch], actual: Sequence[Stretch], scale: Scale, top: float, bottom: float
) -> list[Link]:
    """A shape from each planned phase down to the same phase as it went."""
    went = {one.phase: one for one in reversed(actual) if isinstance(one.phase, Phase)}
    return [
        Link(one.phase.value, _corners(scale, one, went[one.phase], top, bottom))
        for one in plan
        if isinstance(one.phase, Phase) and one.phase in went
    ]


def _corners(scale: Scale, above: Stretch, below: Stretch, top: float, bottom: float) -> str:
    corners = (
        (scale.x(above.start_s), top),
        (scale.x(above.end_s), top),
        (scale.x(below.end_s), bottom),
        (scale.x(below.start_s), bottom),
    )
    return " ".join(f"{x:g},{y:g}" for x, y in corners)
