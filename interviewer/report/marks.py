"""The moments marked on the picture: what the interviewer did, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from interviewer.assessment.result import Assessment, Evidence
from interviewer.conversation import Conversation, Turn
from interviewer.report.quotes import Quotes
from interviewer.report.scale import Scale
from interviewer.report.text import clock, finite, times_off
from interviewer.report.words import MISTAKES, MOVES
from interviewer.vocabulary import Move

Row = Literal["moves", "findings"]

LETTERS: Final[dict[Move, str]] = {
    Move.HINT: "H",
    Move.REDIRECT: "R",
    Move.CHALLENGE: "C",
    Move.PUSH_BACK: "P",
    Move.CURVEBALL: "K",
    Move.DEEP_DIVE: "D",
    Move.NUDGE: "N",
}
"""The moves worth a mark, and the letter in it; the others stand in the transcript."""

CUT_IN: Final = "I"
CUT_IN_NAME: Final = "Cut in"
_OVERLAP_S: Final = 0.5
"""Less than this is how people take turns, not an interruption."""

_APART: Final = 18.0
_LEVELS: Final = 3
_QUOTED: Final = 90


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened at a second, before it has a place.

    Attributes:
        kind: names its style: a move's identifier, ``cut_in``, ``mistake`` or ``figure``.
    """

    t_s: float
    row: Row
    kind: str
    name: str
    letter: str
    detail: str
    turn: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the picture; ``level`` counts up where marks would cover each other."""

    moment: Moment
    x: float
    level: int
    title: str


def moments(conversation: Conversation, assessment: Assessment, quotes: Quotes) -> list[Moment]:
    """Everything worth a mark, by time."""
    found = [*_moves(conversation), *_cuts(conversation.turns), *_findings(assessment, quotes)]
    return sorted(found, key=lambda one: (one.t_s, one.row, one.kind))


def place(found: Sequence[Moment], scale: Scale) -> list[Mark]:
    """Put the moments of each row where they do not cover each other, as far as that goes."""
    last: dict[tuple[Row, int], float] = {}
    marks = []
    for moment in found:
        x = scale.x(moment.t_s)
        free = (n for n in range(_LEVELS) if x - last.get((moment.row, n), -_APART) >= _APART)
        level = next(free, _LEVELS - 1)
        last[moment.row, level] = x
        title = f"{clock(moment.t_s)} {moment.name}: {moment.detail}"
        marks.append(Mark(moment, x, level, title))
    return marks


def _moves(conversation: Conversation) -> Iterator[Moment]:
    dived: str | None = None
    for turn in conversation.turns:
        start_s = finite(turn.start_s)
        if turn.move is None or turn.move not in LETTERS or start_s is None:
            continue
        if turn.move is Move.DEEP_DIVE and turn.target is not None:
            again, dived = _dive(turn.target) == dived, _dive(turn.target)
            if again:  # the next question of the dive that is marked already
                continue
        yield _of_turn(turn, start_s, turn.move.value, MOVES[turn.move], LETTERS[turn.move])


def _dive(target: str) -> str:
    """A dive's questions are numbered after its name: ``censoring:2``."""
    return target.partition(":")[0]


def _cuts(turns: Sequence[Turn]) -> Iterator[Moment]:
    for before, turn in pairwise(turns):
        end_s, start_s = finite(before.end_s), finite(turn.start_s)
        if end_s is None or start_s is None or turn.speaker != "interviewer":
            continue
        if before.speaker == "candidate" and start_s < end_s - _OVERLAP_S:
            yield _of_turn(turn, start_s, "cut_in", CUT_IN_NAME, CUT_IN)


def _of_turn(turn: Turn, start_s: float, kind: str, name: str, letter: str) -> Moment:
    return Moment(
        start_s, "moves", kind, name, letter, _short(turn.text), turn.index, f"turn-{turn.index}"
    )


def _findings(assessment: Assessment, quotes: Quotes) -> Iterator[Moment]:
    for mistake in assessment.mistakes:
        name = mistake.title or MISTAKES[mistake.id]
        yield from _finding("mistake", name, "×", mistake.evidence[:1], quotes)
    for figure in assessment.estimates:
        if not figure.ok and figure.evidence:
            name = f"Figure {times_off(figure.ratio)}"
            yield from _finding("figure", name, "≠", (figure.evidence,), quotes)


def _finding(
    kind: str, name: str, letter: str, evidence: Sequence[Evidence], quotes: Quotes
) -> Iterator[Moment]:
    for one in evidence:
        quote, start_s = quotes.of(one), finite(one.start_s)
        if quote and start_s is not None:
            words = f"“{_short(quote.text)}”"
            yield Moment(start_s, "findings", kind, name, letter, words, one.turn, quote.anchor)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= _QUOTED:
        return plain
    kept = plain[:_QUOTED]
    return (kept[: kept.rfind(" ")] if " " in kept else kept) + " …"
