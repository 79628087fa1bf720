"""Whether a candidate has really fallen into a trap: an objection must not be a false alarm."""

from __future__ import annotations

from interviewer.director.phrases import phrases_in, stems
from interviewer.library.question import Question, Trap
from interviewer.matching import Match, Matcher

SURE_OF_A_POINT = 0.5
CLOSE_WORDS = 5
FEWEST_TELLING_WORDS = 2


def traps_fallen_into(text: str, matcher: Matcher, matches: tuple[Match, ...]) -> list[Trap]:
    """The traps of the card whose very words were said, where nothing right was said with them.

    Args:
        text: the candidate's turn.
        matcher: knows the card.
        matches: the points made in the same turn.
    """
    card: Question = matcher.question
    by_id = {trap.id: trap for trap in card.traps}
    right = [m for m in matches if m.strength >= SURE_OF_A_POINT]
    found = []
    for at in matcher.traps_at(text):
        trap = by_id[at.point_id]
        excused = any(m.start < at.end and at.start < m.end for m in right)
        if not excused and _said(text[at.start : at.end], trap) and trap not in found:
            found.append(trap)
    return found


def _said(words: str, trap: Trap) -> bool:
    telling = [one for one in trap.says if len(stems(one)) >= FEWEST_TELLING_WORDS]
    return any(phrases_in(words, [one], len(stems(one)) + CLOSE_WORDS - 3) for one in telling)
