from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import numpy as np
import pytest

from audio.errors import EngineError, EngineUnavailable
from audio.sinks import MemorySink, NullSink, Played
from audio.tts.base import Speech, VoiceSettings
from audio.tts.scripted import ScriptedVoice
from interviewer.channels.speaking import Mouth, spoken_form
from interviewer.clock import VirtualClock


async def lines(*texts: str) -> AsyncGenerator[str]:
    for text in texts:
        yield text


class Hum:
    """A voice that can be heard: a constant, as long as the text."""

    name = "hum"

    def __init__(self) -> None:
        self._silent = ScriptedVoice(VoiceSettings())

    async def synthesize(self, text: str) -> Speech:
        speech = await self._silent.synthesize(text)
        return Speech(speech.samples + 0.1, speech.rate_hz)

    async def close(self) -> None: ...


async def test_time_passes_while_the_interviewer_speaks() -> None:
    clock = VirtualClock()
    mouth = Mouth(ScriptedVoice(), NullSink(clock), clock)
    spoken = await mouth.say(lines("Design a feed.", "Take it wherever you like."))
    assert spoken.text == "Design a feed. Take it wherever you like."
    assert spoken.start_s == 0.0
    assert spoken.end_s == clock.now() > 2.0


async def test_what_cannot_be_spoken_is_shown_and_the_interview_goes_on() -> None:
    clock, shown = VirtualClock(), []  # type: ignore[var-annotated]
    voice = ScriptedVoice(failures={1: EngineError("the voice broke")})
    mouth = Mouth(voice, NullSink(clock), clock, show=shown.append)
    spoken = await mouth.say(lines("One.", "Two.", "Three."))
    assert shown == ["One.", "Two.", "Three."]
    assert spoken.text == "One. Two. Three."
    assert spoken.failed == "the voice broke"


async def test_what_is_spoken_is_kept_where_recordings_are_kept(tmp_path: Path) -> None:
    clock = VirtualClock()
    kept = Mouth(Hum(), NullSink(clock), clock, tmp_path / "audio")
    spoken = await kept.say(lines("Design a feed."))
    assert spoken.audio is not None
    assert (tmp_path / spoken.audio).is_file()
    silent = Mouth(Hum(), NullSink(clock), clock, None)
    assert (await silent.say(lines("Design a feed."))).audio is None


async def test_a_voice_that_is_gone_for_good_is_told_of_once_and_not_asked_again() -> None:
    clock, shown = VirtualClock(), []  # type: ignore[var-annotated]
    voice = ScriptedVoice(failures={1: EngineUnavailable("the key was refused")})
    mouth = Mouth(voice, NullSink(clock), clock, show=shown.append)
    first, second = await mouth.say(lines("One.", "Two.")), await mouth.say(lines("Three."))
    assert (first.failed, second.failed) == ("the key was refused", None)
    assert (first.text, second.text) == ("One. Two.", "Three.")
    assert shown == ["One.", "Two.", "Three."]
    assert voice.said == ["One.", "Two."]


class Streamed(Hum):
    """A voice that makes half a second, waits to be told to go on, and makes another."""

    def __init__(self, failure: EngineError | None = None) -> None:
        super().__init__()
        self.go_on = asyncio.Event()
        self.failure = failure

    async def stream(self, text: str) -> AsyncGenerator[Speech]:
        yield Speech(np.full(8_000, 0.1, np.float32), 16_000)
        await self.go_on.wait()
        if self.failure is not None:
            raise self.failure
        yield Speech(np.full(8_000, 0.2, np.float32), 16_000)


class Stage(MemorySink):
    """A sink that remembers, and tells the voice when it plays."""

    def __init__(self, voice: Streamed, then: Callable[[], None] = lambda: None) -> None:
        super().__init__(16_000)
        self._voice, self._then = voice, then

    async def play(self, speech: Speech, utterance_id: int) -> Played:
        self._voice.go_on.set()
        self._then()
        return await super().play(speech, utterance_id)


async def test_what_a_voice_streams_is_heard_before_all_of_it_is_made() -> None:
    voice = Streamed()
    sink = Stage(voice)  # had it to wait for the whole, it would wait for ever
    async with asyncio.timeout(5):
        spoken = await Mouth(voice, sink, VirtualClock()).say(lines("Design a feed."))
    assert spoken.text == "Design a feed."
    assert [played.seconds_total for played in sink.played] == [0.5, 0.5]
    assert sink.samples[[0, -1]].tolist() == pytest.approx([0.1, 0.2])


async def test_a_voice_that_breaks_off_is_heard_that_far_and_shown() -> None:
    voice = Streamed(EngineError("the voice broke off"))
    sink, shown = Stage(voice), []  # type: ignore[var-annotated]
    mouth = Mouth(voice, sink, VirtualClock(), show=shown.append)
    spoken = await mouth.say(lines("Design a feed.", "Take it wherever you like."))
    assert spoken.failed == "the voice broke off"
    assert spoken.text == "Design a feed. Take it wherever you like."
    assert shown == ["Design a feed.", "Take it wherever you like."]
    assert len(sink.samples) == 8_000


async def test_what_was_held_in_the_middle_of_a_stream_is_said_again_from_its_beginning() -> None:
    voice, mouths = Streamed(), []  # type: ignore[var-annotated]

    def hold_once() -> None:
        if not sink.played:
            mouths[0].hold()

    sink = Stage(voice, hold_once)
    mouths.append(Mouth(voice, sink, VirtualClock()))
    saying = asyncio.create_task(mouths[0].say(lines("Design a feed.")))
    await asyncio.sleep(0.05)
    assert [played.seconds_total for played in sink.played] == [0.5]
    mouths[0].go_on()
    assert (await saying).text == "Design a feed."
    assert [played.seconds_total for played in sink.played] == [0.5, 1.0]


def test_written_forms_are_read_out() -> None:
    assert spoken_form("A p99 of 50 ms in an A/B test") == "A p 99 of 50 ms in an A B test"
