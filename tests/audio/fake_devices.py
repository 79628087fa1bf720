"""Streams without a sound card, and a clock that moves when told."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from audio.devices import Wanted
from audio.errors import DeviceUnavailable
from audio.portaudio import Fill, OnBlock

Signal = NDArray[np.float32]


class HandClock:
    """Time that stands still until `advance`, which wakes the sleepers in order."""

    def __init__(self) -> None:
        self._now_s = 100.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> float:
        return self._now_s

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self._now_s + seconds, self._count, future))
        await future

    async def advance(self, seconds: float) -> None:
        """Move on; everything that becomes due on the way has run when this returns."""
        end_s = self._now_s + seconds
        while self._sleepers and self._sleepers[0][0] <= end_s:
            due_s, _, future = heapq.heappop(self._sleepers)
            self._now_s = max(self._now_s, due_s)
            if not future.done():
                future.set_result(None)
            await settled()
        self._now_s = end_s
        await settled()


async def settled(rounds: int = 30) -> None:
    """Let every task do what it can without time passing."""
    for _ in range(rounds):
        await asyncio.sleep(0)


class FakeMicrophone:
    """What `open_input` opens: a stream that a test feeds, once per entry of the script.

    Args:
        rate_hz: Its rate.
        refusals: For each opening in turn, whether it is refused; afterwards none is.
    """

    latency_s = 0.03

    def __init__(self, rate_hz: int = 16_000, refusals: tuple[bool, ...] = ()) -> None:
        self.rate_hz = rate_hz
        self.opened = 0
        self.closed = 0
        self.wanted: list[Wanted] = []
        self._refusals = list(refusals)
        self._on_block: OnBlock = lambda *_: None
        self._on_end: Callable[[], None] = lambda: None
        self._at_s = 1_000.0

    def open(self, wanted: Wanted, on_block: OnBlock, on_end: Callable[[], None]) -> FakeMicrophone:
        self.wanted.append(wanted)
        if self._refusals and self._refusals.pop(0):
            raise DeviceUnavailable("there is no microphone")
        self.opened += 1
        self._on_block, self._on_end = on_block, on_end
        return self

    def feed(self, block: Signal, *, overflow: bool = False, skip_s: float = 0.0) -> None:
        """Hand over a block as the audio thread would, after time that was lost."""
        values = block if block.ndim == 2 else block[:, None]
        self._at_s += skip_s
        self._on_block(np.asarray(values, np.float32), overflow, self._at_s)
        self._at_s += len(values) / self.rate_hz

    def end(self) -> None:
        self._on_end()

    def close(self) -> None:
        self.closed += 1


class FakeSpeaker:
    """What `open_output` opens: a stream whose test pulls the samples.

    Attributes:
        heard: What was pulled so far.
    """

    def __init__(
        self,
        rate_hz: int = 16_000,
        latency_s: float = 0.04,
        refusals: tuple[bool, ...] = (),
    ) -> None:
        self.rate_hz = rate_hz
        self.latency_s = latency_s
        self.opened = 0
        self.closed = 0
        self._refusals = list(refusals)
        self._parts: list[Signal] = []
        self._fill: Fill = lambda count: np.zeros(count, np.float32)
        self._on_end: Callable[[], None] = lambda: None

    def open(self, wanted: Wanted, fill: Fill, on_end: Callable[[], None]) -> FakeSpeaker:
        if self._refusals and self._refusals.pop(0):
            raise DeviceUnavailable("there is no speaker")
        self.opened += 1
        self._fill, self._on_end = fill, on_end
        return self

    def pull(self, seconds: float, block: int = 160) -> Signal:
        """Ask for so much sound in small blocks, as the audio thread would."""
        parts = [self._fill(block) for _ in range(round(seconds * self.rate_hz / block))]
        self._parts.extend(parts)
        return np.concatenate([np.zeros(0, np.float32), *parts])

    @property
    def heard(self) -> Signal:
        return np.concatenate([np.zeros(0, np.float32), *self._parts])

    def end(self) -> None:
        self._on_end()

    def close(self) -> None:
        self.closed += 1
