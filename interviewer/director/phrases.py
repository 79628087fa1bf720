"""Whether a text holds phrases of the library: word stems, in any order, close together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from interviewer.matching.stem import stem

_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "be",
        "it",
        "its",
        "this",
        "that",
        "with",
        "as",
        "by",
        "from",
        "you",
        "your",
        "we",
        "our",
        "us",
        "they",
        "their",
        "i",
        "my",
        "me",
        "do",
        "does",
        "did",
        "how",
        "what",
        "which",
        "who",
        "when",
        "where",
        "why",
        "there",
        "here",
        "so",
    ]
)
WINDOW_WORDS = 12
"""The words of a phrase must stand within this many words of each other."""


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The stems of the telling words of a text, in order."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))
    return tuple(stem(word) for word in words if word not in _SMALL)


def phrases_in(text: str, phrases: Iterable[str], window: int = WINDOW_WORDS) -> list[str]:
    """The phrases whose telling words all stand within ``window`` telling words of the text."""
    spoken = stems(text)
    return [phrase for phrase in phrases if _holds(spoken, frozenset(stems(phrase)), window)]


def _holds(spoken: tuple[str, ...], wanted: frozenset[str], window: int) -> bool:
    if not wanted or not wanted <= set(spoken):
        return False
    starts = range(max(1, len(spoken) - window + 1))
    return any(wanted <= set(spoken[i : i + window]) for i in starts)
