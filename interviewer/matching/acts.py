"""Recognises what the candidate does with a turn: asks, checks in, wants time, a hint, the end.

Word order decides, not punctuation: recognisers leave out question marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from interviewer.matching.cues import cue
from interviewer.matching.questions import questions_in
from interviewer.matching.scope import places_of
from interviewer.matching.text import Word, word_set, words_of


class Act(StrEnum):
    """What a turn of the candidate does."""

    QUESTION = "question"
    CHECK_IN = "check_in"
    ANNOUNCED_PAUSE = "announced_pause"
    REPEAT_REQUEST = "repeat_request"
    REPHRASE_REQUEST = "rephrase_request"
    HINT_REQUEST = "hint_request"
    TIME_REQUEST = "time_request"
    SKIP_REQUEST = "skip_request"
    END_REQUEST = "end_request"
    UNSUPPORTED_CLAIM = "unsupported_claim"
    NUMBER = "number"


MEANT: Final = word_set("like okay ok right sure well")
"""Fillers that carry meaning in a question: "I would like to know", "is that okay"."""
SHORT_TURN: Final = 30
"""A request stands in a short turn or at the end of a long one; this many words are looked at."""

LATE_SENTENCES: Final = 3
"""A question without its mark is looked for in so many sentences at the end of a turn."""
ONE_BREATH: Final = 15
"""A sentence of no more words is one question with what belongs to it."""
_TURNS: Final = word_set("so but okay ok then now")
LEAD_WORDS: Final = 5
"""Words kept before a question in a long sentence: "for new drivers" belongs to it."""

_REQUESTS: Final = (
    Act.REPEAT_REQUEST,
    Act.REPHRASE_REQUEST,
    Act.HINT_REQUEST,
    Act.TIME_REQUEST,
    Act.SKIP_REQUEST,
    Act.END_REQUEST,
    Act.ANNOUNCED_PAUSE,
)
_SENTENCE: Final = re.compile(r"[.?!]+(?:\s|$)")


@lru_cache(maxsize=4_000)
def acts_in(text: str) -> frozenset[Act]:
    """Everything the turn does; empty for a plain statement."""
    words = words_of(text, fillers=True)
    if not words:
        return frozenset()
    acts = _requests(text)
    if asks(text):
        acts.add(Act.QUESTION)
    line = _line(words)
    if checks_in(text):
        acts.add(Act.CHECK_IN)
    if any(word.number for word in words):
        acts.add(Act.NUMBER)
    if cue("choice").search(line) and not cue("reason").search(line):
        acts.add(Act.UNSUPPORTED_CLAIM)
    return frozenset(acts)


@lru_cache(maxsize=4_000)
def checks_in(text: str) -> bool:
    """Whether the candidate turns to the interviewer for agreement or direction."""
    return any(_checks_in(sentence) for sentence in _sentences(text))


def _checks_in(sentence: str) -> bool:
    lines = _lines(sentence)
    if any(cue("check_in").search(line) for line in lines):
        return True
    marked = sentence.rstrip().endswith("?")
    return marked and any(cue("check_in_asked").search(line) for line in lines)


def check_ins_in(text: str) -> list[tuple[int, int]]:
    """Where the candidate turns to the interviewer, as characters from and to, in order."""
    found: list[tuple[int, int]] = []
    for words in _readings(text):
        for first, last in places_of(cue("check_in"), words):
            span = words[first].start, words[last - 1].end
            if not any(span[0] < end and start < span[1] for start, end in found):
                found.append(span)
    return sorted(found)


def _lines(text: str) -> tuple[str, str]:
    plain, fuller = _readings(text)
    return _line(plain), _line(fuller)


def _readings(text: str) -> tuple[Sequence[Word], Sequence[Word]]:
    """With and without fillers: "like" and "okay" are sometimes meant."""
    plain = words_of(text)
    kept = {word.start for word in plain}
    return plain, [w for w in words_of(text, fillers=True) if w.start in kept or w.norm in MEANT]


def _line(words: Sequence[Word]) -> str:
    return " ".join(word.norm for word in words)


def _requests(text: str) -> set[Act]:
    """What is requested near the end of the turn, sentence by sentence."""
    found: set[Act] = set()
    following = 0
    for sentence in reversed(_sentences(text)):
        for words in _readings(sentence):
            line = _line(words)
            near = len(_line(words[: max(0, len(words) + following - SHORT_TURN)]))
            found |= {act for act in _REQUESTS if cue(act.value).search(line, near)}
        following += len(words_of(sentence))
        if following >= SHORT_TURN:
            break
    if Act.REPEAT_REQUEST in found and Act.REPHRASE_REQUEST in found:
        found.discard(Act.REPEAT_REQUEST)
    if Act.TIME_REQUEST in found:
        found.discard(Act.ANNOUNCED_PAUSE)
    if Act.ANNOUNCED_PAUSE in found and Act.HINT_REQUEST in found:
        found.discard(Act.ANNOUNCED_PAUSE)
    return found


@lru_cache(maxsize=4_000)
def asks(text: str) -> bool:
    """Whether a question is put to the interviewer, by its mark or by its word order."""
    return bool(_asking_sentences(text))


def asking_part(text: str) -> str:
    """The sentences of a turn that ask something, without the summary that led up to them.

    A long sentence, as recognisers that set no full stops leave it, is cut shortly before the
    first question in it. The whole text where nothing asks.
    """
    return " ".join(_from_the_question(one).strip() for one in _asking_sentences(text)) or text


def _asking_sentences(text: str) -> list[str]:
    sentences = _sentences(text)
    late = len(sentences) - LATE_SENTENCES
    return [
        sentence
        for at, sentence in enumerate(sentences)
        if sentence.rstrip().endswith("?")
        or (at >= late and any(cue("question").search(line) for line in _lines(sentence)))
    ]


def _from_the_question(sentence: str) -> str:
    words = words_of(sentence, fillers=True)
    questions = [first for first, _ in questions_in(sentence) if first > words[0].start]
    if len(words) <= ONE_BREATH or not questions:
        return sentence
    lead = [word for word in words if word.start < questions[0]]
    turns = [at for at, word in enumerate(lead) if word.norm in _TURNS]
    begin = max([len(lead) - LEAD_WORDS, *turns])
    return sentence[lead[begin].start :] if begin > 0 else sentence


def _sentences(text: str) -> list[str]:
    pieces = []
    at = 0
    for match in _SENTENCE.finditer(text):
        pieces.append(text[at : match.end()])
        at = match.end()
    pieces.append(text[at:])
    return [piece for piece in pieces if piece.strip()]
