"""Microphone and speaker as a channel, with keys, stops and a microphone that is unplugged.

The microphone code, the ear and the voice activity are the real ones; the stream is fed by hand, so
that a second of sound takes no second.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from audio.capture import Microphone
from audio.ear import Ear
from audio.frames import FRAME_S, FRAME_SAMPLES, Samples
from audio.pausable import PausableSource
from audio.sinks import NullSink
from audio.stt.scripted import ScriptedSpeechToText
from audio.tts.scripted import ScriptedVoice
from interviewer.channels.base import (
    Asked,
    CandidateLeft,
    DeviceReplaced,
    Heard,
    SegmentHeardNow,
    SilenceHeard,
    TurnHeard,
)
from interviewer.channels.fallback import FallbackChannel
from interviewer.channels.listening import MARKS_S, EarListener
from interviewer.channels.speaking import Mouth
from interviewer.channels.terminal import Terminal
from interviewer.channels.voice import VoiceChannel
from interviewer.clock import PausableClock, Stop
from interviewer.vocabulary import Request
from interviewer.voices import MICROPHONE_LOST
from tests.audio.fake_devices import FakeMicrophone, HandClock, settled
from tests.audio.sounds import ANSWER, say, silence

UNFINISHED = "We would use the"


class Room:
    """A candidate in front of a microphone, in time that passes as sound does.

    Args:
        words: what the recogniser makes of each stretch of speech.
        refusals: whether the microphone refuses to open, opening by opening.
        folder: where recordings go.
    """

    def __init__(
        self, *words: str, refusals: tuple[bool, ...] = (), folder: Path | None = None
    ) -> None:
        self.hand = HandClock()
        self.clock = PausableClock(self.hand)
        self.stops: list[tuple[float, Stop]] = []
        self.clock.on_stop(lambda stop: self.stops.append((self.hand.now(), stop)))
        self.stream = FakeMicrophone(refusals=refusals)
        microphone = Microphone(
            reopen_after_s=(0.5, 1.0),
            on_lost=lambda _: self.clock.pause(MICROPHONE_LOST),
            on_back=lambda _: self.clock.resume(MICROPHONE_LOST),
            opener=self.stream.open,
            clock=self.hand,
        )
        source = PausableSource(microphone)
        stt = ScriptedSpeechToText(words)
        listener = EarListener(
            Ear(source, stt, marks_s=MARKS_S),
            folder,
            clock=self.clock,
            lost=lambda: self.clock.resume(MICROPHONE_LOST),
        )
        self.voice = ScriptedVoice()
        speaker = NullSink(self.hand)  # which does not know that the interview's clock can stop
        mouth = Mouth(self.voice, speaker, self.clock, show=self._show)
        self.shown: list[str] = []
        self.channel = VoiceChannel(listener, mouth, self.clock, source=source)
        self.heard: list[Heard] = []
        self.began_s = self.hand.now()

    async def enter(self, channel: FallbackChannel | None = None) -> None:
        self._listening = asyncio.create_task(self._listen(channel or self.channel))
        await settled()

    async def hears(self, sound: Samples) -> None:
        """Sound into the microphone, at the pace of sound."""
        whole = len(sound) - len(sound) % FRAME_SAMPLES
        for block in np.split(sound[:whole], range(FRAME_SAMPLES, whole, FRAME_SAMPLES)):
            self.stream.feed(block)
            await self.hand.advance(FRAME_S)
        await settled(100)

    async def quiet(self, seconds: float) -> None:
        await self.hears(silence(seconds))

    async def unplugged(self, seconds: float) -> None:
        """Time passes and the microphone gives nothing."""
        for _ in range(round(seconds / 0.1)):
            await self.hand.advance(0.1)

    async def say(self, *sentences: str) -> asyncio.Task[object]:
        async def words() -> AsyncIterator[str]:
            for sentence in sentences:
                yield sentence

        task: asyncio.Task[object] = asyncio.create_task(self.channel.say(words()))
        await settled()
        return task

    async def leave(self) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        await self.channel.close()

    def all(self, kind: type[Heard]) -> list[Heard]:
        return [item for item in self.heard if isinstance(item, kind)]

    def _show(self, sentence: str) -> None:
        self.shown.append(sentence)

    async def _listen(self, channel: FallbackChannel | VoiceChannel) -> None:
        async for item in channel.heard():
            self.heard.append(item)


async def test_a_key_ends_the_turn_and_goes_with_it() -> None:
    room = Room(UNFINISHED)
    await room.enter()
    await room.hears(say(UNFINISHED))
    await room.quiet(1.0)
    assert room.all(TurnHeard) == []
    room.channel.ask(Request.REPEAT)
    await room.quiet(0.1)
    (turn,) = room.all(TurnHeard)
    assert isinstance(turn, TurnHeard)
    assert (turn.text, turn.asked, turn.interrupted) == (UNFINISHED, Request.REPEAT, False)
    assert room.all(Asked) == []
    await room.leave()


async def test_a_key_in_mid_sentence_keeps_what_was_said_so_far() -> None:
    room = Room(ANSWER)
    await room.enter()
    await room.hears(say(ANSWER)[:-8_000])
    room.channel.ask(Request.SKIP)
    await room.quiet(0.2)
    (turn,) = room.all(TurnHeard)
    assert isinstance(turn, TurnHeard)
    assert (turn.text, turn.asked) == (ANSWER, Request.SKIP)
    await room.leave()


async def test_a_key_with_no_turn_open_is_a_request_of_its_own() -> None:
    room = Room()
    await room.enter()
    await room.quiet(1.0)
    room.channel.ask(Request.TIME)
    room.channel.ask(Request.REPEAT)
    await room.quiet(0.1)
    assert [item.request for item in room.heard if isinstance(item, Asked)] == [
        Request.TIME, Request.REPEAT,
    ]  # fmt: skip
    await room.leave()


async def test_time_to_think_leaves_the_turn_open_and_announces_the_silence() -> None:
    room = Room("We use two towers.", "And trees.")
    await room.enter()
    await room.hears(say("We use two towers."))
    await room.quiet(1.0)
    room.channel.ask(Request.MINUTE)
    await room.quiet(15.0)
    assert room.all(TurnHeard) == []
    assert [item.request for item in room.heard if isinstance(item, Asked)] == [Request.MINUTE]
    silences = [item for item in room.heard if isinstance(item, SilenceHeard)]
    assert [(s.silence_s, s.announced) for s in silences] == [(5.0, True), (10.0, True)]
    await room.hears(say("And trees."))
    await room.quiet(3.0)
    (turn,) = room.all(TurnHeard)
    assert isinstance(turn, TurnHeard)
    assert turn.text == "We use two towers. And trees."
    await room.leave()


async def test_while_paused_nothing_is_heard_recorded_or_timed(tmp_path: Path) -> None:
    room = Room(UNFINISHED, "two tower model.", folder=tmp_path / "audio")
    await room.enter()
    await room.hears(say(UNFINISHED))
    await room.quiet(1.0)
    before_s = room.clock.now()
    room.clock.pause("the phone rings")
    await room.quiet(2.0)
    await room.hears(say("Hello mum, I cannot talk now."))
    await room.quiet(30.0)
    assert room.clock.now() == before_s
    assert room.all(SilenceHeard) == []
    room.clock.resume("the phone rings")
    await room.quiet(1.0)
    await room.hears(say("two tower model."))
    await room.quiet(4.0)

    (turn,) = room.all(TurnHeard)
    assert isinstance(turn, TurnHeard)
    assert turn.text == f"{UNFINISHED} two tower model."
    first, second = [item for item in room.heard if isinstance(item, SegmentHeardNow)]
    assert second.start_s - first.end_s == pytest.approx(2.1, abs=0.5)
    assert second.end_s <= room.clock.now()
    assert len(list((tmp_path / "audio").iterdir())) == len(turn.audio) == 2
    await room.leave()


async def test_a_pause_hushes_the_interviewer_who_then_says_the_sentence_again() -> None:
    room = Room()
    await room.enter()
    speaking = await room.say("First of all.", "How would you get the labels, and how late?")
    await room.quiet(1.5)
    assert room.shown == ["First of all.", "How would you get the labels, and how late?"]
    at_s = room.clock.now()
    room.clock.pause("the phone rings")
    await room.quiet(60.0)
    assert not speaking.done()
    room.clock.resume()
    await room.quiet(6.0)
    spoken = await speaking
    assert spoken.text == "First of all. How would you get the labels, and how late?"  # type: ignore[attr-defined]
    assert 2.0 < spoken.end_s - at_s < 6.0, "as long as the sentence, and no longer"  # type: ignore[attr-defined]
    await room.leave()


@pytest.mark.parametrize("request_", [Request.DONE, Request.SKIP, Request.QUIT])
async def test_some_keys_cut_the_interviewer_short(request_: Request) -> None:
    room = Room()
    await room.enter()
    speaking = await room.say("First of all.", "How would you get the labels, and how late?", "Hm?")
    await room.quiet(1.5)
    room.channel.ask(request_)
    await room.quiet(0.5)
    spoken = await speaking
    assert spoken.text == "First of all."  # type: ignore[attr-defined]
    assert [item.request for item in room.heard if isinstance(item, Asked)] == [request_]
    await room.leave()


async def test_a_lost_microphone_stops_the_clock_until_it_is_back() -> None:
    room = Room(UNFINISHED, "two tower model.", refusals=(False, True))
    await room.enter()
    await room.quiet(4.0)
    await room.hears(say(UNFINISHED))
    last_sound_s = room.hand.now()
    await room.unplugged(1.2)
    ((noticed_s, stop),) = room.stops
    assert stop.reason == MICROPHONE_LOST
    assert noticed_s - last_sound_s < 1.0
    assert [item.text for item in room.heard if isinstance(item, SegmentHeardNow)] == [UNFINISHED]

    stood_at_s = room.clock.now()
    await room.unplugged(1.4)
    assert room.clock.now() == stood_at_s
    await room.hears(say("two tower model."))
    await room.quiet(4.0)
    assert not room.clock.paused
    (turn,) = room.all(TurnHeard)
    assert isinstance(turn, TurnHeard)
    assert turn.text == f"{UNFINISHED} two tower model."
    assert turn.end_s <= room.clock.now()
    assert room.all(CandidateLeft) == []
    await room.leave()


async def test_where_it_does_not_come_back_the_answer_is_kept_and_typing_goes_on() -> None:
    room = Room(UNFINISHED, refusals=(False, True, True))
    terminals: list[Terminal] = []

    def typed() -> Terminal:
        terminals.append(Terminal(room.clock, room.shown.append))
        return terminals[0]

    channel = FallbackChannel(room.channel, typed, "microphone", "the interview goes on in text")
    await room.enter(channel)
    await room.quiet(4.0)
    await room.hears(say(UNFINISHED))
    await room.unplugged(4.0)
    terminals[0].take("two tower model.\n")
    await settled()
    assert not room.clock.paused
    turns = [item.text for item in room.heard if isinstance(item, TurnHeard)]
    assert turns == [UNFINISHED, "two tower model."]
    (replaced,) = room.all(DeviceReplaced)
    assert isinstance(replaced, DeviceReplaced)
    assert replaced.device == "microphone"
    assert "still plugged in" in replaced.reason
    assert room.all(CandidateLeft) == []
    await room.leave()


async def test_without_a_keyboard_the_interview_ends_with_the_answer_kept() -> None:
    room = Room(UNFINISHED, refusals=(False, True, True))
    await room.enter()
    await room.quiet(4.0)
    await room.hears(say(UNFINISHED))
    await room.unplugged(4.0)
    assert [type(item) for item in room.heard[-2:]] == [TurnHeard, CandidateLeft]
    left = room.heard[-1]
    assert isinstance(left, CandidateLeft)
    assert not left.complete
    await room.leave()


async def test_one_can_leave_at_once_while_the_microphone_is_away() -> None:
    room = Room(UNFINISHED, refusals=(False, True, True))
    await room.enter()
    await room.quiet(4.0)
    await room.hears(say(UNFINISHED))
    await room.unplugged(1.2)
    assert room.clock.paused
    room.channel.ask(Request.QUIT)
    await settled()
    assert isinstance(room.heard[-1], Asked)
    await room.leave()
