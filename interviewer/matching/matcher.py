"""Finds in the candidate's words what the card asks for: points, facts, traps, models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from interviewer.library.question import Question
from interviewer.matching.facts import FactFinder
from interviewer.matching.lexicon import lexicon
from interviewer.matching.patterns import Found, PatternIndex, rivals, together
from interviewer.matching.quotes import widen
from interviewer.matching.scope import Context, context_of, denies
from interviewer.matching.text import Word, words_of
from interviewer.matching.topic import topic_of
from interviewer.matching.units import Unit, units_of

LEAST_STRENGTH: Final = 0.2
REACH: Final = 18
REASONED: Final = 0.3
"""Words to either side in which a reason, a number or the subject itself give a term substance."""
SURE: Final = 0.3
NO_REASON: Final = 0.8
"""A statement without any reason near it is worth this much of one with."""
CROWD: Final = 7
"""More points than this within a dozen words are a list, not a statement."""
CENTRAL: Final = 0.6
"""Words of the problem with at least this weight are what all of its card is about."""
FUZZY_LENGTH: Final = 5
FUZZY_SCORE: Final = 84.0


@dataclass(frozen=True, slots=True)
class Match:
    """A point of the card in the candidate's own words, ``text[start:end]``.

    Attributes:
        strength: 1 is stated about this problem with substance, 0.5 dropped as a name or hedged.
        reasoned: a reason stands beside it.
        parked: put off on purpose ("not in the first version").
    """

    point_id: str
    start: int
    end: int
    strength: float
    reasoned: bool = False
    hedged: bool = False
    parked: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A text, read once."""

    text: str
    words: tuple[Word, ...]
    units: list[Unit]
    context: Context
    topical: tuple[int, ...]


class Matcher:
    """Knows one question card; every method is a pure function of the text it is given."""

    def __init__(self, question: Question) -> None:
        self.question = question
        points = question.points
        self.topic = topic_of(question)
        telling = [stem for stem, weight in self.topic.items() if weight >= CENTRAL]
        self._points = PatternIndex(
            {point.id: (*point.says, *point.alternatives) for point in points},
            {point.id: (point.point, point.example, point.why) for point in points},
            subject_words=telling,
        )
        self._wrong = PatternIndex(
            {point.id: [way for way in point.wrong if not denies(way)] for point in points},
            profiles=False,
        )
        self._facts = FactFinder(question)
        self._traps = PatternIndex({trap.id: trap.says for trap in question.traps}, profiles=False)
        self._vocabulary = sorted(
            stem for stem in self._points.vocabulary if len(stem) >= FUZZY_LENGTH
        )
        self._nearest = lru_cache(maxsize=20_000)(self._nearest_stem)
        self._read_cached = lru_cache(maxsize=4_000)(self._read)

    def points_in(self, text: str, heard: str = "") -> list[Match]:
        """The points that a stretch of speech makes, in the order they were made.

        Args:
            text: what the candidate said.
            heard: what the interviewer said just before; to repeat it earns nothing.
        """
        read = self._read_cached(text)
        found = rivals(together(self._points.find(read.words, read.units)))
        wrong = self._wrong.find(read.words, read.units)
        echoed = frozenset(word.stem for word in words_of(heard) if not word.stop)
        told = frozenset(at for one in found if one.quality >= SURE for at in one.at)
        matches = [self._judge(read, one, found, wrong, told) for one in found]
        kept = [
            match
            for match, one in zip(matches, found, strict=True)
            if match is not None and not _is_echo(read, one, echoed)
        ]
        return sorted(kept, key=lambda match: (match.start, match.end, match.point_id))

    def facts_asked(self, text: str) -> list[str]:
        """The hidden facts a clarifying question asks for, likeliest first."""
        return self._facts.asked(text)

    def traps_in(self, text: str) -> list[str]:
        """The card's traps that the text falls into."""
        read = self._read_cached(text)
        return list(dict.fromkeys(match.point_id for match in self.traps_at(read.text)))

    def traps_at(self, text: str) -> list[Match]:
        """The traps with the place where each was fallen into."""
        read = self._read_cached(text)
        matches = []
        for one in self._traps.find(read.words, read.units):
            if one.quality >= 0.8 and not _mostly(read.context.denied, one.at):
                start, end = widen(read.text, read.words, one.first, one.last)
                matches.append(Match(one.owner, start, end, one.quality))
        return sorted(matches, key=lambda match: (match.start, match.point_id))

    def mentions_model(self, text: str) -> bool:
        """Whether a kind of model is named and not turned down."""
        return bool(self.models_at(text))

    def models_at(self, text: str, *, complex_only: bool = False) -> list[tuple[str, int, int]]:
        """The kinds of model named, each with the characters it spans; those denied left out."""
        read = self._read_cached(text)
        wanted = lexicon().complex_models if complex_only else lexicon().model_families
        return [
            (unit.name[2:], read.words[unit.first].start, read.words[unit.last - 1].end)
            for unit in read.units
            if unit.name[0] == "c"
            and unit.name[2:] in wanted
            and not read.context.denied[unit.first]
        ]

    def concepts_in(self, text: str) -> Counter[str]:
        """How often each concept of the lexicon is spoken of, denials left out."""
        read = self._read_cached(text)
        return Counter(
            unit.name[2:]
            for unit in read.units
            if unit.name[0] == "c" and not read.context.denied[unit.first]
        )

    def topics_in(self, text: str) -> Counter[str]:
        """How often the text uses each word of this very problem; ``topic`` has their weights."""
        read = self._read_cached(text)
        return Counter(read.words[at].stem for at in read.topical)

    def _read(self, text: str) -> _Read:
        words = words_of(text)
        units = self._with_near_words(words, units_of(words))
        topical = tuple(at for at, word in enumerate(words) if word.stem in self.topic)
        return _Read(text, words, units, context_of(words), topical)

    def _with_near_words(self, words: Sequence[Word], units: list[Unit]) -> list[Unit]:
        """Add the card's word for a misheard one: "calibrashun" is calibration."""
        extra = []
        for at, word in enumerate(words):
            if not word.stop and not word.number and len(word.stem) >= FUZZY_LENGTH:
                near = self._nearest(word.stem)
                if near is not None:
                    extra.append(Unit(f"w:{near}", at, at + 1))
        return [*units, *extra]

    def _nearest_stem(self, stem: str) -> str | None:
        from rapidfuzz import fuzz, process

        if stem in self._points.vocabulary:
            return None
        best = process.extractOne(
            stem, self._vocabulary, scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE
        )
        return str(best[0]) if best and best[0][0] == stem[0] else None

    def _judge(
        self,
        read: _Read,
        one: Found,
        everything: Sequence[Found],
        wrong: Sequence[Found],
        told: frozenset[int],
    ) -> Match | None:
        context = read.context
        refused = [w for w in wrong if w.owner == one.owner and w.quality >= 0.85 and _meet(w, one)]
        declined = any(context.denied[at] for w in refused for at in w.at)
        if refused and not declined and max(w.weight for w in refused) >= one.weight:
            return None
        if _mostly(context.denied, one.at) and not declined:
            return None
        hedged = context.near(context.hedges, one.first, one.last, 6)
        reason = context.closeness(context.reasons, one.first, one.last, REACH)
        strength = one.quality * _substance(read, one) * _speech(read, one, everything)
        strength *= _packing(_packed(read, one, told), reason)
        strength *= 0.5 if hedged else 1.0
        if strength < LEAST_STRENGTH:
            return None
        start, end = widen(read.text, read.words, one.first, one.last)
        parked = context.near(context.parked, one.first, one.last, 6)
        return Match(one.owner, start, end, min(1.0, strength), reason >= REASONED, hedged, parked)


def _substance(read: _Read, one: Found) -> float:
    """0.4 for a bare name, up to 1 with a reason, the problem's own words, a plan or numbers."""
    context = read.context
    value = 0.4
    value += 0.3 * context.closeness(context.reasons, one.first, one.last, REACH)
    value += 0.2 * context.closeness(read.topical, one.first, one.last, REACH)
    value += 0.1 * context.closeness(context.commitments, one.first, one.last, REACH)
    value += 0.1 * context.closeness(context.numbers, one.first, one.last, REACH)
    value += 0.15 * min(1.0, max(0.0, one.weight - 1.0) / 2)
    return min(1.0, value)


def _speech(read: _Read, one: Found, everything: Sequence[Found]) -> float:
    """1 inside a statement, 0 inside a list of terms."""
    share = read.context.small_words(one.first - 8, one.last + 8)
    flow = min(1.0, max(0.0, (share - 0.14) / 0.16))
    crowd = {
        other.owner
        for other in everything
        if other.quality >= 0.5 and one.first - 6 <= other.first < one.last + 6
    }
    return flow * min(1.0, CROWD / max(1, len(crowd)))


def _packed(read: _Read, one: Found, told: frozenset[int]) -> float:
    """The share of telling words among the content words around a finding.

    Somebody who explains says other things too; a list of terms is nothing but terms. What lies
    beyond the text's edge counts as other things, so that padding changes nothing.
    """
    first, last = max(0, one.first - REACH), min(len(read.words), one.last + REACH)
    content = [at for at in range(first, last) if not read.words[at].stop]
    beyond = (one.last - one.first + 2 * REACH) - (last - first)
    return sum(at in told for at in content) / max(1.0, len(content) + beyond / 2)


def _packing(packed: float, reason: float) -> float:
    bare = min(NO_REASON, max(0.1, NO_REASON * (0.93 - packed) / 0.12))
    explained = 1.0 if packed < 0.95 else 0.6
    return bare + (explained - bare) * reason


def _mostly(flags: Sequence[bool], at: Iterable[int]) -> bool:
    places = [flags[place] for place in at]
    return 2 * sum(places) > len(places)


def _meet(one: Found, other: Found) -> bool:
    return one.first < other.last and other.first < one.last


def _is_echo(read: _Read, one: Found, echoed: frozenset[str]) -> bool:
    """Whether nearly every content word in and around the match was the interviewer's."""
    if not echoed:
        return False
    around = read.words[max(0, one.first - 5) : one.last + 5]
    content = [word.stem for word in around if not word.stop]
    return bool(content) and sum(stem in echoed for stem in content) >= 0.75 * len(content)


def strongest(matches: Iterable[Match]) -> dict[str, Match]:
    """The strongest match of each point; the earliest of equals."""
    best: dict[str, Match] = {}
    for match in matches:
        if match.point_id not in best or match.strength > best[match.point_id].strength:
            best[match.point_id] = match
    return best
