"""A voice from a server that speaks OpenAI's wire format, heard while it is still being made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

import numpy as np

from audio.clock import Clock, SystemClock
from audio.errors import EngineBusy, EngineError, EngineUnavailable
from audio.service import translate
from audio.tts.base import Speech, VoiceSettings, checked, joined
from audio.tts.text import pieces
from audio.tts.wave_bytes import WaveStream

if TYPE_CHECKING:
    import openai

DEFAULT_MODEL = "gpt-4o-mini-tts"
_BY_GENDER = {"female": "nova", "male": "onyx", "any": "alloy"}
_OWN_RATE_WPM = 165
"""Taken for the pace of these voices at speed 1; other rates are asked for relative to it."""

SLOWEST, FASTEST = 0.25, 4.0
FIRST_S, LATER_S = 0.25, 1.0
"""Length of the first piece that is passed on, and of the others at least."""

QUIET_S, SEAM_S = 0.15, 0.01
"""A piece is cut where its last `QUIET_S` are quietest over `SEAM_S`: no seam is heard."""

TRIES = 2
MOST_FAILURES = 3
"""Sentences in a row after which the voice is given up: none shall be waited for in vain."""

LONGEST_RETRY_S = 1.0


class OpenAiVoice:
    """One request a sentence; the sound comes as a WAV, whose header tells its rate.

    Args:
        client: Of the openai package, bound to the server; closed with the voice.
        model: Its name there, such as `tts-1`.
        settings: Voice and pace.
        limit_s: The longest wait for the first sound, and for more of it.
        clock: Time to wait on where the server is busy; the machine's by default.
    """

    name = "openai"

    def __init__(
        self,
        client: openai.AsyncOpenAI,
        model: str = DEFAULT_MODEL,
        settings: VoiceSettings | None = None,
        *,
        limit_s: float = 5.0,
        clock: Clock | None = None,
    ) -> None:
        wanted = settings or VoiceSettings()
        self._client = client
        self._model = model
        self._voice = wanted.voice or _BY_GENDER[wanted.gender]
        self._speed = min(max(wanted.rate_wpm / _OWN_RATE_WPM, SLOWEST), FASTEST)
        self._limit_s = limit_s
        self._clock = clock or SystemClock()
        self._failures = 0
        self._refused: EngineUnavailable | None = None

    async def synthesize(self, text: str) -> Speech:
        """Speak the text; 24,000 Hz with the service's own voices."""
        return joined([piece async for piece in self.stream(text)])

    async def stream(self, text: str) -> AsyncGenerator[Speech]:
        """Speak the text, the first quarter of a second as soon as it is there.

        Raises:
            EngineUnavailable: The server refuses for good, or failed too often; it is not asked
                again.
            EngineError: It failed, perhaps in the middle of the text.
        """
        for part in pieces(text):
            if self._refused is not None:
                raise self._refused
            try:
                async with aclosing(self._retried(part)) as sound:
                    async for piece in sound:
                        yield piece
            except EngineError as error:
                self._failed(error)
                raise
            self._failures = 0

    async def close(self) -> None:
        """Close connections."""
        await self._client.close()

    def _failed(self, error: EngineError) -> None:
        self._failures += 1
        if isinstance(error, EngineUnavailable):
            self._refused = error
        elif self._failures >= MOST_FAILURES:
            self._refused = EngineUnavailable(f"{error}, {MOST_FAILURES} times in a row; given up")

    async def _retried(self, text: str) -> AsyncGenerator[Speech]:
        """Ask again where nothing was heard yet and the server may be ready soon."""
        for left in reversed(range(TRIES)):
            heard = False
            try:
                async with aclosing(self._spoken(text)) as sound:
                    async for piece in sound:
                        heard = True
                        yield piece
            except EngineBusy as error:
                if heard or not left or error.retry_after_s > LONGEST_RETRY_S:
                    raise
                await self._clock.sleep(error.retry_after_s)
            else:
                return

    async def _spoken(self, text: str) -> AsyncGenerator[Speech]:
        """One request; pieces of sound as they come, checked as a whole at the end."""
        whole: list[Speech] = []
        waiting: list[Speech] = []
        async with aclosing(self._received(text)) as sound:
            async for more in sound:
                waiting.append(more)
                ready = joined(waiting)
                if ready.duration_s >= (LATER_S if whole else FIRST_S) + QUIET_S:
                    piece, rest = split_at_quiet(ready)
                    whole.append(piece)
                    waiting = [rest]
                    yield piece
        last = joined(waiting)
        checked(joined([*whole, last]), text, self.name)
        if last.samples.size:
            yield last

    async def _received(self, text: str) -> AsyncGenerator[Speech]:
        request = self._client.audio.speech.with_streaming_response.create(
            input=text,
            model=self._model,
            voice=self._voice,
            response_format="wav",
            speed=self._speed,
        )
        decoder = WaveStream(self.name)
        try:
            async with asyncio.timeout(self._limit_s):
                response = await request.__aenter__()
            try:
                chunks = response.iter_bytes()
                while True:
                    async with asyncio.timeout(self._limit_s):
                        chunk = await anext(chunks, None)
                    if chunk is None:
                        break
                    if (speech := decoder.feed(chunk)) is not None:
                        yield speech
            finally:
                await request.__aexit__(None, None, None)
        except Exception as error:  # noqa: BLE001 - the boundary to a foreign library
            raise translate(error, f"{self.name} {self._model}") from None


def split_at_quiet(speech: Speech) -> tuple[Speech, Speech]:
    """Cut where the end of the speech is quietest; what comes after belongs to the next piece."""
    seam = max(1, round(SEAM_S * speech.rate_hz))
    tail = np.abs(speech.samples[-round(QUIET_S * speech.rate_hz) :]).astype(np.float64)
    quiet = int(np.argmin(np.convolve(tail**2, np.ones(seam), "valid")))
    at = len(speech.samples) - len(tail) + quiet + int(np.argmin(tail[quiet : quiet + seam]))
    return (
        Speech(speech.samples[:at], speech.rate_hz),
        Speech(speech.samples[at:], speech.rate_hz),
    )
