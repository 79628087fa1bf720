"""What a clarifying question asks after: "how many" and "how fast" are not small words there."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.matching.text import Word, words_of
from interviewer.matching.units import Unit, content_units


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
