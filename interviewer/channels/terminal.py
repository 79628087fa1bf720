"""A person at the keyboard: one line is one turn. Pauses while typing are nobody's silence."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any

from interviewer.channels.base import (
    CUTS_IN,
    Asked,
    CandidateLeft,
    Heard,
    SilenceHeard,
    Spoken,
    TurnHeard,
)
from interviewer.channels.speaking import Mouth
from interviewer.clock import PausableClock, Stop
from interviewer.vocabulary import Request

NUDGE_AFTER_S = (90.0, 180.0, 300.0)
"""Typing takes longer than talking: the ladder's three rungs at the keyboard."""

RUNGS_S = (10.0, 20.0, 30.0)


class Terminal:
    """Typed turns; what the interviewer says is shown and, with a mouth, spoken.

    Args:
        clock: the interview's time.
        show: called with every sentence of the interviewer.
        mouth: speaks as well, when there is a speaker.
    """

    def __init__(
        self, clock: PausableClock, show: Callable[[str], None], mouth: Mouth | None = None
    ) -> None:
        self._clock = clock
        self._show = show
        self._mouth = mouth
        self._inbox: deque[str | Asked | None] = deque()
        self._arrived = asyncio.Event()
        clock.on_stop(self._clock_changed)

    @property
    def clock(self) -> PausableClock:
        """The interview's clock."""
        return self._clock

    def take(self, line: str | None) -> None:
        """Take a line that was typed; None when no more will come."""
        self._put(line)

    async def heard(self) -> AsyncGenerator[Heard]:
        """Lines as turns, and a nudge's occasion when nothing is typed for long."""
        since_s, rung, thinking = self._clock.now(), 0, False
        while True:
            due_s = since_s + NUDGE_AFTER_S[rung] if rung < len(NUDGE_AFTER_S) else None
            if not await self._something(due_s):
                yield SilenceHeard(RUNGS_S[rung], self._clock.now(), thinking)
                rung += 1
                continue
            found, now_s = self._inbox.popleft(), self._clock.now()
            if found is None:
                yield CandidateLeft("the input has ended", complete=True)
                return
            if isinstance(found, Asked):
                thinking = found.request is Request.MINUTE
                yield found
            elif found.strip():
                thinking = False
                yield TurnHeard(found.strip(), since_s, now_s, now_s)
            since_s, rung = self._clock.now(), 0

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Show the sentences, and speak them if there is a mouth."""
        if self._mouth is not None:
            return await self._mouth.say(sentences)
        start_s = self._clock.now()
        said = []
        async for sentence in sentences:
            await self._clock.going()
            self._show(sentence)
            said.append(sentence)
        return Spoken(" ".join(said), start_s, self._clock.now())

    def interrupt(self) -> None:
        """A typed turn ends with its line; there is nothing to interrupt."""

    def ask(self, request: Request) -> None:
        """Take a request between two lines."""
        if request in CUTS_IN and self._mouth is not None:
            self._mouth.stop()
        self._put(Asked(request, self._clock.now()))

    async def close(self) -> None:
        """Release the mouth."""
        if self._mouth is not None:
            await self._mouth.close()

    def _clock_changed(self, stop: Stop) -> None:
        if self._mouth is not None and stop.lasted_s is None:
            self._mouth.hold()
        elif self._mouth is not None:
            self._mouth.go_on()

    def _put(self, item: str | Asked | None) -> None:
        self._inbox.append(item)
        self._arrived.set()

    async def _something(self, due_s: float | None) -> bool:
        """Whether a line or a request has come, waiting until ``due_s`` at the most."""
        if not self._inbox:
            self._arrived.clear()
            arrival = asyncio.create_task(self._arrived.wait())
            waits: list[asyncio.Task[Any]] = [arrival]
            if due_s is not None:
                waits.append(asyncio.create_task(self._sleep_until(due_s)))
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
        return bool(self._inbox)

    async def _sleep_until(self, due_s: float) -> None:
        await self._clock.sleep(due_s - self._clock.now())
