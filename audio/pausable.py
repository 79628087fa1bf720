"""A source whose sample clock can be stopped: what is said meanwhile is never heard by anybody."""

from __future__ import annotations

from collections.abc import AsyncIterator

from audio.frames import FRAME_S, Frame
from audio.sources import AudioSource

GAP_S = 2 * FRAME_S
"""Frames around a stop fall by a frame or so; only what is missing beyond that is a gap."""


class PausableSource:
    """Another source, with stretches left out of its sound and of its time.

        source   |-1-|-2-|-3-|-4-|-5-|-6-|
        stopped          ^-------^
        heard    |-1-|-2-|-5-|-6-|

    A gap in the source, as when a device was lost and came back, shrinks by the stop likewise.
    """

    def __init__(self, source: AudioSource) -> None:
        self._source = source
        self._stopped = False
        self._left_out_s = 0.0
        self._end_s = 0.0

    def stop(self) -> None:
        """Drop what comes from now on."""
        self._stopped = True

    def go_on(self, lasted_s: float) -> None:
        """Pass frames on again; the stop has lasted ``lasted_s`` by the clock that stood still."""
        self._stopped = False
        self._left_out_s += lasted_s

    async def frames(self) -> AsyncIterator[Frame]:
        """Yield the frames that are heard, on a clock without the stops.

        Raises:
            audio.errors.AudioError: As the source does.
        """
        async for frame in self._source.frames():
            if self._stopped:
                continue
            passed_on = self._restamped(frame) if self._left_out_s else frame
            self._end_s = passed_on.end_s
            yield passed_on

    async def close(self) -> None:
        """Close the source."""
        await self._source.close()

    def _restamped(self, frame: Frame) -> Frame:
        start_s = max(self._end_s, frame.start_s - self._left_out_s)
        missing_s = start_s - self._end_s
        return Frame(frame.samples, start_s, missing_s if missing_s > GAP_S else 0.0)
