"""The rubric, the timeline and the classic mistakes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from interviewer.library.base import Line, Phrases, Record
from interviewer.vocabulary import Area, Dimension, Level, Mistake, Part, Phase


class Anchors(Record):
    """What a score of 1, 3 and 5 looks like."""

    one: Line
    three: Line
    five: Line


class DimensionGuide(Record):
    """One dimension of the rubric, anchored for each level."""

    id: Dimension
    title: Line
    question: Line
    anchors: dict[Level, Anchors]
    practise: Phrases


class Trait(Record):
    """One line of the good-against-great checklist."""

    id: Line
    text: Line


class Rubric(Record):
    """The dimensions and what sets good and great apart."""

    dimensions: Annotated[tuple[DimensionGuide, ...], Field(min_length=8, max_length=8)]
    good: tuple[Trait, ...]
    great: tuple[Trait, ...]
    data_share_of_great: tuple[float, float]


class PhaseGuide(Record):
    """One phase of the reference interview.

    Attributes:
        minutes: its length in an interview of ``TimelineGuide.minutes``.
        reaches: what should stand at its end.
    """

    id: Phase
    title: Line
    minutes: Annotated[float, Field(gt=0)]
    purpose: Line
    reaches: Phrases


class PartGuide(Record):
    """One part of solution design; a guide, not a wall."""

    id: Part
    title: Line
    minutes: Annotated[float, Field(gt=0)]
    areas: tuple[Area, ...]


class TimelineGuide(Record):
    """The interview minute by minute."""

    minutes: Annotated[float, Field(gt=0)]
    phases: Annotated[tuple[PhaseGuide, ...], Field(min_length=5, max_length=5)]
    parts: Annotated[tuple[PartGuide, ...], Field(min_length=6, max_length=6)]
    clarifying_questions: tuple[int, int]
    candidate_questions: tuple[int, int]
    infrastructure_limit_s: Annotated[float, Field(gt=0)]
    monologue_limit_s: Annotated[float, Field(gt=0)]


class MistakeGuide(Record):
    """A classic mistake: how it sounds and how it should sound instead.

    Attributes:
        sounds_like: our own examples of it.
        instead: what a strong candidate would have said; may hold ``{title}``.
    """

    id: Mistake
    title: Line
    why: Line
    sounds_like: Phrases
    instead: Line
    interviewer_thinks: Line
