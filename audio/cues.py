"""What the last words of a speaker say about whether more is coming. Pure, text only.

Recognisers differ in punctuation: Whisper puts a full stop after half a sentence, pocketsphinx
none at all. So words decide, and punctuation counts only where it says "not yet" (a comma,
an ellipsis) or "your turn" (a question mark).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from audio.phrases import (
    ACKNOWLEDGEMENTS,
    ADDRESSED,
    ANNOUNCEMENT,
    ANNOUNCEMENT_ALONE,
    CHECK_IN,
    COMPLETE_PHRASES,
    DANGLING,
    DANGLING_PHRASES,
    FILLERS,
    INVERTED,
    LEAD_IN,
    LONGEST_OPEN_CLAUSE,
    MAYBE,
    OPEN_CLAUSE,
    PERHAPS_DANGLING,
    PREPOSITIONS,
    PROMISE,
    REQUEST,
    RESUMED,
    RESUMED_UNLESS_TOPIC,
    THINKING_ALOUD,
    TOPIC,
    TRANSITIVE,
    WORDS_AFTER_ANNOUNCEMENT,
)

LAST_CHARACTERS = 400
"""What is looked at; the last sentence is hardly ever longer."""


class Ending(Enum):
    """How far the last words are from an end, from "your turn" to "wait for me"."""

    REQUEST = "request"
    QUESTION = "question"
    MAYBE_QUESTION = "maybe_question"
    STATEMENT = "statement"
    ACKNOWLEDGEMENT = "acknowledgement"
    TRAILING = "trailing"
    UNFINISHED = "unfinished"
    ANNOUNCED_PAUSE = "announced_pause"
    NOTHING = "nothing"


@lru_cache(maxsize=16)
def ending(text: str) -> Ending:
    """Classify the end of what was said so far in a turn; asked every frame, hence the cache."""
    if len(text) > LAST_CHARACTERS:
        text = text[-LAST_CHARACTERS:].partition(" ")[2]
    if not has_words(text):
        return Ending.NOTHING
    if is_announced_pause(text):
        return Ending.ANNOUNCED_PAUSE
    if is_request(text):
        return Ending.REQUEST
    if _dangles(text):
        return Ending.UNFINISHED
    if is_question(text):
        return Ending.QUESTION
    if _may_be_question(text):
        return Ending.MAYBE_QUESTION
    if _trails(text):
        return Ending.TRAILING
    if set(_words(text)) <= ACKNOWLEDGEMENTS | FILLERS:
        return Ending.ACKNOWLEDGEMENT
    return Ending.STATEMENT


def has_words(text: str) -> bool:
    """Whether anything but "um" and the like was said."""
    return any(w not in FILLERS for w in _words(text))


def is_announced_pause(text: str) -> bool:
    """Whether the speaker has just asked for time to think ("give me a minute")."""
    sentence = _last_sentence(text)
    if ANNOUNCEMENT_ALONE.match(_without_lead_in(sentence)):
        return True
    return any(
        _still_announcing(_words(sentence[match.end() :]))
        and not THINKING_ALOUD.match(sentence[match.start() :])
        for match in ANNOUNCEMENT.finditer(sentence)
    )


def _still_announcing(after: list[str]) -> bool:
    """Whether the words after an announcement still belong to it."""
    resumed = RESUMED if TOPIC.intersection(after[:1]) else RESUMED_UNLESS_TOPIC
    return len(after) <= WORDS_AFTER_ANNOUNCEMENT and not resumed.intersection(after)


def is_question(text: str) -> bool:
    """Whether the last sentence asks the listener for an answer, not the speaker themselves."""
    sentence = _without_lead_in(_last_sentence(text))
    return bool(CHECK_IN.search(sentence) or INVERTED.match(sentence) or ADDRESSED.match(sentence))


def is_request(text: str) -> bool:
    """Whether the listener is asked to act: repeat, help, move on, say the time, or stop."""
    return bool(REQUEST.search(_last_sentence(text)))


def looks_unfinished(text: str) -> bool:
    """Whether the last words promise more: "and", "the", a comma, half a clause."""
    found = ending(text)
    return found in (Ending.UNFINISHED, Ending.TRAILING)


_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_TOKEN = re.compile(r"[a-z0-9]+(?:['’.-][a-z0-9]+)*")


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.lower().replace("’", "'"))


def _last_sentence(text: str) -> str:
    """Return the last sentence that is more than a filler, in lower case."""
    tail = text[-LAST_CHARACTERS:].lower().replace("’", "'").strip()
    sentences = [s for s in _SENTENCE_END.split(tail) if has_words(s)]
    return sentences[-1] if sentences else ""


def _without_lead_in(sentence: str) -> str:
    return LEAD_IN.sub("", sentence)


def _may_be_question(text: str) -> bool:
    """Whether it is a question, but one that speakers also ask themselves ("so what is next?")."""
    sentence = _last_sentence(text)
    if sentence.endswith("?"):
        return True
    return bool(MAYBE.match(_without_lead_in(sentence))) and text.rstrip()[-1:] not in ".!"


def _dangles(text: str) -> bool:
    """Whether the text breaks off: nobody stops there."""
    stripped = text.rstrip()
    if stripped.endswith((",", "...", "…", "-", "–", "—", ":", ";")):
        return True
    words = _words(stripped)
    if words and words[-1] in FILLERS:
        return True
    sentence = _bare(_last_sentence(text))
    if not sentence or sentence.endswith(COMPLETE_PHRASES):
        return False
    last = sentence.rsplit(" ", 1)[-1]
    asked = last in PREPOSITIONS and MAYBE.match(_without_lead_in(sentence))
    return (last in DANGLING and not asked) or _ends_with(sentence, DANGLING_PHRASES)


def _trails(text: str) -> bool:
    """Whether the text probably goes on: half a clause, a list announced and not given."""
    sentence = _bare(_last_sentence(text))
    if _ends_with(sentence, COMPLETE_PHRASES):
        return False
    clause = _without_lead_in(sentence)
    return bool(
        sentence.rsplit(" ", 1)[-1] in PERHAPS_DANGLING
        or TRANSITIVE.search(sentence)
        or (OPEN_CLAUSE.match(clause) and len(_words(clause)) <= LONGEST_OPEN_CLAUSE)
        or PROMISE.search(sentence)
    )


def _bare(sentence: str) -> str:
    return sentence.rstrip(" .!?")


def _ends_with(sentence: str, phrases: tuple[str, ...]) -> bool:
    return any(sentence == p or sentence.endswith(" " + p) for p in phrases)
