"""Deep dives and curveballs: how much of a good answer the candidate gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from interviewer.assessment.observe import Observed
from interviewer.assessment.passages import Passage
from interviewer.assessment.result import Evidence
from interviewer.conversation import Turn
from interviewer.library.question import DeepDive, DeepQuestion
from interviewer.matching.cues import cue
from interviewer.matching.patterns import PatternIndex
from interviewer.matching.scope import context_of
from interviewer.matching.text import count_words, words_of
from interviewer.matching.units import units_of
from interviewer.vocabulary import DIMENSION_OF_AREA, Dimension, Move

ENOUGH: Final = 2
"""Telling phrases of a good answer after which it counts as one."""
FEWEST_WORDS_OF_REACTION: Final = 12


@dataclass(frozen=True, slots=True)
class Depth:
    """An answer to a question of a deep dive; ``quality`` is 0 to 1."""

    dimension: Dimension
    quality: float
    evidence: Evidence


def depth_of(seen: Observed) -> list[Depth]:
    """Every deep question that was answered at all, in order."""
    found = []
    for passage in seen.passages:
        if passage.after is None or passage.after.move is not Move.DEEP_DIVE:
            continue
        asked = _question_like(passage.after, seen)
        if asked is None:
            continue
        dive, question = asked
        quality = _share_of(question.good, passage.text)
        if quality > 0:
            end = min(len(passage.text), 200)
            dimension = DIMENSION_OF_AREA[dive.area]
            found.append(Depth(dimension, quality, passage.evidence(0, end)))
    return found


def took_up(turn: Turn, passage: Passage, seen: Observed) -> float:
    """0 to 1: whether an objection or a change of the rules was answered, not brushed aside."""
    for curveball in seen.question.curveballs:
        if curveball.id == turn.target:
            return max(_share_of(curveball.good, passage.text), 0.5 * _adapts(passage))
    return _adapts(passage)


def _adapts(passage: Passage) -> float:
    if count_words(passage.text) < FEWEST_WORDS_OF_REACTION:
        return 0.0
    line = " ".join(word.norm for word in words_of(passage.text))
    return 1.0 if cue("adapts").search(line) else 0.4


def _question_like(turn: Turn, seen: Observed) -> tuple[DeepDive, DeepQuestion] | None:
    from rapidfuzz import fuzz

    ranked = [
        (fuzz.token_set_ratio(turn.text, question.ask), dive, question)
        for dive, question in _all_questions(seen)
        if turn.target in (None, dive.id)
    ]
    best = max(ranked, key=lambda one: one[0], default=None)
    return (best[1], best[2]) if best is not None and best[0] >= 70 else None


def _all_questions(seen: Observed) -> Iterator[tuple[DeepDive, DeepQuestion]]:
    for dive in (*seen.question.deep_dives.infra, *seen.question.deep_dives.research):
        for question in dive.questions:
            yield dive, question


def _share_of(good: tuple[str, ...], text: str) -> float:
    words = words_of(text)
    index = PatternIndex({str(at): (phrase,) for at, phrase in enumerate(good)}, profiles=False)
    denied = context_of(words).denied
    found = {
        one.owner
        for one in index.find(words, units_of(words))
        if one.quality >= 0.6 and not all(denied[at] for at in one.at)
    }
    return min(1.0, len(found) / ENOUGH)
