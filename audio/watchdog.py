"""Noticing that a device has fallen silent: PortAudio does not tell when one is unplugged."""

from __future__ import annotations

from audio.clock import Clock

LIMIT_S = 0.9
"""A stream calls back every 10-30 ms; without for so long, the device is gone, and that is noticed
within a second."""

START_S = 3.0
"""A stream that was just opened gets longer: Bluetooth and PulseAudio may pause after the first
blocks, up to two seconds when measured."""


class Watchdog:
    """Knows when the last sign of life was; `beat` may come from any thread.

    Attributes:
        last_beat_s: When that was, on the clock.
    """

    def __init__(self, clock: Clock, limit_s: float = LIMIT_S, start_s: float = START_S) -> None:
        self._clock = clock
        self._limit_s = limit_s
        self._start_s = start_s
        self._start_deadline_s = self._deadline_s = 0.0
        self.last_beat_s = 0.0
        self.start()

    def start(self) -> None:
        """Begin anew, with the patience a stream needs that was just opened."""
        self.last_beat_s = self._clock.now()
        self._start_deadline_s = self._deadline_s = self.last_beat_s + self._start_s

    def beat(self) -> None:
        """Note a sign of life."""
        self.last_beat_s = self._clock.now()
        self._deadline_s = max(self._start_deadline_s, self.last_beat_s + self._limit_s)

    @property
    def expired(self) -> bool:
        """Whether there was no sign of life for too long."""
        return self._clock.now() >= self._deadline_s

    async def wait_until_expired(self) -> None:
        """Return once there was no sign of life for too long."""
        while not self.expired:
            await self._clock.sleep(self._deadline_s - self._clock.now())
