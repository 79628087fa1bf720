"""One opening of a speaker: a queue for its audio thread, and an end for every utterance."""

from __future__ import annotations

import asyncio
import contextlib

import numpy as np
from numpy.typing import NDArray

from audio.clock import Clock
from audio.devices import Wanted
from audio.errors import DeviceLost, DeviceUnavailable
from audio.microphone_stream import CLOSE_LIMIT_S, OPEN_LIMIT_S
from audio.play_queue import PlayQueue, Utterance
from audio.portaudio import OpenOutput, Stream
from audio.threads import call_with_limit
from audio.watchdog import Watchdog


class SpeakerStream:
    """Plays utterances until it is closed or the device is lost."""

    def __init__(self, clock: Clock) -> None:
        self._loop = asyncio.get_running_loop()
        self._watchdog = Watchdog(clock)
        self._queue: PlayQueue | None = None
        self._stream: Stream | None = None
        self._futures: dict[Utterance, asyncio.Future[None]] = {}
        self._watching: asyncio.Task[None] | None = None
        self._ended = False

    @classmethod
    async def open(cls, device: Wanted, opener: OpenOutput, clock: Clock) -> SpeakerStream:
        """Open the device.

        Raises:
            DeviceUnavailable: There is none, it is busy, it refuses, or the system hangs.
        """
        opened = cls(clock)
        try:
            stream = await call_with_limit(
                lambda: opener(device, opened._fill, opened._end),
                OPEN_LIMIT_S,
                too_late=lambda stream: stream.close(),
            )
        except TimeoutError as error:
            raise DeviceUnavailable(
                "the speaker does not open: the sound system hangs; restart it, or read the text"
            ) from error
        opened._stream = stream
        opened._queue = PlayQueue(stream.rate_hz, stream.latency_s, opened._heard)
        opened._watchdog.start()
        opened._watching = asyncio.create_task(opened._watch())
        return opened

    @property
    def rate_hz(self) -> int:
        """The device's rate."""
        assert self._stream is not None
        return self._stream.rate_hz

    @property
    def lost(self) -> bool:
        """Whether the device has stopped asking for samples."""
        return self._ended or self._watchdog.expired

    def add(self, utterance: Utterance) -> asyncio.Future[None]:
        """Queue an utterance; the future ends when it was heard or stopped, or with DeviceLost."""
        assert self._queue is not None
        future: asyncio.Future[None] = self._loop.create_future()
        if self.lost:
            future.set_exception(_lost())
            return future
        self._futures[utterance] = future
        self._queue.add(utterance)
        return future

    def stop(self) -> None:
        """Silence what is queued; what had been delivered whole ends as if it were heard."""
        if self._queue is not None:
            self._queue.stop()
        for utterance in list(self._futures):
            self._settle(utterance)

    async def close(self) -> None:
        """Stop and release the device."""
        self.stop()
        if self._watching is not None:
            self._watching.cancel()
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(TimeoutError):
                await call_with_limit(stream.close, CLOSE_LIMIT_S)

    async def _watch(self) -> None:
        await self._watchdog.wait_until_expired()
        self._lose()

    def _lose(self) -> None:
        for future in self._futures.values():
            if not future.done():
                future.set_exception(_lost())
        self._futures.clear()

    def _settle(self, utterance: Utterance) -> None:
        future = self._futures.pop(utterance, None)
        if future is not None and not future.done():
            future.set_result(None)

    # The rest runs on an audio thread.

    def _fill(self, count: int) -> NDArray[np.float32]:
        self._watchdog.beat()
        return self._queue.fill(count) if self._queue else np.zeros(count, np.float32)

    def _heard(self, utterance: Utterance) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
            self._loop.call_soon_threadsafe(self._settle, utterance)

    def _end(self) -> None:
        self._ended = True
        with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
            self._loop.call_soon_threadsafe(self._lose)


def _lost() -> DeviceLost:
    return DeviceLost("the speaker went silent; is it still plugged in?")
