"""Builds conversations and distorts them, for tests that compare two assessments."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from interviewer.assessment import Assessment, assess
from interviewer.conversation import Conversation, Turn
from interviewer.library.load import Library
from interviewer.library.question import Question
from interviewer.matching import Matcher
from interviewer.vocabulary import DIMENSION_OF_AREA, Dimension, Level

NEUTRAL = (
    "The weather was pleasant when I walked over from the station this morning. My sister plays "
    "the cello in an orchestra and they rehearse on Tuesday evenings in a church hall. Last "
    "summer we travelled along the coast and stopped at a small harbour for lunch. "
)
CHATTER = (
    "the",
    "a",
    "house",
    "very",
    "when",
    "blue",
    "of",
    "table",
    "and",
    "seven",
    "went",
    "care",
)


@cache
def library() -> Library:
    return Library()


@cache
def matcher(question: str) -> Matcher:
    return Matcher(library().question(question))


def examples(question: Question, without: Dimension | None = None) -> list[str]:
    """The card's own example sentences, leaving out one dimension's."""
    return [p.example for p in question.points if DIMENSION_OF_AREA[p.area] is not without]


def conversation(
    question: str, said: Sequence[str], level: Level = Level.L5, **changes: object
) -> Conversation:
    """An interview in which the candidate says these turns, one after another."""
    card = library().question(question)
    turns = [Turn(0, "interviewer", card.prompt)]
    turns += [Turn(at, "candidate", text) for at, text in enumerate(said, 1)]
    made = Conversation(card, level, tuple(turns))
    return replace(made, **changes) if changes else made  # type: ignore[arg-type]


def grade(one: Conversation) -> Assessment:
    lib = library()
    known = matcher(one.question.id)
    return assess(one, lib.rubric(), lib.mistakes(), lib.level(one.level), known)


def score(result: Assessment, dimension: Dimension) -> float | None:
    return next(one.score for one in result.scores if one.dimension is dimension)


def reworded(one: Conversation, change: Callable[[str], str]) -> Conversation:
    """The same interview with the candidate's words changed."""
    turns = tuple(
        replace(turn, text=change(turn.text)) if turn.speaker == "candidate" else turn
        for turn in one.turns
    )
    return replace(one, turns=turns)


def renumbered(one: Conversation, turns: Sequence[Turn]) -> Conversation:
    return replace(one, turns=tuple(replace(turn, index=at) for at, turn in enumerate(turns)))


def misheard(text: str, rate: float, seed: int) -> str:
    """Replace, drop and insert words as recognisers do."""
    chance = random.Random(f"{seed} {text[:40]}")
    heard: list[str] = []
    for word in text.split():
        fate = chance.random()
        if fate < rate * 0.6:
            heard.append(chance.choice(CHATTER))
        elif fate < rate * 0.85:
            continue
        elif fate < rate:
            heard += [word, chance.choice(CHATTER)]
        else:
            heard.append(word)
    return " ".join(heard)
