"""When has a speaker finished? A policy of plain numbers and words: no clock, no device.

In an interview a complete sentence is not a complete answer, so the words decide how long
a silence must be. First never cut off, then be quick:

    "could you repeat that?"   |=======|..0.7 s
    "we use two towers"        |=======|........2 s
    "we use two towers and"    |=======|........................6 s
    "let me think about it"    |=======|....................................... 25 s

Silence is measured from fixed moments (the last voice, the last words) up to an absolute
deadline, so noises can stretch a turn a little, but never for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from audio.cues import (
    Ending,
    ending,
    has_words,
    is_announced_pause,
    is_question,
    is_request,
    looks_unfinished,
)

__all__ = [
    "Decision",
    "EndTurn",
    "Silence",
    "Wait",
    "decide",
    "has_words",
    "is_announced_pause",
    "is_question",
    "is_request",
    "looks_unfinished",
    "probably_over_s",
]

QUICK_S = 0.7
MAYBE_QUESTION_S = 1.4
STATEMENT_SHORT_S = 1.8
STATEMENT_LONG_S = 2.2
ACKNOWLEDGEMENT_S = 4.0
TRAILING_S = 5.0
UNFINISHED_S = 6.0
NEVER_BEFORE_S = 3.2
"""No unfinished phrase is cut before: most pauses inside sentences are shorter than 3 s."""

UNSURE = 0.5
"""Certainty of the last words below which their sense is not relied on. Chosen by looking at
pocketsphinx on 276 phrases of four voices, the same that it was then judged on; no held-out figure
stands behind it."""

ANNOUNCED_S = 25.0
ANNOUNCED_RANGE_S = (20.0, 30.0)
DEADLINE_S = 20.0
"""Time after the last words beyond which hesitating noises no longer hold the turn."""

SHORT_TURN_S, LONG_TURN_S = 4.0, 20.0
PATIENCE_RANGE = (0.5, 3.0)
PROBABLE_SHARE = 0.5
FINISHED = frozenset(
    {
        Ending.REQUEST,
        Ending.QUESTION,
        Ending.MAYBE_QUESTION,
        Ending.STATEMENT,
        Ending.ACKNOWLEDGEMENT,
    }
)


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence in a turn that has begun.

    Attributes:
        silence_s: Since the last voice that was more than a click.
        text: The words of the turn so far; None while some are still being recognised.
        speech_s: Voice in the turn so far.
        since_words_s: Since the last words, if hesitating noises came after them.
        announced: The speaker asked for time, as known from elsewhere than the text.
        certainty: How sure the recogniser is of the last words (0-1), where it says so.
        patience: Multiplies every wait but that for questions and requests.
    """

    silence_s: float
    text: str | None
    speech_s: float = 0.0
    since_words_s: float | None = None
    announced: bool = False
    certainty: float | None = None
    patience: float = 1.0


@dataclass(frozen=True, slots=True)
class Wait:
    """The turn goes on; unless voice comes first, ask again at `until_silence_s`.

    Attributes:
        ending: How the words so far end; None while some are still being recognised.
    """

    until_silence_s: float
    ending: Ending | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class EndTurn:
    """The turn is over; `reason` is a value of `audio.cues.Ending`."""

    reason: str


Decision: TypeAlias = Wait | EndTurn


def decide(silence: Silence) -> Decision:
    """Decide whether the speaker has finished."""
    if silence.text is None:
        return Wait(silence.silence_s)
    found = Ending.ANNOUNCED_PAUSE if silence.announced else ending(silence.text)
    since_words_s = max(silence.since_words_s or 0.0, silence.silence_s)
    if found is Ending.ANNOUNCED_PAUSE:  # "hmm" while thinking does not begin the time anew
        return _at(announced_wait_s(silence.patience), since_words_s, silence, found)
    hesitated = since_words_s > silence.silence_s
    wait_s = _wait_s(Ending.UNFINISHED if hesitated else found, silence)
    if silence.certainty is not None and silence.certainty < UNSURE:
        wait_s = max(wait_s, NEVER_BEFORE_S)
    if since_words_s >= max(DEADLINE_S, wait_s):
        return EndTurn(found.value)
    return _at(wait_s, silence.silence_s, silence, found)


def probably_over_s(wait: Wait) -> float | None:
    """Return the silence after which the turn has probably ended, though it is given more time.

    Half the patience, after words on which people do stop: good enough to prepare an answer,
    not to give it. None after words on which nobody stops.
    """
    return PROBABLE_SHARE * wait.until_silence_s if wait.ending in FINISHED else None


def announced_wait_s(patience: float = 1.0) -> float:
    """Return how long an announced pause is left alone."""
    low, high = ANNOUNCED_RANGE_S
    return min(high, max(low, ANNOUNCED_S * patience))


def _at(wait_s: float, elapsed_s: float, silence: Silence, found: Ending) -> Decision:
    if elapsed_s >= wait_s:
        return EndTurn(found.value)
    return Wait(silence.silence_s + wait_s - elapsed_s, found)


def _wait_s(found: Ending, silence: Silence) -> float:
    low, high = PATIENCE_RANGE
    patience = min(high, max(low, silence.patience))
    if found in (Ending.REQUEST, Ending.QUESTION):
        return QUICK_S
    if found is Ending.MAYBE_QUESTION:
        return max(QUICK_S, MAYBE_QUESTION_S * patience)
    if found is Ending.STATEMENT:
        return max(QUICK_S, statement_wait_s(silence.speech_s) * patience)
    if found is Ending.ACKNOWLEDGEMENT:
        return ACKNOWLEDGEMENT_S * patience
    wait_s = TRAILING_S if found is Ending.TRAILING else UNFINISHED_S
    return max(NEVER_BEFORE_S, wait_s * patience)


def statement_wait_s(speech_s: float) -> float:
    """Return the wait after a complete sentence; a long answer has more thoughts in it."""
    share = (speech_s - SHORT_TURN_S) / (LONG_TURN_S - SHORT_TURN_S)
    return STATEMENT_SHORT_S + (STATEMENT_LONG_S - STATEMENT_SHORT_S) * min(1.0, max(0.0, share))
