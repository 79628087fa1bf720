"""The ear: frames in, facts about what the candidate does out."""

from __future__ import annotations

from audio.events import (
    EarEvent,
    EngineFailed,
    GapHeard,
    Level,
    SegmentTranscribed,
    SilenceReached,
    SourceLost,
    SpeechEnded,
    SpeechStarted,
    TurnEnded,
)

__all__ = [
    "EarEvent",
    "EngineFailed",
    "GapHeard",
    "Level",
    "SegmentTranscribed",
    "SilenceReached",
    "SourceLost",
    "SpeechEnded",
    "SpeechStarted",
    "TurnEnded",
]
