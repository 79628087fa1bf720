"""Where frames come from: one Protocol, and a source made of blocks of samples."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import Protocol

import numpy as np

from audio.frames import FRAME_SAMPLES, Frame, FrameCutter, Samples


class AudioSource(Protocol):
    """A stream of frames on one sample clock: a microphone, a file, a list."""

    def frames(self) -> AsyncIterator[Frame]:
        """Yield frames in order until the source ends.

        Raises:
            audio.errors.DeviceLost: A live source went away.
            audio.errors.AudioFileError: A file turned out to be broken on the way.
        """

    async def close(self) -> None:
        """Stop the stream and release what it holds; calling twice is harmless."""


class BlockSource:
    """Blocks of 16 kHz samples of any size as a source: a test's script, a rehearsal's voice."""

    def __init__(self, blocks: Iterable[Samples] | AsyncIterable[Samples]) -> None:
        self._blocks = blocks
        self._closed = False

    async def frames(self) -> AsyncIterator[Frame]:
        """Yield the blocks as frames; the last one is filled up with silence."""
        cutter = FrameCutter()
        async for block in _each(self._blocks):
            for frame in cutter.push(block):
                if self._closed:
                    return
                yield frame
        for frame in cutter.flush():
            yield frame

    async def close(self) -> None:
        """Stop at the next frame."""
        self._closed = True


class WithSilenceAfter:
    """Another source, followed by silence: lets a policy decide as it would have in life."""

    def __init__(self, source: AudioSource, silence_s: float) -> None:
        self._source = source
        self._silence_s = silence_s
        self.sound_s = 0.0
        """Where the source itself ended, so far."""

    async def frames(self) -> AsyncIterator[Frame]:
        """Yield the frames of the source, then silent ones on the same clock."""
        async for frame in self._source.frames():
            self.sound_s = frame.end_s
            yield frame
        end_s = self.sound_s
        limit_s = end_s + self._silence_s
        while end_s < limit_s:
            frame = Frame(np.zeros(FRAME_SAMPLES, np.float32), end_s)
            end_s = frame.end_s
            yield frame

    async def close(self) -> None:
        """Close the source."""
        await self._source.close()


async def _each(blocks: Iterable[Samples] | AsyncIterable[Samples]) -> AsyncIterator[Samples]:
    if isinstance(blocks, AsyncIterable):
        async for block in blocks:
            yield block
    else:
        for block in blocks:
            yield block
