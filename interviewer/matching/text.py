"""Turns speech into words: no punctuation, no fillers, one spelling, and where each stood.

Nothing later looks at punctuation or capitals, because recognisers differ in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from interviewer.matching.lexicon import lexicon
from interviewer.matching.stem import stem, word_set

_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*%?[a-z]*|[^\W\d_]+(?:['’][^\W\d_]+)?\d*", re.IGNORECASE)
_NUMBER_WORDS: Final = word_set(
    "zero ten twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion trillion percent half double dozen couple three four five six seven eight nine eleven "
    "twelve fifteen quarter"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word.

    Attributes:
        norm: lower case, apostrophes straight, American spelling.
        stem: what it is compared by.
        start: where it stands in the text it came from; ``end`` is one past its last character.
    """

    norm: str
    stem: str
    start: int
    end: int
    stop: bool
    number: bool


@lru_cache(maxsize=20_000)
def _known(raw: str) -> tuple[str, str, bool, bool]:
    lex = lexicon()
    norm = raw.lower().replace("’", "'")
    stop = norm in lex.stop or norm.endswith(("n't", "'ll", "'d", "'ve", "'re", "'m"))
    norm = lex.spelling.get(norm, norm)
    number = norm[0].isdigit() or norm in _NUMBER_WORDS
    bare = norm.removesuffix("'s")
    return norm, stem(lex.sounds.get(bare, bare)), stop, number


@lru_cache(maxsize=8_000)
def words_of(text: str, *, fillers: bool = False) -> tuple[Word, ...]:
    """The words of a text, in order; fillers only when asked for."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        norm, root, stop, number = _known(match.group())
        found.append(Word(norm, root, match.start(), match.end(), stop, number))
    return tuple(found if fillers else _without_fillers(found))


def _without_fillers(found: list[Word]) -> list[Word]:
    lex = lexicon()
    kept: list[Word] = []
    skip = False
    following: list[Word | None] = [*found[1:], None] if found else []
    for word, after in zip(found, following, strict=True):
        if skip:
            skip = False
            continue
        if after is not None and (word.norm, after.norm) in lex.filler_pairs:
            skip = True
            continue
        if word.norm not in lex.fillers:
            kept.append(word)
    return kept


def count_words(text: str) -> int:
    """How many words a text has, fillers included."""
    return sum(1 for _ in _WORD.finditer(text))


__all__ = ["Word", "count_words", "word_set", "words_of"]
