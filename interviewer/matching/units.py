"""What a text is about, as units: concepts of the lexicon and stems of content words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from interviewer.matching.lexicon import lexicon
from interviewer.matching.text import Word, words_of

LONGEST_JOIN: Final = 4
"""Recognisers spell unknown words: "x g boost"; this many pieces are put together."""

SHORT_PIECE: Final = 2
"""Of what is put together, one piece must be as short as a letter or two."""
GAP: Final = 2
"""Words that may stand between two content words of a phrase: "click [on the] rate"."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and the words it spans: ``words[first:last]``.

    ``name`` is ``c:drift`` for a concept, ``w:traffic`` for a word.
    """

    name: str
    first: int
    last: int


@cache
def _phrases() -> tuple[dict[str, list[tuple[tuple[str, ...], bool, str]]], dict[str, str]]:
    """Phrases by their first stem, and single words in full by concept.

    A phrase of two or more content words is kept as those words and may be said with a word
    or two between them; others must be said as they stand.
    """
    by_first: dict[str, list[tuple[tuple[str, ...], bool, str]]] = {}
    solid: dict[str, str] = {}
    for concept, ways in lexicon().concepts.items():
        for way in ways:
            content = tuple(word.stem for word in words_of(way) if not word.stop)
            loose = len(content) > 1
            stems = content if loose else tuple(word.stem for word in words_of(way))
            by_first.setdefault(stems[0], []).append((stems, loose, concept))
            if len(stems) > 1 or len(way) >= 5:
                joined = "".join(word.norm for word in words_of(way))
                solid.setdefault(joined, concept)
    for phrases in by_first.values():
        phrases.sort(key=lambda one: (-len(one[0]), one[0], one[1]))
    return by_first, solid


def units_of(words: Sequence[Word]) -> list[Unit]:
    """Every unit in a text, overlapping ones too, in order of their first word."""
    by_first, solid = _phrases()
    found: list[Unit] = []
    stems = [word.stem for word in words]
    for at, word in enumerate(words):
        for phrase, loose, concept in by_first.get(word.stem, ()):
            end = _end_of(phrase, stems, at, GAP if loose else 0)
            if end:
                found.append(Unit(f"c:{concept}", at, end))
        found.extend(_joined(words, at, solid))
        if not word.stop and not word.number and len(word.stem) > 1:
            found.append(Unit(f"w:{word.stem}", at, at + 1))
    return _distinct(found)


def _end_of(phrase: Sequence[str], stems: Sequence[str], at: int, gap: int) -> int:
    """Where the phrase that begins at ``at`` ends, with at most ``gap`` words between its words."""
    position = at
    for wanted in phrase[1:]:
        nearby = stems[position + 1 : position + 2 + gap]
        if wanted not in nearby:
            return 0
        position += 1 + nearby.index(wanted)
    return position + 1


def _distinct(found: Iterable[Unit]) -> list[Unit]:
    seen: set[tuple[str, int]] = set()
    kept = []
    for unit in found:
        if (unit.name, unit.first) not in seen:
            seen.add((unit.name, unit.first))
            kept.append(unit)
    return kept


def _joined(words: Sequence[Word], at: int, solid: dict[str, str]) -> list[Unit]:
    """Words that a recogniser took apart ("fais s", "x g boost") or ran together."""
    word = words[at]
    found = []
    if len(word.norm) >= 7 and word.norm in solid:
        found.append(Unit(f"c:{solid[word.norm]}", at, at + 1))
    short = [len(piece.norm) <= SHORT_PIECE for piece in words[at : at + LONGEST_JOIN]]
    for length in range(2, LONGEST_JOIN + 1) if any(short) else ():
        if not any(short[:length]):
            continue
        pieces = words[at : at + length]
        if len(pieces) < length:
            break
        concept = _sounds_like("".join(piece.norm for piece in pieces))
        if concept:
            found.append(Unit(f"c:{concept}", at, at + length))
    return found


@lru_cache(maxsize=20_000)
def _sounds_like(joined: str) -> str | None:
    """The concept whose technical word this is, one slip allowed in a long word."""
    from rapidfuzz import fuzz, process

    _, solid = _phrases()
    if len(joined) < 5:
        return None
    if joined in solid:
        return solid[joined]
    if len(joined) < 6:
        return None
    best = process.extractOne(joined, _technical(), scorer=fuzz.ratio, score_cutoff=90)
    return solid[best[0]] if best else None


@cache
def _technical() -> list[str]:
    """Words and names long enough that something close to them is hardly anything else."""
    return sorted(
        "".join(word.norm for word in words_of(way))
        for name, ways in lexicon().concepts.items()
        for way in ways
        if name in lexicon().model_families | {"ann", "ab_test", "ranking_metric", "auc"}
        and len(way) >= 6
    )


def content_units(text: str) -> list[str]:
    """The units of a phrase: the longest concepts, and the content words outside them."""
    words = words_of(text)
    concepts = [unit for unit in units_of(words) if unit.name[0] == "c"]
    concepts.sort(key=lambda unit: (unit.first - unit.last, unit.first, unit.name))
    taken: set[int] = set()
    chosen: list[tuple[int, str]] = []
    for unit in concepts:
        span = set(range(unit.first, unit.last))
        if not span & taken:
            taken |= span
            chosen.append((unit.first, unit.name))
    for at, word in enumerate(words):
        if at not in taken and not word.stop and not word.number and len(word.stem) > 1:
            chosen.append((at, f"w:{word.stem}"))
    return list(dict.fromkeys(name for _, name in sorted(chosen)))
