"""What is asked of a voice: text in, samples out."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from audio.errors import EngineError

LOWEST_RATE_HZ = 8_000
HIGHEST_RATE_HZ = 96_000
QUICKEST_WORD_S = 0.06
"""No synthesiser speaks 1,000 words a minute: less sound than that and some of it is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Spoken text as sound.

    Attributes:
        samples: `(n,) float32` mono, full scale at ±1; empty where there was nothing to say.
        rate_hz: Samples per second; each engine has its own, the speaker converts.
    """

    samples: NDArray[np.float32]
    rate_hz: int

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate_hz


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How a voice should sound; an engine follows as far as it can.

    Attributes:
        rate_wpm: Speaking rate in words per minute, 80-450.
        pitch: 0-99, 50 is the voice's own.
        gender: Which kind of voice to look for.
        accent: Language tag of the English wanted, such as `en-us` or `en-gb-scotland`.
        voice: The engine's own name of a voice; overrules gender and accent.
    """

    rate_wpm: int = 170
    pitch: int = 50
    gender: Literal["any", "female", "male"] = "any"
    accent: str = "en-us"
    voice: str | None = None

    def __post_init__(self) -> None:
        if not 80 <= self.rate_wpm <= 450:
            raise ValueError(f"rate_wpm is {self.rate_wpm}; give 80 to 450 words per minute")
        if not 0 <= self.pitch <= 99:
            raise ValueError(f"pitch is {self.pitch}; give 0 to 99")


class TextToSpeech(Protocol):
    """Turns a sentence into samples; the caller sends one sentence after the other."""

    @property
    def name(self) -> str:
        """Short name for messages, such as `espeak`."""

    async def synthesize(self, text: str) -> Speech:
        """Speak the text into samples; text without a letter or digit gives none.

        Raises:
            audio.errors.EngineError: The engine failed, or took too long (EngineTimeout).
        """

    async def close(self) -> None:
        """Release the engine; calling twice is harmless."""


@runtime_checkable
class StreamingVoice(TextToSpeech, Protocol):
    """A voice whose first sound comes before its last is made."""

    def stream(self, text: str) -> AsyncGenerator[Speech]:
        """Speak the text piece by piece; the pieces follow each other without a gap.

        Raises:
            audio.errors.EngineError: As `synthesize`, perhaps after some pieces.
        """


async def speech_pieces(voice: TextToSpeech, text: str) -> AsyncGenerator[Speech]:
    """Yield what a voice says as early as it can be had: in pieces where it streams."""
    if not isinstance(voice, StreamingVoice):
        yield await voice.synthesize(text)
        return
    async with aclosing(voice.stream(text)) as pieces:
        async for piece in pieces:
            yield piece


def checked(speech: Speech, text: str, engine: str) -> Speech:
    """Return the speech if it can be what the text sounds like.

    Raises:
        EngineError: No samples, too few for so many words, or a rate no voice has.
    """
    if not LOWEST_RATE_HZ <= speech.rate_hz <= HIGHEST_RATE_HZ:
        raise EngineError(f"{engine} gave sound at an impossible rate of {speech.rate_hz} Hz")
    if not speech.samples.size:
        raise EngineError(f"{engine} gave no sound at all")
    words = len(re.findall(r"[A-Za-z0-9']+", text))
    if speech.duration_s < words * QUICKEST_WORD_S:
        raise EngineError(
            f"{engine} gave only {speech.duration_s:.2f} s of sound for {words} words"
        )
    return speech


def joined(parts: list[Speech]) -> Speech:
    """Return the parts as one speech; they come from one engine, so they share a rate."""
    if not parts:
        return silence(0.0)
    return Speech(np.concatenate([part.samples for part in parts]), parts[0].rate_hz)


def silence(duration_s: float, rate_hz: int = 16_000) -> Speech:
    """Return speech in which nothing is heard."""
    return Speech(np.zeros(round(duration_s * rate_hz), np.float32), rate_hz)
