"""One opening of a microphone: what the audio thread hands over, as mono sound at 16 kHz."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.channels import ChannelMixer
from audio.clock import Clock
from audio.devices import Wanted
from audio.errors import DeviceLost, DeviceUnavailable
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.portaudio import OpenInput, Stream
from audio.resample import Resampler, sane
from audio.threads import call_with_limit
from audio.watchdog import Watchdog

OPEN_LIMIT_S = 8.0
CLOSE_LIMIT_S = 2.0

LONGEST_INBOX_S = 30.0
"""Sound kept while the event loop is busy; beyond it, the oldest becomes a marked gap."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What the callback hands over."""

    values: NDArray[np.float32]
    overflow: bool
    at_s: float


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples at 16 kHz, and the seconds that were lost before them."""

    samples: Samples
    missing_s: float


class MicrophoneStream:
    """One opening of the device, until it is closed or lost."""

    def __init__(self, clock: Clock) -> None:
        self._loop = asyncio.get_running_loop()
        self._watchdog = Watchdog(clock)
        self._silence = asyncio.create_task(self._watchdog.wait_until_expired())
        self._inbox: deque[_Block] = deque()
        self._inbox_samples = 0
        self._dropped_samples = 0
        self._lock = threading.Lock()
        self._arrived = asyncio.Event()
        self._ended = False
        self._closed = False
        self._rate_hz = SAMPLE_RATE_HZ
        self._stream: Stream | None = None

    @classmethod
    async def open(cls, device: Wanted, opener: OpenInput, clock: Clock) -> MicrophoneStream:
        """Open the device.

        Raises:
            DeviceUnavailable: There is none, it is busy, it refuses, or the system hangs.
        """
        opened = cls(clock)
        try:
            opened._stream = await call_with_limit(
                lambda: opener(device, opened._take, opened._end),
                OPEN_LIMIT_S,
                too_late=lambda stream: stream.close(),
            )
        except TimeoutError as error:
            await opened.close()
            raise DeviceUnavailable(
                "the microphone does not open: the sound system hangs; restart it, or use text mode"
            ) from error
        except BaseException:
            await opened.close()
            raise
        opened._rate_hz = opened._stream.rate_hz
        opened._watchdog.start()
        return opened

    @property
    def last_sound_s(self) -> float:
        """When the last block came, on the clock."""
        return self._watchdog.last_beat_s

    async def sounds(self) -> AsyncGenerator[Sound]:
        """Yield sound as it comes; raises DeviceLost when none comes any more."""
        converter = _Converter(self._rate_hz)
        while not self._closed:
            blocks, dropped = self._take_all()
            for number, block in enumerate(blocks):
                yield converter.convert(block, dropped if number == 0 else 0)
            if not blocks:
                if self._ended or self._watchdog.expired:
                    raise DeviceLost("the microphone went silent; is it still plugged in?")
                await self._something_new()

    async def first_sound(self) -> bool:
        """Wait for the first block; False when the device was opened and yet gives none."""
        while not self._inbox:
            if self._closed or self._ended or self._watchdog.expired:
                return False
            await self._something_new()
        return True

    def forget(self) -> None:
        """Drop the sound that is waiting."""
        self._take_all()

    async def close(self) -> None:
        """Stop; `sounds` ends."""
        self._closed = True
        self._silence.cancel()
        self._arrived.set()
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(TimeoutError):
                await call_with_limit(stream.close, CLOSE_LIMIT_S)

    async def _something_new(self) -> None:
        """Wait for a block, the end, or the watchdog, which looks while the sound is read."""
        if self._silence.done():
            self._silence = asyncio.create_task(self._watchdog.wait_until_expired())
        arrival = asyncio.create_task(self._arrived.wait())
        try:
            await asyncio.wait((arrival, self._silence), return_when=asyncio.FIRST_COMPLETED)
        finally:
            arrival.cancel()
        self._arrived.clear()

    # The next two run on an audio thread: they copy, count and hand over, nothing else.

    def _take(self, values: NDArray[np.float32], overflow: bool, at_s: float) -> None:
        self._watchdog.beat()
        with self._lock:
            self._inbox.append(_Block(values, overflow, at_s))
            self._inbox_samples += len(values)
            while self._inbox_samples > LONGEST_INBOX_S * self._rate_hz and len(self._inbox) > 1:
                oldest = self._inbox.popleft()
                self._inbox_samples -= len(oldest.values)
                self._dropped_samples += len(oldest.values)
        self._wake()

    def _end(self) -> None:
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
            self._loop.call_soon_threadsafe(self._arrived.set)

    def _take_all(self) -> tuple[list[_Block], int]:
        with self._lock:
            blocks, dropped = list(self._inbox), self._dropped_samples
            self._inbox.clear()
            self._inbox_samples = self._dropped_samples = 0
        return blocks, dropped


class _Converter:
    """Blocks of one opening to mono at 16 kHz, with the gaps in them measured."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._mixer: ChannelMixer | None = None
        self._resampler = Resampler(rate_hz)
        self._expected_at_s: float | None = None

    def convert(self, block: _Block, dropped: int) -> Sound:
        missing_s = max(self._missing_s(block), dropped / self._rate_hz)
        if self._mixer is None:
            self._mixer = ChannelMixer(block.values.shape[1], self._rate_hz)
        mono = self._mixer.mix(sane(block.values))
        return Sound(self._resampler.process(mono), missing_s)

    def _missing_s(self, block: _Block) -> float:
        """How much an overflow cost by the device's clock, at least one block.

        The clock is believed only where it goes forward by a plausible amount.
        """
        duration_s = len(block.values) / self._rate_hz
        expected_s = self._expected_at_s
        self._expected_at_s = block.at_s + duration_s
        if not block.overflow or expected_s is None:
            return 0.0
        jumped_s = block.at_s - expected_s
        return jumped_s if duration_s < jumped_s < LONGEST_INBOX_S else duration_s
