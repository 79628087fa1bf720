"""Microphone and speaker, half duplex: while the interviewer speaks, nothing is heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from audio.ear import Ear
from audio.pausable import PausableSource
from interviewer.channels.base import CUTS_IN, Asked, CandidateLeft, Heard, SilenceHeard, Spoken
from interviewer.channels.listening import EarListener
from interviewer.channels.speaking import Mouth
from interviewer.clock import Clock, PausableClock, Stop
from interviewer.vocabulary import Request

AFTERGLOW_S = 0.25
"""Time after the last sample in which the room still holds the interviewer's voice."""


class VoiceChannel:
    """An ear and a mouth on one clock.

    Args:
        listener: reads the ear, whose sample clock began together with ``clock``.
        mouth: speaks.
        clock: the interview's clock; while it stands still nothing is heard or said.
        source: what the ear listens to, if it can be stopped.
        afterglow_s: how long to stay deaf after speaking.
        on_said: told what was said; a simulated candidate listens here.
    """

    def __init__(
        self,
        listener: EarListener,
        mouth: Mouth,
        clock: Clock,
        *,
        source: PausableSource | None = None,
        afterglow_s: float = AFTERGLOW_S,
        on_said: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._listener = listener
        self._mouth = mouth
        self._clock = clock
        self._afterglow_s = afterglow_s
        self._on_said = on_said
        self._source = source
        self._speaking = False
        self._asked: asyncio.Queue[Asked] = asyncio.Queue()
        if isinstance(clock, PausableClock):
            clock.on_stop(self._clock_changed)

    @property
    def clock(self) -> Clock:
        """The interview's clock."""
        return self._clock

    @property
    def mouth(self) -> Mouth:
        """The mouth that speaks."""
        return self._mouth

    @property
    def ear(self) -> Ear:
        """The ear that listens."""
        return self._listener.ear

    async def heard(self) -> AsyncGenerator[Heard]:
        """What the candidate does, in words or by keys."""
        async with aclosing(either(self._listener.heard(), self._asked)) as heard:
            async for item in heard:
                if isinstance(item, SilenceHeard) and self.ear.paused:
                    continue
                yield item
                if isinstance(item, CandidateLeft):
                    return

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Speak with the ear closed."""
        self._speaking = True
        self.ear.pause()
        try:
            spoken = await self._mouth.say(sentences)
            await self._clock.sleep(self._afterglow_s)
        finally:
            self._speaking = False
            if not self._stopped:
                self.ear.resume()
        self._on_said(spoken.text)
        return spoken

    def interrupt(self) -> None:
        """End the candidate's open turn."""
        self.ear.end_turn("interrupted")

    def ask(self, request: Request) -> None:
        """End the open turn for a request; time to think leaves it open."""
        if self._speaking and request in CUTS_IN:
            self._mouth.stop()
        if request is Request.MINUTE:
            self.ear.announce_pause()
        if request is Request.MINUTE or self._stopped:
            self._asked.put_nowait(Asked(request, self._clock.now()))
        else:
            self._listener.ask(request)

    async def close(self) -> None:
        """Release the devices."""
        await self._mouth.close()

    @property
    def _stopped(self) -> bool:
        return isinstance(self._clock, PausableClock) and self._clock.paused

    def _clock_changed(self, stop: Stop) -> None:
        """The clock stands still: so do the sample clock, the ear and the mouth."""
        if stop.lasted_s is None:
            if self._source is not None:
                self._source.stop()
            self._mouth.hold()
            self.ear.pause()
            return
        if self._source is not None:
            self._source.go_on(stop.lasted_s)
        self._mouth.go_on()
        if not self._speaking:
            self.ear.resume()


async def either(
    heard: AsyncGenerator[Heard], asked: asyncio.Queue[Asked]
) -> AsyncGenerator[Heard]:
    """What is heard and what is asked for by keys, as it comes, until no more is heard.

    The next item is only waited for when it is wanted: a rehearsal's time does not run ahead.
    """
    hearing: asyncio.Task[Heard | None] | None = None
    asking = asyncio.create_task(asked.get())
    try:
        while True:
            hearing = hearing or asyncio.create_task(_next_of(heard))
            await asyncio.wait((hearing, asking), return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                request, asking = asking.result(), asyncio.create_task(asked.get())
                yield request
                continue
            item, hearing = hearing.result(), None
            if item is None:
                return
            yield item
    finally:
        asking.cancel()
        if hearing is not None:
            hearing.cancel()
            await asyncio.wait((hearing,))
        await heard.aclose()


async def _next_of(heard: AsyncGenerator[Heard]) -> Heard | None:
    return await anext(heard, None)
