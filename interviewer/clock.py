"""The only place that reads the time. Everything else is handed a clock or a number of seconds."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

SLEEP_EPSILON_S = 0.001
"""What is left of a wait is slept on only if it is longer than a sleep is exact."""


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


@dataclass(frozen=True, slots=True)
class Stop:
    """The interview's clock stopped, or goes on again.

    Attributes:
        at_s: where it stands.
        reason: why it stopped.
        lasted_s: how long it stood still; None when it has just stopped.
    """

    at_s: float
    reason: str
    lasted_s: float | None = None


class PausableClock:
    """A clock that can be stopped, for several reasons at once: it goes on when none is left.

    Args:
        clock: the time that passes meanwhile.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lost_s = 0.0
        self._stopped_at_s = 0.0
        self._reasons: list[str] = []
        self._going = asyncio.Event()
        self._going.set()
        self._told: list[Callable[[Stop], None]] = []

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return bool(self._reasons)

    @property
    def reason(self) -> str | None:
        """Why it stands still, the latest reason if there are several."""
        return self._reasons[-1] if self._reasons else None

    @property
    def standing_s(self) -> float:
        """How long it has stood still this time; 0 while it goes."""
        return self._clock.now() - self._stopped_at_s if self.paused else 0.0

    def on_stop(self, told: Callable[[Stop], None]) -> None:
        """Have ``told`` called whenever the clock stops or goes on."""
        self._told.append(told)

    def now(self) -> float:
        """The interview's time."""
        return (self._stopped_at_s if self.paused else self._clock.now()) - self._lost_s

    async def sleep(self, seconds: float) -> None:
        """Wait in the interview's time: a stop is added to the wait."""
        until_s = self.now() + max(0.0, seconds)
        await self._clock.sleep(seconds)
        await self.going()
        while until_s - self.now() > SLEEP_EPSILON_S:
            await self._clock.sleep(until_s - self.now())
            await self.going()

    async def going(self) -> None:
        """Wait until the clock goes, if it stands still."""
        await self._going.wait()

    def pause(self, reason: str) -> None:
        """Stop; the same reason twice counts once."""
        if reason in self._reasons:
            return
        if not self.paused:
            self._stopped_at_s = self._clock.now()
            self._going.clear()
        self._reasons.append(reason)
        if len(self._reasons) == 1:
            self._tell(Stop(self.now(), reason))

    def resume(self, reason: str | None = None) -> None:
        """Take one reason away, or all of them; without any the clock goes on."""
        if not self.paused or (reason is not None and reason not in self._reasons):
            return
        first, lasted_s = self._reasons[0], self.standing_s
        self._reasons = [one for one in self._reasons if reason is not None and one != reason]
        if self._reasons:
            return
        self._lost_s += lasted_s
        self._going.set()
        self._tell(Stop(self.now(), first, lasted_s))

    def _tell(self, stop: Stop) -> None:
        for told in self._told:
            told(stop)


def wall_time() -> dt.datetime:
    """The date and time now, in the local zone, for naming sessions; never for measuring."""
    return dt.datetime.now().astimezone()  # noqa: TID251  (the one place)
