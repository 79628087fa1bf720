"""The words that tell one problem from another: frequent in its card, not in the field."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from interviewer.library.question import Question
from interviewer.matching.lexicon import lexicon
from interviewer.matching.text import words_of

TOPIC_WORDS: Final = 20


def topic_of(question: Question) -> dict[str, float]:
    """The telling stems of a card with their weights, 1 for the most telling."""
    lex = lexicon()
    plain = lex.generic | lex.anywhere | _field()
    counts: Counter[str] = Counter()
    for text, weight in _texts(question):
        for word in words_of(text):
            if not word.stop and not word.number and len(word.stem) > 2 and word.stem not in plain:
                counts[word.stem] += weight
    ranked = sorted(counts, key=lambda stem: (-counts[stem], stem))[:TOPIC_WORDS]
    return {stem: math.sqrt(counts[stem] / counts[ranked[0]]) for stem in ranked}


@cache
def _field() -> frozenset[str]:
    """Single words that name a concept of the field."""
    ways = [words_of(way) for group in lexicon().concepts.values() for way in group]
    return frozenset(words[0].stem for words in ways if len(words) == 1)


def _texts(question: Question) -> Iterable[tuple[str, int]]:
    if question.is_generic:
        yield question.prompt, 4
        return
    yield question.title, 6
    yield question.prompt, 4
    yield question.problem_statement, 4
    for fact in question.facts:
        yield fact.answer, 1
    for point in question.points:
        yield " ".join((point.point, point.why, *point.says, point.example)), 1
    for step in question.outline:
        yield step.text, 1
