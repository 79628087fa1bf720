"""A person at the keyboard: one line is one turn. Pauses while typing are nobody's silence."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TextIO

from interviewer.channels.base import CandidateLeft, Heard, SilenceHeard, Spoken, TurnHeard
from interviewer.channels.speaking import Mouth
from interviewer.clock import Clock

NUDGE_AFTER_S = (90.0, 180.0, 300.0)
"""Typing takes longer than talking: the ladder's three rungs at the keyboard."""

RUNGS_S = (10.0, 20.0, 30.0)


class Terminal:
    """Typed turns; what the interviewer says is shown and, with a mouth, spoken.

    Args:
        clock: real time.
        show: called with every sentence of the interviewer.
        mouth: speaks as well, when there is a speaker.
        lines: where lines come from.
    """

    def __init__(
        self,
        clock: Clock,
        show: Callable[[str], None],
        mouth: Mouth | None = None,
        lines: TextIO | None = None,
    ) -> None:
        self._clock = clock
        self._show = show
        self._mouth = mouth
        self._lines = lines or sys.stdin
        self._inbox: asyncio.Queue[str | None] = asyncio.Queue()

    @property
    def clock(self) -> Clock:
        """The interview's clock."""
        return self._clock

    async def heard(self) -> AsyncGenerator[Heard]:
        """Lines as turns, and a nudge's occasion when nothing is typed for long."""
        threading.Thread(target=self._read, args=(asyncio.get_running_loop(),), daemon=True).start()
        since_s, rung = self._clock.now(), 0
        while True:
            limit_s = NUDGE_AFTER_S[rung] if rung < len(NUDGE_AFTER_S) else None
            try:
                wait_s = (
                    None if limit_s is None else max(0.0, since_s + limit_s - self._clock.now())
                )
                line = await asyncio.wait_for(self._inbox.get(), wait_s)
            except TimeoutError:
                yield SilenceHeard(RUNGS_S[rung], self._clock.now())
                rung += 1
                continue
            if line is None:
                yield CandidateLeft("the input has ended", complete=True)
                return
            now_s = self._clock.now()
            if line.strip():
                yield TurnHeard(line.strip(), since_s, now_s, now_s)
            since_s, rung = self._clock.now(), 0

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Show the sentences, and speak them if there is a mouth."""
        if self._mouth is not None:
            return await self._mouth.say(sentences)
        start_s = self._clock.now()
        said = []
        async for sentence in sentences:
            self._show(sentence)
            said.append(sentence)
        return Spoken(" ".join(said), start_s, self._clock.now())

    def interrupt(self) -> None:
        """A typed turn ends with its line; there is nothing to interrupt."""

    async def close(self) -> None:
        """Release the mouth."""
        if self._mouth is not None:
            await self._mouth.close()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read in a thread, because a terminal blocks; ends with its process."""
        for line in self._lines:
            loop.call_soon_threadsafe(self._inbox.put_nowait, line)
        loop.call_soon_threadsafe(self._inbox.put_nowait, None)
