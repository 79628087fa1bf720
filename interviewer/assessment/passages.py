"""The candidate's speech in passages: what was said between two contributions of the interviewer.

A turn of speech may be cut into many pieces by pauses or by a transcript's habits. Whatever the
pieces, one passage is the same text, so that scores do not depend on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from interviewer.assessment.result import Evidence
from interviewer.conversation import Turn
from interviewer.matching.cues import cue
from interviewer.matching.scope import places_of
from interviewer.matching.text import Word, count_words, words_of
from interviewer.vocabulary import Move, Phase

REPEATED_WORDS: Final = 8
"""So many words in the same order are a repetition, not a coincidence."""
ADDRESSED_WORDS: Final = 6
"""What is said to whoever grades is no part of the answer, with its sentence or, where no mark
ends it, so many words to either side."""
_MARK: Final = re.compile(r"[.?!{}]")
BACK_CHANNEL_WORDS: Final = 3
""""Mm-hm", "okay, go on": such a turn of the interviewer's ends nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn's place in a passage: its text begins at ``offset``."""

    turn: Turn
    offset: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Candidate turns joined by a space, and the interviewer's turn before them.

    Attributes:
        words_before: words the candidate had spoken before.
        fresh: the spans of the text that belong to the answer and were not said word for word
            before.
    """

    text: str
    pieces: tuple[Piece, ...]
    after: Turn | None
    words_before: int
    fresh: tuple[tuple[int, int], ...] = ()

    @property
    def phase(self) -> Phase | None:
        """The phase it began in."""
        return self.pieces[0].turn.phase

    def evidence(self, start: int, end: int) -> Evidence:
        """Quote ``text[start:end]``; what spans two turns is cut down to the longer part."""
        best: tuple[int, Piece, int, int] | None = None
        for piece in self.pieces:
            first = max(start, piece.offset)
            last = min(end, piece.offset + len(piece.turn.text))
            if last > first and (best is None or last - first > best[0]):
                best = (last - first, piece, first - piece.offset, last - piece.offset)
        assert best is not None, "a span of the passage lies in at least one turn"
        _, piece, first, last = best
        return quote(piece.turn, first, last)


def quote(turn: Turn, start: int, end: int) -> Evidence:
    """Evidence for ``text[start:end]`` of a turn, without the white space around it."""
    text = turn.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Evidence(text[start:end], turn.index, _at(turn, start), _at(turn, end), start, end)


def _at(turn: Turn, char: int) -> float | None:
    """The second at which a character was spoken, as if all took equally long."""
    if turn.start_s is None or turn.end_s is None or not turn.text:
        return turn.start_s
    return turn.start_s + (turn.end_s - turn.start_s) * char / len(turn.text)


def passages_of(turns: Sequence[Turn], read_out: Iterable[str] = ()) -> list[Passage]:
    """The passages of an interview, in order.

    Args:
        turns: the interview.
        read_out: texts known to both sides; to recite them is to say nothing fresh.
    """
    result: list[Passage] = []
    group: list[Turn] = []
    after: Turn | None = None
    words = 0
    for turn in turns:
        if turn.speaker == "candidate":
            if turn.text.strip():
                group.append(turn)
        elif not is_back_channel(turn):
            if group:
                result.append(_passage(group, after, words))
                words += sum(count_words(one.text) for one in group)
                group = []
            after = turn
    if group:
        result.append(_passage(group, after, words))
    return _with_fresh(result, read_out)


def _with_fresh(passages: Sequence[Passage], read_out: Iterable[str]) -> list[Passage]:
    """Mark what is said for the first time; an answer repeated is no more than the answer."""
    heard = {gram for text in read_out for gram in _grams(_norms(words_of(text)))}
    result = []
    for passage in passages:
        words = words_of(passage.text)
        again = [False] * len(words)
        for at, gram in enumerate(_grams(_norms(words))):
            if gram in heard:
                again[at : at + REPEATED_WORDS] = [True] * REPEATED_WORDS
            heard.add(gram)
        for first, last in places_of(cue("to_the_grader"), words):
            begin, end = _sentence(passage.text, words, first, last)
            again[begin:end] = [True] * (end - begin)
        result.append(replace(passage, fresh=_spans(passage.text, words, again)))
    return result


def _sentence(text: str, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Extend ``words[first:last]`` to its sentence, by a few words where no mark ends it."""
    begin, end = first, last
    while begin > max(0, first - ADDRESSED_WORDS) and not _MARK.search(
        text, words[begin - 1].end, words[begin].start
    ):
        begin -= 1
    while end < min(len(words), last + ADDRESSED_WORDS) and not _MARK.search(
        text, words[end - 1].end, words[end].start
    ):
        end += 1
    return begin, end


def _norms(words: Sequence[Word]) -> list[str]:
    return [word.norm for word in words]


def _grams(norms: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(norms[at : at + REPEATED_WORDS]) for at in range(len(norms) - REPEATED_WORDS + 1)]


def _spans(text: str, words: Sequence[Word], again: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    if not any(again):
        return ((0, len(text)),)
    spans = []
    for repeated, run in groupby(range(len(words)), key=lambda at: again[at]):
        places = list(run)
        if not repeated:
            spans.append((words[places[0]].start, words[places[-1]].end))
    return tuple(spans)


def _passage(turns: Sequence[Turn], after: Turn | None, words_before: int) -> Passage:
    pieces = []
    text = ""
    for turn in turns:
        text += " " if text else ""
        pieces.append(Piece(turn, len(text)))
        text += turn.text
    return Passage(text, tuple(pieces), after, words_before)


def is_back_channel(turn: Turn) -> bool:
    """Whether the interviewer only showed that they listen."""
    if turn.move is not None:
        return turn.move is Move.LISTEN
    return count_words(turn.text) <= BACK_CHANNEL_WORDS and "?" not in turn.text
