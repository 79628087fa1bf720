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
_DETERMINERS: Final = word_set("a an the our my your this that these those some any every each")
_ONE: Final = word_set("a an each every this that another one")
_OPENS: Final = _DETERMINERS | word_set(
    "of per for on by at with in from as over into through via across use uses using used need "
    "needs have has want versus"
)
"""What a noun phrase may come after. Denials are not among them: "no history" is no history."""
_CLOSES: Final = word_set(
    "of per for on by at with in from as over into through via across to and or but because since "
    "so if when while where which that who until unless before after then than is are was were "
    "will would can could should may might must has have had does do not only rather first later "
    "too also instead though although whereas without under within against between during"
)
_DOERS: Final = word_set(
    "i we you they to i'd we'd i'll we'll would will can could should might must let's"
)
"""The next word is a verb, and a noun phrase may begin after it."""
_ADJECTIVES: Final = word_set(
    "long short new old first second last late early big small high low large good bad hard own "
    "same full real main next different separate single"
)
"""Words without a topic of their own that belong to a noun phrase all the same."""
_PREDICATES: Final = word_set(
    "predict train learn run build show serv work help happen improv start chang choos handl decid "
    "add comput matter get stay prefer make go keep"
)
"""Stems of verbs that stand between two nouns more often than in a noun phrase."""
_QUESTION_WORDS: Final = word_set("what which who whom whose why how when where whether you if")


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
    heads = {
        at for interest, _, unit in ranked if interest > 0 for at in range(unit.first, unit.last)
    }
    for interest, _, unit in ranked:
        if interest <= 0:
            return None
        span = _noun_phrase(text, words, unit, heads)
        if span is not None and not _asks(words[span[0] : span[1]]):
            return text[words[span[0]].start : words[span[1] - 1].end]
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


def _noun_phrase(
    text: str, words: Sequence[Word], unit: Unit, heads: set[int]
) -> tuple[int, int] | None:
    """The whole noun phrase a unit stands in; None where its ends are in doubt."""
    first, last = _run(text, words, unit.first, unit.last)
    start = _start(text, words, first)
    if start is None or start > unit.first or not _ends(text, words, last):
        return None
    if last - start == 1 and last < len(words) and words[last].norm in _LINKS:
        after = last + 1 + (last + 1 < len(words) and words[last + 1].norm in _DETERMINERS)
        if after >= len(words) or words[after].stop or words[after].number:
            return None
        last = _run(text, words, after, after + 1)[1]
        if not _ends(text, words, last) or words[last - 1].norm.endswith("ly"):
            return None
    elif last - 1 not in heads or _is_verb(words, start, last):
        return None
    inside = words[start:last]
    whole = 2 <= len(inside) <= LONGEST and not any(map(_foreign, inside))
    ends_well = words[last - 1].norm not in _ADJECTIVES
    return (start, last) if whole and ends_well and not _broken(text, words, start, last) else None


def _foreign(word: Word) -> bool:
    """Whether a word has no place in a noun phrase worth repeating: a number, a finite verb."""
    verb = word.stem in _PREDICATES and not word.norm.endswith(("ing", "ed"))
    return word.number or verb


def _run(text: str, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The words around that may belong to the same noun phrase."""
    while (
        first > 0 and _content(words[first - 1]) and not _broken(text, words, first - 1, first + 1)
    ):
        first -= 1
    while (
        last < len(words) and _content(words[last]) and not _broken(text, words, last - 1, last + 1)
    ):
        last += 1
    return first, last


def _content(word: Word) -> bool:
    return not word.stop or word.norm in _ADJECTIVES


def _start(text: str, words: Sequence[Word], first: int) -> int | None:
    """Where the noun phrase begins in a run: at once after "the", after the verb after "I"."""
    if first == 0 or _broken(text, words, first - 1, first + 1):
        return None
    before = words[first - 1].norm
    if before in _DOERS:
        return first + 1
    return first if before in _OPENS else None


def _ends(text: str, words: Sequence[Word], last: int) -> bool:
    if last >= len(words) or _broken(text, words, last - 1, last + 1):
        return True
    return words[last].norm in _CLOSES


def _is_verb(words: Sequence[Word], start: int, last: int) -> bool:
    """Whether a run ends in a verb, as in "a missed truck turns"."""
    norm = words[last - 1].norm
    return start > 0 and words[start - 1].norm in _ONE and norm[-1:] == "s" and norm[-2:] != "ss"


def _broken(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether punctuation stands between the words."""
    return bool(re.search(r"[.?!;,:/\n]", text[words[first].start : words[last - 1].end]))


def _asks(words: Sequence[Word]) -> bool:
    return any(word.norm in _QUESTION_WORDS for word in words)
