"""A recogniser that fails time and again: asked again twice, then the keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable

import pytest

from interviewer.channels.base import (
    CandidateLeft,
    Channel,
    DeviceReplaced,
    Heard,
    NotUnderstood,
    SegmentHeardNow,
    Spoken,
    TurnHeard,
)
from interviewer.channels.fallback import FallbackChannel
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.director import Situation
from interviewer.events import CandidateSaid, EngineFailed
from interviewer.minds.scripted import ScriptedMind
from interviewer.session import ASK_AGAIN, Session
from interviewer.vocabulary import Request
from tests.stage import LIBRARY, EventList

CLOCK = VirtualClock()
FAILED = NotUnderstood("openai whisper-1: the speech server stopped answering", 1.0)
REFUSED = NotUnderstood("the speech server refused the key (401)", 1.0, for_good=True)
UNDERSTOOD = SegmentHeardNow("we shard it", 1.0, 2.0)
TYPED = TurnHeard("How many rides are there a day?", 3.0, 4.0, 4.0)
GONE = CandidateLeft("the input has ended", complete=True)


class Scripted:
    """A channel that hears what a script says and remembers what was said through it."""

    def __init__(self, script: Iterable[Heard]) -> None:
        self._script = list(script)
        self.said: list[str] = []
        self.closed = False

    clock = CLOCK

    async def heard(self) -> AsyncGenerator[Heard]:
        for item in self._script:
            yield item

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        self.said.append(" ".join([sentence async for sentence in sentences]))
        return Spoken(self.said[-1], CLOCK.now(), CLOCK.now())

    def interrupt(self) -> None: ...

    def ask(self, request: Request) -> None: ...

    async def close(self) -> None:
        self.closed = True


def behind(voice: Scripted, *typed: Heard) -> tuple[Channel, Scripted]:
    keyboard = Scripted([*typed, GONE])
    text = "the interview goes on in text"
    return FallbackChannel(voice, lambda: keyboard, "microphone", text), keyboard


async def items(channel: Channel) -> list[Heard]:
    return [item async for item in channel.heard()]


async def test_the_third_failure_in_a_row_is_the_last() -> None:
    channel, _ = behind(Scripted([FAILED] * 9), TYPED)
    heard = await items(channel)
    assert heard[:3] == [FAILED] * 3
    replaced = heard[3]
    assert isinstance(replaced, DeviceReplaced)
    assert (replaced.device, replaced.reason) == ("speech-to-text", FAILED.reason)
    assert heard[4:] == [TYPED, GONE]


async def test_who_will_understand_nothing_more_is_not_asked_again() -> None:
    channel, _ = behind(Scripted([UNDERSTOOD, REFUSED, REFUSED]), TYPED)
    heard = await items(channel)
    replaced = heard[1]
    assert isinstance(replaced, DeviceReplaced)
    assert replaced.reason == REFUSED.reason
    assert [heard[0], *heard[2:]] == [UNDERSTOOD, TYPED, GONE]


@pytest.mark.parametrize("script", [[FAILED, FAILED, UNDERSTOOD, FAILED, FAILED, GONE], [GONE]])
async def test_what_is_understood_forgives_failures(script: list[Heard]) -> None:
    channel, _ = behind(Scripted(script), TYPED)
    assert await items(channel) == script


def test_the_interview_goes_on_with_what_is_typed() -> None:
    voice = Scripted([FAILED] * 3)
    channel, keyboard = behind(voice, TYPED)
    setting = build_setting(Choices("uber", "generalist", "L5", "ride-eta", 30), LIBRARY, 1)
    journal = EventList()
    session = Session(Situation(setting), channel, ScriptedMind(1), ScriptedMind(1), journal)
    asyncio.run(session.run())
    assert [text for text in voice.said if text in ASK_AGAIN] == list(ASK_AGAIN)
    failed = [e for e in journal.events if isinstance(e, EngineFailed)]
    assert [e.instead for e in failed] == [
        *["the recording is kept"] * 3, "the interview goes on in text",
    ]  # fmt: skip
    assert [e.text for e in journal.events if isinstance(e, CandidateSaid)] == [TYPED.text]
    assert keyboard.said
