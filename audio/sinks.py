"""Where speech goes: one Protocol, and the sinks that need no device."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audio.clock import Clock
from audio.errors import AudioFileError
from audio.resample import Resampler, sane
from audio.tts.base import Speech


@dataclass(frozen=True, slots=True)
class Played:
    """What became of an utterance.

    Attributes:
        utterance_id: Which one.
        seconds_played: What left the speaker, counted in samples; less than the total only
            where it was interrupted.
        seconds_total: Its whole length.
        interrupted: Whether it was stopped before its end.
    """

    utterance_id: int
    seconds_played: float
    seconds_total: float
    interrupted: bool = False


class AudioSink(Protocol):
    """Plays speech in the order in which it is given."""

    async def play(self, speech: Speech, utterance_id: int) -> Played:
        """Play to the end or until stopped; cancelling this call stops everything.

        Raises:
            audio.errors.DeviceLost: The speaker went away; show the text instead.
            audio.errors.DeviceUnavailable: It could not be opened.
        """

    def stop(self) -> None:
        """Fall silent at once and forget what is queued; each `play` returns what was heard."""

    async def close(self) -> None:
        """Stop and release the device; calling twice is harmless."""


class NullSink:
    """No speaker: the time a listener would need passes on the clock it is given.

    With a virtual clock that is no time at all; with a real one, text appears at the pace of
    speech. A `stop` during the wait counts what would have been heard until then.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turn = asyncio.Lock()
        self._stops = 0
        self._stopped = asyncio.Event()

    async def play(self, speech: Speech, utterance_id: int) -> Played:
        """Wait as long as the speech lasts."""
        stops = self._stops
        async with self._turn:
            if stops != self._stops:
                return Played(utterance_id, 0.0, speech.duration_s, interrupted=True)
            begun_s = self._clock.now()
            await self._wait(speech.duration_s)
            if stops == self._stops:
                return Played(utterance_id, speech.duration_s, speech.duration_s)
            heard_s = min(self._clock.now() - begun_s, speech.duration_s)
            return Played(utterance_id, heard_s, speech.duration_s, interrupted=True)

    def stop(self) -> None:
        """Interrupt the one that is waiting and those behind it."""
        self._stops += 1
        self._stopped.set()

    async def close(self) -> None:
        """Stop."""
        self.stop()

    async def _wait(self, duration_s: float) -> None:
        self._stopped.clear()
        waits = (
            asyncio.ensure_future(self._clock.sleep(duration_s)),
            asyncio.ensure_future(self._stopped.wait()),
        )
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


class MemorySink:
    """Keeps what it is given, at one rate; for rehearsals, recordings and tests.

    Attributes:
        rate_hz: Samples per second of everything kept.
        played: What was played, in order.
    """

    def __init__(self, rate_hz: int = 24_000) -> None:
        self.rate_hz = rate_hz
        self.played: list[Played] = []
        self._parts: list[NDArray[np.float32]] = []

    async def play(self, speech: Speech, utterance_id: int) -> Played:
        """Keep the speech; takes no time."""
        self._parts.append(converted(speech, self.rate_hz))
        heard = Played(utterance_id, speech.duration_s, speech.duration_s)
        self.played.append(heard)
        return heard

    def stop(self) -> None:
        """Nothing is ever queued."""

    async def close(self) -> None:
        """Nothing is open."""

    @property
    def samples(self) -> NDArray[np.float32]:
        """Everything that was played, `(n,)` at `rate_hz`."""
        return np.concatenate([np.zeros(0, np.float32), *self._parts])


class FileSink(MemorySink):
    """Writes all it was given into one sound file when it is closed."""

    def __init__(self, path: Path, rate_hz: int = 24_000) -> None:
        super().__init__(rate_hz)
        self._path = path

    async def close(self) -> None:
        """Write the file; the ending of its name decides the format.

        Raises:
            AudioFileError: It cannot be written.
        """
        import soundfile

        try:
            await asyncio.to_thread(soundfile.write, self._path, self.samples, self.rate_hz)
        except (OSError, RuntimeError, ValueError, TypeError) as error:
            raise AudioFileError(f"{self._path}: cannot be written: {error}") from error


def converted(speech: Speech, rate_hz: int) -> NDArray[np.float32]:
    """Return the speech at another rate, within ±1."""
    resampler = Resampler(speech.rate_hz, rate_hz)
    samples = sane(speech.samples)
    if not len(samples):
        return samples
    return np.concatenate([resampler.process(samples), resampler.flush()])
