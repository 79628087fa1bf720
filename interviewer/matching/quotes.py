"""Chooses how much of a sentence to quote: enough to be understood, never a whole speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from interviewer.matching.text import Word

BEFORE: Final = 9
AFTER: Final = 11
_END: Final = re.compile(r"[.?!;\n]\s")


def widen(text: str, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The characters to quote for ``words[first:last]``: to a sentence's end if one is near."""
    start = words[max(0, first - BEFORE)].start
    end = words[min(len(words), last + AFTER) - 1].end
    inner_start, inner_end = words[first].start, words[last - 1].end
    for match in _END.finditer(text, start, inner_start):
        start = match.end()
    closing = _END.search(text, inner_end, min(len(text), end + 2))
    if closing is not None:
        end = closing.start() + 1
    elif end < len(text) and text[end] in ".?!":
        end += 1
    while start < inner_start and text[start].isspace():
        start += 1
    return start, max(end, inner_end)
