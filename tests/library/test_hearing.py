"""Cards are heard by their own words: right answers fall into no trap, model answers are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from interviewer.director.phrases import phrases_in
from interviewer.library.question import Question
from tests.library.test_questions import CARDS, dives, matcher_of

ACCUSED_STILL: Final = 3
"""Right texts, of the whole library, that fall into a trap; to be lowered as cards are mended."""
UNHEARD_STILL: Final = 13
"""Answers of deep dives, of the whole library, without one of their phrases; likewise."""


def right_texts(question: Question) -> Iterator[str]:
    """What a strong candidate of this card says."""
    yield from (point.example for point in question.points)
    yield from (step.answer for dive in dives(question) for step in dive.questions)
    yield from (curveball.answer for curveball in question.curveballs)
    yield from (trap.instead for trap in question.traps)
    yield from (estimate.spoken for estimate in question.estimates)


def test_right_answers_fall_into_no_trap() -> None:
    accused = [
        (name, trap, text)
        for name, question in CARDS.items()
        for text in right_texts(question)
        for trap in matcher_of(name).traps_in(text)
    ]
    assert len(accused) <= ACCUSED_STILL, accused


def test_the_model_answer_of_a_deep_question_holds_its_phrases() -> None:
    unheard = [
        (name, dive.id, step.answer)
        for name, question in CARDS.items()
        for dive in dives(question)
        for step in dive.questions
        if not phrases_in(step.answer, step.good)
    ]
    assert len(unheard) <= UNHEARD_STILL, unheard
