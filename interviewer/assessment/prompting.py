"""What the interviewer gave away, and to which points it led."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from interviewer.assessment.passages import Passage
from interviewer.assessment.result import HintGiven
from interviewer.conversation import Turn
from interviewer.library.question import Point, Question
from interviewer.matching.lexicon import lexicon
from interviewer.matching.matcher import Matcher
from interviewer.vocabulary import Area, Move

PROBED_CREDIT: Final = 0.85
HINTED_CREDIT: Final = 0.5
_LEADING: Final = frozenset({Move.PROBE, Move.HINT, Move.FOLLOW_UP, Move.CHALLENGE, Move.PUSH_BACK})
LIKE_PROBE: Final = 80.0
"""A question this like a point's own probe asks for that point (rapidfuzz, 0 to 100)."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """An interviewer turn that led towards something.

    Attributes:
        points: ids of the points it led to.
        areas: areas it asked about in general.
    """

    turn: int
    hint: bool
    points: frozenset[str]
    areas: frozenset[Area]


def prompts_of(turns: Sequence[Turn], question: Question, matcher: Matcher) -> list[Prompt]:
    """The interviewer's leading turns, in order."""
    found = [
        _prompt(turn, question, matcher)
        for turn in turns
        if turn.speaker == "interviewer" and (turn.move is None or turn.move in _LEADING)
    ]
    return [prompt for prompt in found if prompt.points or prompt.areas]


def _prompt(turn: Turn, question: Question, matcher: Matcher) -> Prompt:
    hint = turn.move is Move.HINT
    if turn.target is not None and turn.move is not None:
        points, areas = _from_target(turn.target, question)
        if points or areas:
            return Prompt(turn.index, hint, points, areas)
    if turn.move is None and "?" not in turn.text:
        return Prompt(turn.index, hint, frozenset(), frozenset())
    return Prompt(turn.index, hint, _like_probe(turn.text, question), _areas(turn.text, matcher))


def _from_target(target: str, question: Question) -> tuple[frozenset[str], frozenset[Area]]:
    if any(point.id == target for point in question.points):
        return frozenset({target}), frozenset()
    areas = frozenset(area for area in Area if area.value == target)
    return frozenset(), areas


def _like_probe(text: str, question: Question) -> frozenset[str]:
    from rapidfuzz import fuzz

    return frozenset(
        point.id
        for point in question.points
        if fuzz.token_set_ratio(text, point.probe) >= LIKE_PROBE
    )


def _areas(text: str, matcher: Matcher) -> frozenset[Area]:
    area_of = lexicon().area_of
    return frozenset(area_of[one] for one in matcher.concepts_in(text) if one in area_of)


@dataclass(frozen=True, slots=True)
class Led:
    """How far a statement was led to: factor on its credit, and by what."""

    factor: float
    hinted: bool

    @property
    def prompted(self) -> bool:
        """Whether anything led to it."""
        return self.factor < 1.0


def led_to(point: Point, passage: Passage, prompts: Sequence[Prompt]) -> Led:
    """What led to a point raised in a passage.

    A prompt for the point itself counts from then on; one for its area only for the answer that
    follows it directly.
    """
    last = passage.pieces[-1].turn.index
    direct = passage.after.index if passage.after is not None else -1
    factor, hinted = 1.0, False
    for prompt in prompts:
        if prompt.turn >= last:
            break
        named = point.id in prompt.points
        asked = prompt.turn == direct and point.area in prompt.areas
        if named or asked:
            factor = min(factor, HINTED_CREDIT if prompt.hint else PROBED_CREDIT)
            hinted = hinted or prompt.hint
    return Led(factor, hinted)


def hints_of(turns: Sequence[Turn], question: Question) -> tuple[HintGiven, ...]:
    """The hints that were given, for the report."""
    areas = {point.id: point.area for point in question.points}
    found = []
    for turn in turns:
        if turn.speaker == "interviewer" and turn.move is Move.HINT:
            target = turn.target or ""
            area = areas.get(target) or next((one for one in Area if one.value == target), None)
            point = target if target in areas else None
            found.append(HintGiven(turn.text, turn.index, turn.start_s, area, point))
    return tuple(found)
