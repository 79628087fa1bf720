"""What stands around a statement: is it denied, hedged, reasoned, or only a list of terms?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from interviewer.matching.cues import cue
from interviewer.matching.text import Word, word_set, words_of

DENIED_WORDS: Final = 9
"""How far a denial reaches when nothing ends the clause before."""

_ENDS_CLAUSE: Final = word_set(
    "but because since so instead however unless although though whereas yet except otherwise"
)
_ENDS_LATER: Final = word_set("which until if when while before after then")
"""These may belong to what is denied: "I would not bother with the views before the label"."""
LATER: Final = 5
_STARTS_CLAUSE: Final = word_set(
    "i we you they he she it that's it's i'd we'd i'll we'll let let's"
)
_TIES: Final = word_set(
    "i we it they you that this he she there them those these its their our my "
    "is are was were be will would can could should has have does do don't doesn't can't "
    "because so since but if then when which and while or until where"
)
"""Pronouns, auxiliaries and conjunctions: what a list of terms does without."""
CLOSE: Final = 6
"""Words away at which something still counts as close by."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of every word of a text; sequences are indexed by word."""

    denied: tuple[bool, ...]
    hedges: tuple[int, ...]
    reasons: tuple[int, ...]
    parked: tuple[int, ...]
    commitments: tuple[int, ...]
    numbers: tuple[int, ...]
    small_before: tuple[int, ...]

    def near(self, places: tuple[int, ...], first: int, last: int, reach: int) -> bool:
        """Whether one of the sorted places lies within reach of ``[first, last)``."""
        index = bisect_right(places, first - reach - 1)
        return index < len(places) and places[index] < last + reach

    def closeness(self, places: tuple[int, ...], first: int, last: int, reach: int) -> float:
        """1 where a place lies close by, falling to 0 at ``reach`` words from ``[first, last)``.

        Gradual, so that a word more or less changes little.
        """
        index = bisect_right(places, first - 1)
        gaps = [max(0, places[at] - last + 1) for at in (index,) if at < len(places)]
        if index > 0:
            gaps.append(first - places[index - 1])
        nearest = min(gaps, default=reach)
        return min(1.0, max(0.0, (reach - nearest) / (reach - CLOSE)))

    def small_words(self, first: int, last: int) -> float:
        """The share of small words in a stretch: about half in speech, none in a list of terms."""
        count = len(self.small_before) - 1
        first, last = max(0, first), min(count, last)
        if last <= first:
            return 0.0
        return (self.small_before[last] - self.small_before[first]) / (last - first)


def context_of(words: Sequence[Word]) -> Context:
    """Read a whole text once."""
    line, begins = _line(words)
    small = [0]
    for word in words:
        small.append(small[-1] + word.stop)
    return Context(
        denied=tuple(_denied(words, line, begins)),
        hedges=_places(cue("hedge"), line, begins),
        reasons=_places(cue("reason"), line, begins),
        parked=_places(cue("parked"), line, begins),
        commitments=_places(cue("commitment"), line, begins),
        numbers=tuple(at for at, word in enumerate(words) if word.number),
        small_before=tuple(small),
    )


def places_of(pattern: re.Pattern[str], words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where an expression is found, as ``words[first:last]``."""
    line, begins = _line(words)
    return [
        (bisect_right(begins, match.start()) - 1, bisect_right(begins, match.end() - 1))
        for match in pattern.finditer(line)
    ]


def denies(text: str) -> bool:
    """Whether a phrase holds a denial of its own, such as "no baseline is needed"."""
    return any(context_of(words_of(text)).denied)


def tied_words(text: str) -> tuple[int, int]:
    """How many words a text has, and how many of them tie speech together."""
    words = words_of(text)
    ties = sum(word.norm in _TIES or word.norm.split("'")[0] in _TIES for word in words)
    return len(words), ties


def _line(words: Sequence[Word]) -> tuple[str, list[int]]:
    """The words in one line, and where each begins in it."""
    begins = []
    at = 0
    for word in words:
        begins.append(at)
        at += len(word.norm) + 1
    return " ".join(word.norm for word in words), begins


def _places(pattern: re.Pattern[str], line: str, begins: Sequence[int]) -> tuple[int, ...]:
    return tuple(bisect_right(begins, match.start()) - 1 for match in pattern.finditer(line))


def _denied(words: Sequence[Word], line: str, begins: Sequence[int]) -> list[bool]:
    denied = [False] * len(words)
    for match in cue("denial").finditer(line):
        start = bisect_right(begins, match.start()) - 1
        after = bisect_right(begins, match.end() - 1)
        for at in range(start, _end_of_denial(words, after)):
            denied[at] = True
    for match in cue("denied_before").finditer(line):
        end = bisect_right(begins, match.start())
        for at in range(_start_of_clause(words, end - 1), end):
            denied[at] = True
    return denied


def _end_of_denial(words: Sequence[Word], first: int) -> int:
    for at in range(first, min(len(words), first + DENIED_WORDS)):
        word = words[at].norm
        if word in _ENDS_CLAUSE or (word in _ENDS_LATER and at >= first + LATER):
            return at
        if at > first and word in _STARTS_CLAUSE:
            return at
    return min(len(words), first + DENIED_WORDS)


def _start_of_clause(words: Sequence[Word], last: int) -> int:
    for at in range(last, max(-1, last - DENIED_WORDS), -1):
        if words[at].norm in _ENDS_CLAUSE | _ENDS_LATER:
            return at + 1
    return max(0, last - DENIED_WORDS + 1)
