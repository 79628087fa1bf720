"""Two channels in a row: when the first is deaf for good, the second goes on.

Deaf is who has lost the device, or whose recogniser fails time and again.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from interviewer.channels.base import (
    CandidateLeft,
    Channel,
    DeviceReplaced,
    Heard,
    NotUnderstood,
    SegmentHeardNow,
    Spoken,
)
from interviewer.clock import Clock
from interviewer.vocabulary import Request

MOST_FAILURES = 3
"""Pieces of speech in a row that cannot be understood: asked again twice, then typed."""


class FallbackChannel:
    """A channel with another behind it, on the same clock.

    Args:
        first: carries the voices as long as it can.
        then: makes the one that goes on; called once, when ``first`` has lost its device.
        device: what is lost then, such as "microphone".
        instead: what takes its place, for the record.
    """

    def __init__(
        self, first: Channel, then: Callable[[], Channel], device: str, instead: str
    ) -> None:
        self._first = self._channel = first
        self._then = then
        self._device = device
        self._instead = instead

    @property
    def clock(self) -> Clock:
        """The interview's clock."""
        return self._first.clock

    async def heard(self) -> AsyncGenerator[Heard]:
        """What the candidate does on the first channel, then on the second."""
        failures = 0
        async with aclosing(self._first.heard()) as heard:
            async for item in heard:
                if isinstance(item, CandidateLeft) and not item.complete:
                    yield self._replaced(self._device, item.reason)
                    break
                if isinstance(item, NotUnderstood):
                    failures += 1
                    if not item.for_good:
                        yield item
                    if item.for_good or failures == MOST_FAILURES:
                        yield self._replaced("speech-to-text", item.reason)
                        break
                    continue
                yield item
                if isinstance(item, SegmentHeardNow):
                    failures = 0
            else:
                return
        self._channel = self._then()
        async with aclosing(self._channel.heard()) as heard:
            async for item in heard:
                yield item

    def _replaced(self, device: str, reason: str) -> DeviceReplaced:
        return DeviceReplaced(device, reason, self._instead, self.clock.now())

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Speak through the one in force."""
        return await self._channel.say(sentences)

    def interrupt(self) -> None:
        """End the candidate's open turn."""
        self._channel.interrupt()

    def ask(self, request: Request) -> None:
        """Take a request."""
        self._channel.ask(request)

    async def close(self) -> None:
        """Release what both hold."""
        await self._channel.close()
        await self._first.close()
