"""What the ear asks of a speech-to-text engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from audio.frames import SAMPLE_RATE_HZ, Samples


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word; times are seconds from the start of the samples."""

    text: str
    start_s: float
    end_s: float
    probability: float


@dataclass(frozen=True, slots=True)
class Transcription:
    """What an engine heard.

    Attributes:
        text: Cleaned text; empty when nothing was said.
        words: The words with their times, where the engine gives them.
        confidence: 0-1, or None where the engine has no notion of it.
        engine: Name of the engine, as the report shows it.
    """

    text: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    engine: str = ""


class SpeechToText(Protocol):
    """Turns speech into text; the only thing the ear knows about an engine."""

    @property
    def name(self) -> str:
        """Short name for reports, such as `whisper base.en`."""

    async def transcribe(self, samples: Samples) -> Transcription:
        """Recognise `(n,) float32` mono samples at 16 kHz.

        Raises:
            audio.errors.EngineError: The engine failed, or took too long (EngineTimeout).
        """

    async def close(self) -> None:
        """Release the engine; further calls are errors."""


def time_allowed_s(samples: Samples) -> float:
    """Return how long recognising may take before the engine counts as stuck.

    Ten seconds and six times the duration: an engine that slow is of no use in a conversation,
    and one that is merely busy is given its chance.
    """
    return 10.0 + 6.0 * len(samples) / SAMPLE_RATE_HZ
