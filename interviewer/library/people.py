"""Interviewers, companies and levels."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from interviewer.library.base import Identifier, Line, Phrases, Record
from interviewer.vocabulary import Area, Level

PLACEHOLDERS: Final = ("words", "topic", "minutes", "company", "phase")


class Voice(Record):
    """How the interviewer's synthetic voice is set.

    Attributes:
        rate_wpm: words per minute.
        pitch: 0 (low) to 99 (high).
    """

    gender: Literal["female", "male"] = "female"
    rate_wpm: Annotated[int, Field(ge=90, le=260)] = 165
    pitch: Annotated[int, Field(ge=0, le=99)] = 50
    accent: Line = "en-us"


class Phrasebook(Record):
    """How this interviewer words things; each list is drawn from without repetition.

    A line may hold ``{words}`` (what the candidate just said, a few of their own words),
    ``{topic}``, ``{minutes}``, ``{company}`` or ``{phase}``; others are refused.
    """

    greeting: Phrases
    acknowledge: Phrases
    answer_lead: Phrases
    no_fact: Phrases
    not_caught: Phrases
    follow_up: Phrases
    probe_numbers: Phrases
    probe_reason: Phrases
    probe_tradeoff: Phrases
    probe_failure: Phrases
    ask_problem_statement: Phrases
    ask_capacity: Phrases
    redirect_model: Phrases
    redirect_simple_first: Phrases
    redirect_infrastructure: Phrases
    redirect_drift: Phrases
    monologue: Phrases
    check_in_reply: Phrases
    push_back: Phrases
    good_answer: Phrases
    vague_answer: Phrases
    hint_lead: Phrases
    move_on: Phrases
    deep_dive_open: Phrases
    time_check: Phrases
    nudge_quiet: Phrases
    nudge_think_aloud: Phrases
    take_your_time: Phrases
    invite_questions: Phrases
    next_question: Phrases
    wrap_up: Phrases

    @model_validator(mode="after")
    def _known_placeholders(self) -> Self:
        for name, lines in self:
            for hole in re.findall(r"{([^}]*)}", " ".join(lines)):
                if hole not in PLACEHOLDERS:
                    known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                    raise ValueError(f"{name}: {{{hole}}} is not one of {known}")
        return self


class Interviewer(Record):
    """An interviewer: temperament, what they weigh and how they speak.

    Attributes:
        weights: how much each area matters to them; 1 is ordinary, areas not named are 1.
        deep_dives: which deep dives of a card they would choose, most liked first.
        patience: multiplies how long they wait before they take the floor.
    """

    id: Identifier
    name: Line
    role: Line
    background: Line
    listens_for: Phrases
    probes_first: tuple[Area, ...]
    weights: dict[Area, Annotated[float, Field(ge=0, le=5)]]
    deep_dives: tuple[Literal["infra", "research"], ...]
    deep_dive_habits: Phrases
    pushes_back: Line
    on_vagueness: Line
    on_silence: Line
    on_good_answer: Line
    speaks: Line
    patience: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    voice: Voice = Voice()
    phrases: Phrasebook


class Reply(Record):
    """An answer to a question the candidate asks at the end.

    Attributes:
        asked: telling words of the question.
    """

    id: Identifier
    asked: Annotated[Phrases, Field(min_length=3)]
    answer: Line


class Company(Record):
    """A company: what it asks, what it values and how its interviews feel.

    Attributes:
        questions: ids of its favoured questions, most typical first.
        interviewers: ids of fitting interviewers, most typical first.
        framing: how its values colour the interviewer's questions; each a complete probe
            that may hold ``{topic}``.
    """

    id: Identifier
    name: Line
    team: Line
    focus: Line
    products: Phrases
    values: Phrases
    style: Line
    minutes: Annotated[int, Field(ge=20, le=120)]
    questions: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    interviewers: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    framing: Annotated[Phrases, Field(min_length=3)]
    introduction: Line
    reading: Phrases
    replies: Annotated[tuple[Reply, ...], Field(min_length=5)]
    fallback_reply: Line


class LevelGuide(Record):
    """What a level must show, and how the interviewer behaves towards it.

    Attributes:
        prompts_for_tradeoffs: the interviewer asks for trade-offs; else they are expected unasked.
        curveballs: how many the interviewer throws at most.
        organisation: whether staffing, phasing and strategy are asked about.
        hint_after_probes: fruitless probes of one area after which a hint is offered.
    """

    id: Level
    title: Line
    years: Line
    must_show: Phrases
    bonus: Phrases
    below_bar: Phrases
    behaviour: Phrases
    prompts_for_tradeoffs: bool
    curveballs: Annotated[int, Field(ge=0, le=3)]
    organisation: bool
    hint_after_probes: Annotated[int, Field(ge=1, le=5)]
