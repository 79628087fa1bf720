"""Time for what watches a device: seconds that never go back, and a way to wait."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What the sound package needs of a clock; `now` is called from audio threads too."""

    def now(self) -> float:
        """Seconds since some moment; never goes backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait until `seconds` have passed on this clock."""
        ...


class SystemClock:
    """Real time by the monotonic clock of the machine."""

    def now(self) -> float:
        """Seconds since the machine started or so."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait in real time."""
        await asyncio.sleep(max(0.0, seconds))
