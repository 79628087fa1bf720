"""The whole ear on rendered voices and scripted words."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import numpy as np
import pytest

from audio.ear import (
    Ear,
    EarEvent,
    EngineFailed,
    GapHeard,
    Level,
    SegmentTranscribed,
    SilenceReached,
    SourceLost,
    SpeechEnded,
    SpeechStarted,
    TurnEnded,
    TurnProbablyOver,
    TurnSettled,
)
from audio.errors import AudioFileError, DeviceLost
from audio.frames import SAMPLE_RATE_HZ, Frame, FrameCutter, Samples
from audio.sources import BlockSource
from audio.stt import Transcription
from audio.stt.scripted import ScriptedSpeechToText
from tests.audio.sounds import ANSWER, cough, hum, join, noise, say, silence

Script = list[str | Transcription | Exception]


async def hear(
    sound: Samples, script: Script, *, eager: bool = True, patience: float = 1.0
) -> list[EarEvent]:
    stt = ScriptedSpeechToText(script)
    ear = Ear(BlockSource([sound]), stt, eager=eager, patience=lambda: patience)
    return [e async for e in ear.events() if not isinstance(e, Level)]


def kinds(events: Sequence[EarEvent]) -> list[type]:
    return [type(e) for e in events]


def turns(events: Sequence[EarEvent]) -> list[TurnEnded]:
    return [e for e in events if isinstance(e, TurnEnded)]


@pytest.mark.parametrize("eager", [True, False])
async def test_an_answer(eager: bool) -> None:
    sound = join(silence(1), say(ANSWER), silence(4))
    events = await hear(sound, [ANSWER], eager=eager)
    events = [e for e in events if not isinstance(e, TurnProbablyOver)]
    assert kinds(events) == [SpeechStarted, SpeechEnded, SegmentTranscribed, TurnEnded]
    _, ended, segment, turn = events
    assert isinstance(ended, SpeechEnded)
    assert isinstance(segment, SegmentTranscribed)
    assert isinstance(turn, TurnEnded)
    assert turn.text == segment.text == ANSWER
    assert turn.start_s == pytest.approx(1.25, abs=0.1)
    assert turn.end_s == ended.end_s
    assert len(segment.samples) / SAMPLE_RATE_HZ > ended.end_s - ended.start_s + 0.3
    if eager:
        assert turn.decided_s - turn.end_s == pytest.approx(1.8, abs=0.1)


async def test_a_probable_end_is_told_at_half_the_patience() -> None:
    events = await hear(join(say(ANSWER), silence(4)), [ANSWER])
    (probable,) = [e for e in events if isinstance(e, TurnProbablyOver)]
    (turn,) = turns(events)
    assert events.index(probable) < events.index(turn)
    assert (probable.text, probable.start_s, probable.end_s) == (ANSWER, turn.start_s, turn.end_s)
    assert probable.at_s - turn.end_s == pytest.approx(0.9, abs=0.1)
    assert turn.decided_s - turn.end_s == pytest.approx(1.8, abs=0.1)


async def test_an_unfinished_sentence_is_awaited() -> None:
    sound = join(say("We would use the"), silence(2.9), say("two tower model."), silence(5))
    events = await hear(sound, ["We would use the", "two tower model."])
    assert [t.text for t in turns(events)] == ["We would use the two tower model."]


async def test_the_source_ends_in_mid_turn() -> None:
    events = await hear(say("Let me think about this."), ["Let me think about this."])
    assert [(t.reason, t.text) for t in turns(events)] == [
        ("source_ended", "Let me think about this.")
    ]


@pytest.mark.parametrize("sound", [silence(20), noise(20, -30), join(silence(2), cough())])
async def test_where_nobody_speaks_nothing_is_transcribed(sound: Samples) -> None:
    stt = ScriptedSpeechToText(["", "", ""])
    ear = Ear(BlockSource([sound]), stt, eager=True)
    events = [e async for e in ear.events()]
    assert stt.heard == []
    assert turns(events) == []


@pytest.mark.parametrize("samples", [0, 1, 511, 513])
async def test_hardly_any_sound_is_no_problem(samples: int) -> None:
    assert await hear(np.zeros(samples, np.float32), []) == []


async def test_silence_is_told_as_it_grows() -> None:
    sound = join(silence(12), say("Let me think about this."), silence(21), say("Yes."))
    events = await hear(sound, ["Let me think about this.", "Yes."])
    told = [(e.silence_s, e.announced) for e in events if isinstance(e, SilenceReached)]
    assert told == [(10, False), (10, True), (20, True)]


async def test_levels_come_about_five_times_a_second() -> None:
    ear = Ear(BlockSource([noise(2, -20)]), ScriptedSpeechToText([]), eager=True)
    levels = [e async for e in ear.events() if isinstance(e, Level)]
    assert len(levels) == 10
    assert all(level.rms_dbfs == pytest.approx(-20, abs=1) for level in levels)


async def test_while_paused_nothing_is_heard_and_the_clock_goes_on() -> None:
    """The interviewer speaks over the second answer; the silence starts when they stop."""
    sound = join(say("Yes."), silence(3), say(ANSWER), silence(13), say("No."), silence(3))
    stt = ScriptedSpeechToText(["Yes.", "No."])
    ear = Ear(BlockSource([sound]), stt, eager=True)
    seen: list[EarEvent] = []
    async for event in ear.events():
        if isinstance(event, TurnEnded) and event.text == "Yes.":
            ear.pause()
        if isinstance(event, Level):
            if ear.paused and event.at_s > 8.5:
                ear.resume()
        else:
            seen.append(event)
    first, second = turns(seen)
    assert (first.text, second.text) == ("Yes.", "No.")
    silences = [e.at_s for e in seen if isinstance(e, SilenceReached)]
    assert silences == [pytest.approx(18.6, abs=0.2)]
    assert second.start_s > 18


async def test_what_was_said_before_a_pause_is_not_lost() -> None:
    sound = join(say(ANSWER), silence(10))
    ear = Ear(BlockSource([sound]), ScriptedSpeechToText([ANSWER]), eager=True)
    seen = []
    async for event in ear.events():
        if isinstance(event, Level) and event.at_s > 3 and not ear.paused:
            ear.pause()
            ear.end_turn("interrupted")
        seen.append(event)
    (turn,) = turns(seen)
    assert (turn.reason, turn.text) == ("interrupted", ANSWER)
    assert turn.decided_s < 3.5


class Breaking(BlockSource):
    """Plays its blocks and then fails."""

    def __init__(self, blocks: list[Samples], error: Exception) -> None:
        super().__init__(blocks)
        self.error = error
        self.closed = 0

    async def frames(self) -> AsyncIterator[Frame]:
        async for frame in super().frames():
            yield frame
        raise self.error

    async def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("eager", [True, False])
async def test_a_lost_microphone_keeps_the_partial_answer(eager: bool) -> None:
    source = Breaking([say(ANSWER)], DeviceLost("the microphone was unplugged"))
    ear = Ear(source, ScriptedSpeechToText([ANSWER]), eager=eager)
    events = [e async for e in ear.events() if not isinstance(e, Level)]
    (lost,) = [e for e in events if isinstance(e, SourceLost)]
    assert lost.reason == "the microphone was unplugged"
    assert [(t.reason, t.text) for t in turns(events)] == [("source_lost", ANSWER)]
    assert source.closed == 1


@pytest.mark.parametrize("eager", [True, False])
async def test_a_broken_file_is_the_callers_business(eager: bool) -> None:
    source = Breaking([silence(1)], AudioFileError("x.wav: damaged"))
    ear = Ear(source, ScriptedSpeechToText([]), eager=eager)
    with pytest.raises(AudioFileError, match="damaged"):
        _ = [e async for e in ear.events()]
    assert source.closed == 1


class Gapped(BlockSource):
    """Loses a second of sound between two answers."""

    async def frames(self) -> AsyncIterator[Frame]:
        cutter = FrameCutter()
        frames = cutter.push(say(ANSWER)) + cutter.gap(1.0) + cutter.push(say(ANSWER))
        for frame in frames:
            yield frame


async def test_lost_sound_is_marked() -> None:
    ear = Ear(Gapped([]), ScriptedSpeechToText([ANSWER, ANSWER]), eager=True)
    events = [e async for e in ear.events()]
    (gap,) = [e for e in events if isinstance(e, GapHeard)]
    assert gap.missing_s == pytest.approx(1.0)
    spoken = [e for e in events if isinstance(e, SegmentTranscribed)]
    length_s = len(say(ANSWER)) / SAMPLE_RATE_HZ
    assert spoken[1].start_s - spoken[0].start_s == pytest.approx(length_s + 1.0, abs=0.1)


@pytest.mark.parametrize("eager", [True, False])
async def test_a_failing_engine_is_asked_three_times_and_the_sound_is_kept(eager: bool) -> None:
    failures: Script = [RuntimeError("out of\nmemory")] * 3
    events = await hear(join(say(ANSWER), silence(9)), failures, eager=eager)
    (failed,) = [e for e in events if isinstance(e, EngineFailed)]
    assert failed.reason == "scripted failed: out of memory"
    assert len(failed.samples) > SAMPLE_RATE_HZ
    assert [(t.text, t.complete) for t in turns(events)] == [("", False)]


async def test_a_second_try_may_help() -> None:
    events = await hear(join(say(ANSWER), silence(4)), [OSError("hiccup"), ANSWER])
    assert [(t.text, t.complete) for t in turns(events)] == [(ANSWER, True)]


async def test_whatever_an_engine_writes_is_tidied() -> None:
    events = await hear(join(say(ANSWER), silence(9)), ["we use\x00 it " + "again and " * 9_000])
    assert turns(events)[0].text == "we use it again and"


class Slow:
    """An engine that answers only when told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.lengths_s: list[float] = []

    name = "slow"

    async def transcribe(self, samples: Samples) -> Transcription:
        self.lengths_s.append(len(samples) / SAMPLE_RATE_HZ)
        await self.go.wait()
        return Transcription("something and")

    async def close(self) -> None:
        return


async def test_an_engine_that_lags_gets_its_backlog_in_few_calls() -> None:
    said = [join(say("and then we rank"), silence(1)) for _ in range(12)]
    slow, ends = Slow(), asyncio.Event()

    async def blocks() -> AsyncIterator[Samples]:
        for block in said:
            yield block
        ends.set()
        await slow.go.wait()
        yield silence(8)

    ear = Ear(BlockSource(blocks()), slow)
    events: list[EarEvent] = []

    async def run() -> None:
        events.extend([e async for e in ear.events()])

    task = asyncio.create_task(run())
    await ends.wait()
    slow.go.set()
    await task
    assert len(slow.lengths_s) <= 3
    assert max(slow.lengths_s) <= 27
    (turn,) = turns(events)
    assert turn.text == " ".join(["something and"] * len(slow.lengths_s))


async def test_live_and_eager_hear_the_same_words() -> None:
    sound = join(say("We would use the"), silence(2), say("two tower model."), silence(5))
    script: Script = ["We would use the", "two tower model."]
    eager, live = await hear(sound, list(script)), await hear(sound, list(script), eager=False)
    assert [t.text for t in turns(eager)] == [t.text for t in turns(live)]
    assert [e for e in eager if isinstance(e, SpeechEnded)] == [
        e for e in live if isinstance(e, SpeechEnded)
    ]


async def test_leaving_early_closes_the_source() -> None:
    source = Breaking([say(ANSWER)] * 5, DeviceLost("never reached"))
    events = Ear(source, ScriptedSpeechToText([ANSWER])).events()
    await anext(events)
    await events.aclose()
    assert source.closed == 1


SPOILT: dict[str, Callable[[Samples], Samples]] = {
    "-60 dBFS": lambda x: x * np.float32(0.006),
    "-60 dBFS in 16 bits": lambda x: np.asarray(np.round(x * 196.6) / 32767, np.float32),
    "offset": lambda x: x * np.float32(0.6) + np.float32(0.3),
    "mains hum": lambda x: x + hum(len(x) / SAMPLE_RATE_HZ),
    "clipped": lambda x: np.clip(x * np.float32(10), -1, 1),
    "noise": lambda x: x + noise(len(x) / SAMPLE_RATE_HZ, -35),
    "after two seconds that are no number": lambda x: join(np.full(32_000, np.nan, np.float32), x),
    "after two seconds of full scale": lambda x: join(np.ones(32_000, np.float32), x),
}


@pytest.mark.parametrize("name", SPOILT)
async def test_spoilt_sound_gives_the_same_segments(name: str) -> None:
    clean = join(silence(1), say(ANSWER), silence(1.2), say(ANSWER, "espeak"), silence(1))
    spoilt = SPOILT[name](clean)
    shift_s = (len(spoilt) - len(clean)) / SAMPLE_RATE_HZ
    found = [await hear(sound, [ANSWER, ANSWER]) for sound in (clean, spoilt)]
    spans = [
        np.array([(e.start_s, e.end_s) for e in events if isinstance(e, SpeechEnded)])
        for events in found
    ]
    assert spans[0].shape == spans[1].shape == (2, 2)
    np.testing.assert_allclose(spans[0], spans[1] - shift_s, atol=0.2)


async def test_ending_a_turn_is_settled_whether_or_not_one_was_open() -> None:
    sound = join(silence(2), say(ANSWER), silence(2))
    ear = Ear(BlockSource([sound]), ScriptedSpeechToText([ANSWER]), eager=True)
    told: list[EarEvent] = []
    async for event in ear.events():
        if isinstance(event, Level) and round(event.at_s, 3) == 0.576:
            ear.end_turn("asked")
        if isinstance(event, SegmentTranscribed):
            ear.end_turn("asked")
        if isinstance(event, TurnEnded | TurnSettled):
            told.append(event)
    assert kinds(told) == [TurnSettled, TurnEnded, TurnSettled]
    assert turns(told)[0].reason == "asked"
