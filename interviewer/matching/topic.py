"""The words that tell one problem from another: frequent in its card, rare in other cards."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from interviewer.library.question import Question
from interviewer.matching.lexicon import lexicon
from interviewer.matching.text import words_of

TOPIC_WORDS: Final = 32
"""Of 16 to 40 words, these kept answers to other questions apart from short answers to this one
best; ``benchmarks/invariance.py`` measures what comes of it."""
LEAST_USES: Final = 3
_FILE: Final = Path(__file__).with_name("background.yaml")


@dataclass(frozen=True, slots=True)
class Background:
    """How common words are: of ``cards`` shipped questions, how many use a stem."""

    cards: int
    uses: dict[str, int]

    def rarity(self, stem: str) -> float:
        """0 for what every card uses."""
        return math.log(self.cards / min(self.cards, self.uses.get(stem, 1)))


@cache
def background() -> Background:
    """The shipped counts, made by ``tools/background.py``."""
    raw: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    uses = {stem: count for count, stems in raw["uses"].items() for stem in str(stems).split()}
    return Background(raw["cards"], uses)


def topic_of(question: Question) -> dict[str, float]:
    """The telling stems of a card with their weights, 1 for the most telling."""
    common = background()
    telling = {
        stem: math.sqrt(count) * common.rarity(stem)
        for stem, count in counts_of(question).items()
        if count >= LEAST_USES and stem not in lexicon().generic
    }
    ranked = sorted(telling, key=lambda stem: (-telling[stem], stem))[:TOPIC_WORDS]
    return {stem: telling[stem] / telling[ranked[0]] for stem in ranked}


def counts_of(question: Question) -> Counter[str]:
    """How often a card uses each stem, what it is called by counting more."""
    counts: Counter[str] = Counter()
    for text, weight in _texts(question):
        for word in words_of(text):
            if not word.stop and not word.number and len(word.stem) > 2:
                counts[word.stem] += weight
    return counts


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
