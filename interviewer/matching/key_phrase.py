"""Picks the few words of the candidate's that are worth following up on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from interviewer.library.question import Question
from interviewer.matching.lexicon import lexicon
from interviewer.matching.text import Word, word_set, words_of
from interviewer.matching.units import Unit, units_of

LONGEST: Final = 6
_CHOICE: Final = re.compile(
    r"\b(?:use|go with|pick|choose|build|train|start with|deploy|adopt|prefer|predict|log|add|run|"
    r"store|split|sample|retrain|cache|measure|monitor|rank by|optimi[sz]e for)$"
)
_DULL: Final = word_set("c:objective c:tradeoff c:serving c:label c:complexity c:cost")
_LINKS: Final = word_set("of per for on by at with")
_DETERMINERS: Final = word_set("a an the our my your this that these those some any")
_QUESTION_WORDS: Final = word_set("what which who whom whose why how when where whether you if")
_PREDICATES: Final = word_set(
    "predict train learn run build show serv work help happen improv start chang choos handl decid "
    "add comput matter"
)


def key_phrase(text: str, question: Question) -> str | None:
    """Two to six of the candidate's own words, as they stand in the text; None if none stand out.

    A technical term with the words that belong to it is best, a choice they made comes next, and
    of equals the later one, for it is fresh.
    """
    words = words_of(text)
    if not words:
        return None
    glossary = _glossary(question)
    ranked = sorted(
        ((_interest(unit, words, glossary), unit.first, unit) for unit in units_of(words)),
        key=lambda one: (-one[0], -one[1], one[2].name),
    )
    for interest, _, unit in ranked:
        if interest <= 0:
            return None
        first, last = _phrase_around(words, unit)
        if 2 <= last - first <= LONGEST:
            phrase = text[words[first].start : words[last - 1].end]
            if not re.search(r"[.?!;,:\n]", phrase) and not _asks(words[first:last]):
                return phrase
    return None


@lru_cache(maxsize=32)
def _terms(glossary: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.stem for term in glossary for word in words_of(term) if not word.stop)


def _glossary(question: Question) -> frozenset[str]:
    return _terms(question.glossary)


def _interest(unit: Unit, words: Sequence[Word], glossary: frozenset[str]) -> float:
    stems = {word.stem for word in words[unit.first : unit.last]}
    if unit.name[0] == "c":
        value = 0.6 if unit.name in _DULL else 1.0
        value += 0.5 * (unit.name[2:] in lexicon().model_families)
        value += 0.3 * (unit.last - unit.first > 1)
    else:
        value = 0.7 if stems & glossary else 0.0
    value += 0.4 * bool(value and stems & glossary)
    before = " ".join(word.norm for word in words[max(0, unit.first - 4) : unit.first])
    trimmed = re.sub(r"(?: (?:a|an|the|our|some|simple|plain))+$", "", before)
    value += 0.5 * bool(value and _CHOICE.search(trimmed))
    if all(word.stop for word in words[unit.first : unit.last]):
        return 0.0
    return value + 0.2 * bool(value) * unit.first / max(1, len(words))


def _phrase_around(words: Sequence[Word], unit: Unit) -> tuple[int, int]:
    """Grow a unit to the noun phrase it stands in: adjectives before, one linked noun after."""
    first, last = unit.first, unit.last
    while first > 0 and last - first < 4 and _belongs(words, first - 1, first):
        first -= 1
    while last < len(words) and last - first < LONGEST - 1 and _belongs(words, last, last):
        last += 1
    if last - first < 3 and last + 1 < len(words) and words[last].norm in _LINKS:
        after = last + 1
        if words[after].norm in _DETERMINERS and after + 1 < len(words):
            after += 1
        if not words[after].stop and not words[after].number and after - first < LONGEST:
            last = after + 1
    while last - first > 1 and words[last - 1].stop:
        last -= 1
    while first < last - 1 and words[first].stop and first < unit.first:
        first += 1
    return first, last


def _belongs(words: Sequence[Word], at: int, edge: int) -> bool:
    word = words[at]
    near = words[edge] if at < edge else words[at - 1]
    gap = near.start - word.end if at < edge else word.start - near.end
    plain = not word.stop and not word.number and word.stem not in _PREDICATES
    return plain and gap <= 1


def _asks(words: Sequence[Word]) -> bool:
    return any(word.norm in _QUESTION_WORDS for word in words)
