"""The only place that reads the time. Everything else is handed a clock or a number of seconds."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds since the interview began, and a way to wait."""

    def now(self) -> float:
        """Seconds since the clock was started; never goes backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait until ``seconds`` have passed on this clock."""
        ...


class MonotonicClock:
    """Real time, from the monotonic clock: laptop suspend and clock changes do not disturb it."""

    def __init__(self, started_at_s: float = 0.0) -> None:
        self._origin = time.monotonic() - started_at_s

    def now(self) -> float:
        """Seconds since the clock was made, plus ``started_at_s``."""
        return time.monotonic() - self._origin

    async def sleep(self, seconds: float) -> None:
        """Wait in real time."""
        await asyncio.sleep(max(0.0, seconds))


class VirtualClock:
    """Time that passes only when told: rehearsals and tests run as fast as the machine allows."""

    def __init__(self, now_s: float = 0.0) -> None:
        self._now = now_s

    def now(self) -> float:
        """The virtual time in seconds."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Move time forward at once, letting other tasks run."""
        self.advance(seconds)
        await asyncio.sleep(0)

    def advance(self, seconds: float) -> None:
        """Move time forward; a negative amount moves nothing."""
        self._now += max(0.0, seconds)

    def advance_to(self, when_s: float) -> None:
        """Move time forward to ``when_s``, unless it is past already."""
        self._now = max(self._now, when_s)


class PacedClock(VirtualClock):
    """Virtual time that passes no faster than ``speed`` times real time; for rehearsals to watch.

    Args:
        speed: 1.0 is real time.
    """

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed
        self._real = MonotonicClock()

    async def sleep(self, seconds: float) -> None:
        """Move time forward, then wait until real time has caught up."""
        self.advance(seconds)
        await self._real.sleep(self.now() / self._speed - self._real.now())


def wall_time() -> dt.datetime:
    """The date and time now, in the local zone, for naming sessions; never for measuring."""
    return dt.datetime.now().astimezone()  # noqa: TID251  (the one place)
