"""The microphone: blocks from an audio thread become frames on one sample clock.

audio thread            event loop
callback --copy--> inbox ------> mono -> 16 kHz -> frames of 512
                     |
             watchdog: nearly a second without a block means the device is lost;
             then, if asked to, it is opened again after 0.5, 1, 2, 4 s
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing

from audio.clock import Clock, SystemClock
from audio.devices import Wanted
from audio.errors import DeviceLost, DeviceUnavailable
from audio.frames import Frame, FrameCutter
from audio.microphone_stream import MicrophoneStream, Sound
from audio.portaudio import OpenInput, open_input

REOPEN_AFTER_S = (0.5, 1.0, 2.0, 4.0)
"""Waits before each attempt to get a lost microphone back."""


class Microphone:
    """A live source of frames.

    Args:
        device: Part of a name, a number, or None for the system's default.
        reopen_after_s: Waits before each attempt to reopen a lost device; empty: none is made.
        on_lost: Told the reason the moment the device is lost, before reopening is tried.
        on_back: Told how many seconds were missed once it is back.
        opener: Opens the stream; PortAudio unless a test brings its own.
        clock: Time for the watchdog and the waits.
    """

    def __init__(
        self,
        device: Wanted = None,
        *,
        reopen_after_s: Sequence[float] = (),
        on_lost: Callable[[str], None] = lambda _: None,
        on_back: Callable[[float], None] = lambda _: None,
        opener: OpenInput = open_input,
        clock: Clock | None = None,
    ) -> None:
        self._device = device
        self._reopen_after_s = tuple(reopen_after_s)
        self._on_lost = on_lost
        self._on_back = on_back
        self._opener = opener
        self._clock = clock or SystemClock()
        self._cutter = FrameCutter()
        self._stream: MicrophoneStream | None = None
        self._closing = asyncio.Event()

    async def open(self) -> None:
        """Open the device now instead of with the first frame, so that trouble shows early.

        Raises:
            DeviceUnavailable: There is none, it is busy, or it refuses.
        """
        if self._stream is None:
            self._stream = await MicrophoneStream.open(self._device, self._opener, self._clock)

    async def frames(self) -> AsyncIterator[Frame]:
        """Yield frames until the source is closed.

        Raises:
            DeviceUnavailable: It could not be opened in the first place.
            DeviceLost: It went away and did not come back.
        """
        if self._stream is not None:
            self._stream.forget()  # what was said before anybody listened
        await self.open()
        while not self._closing.is_set():
            try:
                async with aclosing(self._sounds()) as sounds:
                    async for sound in sounds:
                        for frame in self._cut(sound):
                            yield frame
            except DeviceLost as lost:
                for frame in self._cutter.flush():
                    yield frame
                await self._reopen(lost)

    async def close(self) -> None:
        """Stop the stream; `frames` ends."""
        self._closing.set()
        await self._release()

    async def _sounds(self) -> AsyncGenerator[Sound]:
        stream = self._stream
        if stream is not None:
            async with aclosing(stream.sounds()) as sounds:
                async for sound in sounds:
                    yield sound

    def _cut(self, sound: Sound) -> list[Frame]:
        before = self._cutter.gap(sound.missing_s) if sound.missing_s else []
        return before + self._cutter.push(sound.samples)

    async def _reopen(self, lost: DeviceLost) -> None:
        """Get the device back, or raise what happened; the time without it becomes a gap."""
        last_sound_s = self._stream.last_sound_s if self._stream else self._clock.now()
        await self._release()
        if self._closing.is_set():
            return
        self._on_lost(str(lost))
        for wait_s in self._reopen_after_s:
            await self._clock.sleep(wait_s)
            if self._closing.is_set():
                return
            if await self._gives_sound():
                missed_s = self._clock.now() - last_sound_s
                self._cutter.gap(missed_s)
                self._on_back(missed_s)
                return
        raise lost

    async def _gives_sound(self) -> bool:
        """Open the device; one that opens and stays silent is still lost."""
        with contextlib.suppress(DeviceUnavailable):
            await self.open()
            if self._stream is not None and await self._stream.first_sound():
                return True
        await self._release()
        return False

    async def _release(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.close()
