"""Microphone and speaker, half duplex: while the interviewer speaks, nothing is heard."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

from audio.ear import Ear
from interviewer.channels.base import CandidateLeft, Heard, SilenceHeard, Spoken
from interviewer.channels.listening import EarListener
from interviewer.channels.speaking import Mouth
from interviewer.clock import Clock

AFTERGLOW_S = 0.25
"""Time after the last sample in which the room still holds the interviewer's voice."""


class VoiceChannel:
    """An ear and a mouth on one clock.

    Args:
        listener: reads the ear, whose sample clock began together with ``clock``.
        mouth: speaks.
        clock: the interview's clock.
        afterglow_s: how long to stay deaf after speaking.
        on_said: told what was said; a simulated candidate listens here.
    """

    def __init__(
        self,
        listener: EarListener,
        mouth: Mouth,
        clock: Clock,
        *,
        afterglow_s: float = AFTERGLOW_S,
        on_said: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._listener = listener
        self._mouth = mouth
        self._clock = clock
        self._afterglow_s = afterglow_s
        self._on_said = on_said

    @property
    def clock(self) -> Clock:
        """The interview's clock."""
        return self._clock

    @property
    def ear(self) -> Ear:
        """The ear that listens."""
        return self._listener.ear

    async def heard(self) -> AsyncGenerator[Heard]:
        """What the candidate does."""
        async with aclosing(self._listener.heard()) as heard:
            async for item in heard:
                if isinstance(item, SilenceHeard) and self.ear.paused:
                    continue
                yield item
                if isinstance(item, CandidateLeft):
                    return

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Speak with the ear closed."""
        self.ear.pause()
        try:
            spoken = await self._mouth.say(sentences)
            await self._clock.sleep(self._afterglow_s)
        finally:
            self.ear.resume()
        self._on_said(spoken.text)
        return spoken

    def interrupt(self) -> None:
        """End the candidate's open turn."""
        self.ear.end_turn("interrupted")

    async def close(self) -> None:
        """Release the devices."""
        await self._mouth.close()
