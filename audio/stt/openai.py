"""Speech-to-text by a server that speaks OpenAI's wire format: the service, or one of your own."""

from __future__ import annotations

import asyncio
import io
import math
import wave
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from audio.errors import EngineError, EngineUnavailable
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.resample import sane
from audio.service import translate
from audio.stt.base import Transcription
from audio.stt.cleaning import SHORT_S, RawSegment, clean, confidence, doubtful, tidy
from audio.stt.gate import may_be_speech

if TYPE_CHECKING:
    import openai

DEFAULT_MODEL = "gpt-4o-mini-transcribe"
MOST_HOTWORDS = 60
PROBE_S = 0.5
LIMIT_S, LIMIT_PER_S = 6.0, 0.3
"""Time for one request, and what every second of sound adds to it."""


class OpenAiSpeechToText:
    """One request a piece of speech; silence and noise are never sent.

    Args:
        client: Of the openai package, bound to the server; closed with the engine.
        model: Its name there, such as `whisper-1`.
        hotwords: Domain terms to expect.
        limit_s: Time for one request with no sound in it.
    """

    def __init__(
        self,
        client: openai.AsyncOpenAI,
        model: str = DEFAULT_MODEL,
        *,
        hotwords: Sequence[str] = (),
        limit_s: float = LIMIT_S,
    ) -> None:
        self._client = client
        self._model = model
        self._hotwords = tuple(hotwords)[:MOST_HOTWORDS]
        self._limit_s = limit_s
        self._refused: EngineUnavailable | None = None

    @property
    def name(self) -> str:
        """Short name for reports, such as `openai whisper-1`."""
        return f"openai {self._model}"

    async def check(self) -> None:
        """See that the server transcribes, by half a second of silence.

        Raises:
            EngineUnavailable: It does not; the message says why.
        """
        try:
            await self._asked(np.zeros(round(PROBE_S * SAMPLE_RATE_HZ), np.float32))
        except EngineError as error:
            raise EngineUnavailable(str(error)) from None

    async def transcribe(self, samples: Samples) -> Transcription:
        """Recognise `(n,) float32` mono samples at 16 kHz; no voice, no words.

        Raises:
            EngineUnavailable: The server refuses for good; it is not asked again.
            EngineError: It failed, or took too long (EngineTimeout).
        """
        if self._refused is not None:
            raise self._refused
        if not may_be_speech(samples):
            return Transcription("", engine=self.name)
        try:
            raw = await self._asked(samples)
        except EngineUnavailable as error:
            self._refused = error
            raise
        return self._believed(raw, len(samples) / SAMPLE_RATE_HZ)

    async def close(self) -> None:
        """Close connections."""
        await self._client.close()

    async def _asked(self, samples: Samples) -> list[RawSegment]:
        duration_s = len(samples) / SAMPLE_RATE_HZ
        try:
            async with asyncio.timeout(self._limit_s + LIMIT_PER_S * duration_s):
                answer = await self._client.audio.transcriptions.create(**self._request(samples))
            return list(_segments(answer, duration_s))
        except Exception as error:  # noqa: BLE001 - the boundary to a foreign library
            raise translate(error, self.name) from None

    def _request(self, samples: Samples) -> dict[str, Any]:
        request: dict[str, Any] = {
            "file": ("speech.wav", wave_file(samples), "audio/wav"),
            "model": self._model,
            "language": "en",
            "temperature": 0.0,
        }
        if self._hotwords:
            request["prompt"] = ", ".join(self._hotwords)
        if self._model.startswith("gpt-"):  # these give no segments, and refuse to be asked
            return request | {"response_format": "json", "include": ["logprobs"]}
        return request | {"response_format": "verbose_json"}

    def _believed(self, raw: list[RawSegment], duration_s: float) -> Transcription:
        """Keep what holds against the same tests as any recogniser's words."""
        figures = any(s.mean_logprob for s in raw)
        unsure = doubtful(duration_s, raw) or (not figures and duration_s < SHORT_S)
        kept = clean(raw, doubtful=unsure, hotwords=self._hotwords)
        return Transcription(
            text=tidy(" ".join(s.text for s in kept)),
            confidence=confidence(kept) if figures else None,
            engine=self.name,
        )


def wave_file(samples: Samples) -> bytes:
    """Return the samples as a WAV file, 16-bit mono at 16 kHz."""
    pcm = (sane(samples) * np.iinfo(np.int16).max).astype("<i2")
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(pcm.itemsize)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(pcm.tobytes())
    return buffer.getvalue()


def _segments(answer: Any, duration_s: float) -> Iterator[RawSegment]:
    """Read an answer with segments, with the probabilities of tokens, or with the text alone."""
    segments = getattr(answer, "segments", None)
    for segment in segments or ():
        yield RawSegment(
            str(segment.text).strip(),
            _number(segment.start),
            min(_number(segment.end), duration_s),
            _number(segment.no_speech_prob),
            _number(segment.avg_logprob),
        )
    if segments:
        return
    tokens = [_number(token.logprob) for token in getattr(answer, "logprobs", None) or ()]
    mean = sum(tokens) / len(tokens) if tokens else 0.0
    yield RawSegment(answer.text.strip(), 0.0, duration_s, 0.0, mean)


def _number(value: object) -> float:
    """A server's figure, or 0 where it gives none; the client library checks no types."""
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else 0.0
