"""The speaker: one stream kept open, stopped within a few hundredths of a second."""

from __future__ import annotations

import asyncio
import contextlib

from audio.clock import Clock, SystemClock
from audio.devices import Wanted
from audio.errors import DeviceLost, DeviceUnavailable
from audio.play_queue import Utterance
from audio.portaudio import OpenOutput, open_output
from audio.sinks import Played, converted
from audio.speaker_stream import SpeakerStream
from audio.tts.base import Speech

TRY_AGAIN_AFTER_S = 5.0
"""A lost speaker is looked for at most this often, so that no sentence waits for it in vain."""


class Speaker:
    """Plays speech on a sound device.

    Args:
        device: Part of a name, a number, or None for the system's default.
        opener: Opens the stream; PortAudio unless a test brings its own.
        clock: Time for the watchdog.
    """

    def __init__(
        self,
        device: Wanted = None,
        *,
        opener: OpenOutput = open_output,
        clock: Clock | None = None,
    ) -> None:
        self._device = device
        self._opener = opener
        self._clock = clock or SystemClock()
        self._stream: SpeakerStream | None = None
        self._failed_at_s: float | None = None
        self._in_order = asyncio.Lock()
        self._stops = 0

    async def open(self) -> None:
        """Open the device now instead of with the first sentence, so that trouble shows early.

        Raises:
            DeviceUnavailable: There is none, it is busy, or it refuses.
        """
        await self._opened()

    async def play(self, speech: Speech, utterance_id: int) -> Played:
        """Play behind what is queued; return once it was heard or stopped.

        Raises:
            DeviceLost: The speaker went away; it is looked for again with a later sentence.
            DeviceUnavailable: It could not be opened.
        """
        stops = self._stops
        async with self._in_order:
            stream = await self._opened()
            samples = await asyncio.to_thread(converted, speech, stream.rate_hz)
            if stops != self._stops or not len(samples):
                return _played(Utterance(utterance_id, samples), stream.rate_hz)
            utterance = Utterance(utterance_id, samples)
            heard = stream.add(utterance)
        try:
            await heard
        except asyncio.CancelledError:
            self.stop()
            raise
        except DeviceLost:
            await self._forget(stream)
            raise
        return _played(utterance, stream.rate_hz)

    def stop(self) -> None:
        """Fall silent: after a fade of 5 ms, and what the device has buffered (about 40 ms)."""
        self._stops += 1
        if self._stream is not None:
            self._stream.stop()

    async def close(self) -> None:
        """Stop and release the device."""
        self.stop()
        if self._stream is not None:
            stream, self._stream = self._stream, None
            await stream.close()

    async def _opened(self) -> SpeakerStream:
        """Return the open stream, opened anew if it was lost in the meantime."""
        if self._stream is not None and not self._stream.lost:
            return self._stream
        if self._stream is not None:
            await self._forget(self._stream)
        if self._failed_at_s is not None and (
            self._clock.now() - self._failed_at_s < TRY_AGAIN_AFTER_S
        ):
            raise DeviceUnavailable("the speaker is gone; the text is on the screen")
        try:
            self._stream = await SpeakerStream.open(self._device, self._opener, self._clock)
        except DeviceUnavailable:
            self._failed_at_s = self._clock.now()
            raise
        self._failed_at_s = None
        return self._stream

    async def _forget(self, stream: SpeakerStream) -> None:
        if self._stream is stream:
            self._stream = None
        with contextlib.suppress(DeviceUnavailable):
            await stream.close()


def _played(utterance: Utterance, rate_hz: int) -> Played:
    return Played(
        utterance.utterance_id,
        utterance.position / rate_hz,
        len(utterance.samples) / rate_hz,
        interrupted=utterance.position < len(utterance.samples),
    )
