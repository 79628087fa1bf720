"""The eight scores: from points raised, and from what each dimension shows beside them.

Every part is a share of what the level expects, so padding and repetition change nothing, and no
dimension looks at another's points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from interviewer.assessment.coverage import Raised
from interviewer.assessment.depth import Depth
from interviewer.assessment.observe import Observed
from interviewer.assessment.passages import quote
from interviewer.assessment.result import Evidence
from interviewer.library.question import Point
from interviewer.vocabulary import DIMENSION_OF_AREA, Dimension

ESSENTIAL_WEIGHT: Final = 1.6
BONUS_WEIGHT: Final = 0.5
"""A point above the level adds, and is never missed."""
MOST_BONUS: Final = 0.35
"""What lies above the level cannot make up for more than this share of what it expects."""
FULL_SHARE: Final = 0.84
"""Nobody says everything; this share of what is expected is a five."""
BY_CHANCE: Final = 0.08
"""So much is found in answers that say nothing of substance."""
MOST_EVIDENCE: Final = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for a score: how far it is fulfilled (0 to 1), what it weighs, what shows it."""

    name: str
    share: float
    weight: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A dimension before it is put in words; ``value`` is None without evidence."""

    dimension: Dimension
    value: float | None
    parts: tuple[Part, ...]
    raised: tuple[Raised, ...]
    missing: tuple[Point, ...]
    evidence: tuple[Evidence, ...]


def judge(seen: Observed, depth: Sequence[Depth]) -> list[Judged]:
    """All eight dimensions, in the order of the vocabulary."""
    return [_judge(one, seen, depth) for one in Dimension]


def _judge(dimension: Dimension, seen: Observed, depth: Sequence[Depth]) -> Judged:
    points = [p for p in seen.question.points if DIMENSION_OF_AREA[p.area] is dimension]
    raised = sorted(
        (seen.best[point.id] for point in points if point.id in seen.best),
        key=lambda one: (-one.credit, one.point.id),
    )
    parts = list(_extras(dimension, seen))
    if points:
        mine = [one for one in depth if one.dimension is dimension]
        parts.insert(0, _points_part(seen, points, mine, 1.0 - sum(p.weight for p in parts)))
    evidence = _evidence(parts)
    shown = seen.enough and bool(evidence)
    value = _score(parts) if shown else None
    if value is not None:
        value = 1 + (value - 1) * seen.about_this * seen.spoken
    missing = tuple(
        point
        for point in sorted(
            _expected(points, seen) if points else (),
            key=lambda p: (not p.essential, p.level.rank, p.id),
        )
        if point.id not in seen.best
    )
    return Judged(dimension, value, tuple(parts), tuple(raised), missing, evidence)


def _score(parts: Sequence[Part]) -> float:
    total = sum(part.weight for part in parts)
    share = sum(part.share * part.weight for part in parts) / total if total else 0.0
    return 1 + 4 * min(1.0, max(0.0, (share - BY_CHANCE) / (FULL_SHARE - BY_CHANCE)))


def _points_part(
    seen: Observed, points: Sequence[Point], depth: Sequence[Depth], weight: float
) -> Part:
    expected = _expected(points, seen)
    total = sum(_weight(point) for point in expected)
    earned = bonus = 0.0
    quotes = []
    for point in points:
        one = seen.best.get(point.id)
        if one is None:
            continue
        if point in expected:
            earned += one.credit * _weight(point)
        else:
            bonus += one.credit * BONUS_WEIGHT
        quotes.append((one.credit, one.passage.evidence(one.match.start, one.match.end)))
    for answer in depth:
        bonus += BONUS_WEIGHT * answer.quality
        quotes.append((answer.quality, answer.evidence))
    quotes.sort(key=lambda pair: (-pair[0], pair[1].turn, pair[1].start_char))
    earned += min(bonus, MOST_BONUS * total)
    return Part("points", min(1.0, earned / total), weight, tuple(one for _, one in quotes))


def _expected(points: Sequence[Point], seen: Observed) -> list[Point]:
    """The points the level should raise; the easiest where the card has none for it."""
    level = seen.conversation.level.rank
    lowest = min(point.level.rank for point in points)
    return [point for point in points if point.level.rank <= max(level, lowest)]


def _weight(point: Point) -> float:
    return ESSENTIAL_WEIGHT if point.essential else 1.0


def _extras(dimension: Dimension, seen: Observed) -> Sequence[Part]:
    if dimension is Dimension.PROBLEM_FRAMING:
        return [_questions_part(seen, 0.15)]
    if dimension is Dimension.TRADE_OFFS:
        return [_many("weighing choices", seen.tradeoffs, 5, 0.2)]
    if dimension is Dimension.QUANTIFICATION:
        return [_numbers_part(seen, 0.25), _estimates_part(seen, 0.15)]
    if dimension is Dimension.COMMUNICATION:
        return _communication(seen)
    return ()


def _communication(seen: Observed) -> list[Part]:
    parts = [
        _many("checking in", seen.check_ins, 2, 0.3),
        _many("saying where the answer goes", seen.signposts, 4, 0.3),
        _questions_part(seen, 0.15),
        _many("giving reasons", _reasons(seen), 6, 0.35),
    ]
    if seen.reactions:
        parts.append(_reaction_part(seen, 0.3))
    return parts


def _questions_part(seen: Observed, weight: float) -> Part:
    """Questions about distinct facts count, others less; a repeated one does not."""
    known: set[str] = set()
    value = 0.0
    quotes = []
    for one in seen.asked:
        subject = one.facts[0] if one.facts else one.evidence.quote.lower()
        if subject not in known:
            value += 1.0 if one.facts else 0.4
            quotes.append(one.evidence)
        known.add(subject)
    return Part("clarifying questions", min(1.0, value / 4), weight, tuple(quotes))


def _many(name: str, found: Sequence[Evidence], enough: int, weight: float) -> Part:
    texts = dict.fromkeys(one.quote for one in found)
    first = tuple(next(e for e in found if e.quote == text) for text in texts)
    return Part(name, min(1.0, len(texts) / enough), weight, first)


def _numbers_part(seen: Observed, weight: float) -> Part:
    turns = {turn.index: turn for turn in seen.turns}
    quotes = [
        quote(turns[statement.turn], *_around(statement.text, number.start_char, number.end_char))
        for statement, number in seen.quantities
    ]
    return Part("figures", min(1.0, len(quotes) / 14), weight, tuple(quotes))


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A figure with a few words around it."""
    first = max(0, text.rfind(" ", 0, max(0, start - 30)) + 1 if start > 30 else 0)
    last = text.find(" ", min(len(text), end + 30))
    return first, len(text) if last < 0 else last


def _estimates_part(seen: Observed, weight: float) -> Part:
    turns = {turn.index: turn for turn in seen.turns}
    results: dict[str, float] = {}
    quotes: dict[str, Evidence] = {}
    for one in seen.estimates:
        key = f"{one.stated} {one.kind}"
        results[key] = 1.0 if one.ok else 0.3
        quotes.setdefault(key, quote(turns[one.turn], one.start_char, one.end_char))
    return Part("calculations", min(1.0, sum(results.values()) / 2), weight, tuple(quotes.values()))


def _reasons(seen: Observed) -> list[Evidence]:
    """Points made with a reason beside them: the plainest sign of explaining oneself."""
    found = [
        one.passage.evidence(one.match.start, one.match.end)
        for one in seen.best.values()
        if one.match.reasoned
    ]
    return sorted(found, key=lambda one: (one.turn, one.start_char))


def _reaction_part(seen: Observed, weight: float) -> Part:
    from interviewer.assessment.depth import took_up

    answered = [(took_up(turn, passage, seen), passage) for turn, passage in seen.reactions]
    share = sum(value for value, _ in answered) / len(answered)
    quotes = [p.evidence(0, min(len(p.text), 160)) for value, p in answered if value > 0]
    return Part("taking up objections", share, weight, tuple(quotes))


def _evidence(parts: Sequence[Part]) -> tuple[Evidence, ...]:
    """The best of every part in turn, at most four, none twice."""
    chosen: dict[tuple[int, int, int], Evidence] = {}
    longest = max((len(part.evidence) for part in parts), default=0)
    for rank in range(longest):
        for part in parts:
            if rank < len(part.evidence) and len(chosen) < MOST_EVIDENCE:
                one = part.evidence[rank]
                chosen.setdefault((one.turn, one.start_char, one.end_char), one)
    return tuple(chosen.values())
