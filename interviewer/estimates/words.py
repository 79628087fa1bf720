"""Word lists written as running text, which stays readable where fifty quoted words would not."""

from __future__ import annotations


def word_list(text: str, separator: str | None = None) -> list[str]:
    """Return the words of ``text`` in order, split at white space or at ``separator``."""
    return text.split(separator)


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set."""
    return frozenset(word_list(text))
