"""The keyboard as a channel: lines are turns, commands are requests, a pause holds everything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from interviewer.channels.base import Asked, CandidateLeft, Heard, SilenceHeard, TurnHeard
from interviewer.channels.terminal import NUDGE_AFTER_S, Terminal
from interviewer.clock import PausableClock
from interviewer.vocabulary import Request
from tests.audio.fake_devices import HandClock, settled


class Desk:
    """Somebody at a keyboard, in time that is moved by hand."""

    def __init__(self) -> None:
        self.hand = HandClock()
        self.shown: list[str] = []
        self.terminal = Terminal(PausableClock(self.hand), self.shown.append)
        self.heard: list[Heard] = []
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for item in self.terminal.heard():
            self.heard.append(item)

    async def wait(self, seconds: float) -> None:
        await settled()
        await self.hand.advance(seconds)

    async def leave(self) -> None:
        self.terminal.take(None)
        await self._listening


async def words(*sentences: str) -> AsyncIterator[str]:
    for sentence in sentences:
        yield sentence


async def test_a_line_is_a_turn_and_an_empty_one_is_none() -> None:
    desk = Desk()
    await desk.wait(20)
    desk.terminal.take("  How many users?\n")
    desk.terminal.take("\n")
    await desk.leave()
    turn, left = desk.heard
    assert isinstance(turn, TurnHeard)
    assert turn.text == "How many users?"
    assert turn.end_s - turn.start_s == 20
    assert isinstance(left, CandidateLeft)
    assert left.complete


async def test_silence_at_the_keyboard_is_nudged_late() -> None:
    desk = Desk()
    await desk.wait(NUDGE_AFTER_S[0] - 1)
    assert desk.heard == []
    await desk.wait(1)
    await desk.wait(NUDGE_AFTER_S[2])
    silences = [item for item in desk.heard if isinstance(item, SilenceHeard)]
    assert [(one.silence_s, one.announced) for one in silences] == [
        (10.0, False), (20.0, False), (30.0, False),
    ]  # fmt: skip
    await desk.leave()


async def test_time_to_think_makes_the_silence_an_announced_one() -> None:
    desk = Desk()
    desk.terminal.ask(Request.MINUTE)
    await desk.wait(NUDGE_AFTER_S[0])
    asked, silence = desk.heard
    assert asked == Asked(Request.MINUTE, asked.at_s if isinstance(asked, Asked) else 0)
    assert isinstance(silence, SilenceHeard)
    assert silence.announced
    await desk.leave()


async def test_no_silence_grows_while_the_clock_stands_still() -> None:
    desk = Desk()
    await desk.wait(60)
    desk.terminal.clock.pause("the phone rings")
    await desk.wait(600)
    assert desk.heard == []
    desk.terminal.clock.resume()
    await desk.wait(NUDGE_AFTER_S[0] - 61)
    assert desk.heard == []
    await desk.wait(2)
    assert len(desk.heard) == 1
    await desk.leave()


async def test_nothing_is_said_while_the_clock_stands_still() -> None:
    desk = Desk()
    desk.terminal.clock.pause("the phone rings")
    speaking = asyncio.create_task(desk.terminal.say(words("One.", "Two.")))
    await desk.wait(5)
    assert desk.shown == []
    desk.terminal.clock.resume()
    spoken = await speaking
    assert desk.shown == ["One.", "Two."]
    assert spoken.text == "One. Two."
    await desk.leave()
