"""A source that can be stopped: what falls into the stop is never heard."""

from collections.abc import AsyncIterator, Iterable

import numpy as np

from audio.frames import FRAME_S, FRAME_SAMPLES, Frame
from audio.pausable import PausableSource


class Numbers:
    """Numbered frames, one after the other; a hole is what a lost device leaves."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._numbers = list(numbers)
        self.next = 0
        self.closed = False

    async def frames(self) -> AsyncIterator[Frame]:
        expected = 0
        for number in self._numbers:
            self.next = number
            gap_s = (number - expected) * FRAME_S
            yield Frame(np.full(FRAME_SAMPLES, number, np.float32), number * FRAME_S, gap_s)
            expected = number + 1

    async def close(self) -> None:
        self.closed = True


async def heard(
    numbers: Iterable[int], *, stop_after: int, first_again: int, lasted: int
) -> list[tuple[int, int, int]]:
    """What passes: the number, its place on the clock, the gap before it, all in frames."""
    source = PausableSource(Numbers([]))

    class Played(Numbers):
        async def frames(self) -> AsyncIterator[Frame]:
            async for frame in super().frames():
                if self.next == first_again:
                    source.go_on(lasted * FRAME_S)
                yield frame
                if self.next == stop_after:
                    source.stop()

    source = PausableSource(Played(numbers))
    return [
        (int(f.samples[0]), round(f.start_s / FRAME_S), round(f.gap_before_s / FRAME_S))
        async for f in source.frames()
    ]


async def test_a_stop_leaves_out_its_sound_and_its_time() -> None:
    passed = await heard(range(8), stop_after=2, first_again=6, lasted=3)
    assert passed == [(0, 0, 0), (1, 1, 0), (2, 2, 0), (6, 3, 0), (7, 4, 0)]


async def test_time_lost_before_the_clock_stopped_remains_a_gap() -> None:
    passed = await heard([0, 1, 90, 91], stop_after=1, first_again=90, lasted=48)
    assert passed == [(0, 0, 0), (1, 1, 0), (90, 42, 40), (91, 43, 0)]


async def test_the_clock_never_goes_back() -> None:
    passed = await heard(range(6), stop_after=2, first_again=4, lasted=9)
    assert passed == [(0, 0, 0), (1, 1, 0), (2, 2, 0), (4, 3, 0), (5, 4, 0)]


async def test_closing_closes_the_source() -> None:
    numbers = Numbers([])
    await PausableSource(numbers).close()
    assert numbers.closed
