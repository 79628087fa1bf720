"""The transcript as it is printed: turns cut at the highlights, with silences between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.assessment.result import Pause
from interviewer.conversation import Conversation, Turn
from interviewer.report.links import recordings
from interviewer.report.quotes import Kind, Note, Quotes, gravest
from interviewer.report.words import MOVES, PHASES, SPEAKERS
from interviewer.vocabulary import Move

_UNNAMED = frozenset({Move.LISTEN})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the same notes throughout.

    Attributes:
        begins: anchors of the notes that begin here.
        ends: the notes that end here, whose numbers are printed after it.
    """

    text: str
    kind: Kind | None
    begins: tuple[str, ...] = ()
    ends: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTurn:
    """One turn ready to be printed.

    Attributes:
        heading: the phase that begins with this turn.
        silences: long pauses that ended before it began.
        audio: links to its recordings.
    """

    turn: Turn
    speaker: str
    move: str | None
    heading: str | None
    silences: tuple[Pause, ...]
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    audio: tuple[str, ...]


def printed(
    conversation: Conversation,
    pauses: Sequence[Pause],
    quotes: Quotes,
    audio: Mapping[str, str],
) -> list[PrintedTurn]:
    """Every turn, in order, each long silence before the first turn that follows it."""
    waiting = sorted(pauses, key=lambda pause: pause.start_s)
    before: Turn | None = None
    result = []
    for turn in conversation.turns:
        due = [one for one in waiting if _over_before(one, turn)]
        waiting = [one for one in waiting if one not in due]
        result.append(_print(turn, before, tuple(due), quotes, audio))
        before = turn
    return result


def _over_before(pause: Pause, turn: Turn) -> bool:
    return turn.start_s is not None and pause.start_s <= turn.start_s


def _print(
    turn: Turn,
    before: Turn | None,
    silences: tuple[Pause, ...],
    quotes: Quotes,
    audio: Mapping[str, str],
) -> PrintedTurn:
    entered = turn.phase is not None and (before is None or before.phase is not turn.phase)
    named = turn.move is not None and turn.move not in _UNNAMED
    notes = quotes.notes(turn)
    return PrintedTurn(
        turn=turn,
        speaker=SPEAKERS[turn.speaker],
        move=MOVES[turn.move] if named and turn.move else None,
        heading=PHASES[turn.phase] if entered and turn.phase else None,
        silences=silences,
        pieces=tuple(cut(turn.text, notes)),
        notes=tuple(notes),
        audio=recordings(turn, audio),
    )


def cut(text: str, notes: Sequence[Note]) -> list[Piece]:
    """Cut a text wherever a note begins or ends; the pieces joined are the text."""
    bounds = {0, len(text)}
    for note in notes:
        bounds |= {note.start_char, note.end_char}
    places = sorted(bounds)
    return [_piece(text, a, b, notes) for a, b in pairwise(places)]


def _piece(text: str, start: int, end: int, notes: Sequence[Note]) -> Piece:
    inside = [note for note in notes if note.start_char <= start and end <= note.end_char]
    return Piece(
        text[start:end],
        gravest(note.kind for note in inside),
        tuple(note.anchor for note in inside if note.start_char == start),
        tuple(note for note in inside if note.end_char == end),
    )
