"""The question card: everything the interviewer knows of a problem and the candidate does not."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from interviewer.library.base import Identifier, Line, Phrases, Record
from interviewer.vocabulary import Area, Level

FactTopic = Literal[
    "scope",
    "users",
    "surfaces",
    "scale",
    "latency",
    "freshness",
    "availability",
    "data",
    "labels",
    "goal",
    "constraints",
    "existing",
]


class Fact(Record):
    """A hidden fact: told only when asked for.

    Attributes:
        asked: ways a candidate asks for it; a few telling words each ("daily active users").
        answer: what the interviewer says, one or two spoken sentences.
        value: the same as a quantity pint can read ("2e9 count / day"), where it is numeric.
    """

    id: Identifier
    topic: FactTopic
    asked: Annotated[Phrases, Field(min_length=3)]
    answer: Line
    value: str | None = None


class Point(Record):
    """Something a strong answer contains.

    Attributes:
        point: what it is, in one short statement.
        why: why it matters in this problem.
        level: the level from which it is expected; below that it is a bonus.
        says: how people say it; short phrases, the more different the better.
        alternatives: other choices that are as good; naming any of them covers the point.
        wrong: how a wrong or negated version sounds; such words earn nothing.
        probe: the open question that brings a candidate to it without giving it away.
        example: one or two sentences in which a strong candidate would say it, with the reason.
    """

    id: Identifier
    area: Area
    level: Level
    point: Line
    why: Line
    says: Annotated[Phrases, Field(min_length=4)]
    alternatives: Phrases = ()
    wrong: Annotated[Phrases, Field(min_length=1)]
    probe: Line
    example: Line
    essential: bool = False


class Estimate(Record):
    """A calculation worth making.

    Attributes:
        ask: how the interviewer asks for it.
        given: named quantities pint can read, such as ``users: 100e6 count``.
        formula: an arithmetic expression over the names in ``given``.
        result: what it comes to, as a quantity ("51.2 GB"); a test recomputes it.
        spoken: the whole calculation as a strong candidate would say it aloud.
        consequence: what the design must do because of it.
    """

    id: Identifier
    title: Line
    ask: Line
    given: dict[Identifier, str]
    formula: Line
    result: Line
    spoken: Line
    consequence: Line


class DeepQuestion(Record):
    """One step of a deep dive: the question and what a good answer holds.

    Attributes:
        good: telling phrases of a good answer, for matching.
        answer: what a good answer says, in two to four sentences.
    """

    ask: Line
    good: Annotated[Phrases, Field(min_length=3)]
    answer: Line


class DeepDive(Record):
    """A line of questioning, three questions deep, each harder than the one before."""

    id: Identifier
    topic: Line
    area: Area
    questions: Annotated[tuple[DeepQuestion, ...], Field(min_length=3, max_length=3)]


class DeepDives(Record):
    """Deep dives by the temperament of the interviewer who would ask them."""

    infra: Annotated[tuple[DeepDive, ...], Field(min_length=4)]
    research: Annotated[tuple[DeepDive, ...], Field(min_length=4)]


class Curveball(Record):
    """A change of the rules halfway.

    Attributes:
        level: the lowest level at which it is thrown.
        good: telling phrases of a good reaction.
        answer: what a good reaction does, in two or three sentences.
    """

    id: Identifier
    level: Level
    say: Line
    good: Annotated[Phrases, Field(min_length=3)]
    answer: Line


class Trap(Record):
    """A mistake specific to this problem.

    Attributes:
        says: how falling into it sounds.
        push_back: what the interviewer asks then, without giving the answer.
        instead: what would have been right.
    """

    id: Identifier
    area: Area
    says: Annotated[Phrases, Field(min_length=3)]
    why: Line
    push_back: Line
    instead: Line


class OutlineStep(Record):
    """One step of a great answer, in the order it would be spoken."""

    area: Area
    text: Line


class Question(Record):
    """A question card. Only ``prompt`` is ever read out unasked."""

    id: Identifier
    title: Line
    family: Literal[
        "ranking", "recommendation", "classification", "prediction", "search", "matching"
    ]
    companies: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    prompt: Line
    prompts: dict[Identifier, Line] = Field(default_factory=dict)
    facts: Annotated[tuple[Fact, ...], Field(min_length=12)]
    problem_statement: Line
    points: Annotated[tuple[Point, ...], Field(min_length=25)]
    estimates: Annotated[tuple[Estimate, ...], Field(min_length=3)]
    hints: dict[Area, Annotated[Phrases, Field(min_length=2)]]
    deep_dives: DeepDives
    curveballs: Annotated[tuple[Curveball, ...], Field(min_length=2)]
    traps: Annotated[tuple[Trap, ...], Field(min_length=3)]
    outline: Annotated[tuple[OutlineStep, ...], Field(min_length=8)]
    glossary: Annotated[Phrases, Field(min_length=10)]

    @model_validator(mode="after")
    def _identifiers_are_unique(self) -> Self:
        for name, records in (
            ("facts", self.facts),
            ("points", self.points),
            ("estimates", self.estimates),
            ("curveballs", self.curveballs),
            ("traps", self.traps),
            ("deep_dives", self.deep_dives.infra + self.deep_dives.research),
        ):
            ids = [record.id for record in records]
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"{name}: the id {', '.join(twice)} is used twice")
        return self

    @model_validator(mode="after")
    def _every_area_has_points_and_hints(self) -> Self:
        self._check_points()
        without = [a.value for a in Area if a is not Area.ORGANISATION and a not in self.hints]
        if without:
            raise ValueError(f"hints: no ladder for the area {', '.join(without)}")
        return self

    def _check_points(self) -> None:
        covered = {point.area for point in self.points}
        missing = [area.value for area in Area if area not in covered]
        if missing:
            raise ValueError(f"points: no point for the area {', '.join(missing)}")

    @property
    def is_generic(self) -> bool:
        """Whether it is about no problem in particular, so that fitting the problem is unknown."""
        return False

    def prompt_for(self, company: str | None) -> str:
        """The opening as this company words it."""
        return self.prompts.get(company or "", self.prompt)


LONGEST_PROMPT: Final = 500
"""Characters of a transcript's first turn that are taken for the problem."""


class NoDeepDives(DeepDives):
    """Where no problem is known, nothing can be prepared to go deep on."""

    infra: tuple[DeepDive, ...] = ()
    research: tuple[DeepDive, ...] = ()


class GenericQuestion(Question):
    """What any answer should hold: the card for a problem that is not in the library.

    It has no calculations, hints, deep dives, curveballs or traps, which belong to one problem.
    """

    estimates: tuple[Estimate, ...] = ()
    hints: dict[Area, Phrases] = Field(default_factory=dict)
    deep_dives: DeepDives = NoDeepDives()
    curveballs: tuple[Curveball, ...] = ()
    traps: tuple[Trap, ...] = ()

    @property
    def is_generic(self) -> bool:
        """Yes."""
        return True

    def about(self, opening: str) -> GenericQuestion:
        """The same for an interview that was opened with these words."""
        prompt = " ".join(opening.split())[:LONGEST_PROMPT]
        return self.model_copy(update={"prompt": prompt}) if prompt else self

    @model_validator(mode="after")
    def _every_area_has_points_and_hints(self) -> Self:
        self._check_points()
        return self
