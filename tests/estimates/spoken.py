"""Numbers as people say them, for round trips."""

from __future__ import annotations

from interviewer.estimates.words import word_list

_ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = word_list("- - twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def in_words(number: int, *, joined_by_and: bool = False) -> str:
    """Return ``number`` as it is spoken: "two hundred (and) fifty six thousand"."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f" {_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        link = " and " if joined_by_and else " "
        tail = link + in_words(rest) if rest else ""
        return f"{_ONES[hundreds]} hundred{tail}"
    for size, name in _SCALES:
        if number >= size:
            many, rest = divmod(number, size)
            head = f"{in_words(many, joined_by_and=joined_by_and)} {name}"
            return head + (f" {in_words(rest, joined_by_and=joined_by_and)}" if rest else "")
    raise AssertionError(number)


def with_suffix(number: int) -> str:
    """Return a round number the way it is typed: 1.2k, 100M, 5B."""
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return str(number)
