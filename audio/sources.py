"""Where frames come from: one Protocol, and the sources that need no device."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from audio.frames import Frame


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
