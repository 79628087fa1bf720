"""Which hidden fact a clarifying question asks for.

A question points to a fact in three ways: it is asked as the card expects, it shares telling words
with the fact's own sentences, or it is plainly about the fact's topic ("how fast", "today"). No
single way is sure in free wording; together they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from interviewer.library.question import Fact, Question
from interviewer.matching.cues import cue
from interviewer.matching.lexicon import lexicon
from interviewer.matching.patterns import PatternIndex
from interviewer.matching.questions import asking_units, units_of_question
from interviewer.matching.text import Word, words_of
from interviewer.matching.units import content_units, units_of

EXPECTED: Final = 1.0
IN_ASKED: Final = 0.8
IN_ANSWER: Final = 0.6
OF_TOPIC: Final = 0.65
NEAR_TOPIC: Final = 0.3
COUNTED: Final = 0.5
NUMERIC: Final = 0.2
GENERIC: Final = 0.5
LEAST: Final = 0.6
"""How much each way counts, and what they must come to; chosen on the tuning half of
``benchmarks/clarifying.py``."""
_NEAR: Final = {
    "scope": "surfaces",
    "surfaces": "scope",
    "users": "scale",
    "scale": "users",
    "latency": "freshness",
    "freshness": "latency",
    "data": "labels",
    "labels": "data",
}
"""Topics between which authors of cards draw the line differently."""


class FactFinder:
    """Knows the facts of one card."""

    def __init__(self, question: Question) -> None:
        self._facts = question.facts
        self._phrases = PatternIndex(
            {fact.id: fact.asked for fact in question.facts},
            generic_weight=0.8,
            shortest_literal=2,
            profiles=False,
            reader=units_of_question,
        )
        self._asked = {fact.id: _names(fact.asked) for fact in question.facts}
        self._answers = {fact.id: _names([fact.answer, *_title(fact)]) for fact in question.facts}
        uses = Counter(
            name
            for fact in question.facts
            for name in self._asked[fact.id] | self._answers[fact.id]
        )
        self._weights = {name: _weight(name, used, len(self._facts)) for name, used in uses.items()}

    def asked(self, text: str) -> list[str]:
        """The facts asked for, likeliest first; empty where nothing fits."""
        words = words_of(text)
        units = [*units_of(words), *asking_units(words)]
        line = " ".join(word.norm for word in words)
        expected: dict[str, float] = {}
        for one in self._phrases.find(words, units):
            expected[one.owner] = max(expected.get(one.owner, 0.0), one.quality)
        names = {unit.name for unit in units}
        counted = _counted(words)
        scores = {
            fact.id: EXPECTED * expected.get(fact.id, 0.0)
            + self._shared(fact, names)
            + COUNTED * self._shared(fact, counted)
            + _of_topic(fact, line)
            for fact in self._facts
        }
        likely = [fact for fact, score in scores.items() if score >= LEAST]
        return sorted(likely, key=lambda fact: (-scores[fact], fact))

    def _shared(self, fact: Fact, names: Iterable[str]) -> float:
        """What the words shared with a fact weigh."""
        total = 0.0
        for name in names:
            if name in self._asked[fact.id]:
                total += IN_ASKED * self._weights[name]
            elif name in self._answers[fact.id]:
                total += IN_ANSWER * self._weights[name]
        return total


def _of_topic(fact: Fact, line: str) -> float:
    score = 0.0
    near = _NEAR.get(fact.topic)
    if cue(f"about_{fact.topic}").search(line):
        score = OF_TOPIC
    elif near is not None and cue(f"about_{near}").search(line):
        score = NEAR_TOPIC
    if fact.value is not None and cue("asks_number").search(line):
        score += NUMERIC
    return score


def _counted(words: Sequence[Word]) -> set[str]:
    """What is asked a number of: the two words after "how many"."""
    return {
        f"w:{word.stem}"
        for at in range(len(words) - 1)
        if words[at].norm == "how" and words[at + 1].norm in {"many", "much", "big", "large"}
        for word in words[at + 2 : at + 4]
        if not word.stop
    }


def _names(texts: Iterable[str]) -> set[str]:
    return {
        name
        for text in texts
        for name in (*content_units(text), *(unit.name for unit in units_of(words_of(text))))
    }


def _title(fact: Fact) -> list[str]:
    return [fact.id.replace("-", " ")]


def _weight(name: str, used: int, facts: int) -> float:
    rarity = 1 - math.log(used) / math.log(facts + 1)
    return rarity * (GENERIC if name[2:] in lexicon().generic else 1.0)
