"""Finds where a text says one of many known phrases, word for word or in other words.

Two ways of finding, both over units (see ``units``), both blind to word order and to the small
words between:

* a *phrase* is found where most of its weight stands close together;
* a *profile*, everything ever said about one subject, is found where several of its telling
  words stand close together, though no single phrase does.

Weights are inverse frequencies over the subjects of one card, so that what tells subjects apart
counts and what they share does not.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from interviewer.matching.lexicon import lexicon
from interviewer.matching.text import Word, words_of
from interviewer.matching.units import Unit, content_units

GENERIC_WEIGHT: Final = 0.35
LEAST_RATIO: Final = 0.6
FULL_RATIO: Final = 0.95
FULL_WEIGHT: Final = 1.0
"""A phrase whose found words weigh less than one telling word is worth less."""
PROFILE_WINDOW: Final = 20
PROFILE_LEAST: Final = 1.5
PROFILE_FULL: Final = 3.0
CORE_WEIGHT: Final = 0.55
CORE_QUALITY: Final = 0.75
SHORTEST_LITERAL: Final = 3
CLAIMS: Final = 0.5
KEPT_SHARE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """A subject found in ``words[first:last]``; ``at`` are the telling words themselves.

    Attributes:
        quality: 0 to 1, how surely the subject was meant.
        weight: how much the telling words weigh together.
    """

    owner: str
    quality: float
    first: int
    last: int
    at: tuple[int, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    owner: str
    weights: dict[str, float]
    total: float
    window: int


Hit = tuple[int, int, str]


class PatternIndex:
    """Phrases of many subjects, ready to be looked for at once.

    Args:
        subjects: the phrases of each subject, by its id.
        background: further text about each subject, used for its profile only.
        generic_weight: what a word common to all such interviews weighs.
        subject_words: stems that the whole card is about; they tell its subjects apart as
            little as generic words do.
        shortest_literal: words from which a phrase found as it stands is certain.
        reader: gives the units of a phrase.
    """

    def __init__(
        self,
        subjects: Mapping[str, Sequence[str]],
        background: Mapping[str, Sequence[str]] | None = None,
        *,
        generic_weight: float = GENERIC_WEIGHT,
        subject_words: Collection[str] = (),
        shortest_literal: int = SHORTEST_LITERAL,
        profiles: bool = True,
        reader: Callable[[str], list[str]] = content_units,
    ) -> None:
        units = {owner: [reader(text) for text in texts] for owner, texts in subjects.items()}
        self._shortest_literal = shortest_literal
        plain = lexicon().generic | frozenset(subject_words)
        self._weights = _weights(units.values(), plain, generic_weight)
        self._phrases: list[_Phrase] = []
        self._with_unit: dict[str, list[int]] = defaultdict(list)
        self._literal: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._profiles: dict[str, dict[str, float]] = {}
        for owner, texts in subjects.items():
            for text, names in zip(texts, units[owner], strict=True):
                self._add(owner, text, names)
            for concept in _cores(units[owner]) if profiles else ():
                self._add_core(owner, concept)
            if profiles:
                self._profiles[owner] = self._profile(
                    units[owner], (background or {}).get(owner, ())
                )
        self._owners_of: dict[str, list[str]] = defaultdict(list)
        for owner, profile in self._profiles.items():
            for name in profile:
                self._owners_of[name].append(owner)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The stems that occur in any phrase."""
        return frozenset(name[2:] for name in self._weights if name[0] == "w")

    def find(self, words: Sequence[Word], units: Sequence[Unit]) -> list[Found]:
        """Everything found, best first within each subject, at most once per place."""
        raw = [*self._find_literal(words), *self._find_phrases(units), *self._find_profiles(units)]
        best: dict[str, list[Found]] = defaultdict(list)
        for one in sorted(raw, key=lambda f: (-f.quality, f.first, f.last, f.owner)):
            kept = best[one.owner]
            if not any(one.first < other.last and other.first < one.last for other in kept):
                kept.append(one)
        return [one for owner in sorted(best) for one in best[owner]]

    def _add(self, owner: str, text: str, names: Sequence[str]) -> None:
        stems = tuple(word.stem for word in words_of(text))
        if len(stems) >= self._shortest_literal and names:
            self._literal[stems[0]].append((stems, owner))
        weights = {name: self._weights[name] for name in names}
        total = sum(weights.values())
        if not weights:
            return
        for name in weights:
            self._with_unit[name].append(len(self._phrases))
        self._phrases.append(_Phrase(owner, weights, total, 6 + 3 * len(weights)))

    def _add_core(self, owner: str, concept: str) -> None:
        """A concept that a subject keeps coming back to says it by itself, if less surely."""
        weight = self._weights[concept]
        if weight >= CORE_WEIGHT:
            self._with_unit[concept].append(len(self._phrases))
            self._phrases.append(_Phrase(owner, {concept: CORE_QUALITY}, CORE_QUALITY, 1))

    def _profile(
        self, phrases: Sequence[Sequence[str]], background: Sequence[str]
    ) -> dict[str, float]:
        profile = {name: self._weights[name] for names in phrases for name in names}
        for text in background:
            for name in content_units(text):
                if name in self._weights:
                    profile.setdefault(name, 0.6 * self._weights[name])
        return profile

    def _find_literal(self, words: Sequence[Word]) -> Iterable[Found]:
        stems = [word.stem for word in words]
        for at, stem in enumerate(stems):
            for phrase, owner in self._literal.get(stem, ()):
                end = at + len(phrase)
                if tuple(stems[at:end]) == phrase:
                    yield Found(owner, 1.0, at, end, tuple(range(at, end)), FULL_WEIGHT)

    def _find_phrases(self, units: Sequence[Unit]) -> Iterable[Found]:
        hits: dict[int, list[Hit]] = defaultdict(list)
        for unit in units:
            for number in self._with_unit.get(unit.name, ()):
                hits[number].append((unit.first, unit.last, unit.name))
        for number, places in hits.items():
            phrase = self._phrases[number]
            present = sum(phrase.weights[name] for name in {name for _, _, name in places})
            if present < LEAST_RATIO * phrase.total:
                continue
            for weight, span in _windows(places, phrase.weights, phrase.window):
                quality = _phrase_quality(weight, phrase)
                if quality > 0 and not _is_lone_word(span):
                    yield _found(phrase.owner, quality, span, weight)

    def _find_profiles(self, units: Sequence[Unit]) -> Iterable[Found]:
        hits: dict[str, list[Hit]] = defaultdict(list)
        for unit in units:
            for owner in self._owners_of.get(unit.name, ()):
                hits[owner].append((unit.first, unit.last, unit.name))
        for owner, places in hits.items():
            profile = self._profiles[owner]
            for weight, span in _windows(places, profile, PROFILE_WINDOW):
                quality = (weight - PROFILE_LEAST) / (PROFILE_FULL - PROFILE_LEAST)
                if quality > 0:
                    yield _found(owner, min(1.0, 0.3 + 0.7 * quality), span, weight)


def together(found: Sequence[Found], gap: int = 8) -> list[Found]:
    """Join what was found of one subject in neighbouring places into one finding each."""
    joined: dict[str, list[Found]] = defaultdict(list)
    for one in sorted(found, key=lambda f: (f.owner, f.first, f.last)):
        group = joined[one.owner]
        if group and one.first - group[-1].last <= gap:
            last = group[-1]
            group[-1] = Found(
                one.owner,
                1 - (1 - last.quality) * (1 - one.quality),
                last.first,
                max(last.last, one.last),
                tuple(sorted({*last.at, *one.at})),
                last.weight + one.weight,
            )
        else:
            group.append(one)
    return [one for owner in sorted(joined) for one in joined[owner]]


def rivals(found: Sequence[Found]) -> list[Found]:
    """Let findings compete for words: what one says best is not said of another as well.

    A finding keeps the share of its telling words that no better finding of another subject
    claimed, and its quality with them.
    """
    claimed: dict[int, str] = {}
    kept = []
    for one in sorted(found, key=lambda f: (-f.quality * f.weight, f.first, f.last, f.owner)):
        own = [at for at in one.at if claimed.get(at, one.owner) == one.owner]
        share = len(own) / len(one.at)
        quality = one.quality * min(1.0, share / KEPT_SHARE)
        if quality > 0:
            kept.append(replace(one, quality=quality, weight=one.weight * share))
        if quality >= CLAIMS:
            claimed.update((at, one.owner) for at in own)
    return kept


def _cores(phrases: Sequence[Sequence[str]]) -> list[str]:
    """The concepts that stand in two or more phrases of a subject."""
    often = Counter(name for names in phrases for name in set(names) if name[0] == "c")
    return sorted(name for name, count in often.items() if count > 1)


def _weights(
    subjects: Iterable[list[list[str]]], plain: frozenset[str], plain_weight: float
) -> dict[str, float]:
    """Inverse frequency over subjects, 1 for what only one of them says."""
    frequency: dict[str, int] = defaultdict(int)
    count = 0
    for names in subjects:
        count += 1
        for name in {name for phrase in names for name in phrase}:
            frequency[name] += 1
    scale = math.log(count + 1) or 1.0
    return {
        name: max(0.12, 1 - math.log(often) / scale) * (plain_weight if name[2:] in plain else 1.0)
        for name, often in frequency.items()
    }


def _phrase_quality(weight: float, phrase: _Phrase) -> float:
    ratio = weight / phrase.total
    if ratio < LEAST_RATIO:
        return 0.0
    quality = 0.45 + 0.55 * min(1.0, (ratio - LEAST_RATIO) / (FULL_RATIO - LEAST_RATIO))
    return quality * math.pow(min(1.0, weight / FULL_WEIGHT), 1.5)


def _is_lone_word(span: Sequence[Hit]) -> bool:
    """Whether all that was found is a single word that names no concept of the field."""
    return len(span) == 1 and span[0][2][0] == "w"


def _found(owner: str, quality: float, span: Sequence[Hit], weight: float) -> Found:
    first = min(hit[0] for hit in span)
    last = max(hit[1] for hit in span)
    at = sorted({place for hit in span for place in range(hit[0], hit[1])})
    return Found(owner, quality, first, last, tuple(at), weight)


def _windows(
    places: Sequence[Hit], weights: Mapping[str, float], width: int
) -> list[tuple[float, list[Hit]]]:
    """The heaviest stretch of at most ``width`` words from each place on, distinct units only."""
    ordered = sorted(places)
    result = []
    for number, (first, _, _) in enumerate(ordered):
        seen: dict[str, Hit] = {}
        for hit in ordered[number:]:
            if hit[1] - first > width:
                break
            seen.setdefault(hit[2], hit)
        span = _without_overlap(list(seen.values()), weights)
        result.append((sum(weights[hit[2]] for hit in span), span))
    return result


def _without_overlap(span: list[Hit], weights: Mapping[str, float]) -> list[Hit]:
    """One word may stand for a concept or for itself, not for both at once."""
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(span, key=lambda h: (-weights[h[2]], h[0] - h[1], h)):
        places = set(range(hit[0], hit[1]))
        if not places & taken:
            kept.append(hit)
            taken |= places
    return kept
