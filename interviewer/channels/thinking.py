"""Gives a simulated candidate time to think: time that is real and no part of the interview's."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Protocol

from interviewer.candidates.base import Candidate
from interviewer.channels.base import (
    Channel,
    DeviceReplaced,
    Heard,
    SegmentHeardNow,
    Spoken,
    TurnProbablyHeard,
)
from interviewer.clock import Clock
from interviewer.vocabulary import Request


class Thinker(Candidate, Protocol):
    """A candidate who must ask somebody else what to say.

    Attributes:
        gave_up: why it no longer does; None while it can.
    """

    gave_up: str | None

    async def think(self) -> None:
        """Have a plan ready, if there is none."""

    async def close(self) -> None:
        """Release what it holds; calling twice is harmless."""


class ThinkingChannel:
    """The channel of a rehearsal whose candidate thinks before it goes on.

    Args:
        channel: carries both voices.
        candidate: the one who speaks through it.
        instead: what takes the candidate's place when it gives up, for the record.
    """

    def __init__(self, channel: Channel, candidate: Thinker, instead: str) -> None:
        self._channel = channel
        self._candidate = candidate
        self._instead = instead

    @property
    def clock(self) -> Clock:
        """The interview's clock."""
        return self._channel.clock

    async def heard(self) -> AsyncGenerator[Heard]:
        """What the candidate does; said once if somebody else has to do it."""
        told = False
        async with aclosing(self._channel.heard()) as heard:
            await self._candidate.think()
            async for item in heard:
                yield item
                if not isinstance(item, (SegmentHeardNow, TurnProbablyHeard)):  # a turn goes on
                    await self._candidate.think()
                if self._candidate.gave_up is not None and not told:
                    told = True
                    yield DeviceReplaced(
                        "candidate", self._candidate.gave_up, self._instead, self.clock.now()
                    )

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Let the interviewer speak."""
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
        await self._candidate.close()
