"""Cuts the endings off English words, just far enough that forms of one word meet."""

from __future__ import annotations

from functools import lru_cache
from typing import Final


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


_VOWELS: Final = frozenset("aeiouy")
_SHORTEST: Final = 3
_ENDINGS: Final = (
    ("izations", "iz"),
    ("ization", "iz"),
    ("ational", "at"),
    ("ations", "at"),
    ("ation", "at"),
    ("tions", "t"),
    ("tion", "t"),
    ("sions", "s"),
    ("sion", "s"),
    ("ments", ""),
    ("ment", ""),
    ("iveness", "iv"),
    ("ness", ""),
    ("ically", "ic"),
    ("ably", "abl"),
    ("ally", "al"),
    ("ly", ""),
    ("ingly", ""),
    ("ings", ""),
    ("ing", ""),
    ("edly", ""),
    ("ied", "i"),
    ("ies", "i"),
    ("ed", ""),
    ("ives", "iv"),
    ("ive", "iv"),
    ("ables", "abl"),
    ("able", "abl"),
    ("es", ""),
    ("s", ""),
)
_KEEP: Final = word_set(
    "bias loss less process access address class basis analysis kubernetes redis is was has this "
    "news always thing string bring ring king sing during ceiling spring speed feed need seed "
    "embed red bed led ads gas bus plus us yes comment moment segment experiment sentiment "
    "environment document element station nation question session mission vision version region "
    "million billion ration motion ios aws gps qps dns series species "
    "ride rides mile miles lens across canvas atlas status focus virus"
)
_SPECIAL: Final = {
    "comments": "comment",
    "moments": "moment",
    "segments": "segment",
    "experiments": "experiment",
    "experimentation": "experiment",
    "questions": "question",
    "sessions": "session",
    "versions": "version",
    "rides": "ride",
    "riding": "ride",
    "miles": "mile",
    "feeds": "feed",
    "biases": "bias",
    "biased": "bias",
    "losses": "loss",
    "indices": "index",
    "vertices": "vertex",
    "went": "go",
    "ran": "run",
    "running": "run",
    "chosen": "choos",
    "chose": "choos",
    "choice": "choos",
    "built": "build",
    "broken": "break",
    "broke": "break",
    "froze": "freez",
    "shown": "show",
    "seen": "see",
    "saw": "see",
    "fell": "fall",
    "sent": "send",
    "caught": "catch",
    "taught": "teach",
    "paid": "pay",
    "people": "people",
    "drove": "drive",
    "driven": "drive",
    "driving": "drive",
    "drives": "drive",
    "driver": "driver",
    "decay": "decay",
    "children": "child",
}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: ``predictions`` and ``predicting`` give ``predict``."""
    if word in _SPECIAL:
        return _SPECIAL[word]
    word = word.removesuffix("'s").removesuffix("’s")
    if len(word) <= _SHORTEST or word in _KEEP or not word.isalpha():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            root = word[: len(word) - len(ending)] + instead
            if len(root) >= _SHORTEST and _VOWELS & set(root):
                return _tidy(root)
    return _tidy(word)


def _tidy(root: str) -> str:
    """``planned`` and ``plan``, ``score`` and ``scoring``, ``latency`` and ``latencies``."""
    if len(root) > _SHORTEST and root[-1] == root[-2] and root[-1] not in "aeiousl":
        root = root[:-1]
    if len(root) > _SHORTEST + 1 and root.endswith("ll"):
        root = root[:-1]
    if len(root) > _SHORTEST and root[-1] == "e":
        root = root[:-1]
    if len(root) > _SHORTEST and root[-1] == "y" and root[-2] not in _VOWELS:
        root = root[:-1] + "i"
    return root
