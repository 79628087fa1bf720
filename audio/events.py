"""What the ear reports, as facts that have happened.

All times are seconds on the sample clock of the source. One turn of the candidate reads:

    SpeechStarted  SpeechEnded  SegmentTranscribed  SilenceReached*  ...  TurnEnded

Segments are transcribed while the candidate goes on talking, so `SegmentTranscribed` may come
any time after its `SpeechEnded`; all segments of a turn come before its `TurnEnded`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from audio.frames import Samples
from audio.stt.base import Word


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The candidate began to speak; `t_s` is the onset, known a few frames later."""

    t_s: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """A stretch of speech is over; `end_s` is its last voiced moment."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class SegmentTranscribed:
    """A segment's text; empty `text` means that it held no words (a cough, a door).

    `samples` is the sound that was transcribed, padding included; keep it for the recording.
    """

    segment_id: int
    start_s: float
    end_s: float
    text: str
    confidence: float | None
    samples: Samples = field(compare=False, repr=False)
    words: tuple[Word, ...] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """The engine gave up on a segment after its retries; the sound is kept for another try.

    Attributes:
        for_good: The engine will understand nothing more.
    """

    segment_id: int
    start_s: float
    end_s: float
    reason: str
    samples: Samples = field(compare=False, repr=False)
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class SilenceReached:
    """The candidate has had the floor and said nothing for `silence_s` (10, 20, 30, ...)."""

    silence_s: float
    at_s: float
    announced: bool


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The candidate has finished; the interviewer may speak from `decided_s` on.

    Attributes:
        turn_id: 1, 2, ...; each turn ends exactly once.
        start_s: Onset of the first speech of the turn.
        end_s: Last voiced moment.
        decided_s: When the policy decided.
        text: All segments joined.
        reason: Why it was taken as an end, as `audio.endpointing` names it.
        speech_s: Seconds of voice in the turn, pauses left out.
        confidence: Mean confidence of the segments weighted by duration, None where unknown.
        segment_ids: The segments the turn is made of.
        complete: False when a segment failed, so words are missing.
    """

    turn_id: int
    start_s: float
    end_s: float
    decided_s: float
    text: str
    reason: str
    speech_s: float = 0.0
    confidence: float | None = None
    segment_ids: tuple[int, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class TurnSettled:
    """What `Ear.end_turn` asked for is done: the open turn, if there was one, has been told."""

    at_s: float


@dataclass(frozen=True, slots=True)
class TurnProbablyOver:
    """The open turn has probably ended, but it is given more time; told once for the same words.

    `TurnEnded` with this very text follows, or the speaker goes on.
    """

    text: str
    start_s: float
    end_s: float
    at_s: float


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of the last fifth of a second, for a meter."""

    rms_dbfs: float
    at_s: float


@dataclass(frozen=True, slots=True)
class GapHeard:
    """Sound was lost (an overflow); what follows is `missing_s` later on the clock."""

    at_s: float
    missing_s: float


@dataclass(frozen=True, slots=True)
class SourceLost:
    """The microphone went away; what was said until then has been reported."""

    reason: str
    at_s: float


EarEvent: TypeAlias = (
    SpeechStarted
    | SpeechEnded
    | SegmentTranscribed
    | EngineFailed
    | SilenceReached
    | TurnEnded
    | TurnProbablyOver
    | TurnSettled
    | Level
    | GapHeard
    | SourceLost
)
