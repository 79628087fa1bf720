"""What an engine wrote, without what it made up. Pure functions of text and figures.

Large recognisers invent sentences on near-silence, loop, switch language and run on; none of
that may reach the transcript. Real speech must survive, so a rule that could hit it applies
only where the sound itself is in doubt.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

MOST_CHARACTERS = 50_000
NO_SPEECH = 0.6
"""Whisper's own threshold for the probability of no speech."""

UNSURE_LOGPROB = -0.7
"""Mean log-probability below which a segment that may be silence is not believed."""

GARBAGE_LOGPROB = -1.5
"""Mean log-probability below which nothing is believed."""

SHORT_S = 1.2
"""A word or two with the padding around them."""

UNSURE_SHORT_LOGPROB = -0.5
LONGEST_LOOP_WORDS = 12
MOST_REPEATS = 3

INVENTIONS = frozenset(
    {
        "thank you",
        "thank you very much",
        "thank you so much",
        "thanks",
        "thank you for watching",
        "thanks for watching",
        "thank you for watching this video",
        "please subscribe",
        "please subscribe to my channel",
        "like and subscribe",
        "see you in the next video",
        "see you next time",
        "subtitles by the amara org community",
        "you",
        "bye",
        "bye bye",
        "the end",
        "music",
        "applause",
        "silence",
        "blank audio",
    }
)
"""Sentences that Whisper is known to write where nobody speaks."""

NEVER_SAID = frozenset(
    phrase
    for phrase in INVENTIONS
    if "watching" in phrase or "subscribe" in phrase or "amara" in phrase or "video" in phrase
)
"""Inventions that nobody says in an interview, whatever the sound."""

_SOUND_TAGS = re.compile(r"[\[(*♪][^\])*♪]{0,40}[\])*♪]")
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class RawSegment:
    """A piece of an engine's output with the figures it gives for it."""

    text: str
    start_s: float = 0.0
    end_s: float = 0.0
    no_speech_probability: float = 0.0
    mean_logprob: float = 0.0


def doubtful(duration_s: float, raw: Collection[RawSegment]) -> bool:
    """Whether a short sound was recognised without conviction: a cough, the start of a song."""
    return duration_s < SHORT_S and any(s.mean_logprob < UNSURE_SHORT_LOGPROB for s in raw)


def confidence(kept: Collection[RawSegment]) -> float | None:
    """Mean probability of a token, segments weighted by duration; None where there is none."""
    if not kept:
        return None
    weights = [max(s.end_s - s.start_s, 0.1) for s in kept]
    total = sum(math.exp(s.mean_logprob) * w for s, w in zip(kept, weights, strict=True))
    return round(max(0.0, min(1.0, total / sum(weights))), 3)


def believable(segment: RawSegment, *, doubtful: bool, hotwords: Collection[str] = ()) -> bool:
    """Whether a segment is taken as said.

    Args:
        segment: The piece.
        doubtful: The sound itself may hold no voice.
        hotwords: Terms the engine was told to expect; alone on doubtful sound they are echoes.
    """
    words = _words(segment.text)
    if not words or " ".join(words) in NEVER_SAID or _foreign(segment.text):
        return False
    if segment.mean_logprob < GARBAGE_LOGPROB:
        return False
    if segment.no_speech_probability > NO_SPEECH:
        if segment.mean_logprob < UNSURE_LOGPROB:
            return False
        doubtful = True
    known = {w for term in hotwords for w in _words(term)}
    return not (doubtful and (" ".join(words) in INVENTIONS or set(words) <= known))


def clean(
    segments: Iterable[RawSegment], *, doubtful: bool = False, hotwords: Collection[str] = ()
) -> tuple[RawSegment, ...]:
    """Return the segments that are believed; loops that run over several count once."""
    kept: list[RawSegment] = []
    for segment in segments:
        if not believable(segment, doubtful=doubtful, hotwords=hotwords):
            continue
        repeats = [s for s in kept[-MOST_REPEATS + 1 :] if _words(s.text) == _words(segment.text)]
        if len(repeats) < MOST_REPEATS - 1:
            kept.append(segment)
    return tuple(kept)


def tidy(text: str) -> str:
    """Return text fit for a transcript, from any engine.

    Control characters and sound tags such as `[Music]` go, white space becomes single spaces,
    a phrase repeated more than three times in a row is said once, and 50,000 characters are
    the most. Text in another script than Latin is not what an English interview holds.
    """
    text = text[: 4 * MOST_CHARACTERS]
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    text = " ".join(_SOUND_TAGS.sub(" ", text).split())
    text = collapse_loops(text)[:MOST_CHARACTERS].rstrip()
    return "" if _foreign(text) else text


def collapse_loops(text: str) -> str:
    """Reduce any phrase of up to 12 words that is repeated more than three times to one."""
    words = text.split()
    bare = [w.strip(".,!?;:…").casefold() for w in words]
    for size in range(1, LONGEST_LOOP_WORDS + 1):
        keep = _without_loops(bare, size)
        if len(keep) < len(words):
            words, bare = [words[i] for i in keep], [bare[i] for i in keep]
    return " ".join(words)


def _without_loops(bare: list[str], size: int) -> list[int]:
    """Return the indices to keep when phrases of `size` words are looked at."""
    keep: list[int] = []
    at = 0
    while at < len(bare):
        repeats = 1
        phrase = bare[at : at + size]
        while bare[at + repeats * size : at + (repeats + 1) * size] == phrase:
            repeats += 1
        if repeats > MOST_REPEATS and len(phrase) == size:
            keep.extend(range(at, at + size))
            at += repeats * size
        else:
            keep.append(at)
            at += 1
    return keep


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _foreign(text: str) -> bool:
    """Whether most letters belong to another script than Latin."""
    letters = [c for c in text if c.isalpha()]
    other = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return bool(letters) and other > len(letters) / 2
