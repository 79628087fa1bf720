"""Clarifying questions: where they are asked, and what "how many" and "how fast" mean there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from interviewer.matching.cues import cue
from interviewer.matching.scope import places_of
from interviewer.matching.text import Word, word_set, words_of
from interviewer.matching.units import Unit, content_units

LONGEST: Final = 18
"""Words after which a question without a question mark is taken to be over."""
SHORT: Final = 45
"""In a turn of no more words and no punctuation, any "which" or "how many" is likely a question."""
_OPENS: Final = word_set(
    "and so or but then first also question questions wonder wondering ask clarify second third "
    "sorry know"
)
"""What may stand before "do we" in a question; elsewhere it belongs to a statement."""
_WHOM: Final = word_set("us me them him her")
_TELLS: Final = word_set(
    "know tell tells on of see show shows about is that's predict measure check decides learn "
    "estimate by log count matter like say as at for with from to than"
)
"""After these, "how many" and "what is" are no question."""
_SENTENCE: Final = re.compile(r"[.?!]+(?=\s|$)")


def questions_in(text: str) -> list[tuple[int, int]]:
    """Where a text asks something, as characters from and to, in order.

    A question begins by its word order and ends at the next one, at the end of its sentence or
    after some words. What ends in a question mark is one in any case.
    """
    words = words_of(text)
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    starts = _starts(words, loosely=not ends and len(words) <= SHORT)
    spans = []
    for at, first in enumerate(starts):
        limit = starts[at + 1] if at + 1 < len(starts) else len(words)
        last = min(limit, first + LONGEST, len(words))
        end = words[last - 1].end
        stop = next((e for e in ends if words[first].start < e <= end), None)
        spans.append((words[first].start, stop or end))
    return sorted({*spans, *_marked(text, spans)})


def _starts(words: Sequence[Word], *, loosely: bool) -> list[int]:
    def before(at: int) -> str:
        if at > 1 and words[at - 1].norm in _WHOM:
            at -= 1
        return words[at - 1].norm if at else ""

    found = [place for place in places_of(cue("asks_wh"), words) if before(place[0]) not in _TELLS]
    found += places_of(cue("asks_leave"), words)
    for place in places_of(cue("asks_inverted"), words):
        if not before(place[0]) or before(place[0]) in _OPENS:
            found.append(place)
    if loosely:
        loose = places_of(cue("asks_loosely"), words)
        found += [place for place in loose if before(place[0]) in _OPENS | {""}]
    starts: list[int] = []
    reached = 0
    for first, last in sorted(found):
        if first >= reached:
            starts.append(first)
        reached = max(reached, last)
    return starts


def _marked(text: str, known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences with a question mark in which no question was found by its words."""
    found = []
    begin = 0
    for match in _SENTENCE.finditer(text):
        inside = any(first < match.end() and begin < last for first, last in known)
        said = text[begin : match.end()]
        if "?" in match.group() and not inside and not _proposes(said):
            found.append((begin, match.end()))
        begin = match.end()
    return found


def _proposes(text: str) -> bool:
    """Whether it is an uncertain statement: "so I'd take boosted trees, I think?"."""
    return bool(places_of(cue("choice"), words_of(text)))


def asking_units(words: Sequence[Word]) -> list[Unit]:
    """A unit for every "how" with the word after it."""
    return [
        Unit(f"q:{words[at].norm} {words[at + 1].norm}", at, at + 2)
        for at in range(len(words) - 1)
        if words[at].norm == "how"
    ]


def units_of_question(text: str) -> list[str]:
    """The units of a way of asking."""
    asked = [unit.name for unit in asking_units(words_of(text))]
    return [*content_units(text), *dict.fromkeys(asked)]
