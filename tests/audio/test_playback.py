"""The speaker: order, counting, stopping and loss, without a device."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.errors import DeviceLost, DeviceUnavailable
from audio.play_queue import PlayQueue, Utterance
from audio.playback import TRY_AGAIN_AFTER_S, Speaker
from audio.sinks import Played
from audio.tts.base import Speech, silence
from tests.audio.fake_devices import FakeSpeaker, HandClock, Signal, settled

RATE_HZ = 16_000


def ones(seconds: float, level: float = 0.5) -> Speech:
    return Speech(np.full(round(seconds * RATE_HZ), level, np.float32), RATE_HZ)


class Stage:
    def __init__(self, device: FakeSpeaker | None = None) -> None:
        self.device = device or FakeSpeaker()
        self.clock = HandClock()
        self.speaker = Speaker(opener=self.device.open, clock=self.clock)

    def say(self, speech: Speech, utterance_id: int) -> asyncio.Task[Played]:
        return asyncio.create_task(self.speaker.play(speech, utterance_id))

    async def queued(self, count: int) -> None:
        """Wait until so many utterances have reached the queue: they are converted in threads."""
        async with asyncio.timeout(5):
            while True:
                stream = self.speaker._stream
                if stream is not None and len(stream._futures) == count:
                    return
                await asyncio.sleep(0.001)


@asynccontextmanager
async def stage(device: FakeSpeaker | None = None) -> AsyncIterator[Stage]:
    built = Stage(device)
    try:
        yield built
    finally:
        await built.speaker.close()
        assert built.device.closed == built.device.opened


async def test_an_utterance_is_over_when_it_was_heard_not_when_it_was_delivered() -> None:
    async with stage() as s:
        said = s.say(ones(0.5), 7)
        await s.queued(1)
        s.device.pull(0.52)
        await settled()
        assert not said.done()
        s.device.pull(0.03)
        assert await said == Played(7, 0.5, 0.5)
        np.testing.assert_array_equal(s.device.heard[:8_000], 0.5)
        assert not s.device.heard[8_000:].any()


async def test_utterances_follow_each_other_without_a_seam_in_order() -> None:
    async with stage() as s:
        tasks = [s.say(ones(0.2, 0.1 * n), n) for n in (1, 2, 3)]
        await s.queued(3)
        s.device.pull(0.7)
        assert [(await task).utterance_id for task in tasks] == [1, 2, 3]
        levels = [s.device.heard[round(t * RATE_HZ)] for t in (0, 0.199, 0.2, 0.399, 0.4, 0.599)]
        assert levels == pytest.approx([0.1, 0.1, 0.2, 0.2, 0.3, 0.3])


async def test_a_stop_is_silent_within_five_milliseconds_and_counts_what_went_out() -> None:
    async with stage() as s:
        first, second = s.say(ones(2.0), 1), s.say(ones(2.0), 2)
        await s.queued(2)
        s.device.pull(0.5)
        s.speaker.stop()
        after = s.device.pull(0.2)
        assert await first == Played(1, 0.505, 2.0, interrupted=True)
        assert await second == Played(2, 0.0, 2.0, interrupted=True)
        assert after[:80].min() >= 0.0
        assert (np.diff(after[:80]) <= 0).all(), "a fade, not a click"
        assert not after[80:].any()


async def test_after_a_stop_the_next_utterance_plays() -> None:
    async with stage() as s:
        first = s.say(ones(1.0), 1)
        await s.queued(1)
        s.device.pull(0.1)
        s.speaker.stop()
        await first
        second = s.say(ones(0.2), 2)
        await s.queued(1)
        s.device.pull(0.3)
        assert await second == Played(2, 0.2, 0.2)


async def test_what_was_delivered_whole_counts_as_heard_when_stopped() -> None:
    async with stage() as s:
        said = s.say(ones(0.5), 1)
        await s.queued(1)
        s.device.pull(0.51)
        s.speaker.stop()
        assert await said == Played(1, 0.5, 0.5)


async def test_a_stop_before_the_first_sample_is_heard_as_nothing() -> None:
    async with stage() as s:
        said = s.say(ones(0.5), 1)
        await asyncio.sleep(0)
        s.speaker.stop()
        assert await said == Played(1, 0.0, 0.5, interrupted=True)
        assert not s.device.pull(0.6).any()


async def test_cancelling_falls_silent() -> None:
    async with stage() as s:
        said = s.say(ones(2.0), 1)
        await s.queued(1)
        s.device.pull(0.1)
        said.cancel()
        with pytest.raises(asyncio.CancelledError):
            await said
        assert not s.device.pull(0.1)[80:].any()


async def test_speech_is_brought_to_the_rate_of_the_device() -> None:
    async with stage(FakeSpeaker(rate_hz=48_000)) as s:
        tone = np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050).astype(np.float32) * 0.5
        said = s.say(Speech(tone, 22_050), 1)
        await s.queued(1)
        s.device.pull(1.1)
        played = await said
        assert played.seconds_total == pytest.approx(1.0, abs=0.001)
        spectrum = np.abs(np.fft.rfft(s.device.heard[:48_000]))
        assert spectrum.argmax() == 440


async def test_nothing_to_say_is_over_at_once() -> None:
    async with stage() as s:
        assert await s.speaker.play(silence(0.0), 3) == Played(3, 0.0, 0.0)


async def test_samples_that_are_no_numbers_do_not_reach_the_ear() -> None:
    async with stage() as s:
        wild = Speech(np.array([np.nan, np.inf, 40.0, -40.0] * 100, np.float32), RATE_HZ)
        said = s.say(wild, 1)
        await s.queued(1)
        heard = s.device.pull(0.1)
        await said
        assert np.isfinite(heard).all()
        assert np.abs(heard).max() == 1.0


async def test_a_speaker_that_stops_asking_is_lost_and_every_utterance_knows() -> None:
    async with stage() as s:
        await s.speaker.open()
        s.device.pull(0.1)
        await s.clock.advance(2.5)  # past the patience of the start, nearly
        s.device.pull(0.1)
        tasks = [s.say(ones(1.0), 1), s.say(ones(1.0), 2)]
        await s.queued(2)
        await s.clock.advance(1.1)
        for task in tasks:
            with pytest.raises(DeviceLost, match="still plugged in"):
                await task
        again = s.say(ones(0.2), 3)
        await s.queued(1)
        s.device.pull(0.3)
        assert (await again).seconds_played == 0.2
        assert s.device.opened == 2


async def test_a_stream_that_ends_by_itself_is_lost_at_once() -> None:
    async with stage() as s:
        said = s.say(ones(1.0), 1)
        await s.queued(1)
        s.device.end()
        with pytest.raises(DeviceLost):
            await said


async def test_a_missing_speaker_is_not_looked_for_with_every_sentence() -> None:
    async with stage(FakeSpeaker(refusals=(True,))) as s:
        with pytest.raises(DeviceUnavailable, match="no speaker"):
            await s.speaker.play(ones(0.1), 1)
        with pytest.raises(DeviceUnavailable, match="on the screen"):
            await s.speaker.play(ones(0.1), 2)
        await s.clock.advance(TRY_AGAIN_AFTER_S)
        said = s.say(ones(0.1), 3)
        await s.queued(1)
        s.device.pull(0.2)
        assert (await said).seconds_played == 0.1


@given(
    st.lists(st.integers(1, 900), max_size=6),
    st.lists(st.integers(1, 700), min_size=1, max_size=12),
    st.integers(0, 300),
)
def test_every_sample_goes_out_once_in_order(
    lengths: list[int], blocks: list[int], latency: int
) -> None:
    ended: list[Utterance] = []
    queue = PlayQueue(1_000, latency / 1_000, ended.append)
    utterances = []
    given_samples: list[Signal] = []
    for number, length in enumerate(lengths):
        samples = np.arange(1, length + 1, dtype=np.float32) + 1_000 * number
        given_samples.append(samples)
        utterances.append(Utterance(number, samples))
        queue.add(utterances[-1])
    out = np.concatenate([queue.fill(count) for count in blocks])
    everything = np.concatenate([np.zeros(0, np.float32), *given_samples])
    delivered = min(len(out), len(everything))
    np.testing.assert_array_equal(out[:delivered], everything[:delivered])
    assert not out[delivered:].any()
    ends = np.cumsum([0, *lengths])[1:]
    assert [u.utterance_id for u in ended] == [
        n for n, end in enumerate(ends) if end + latency <= len(out)
    ]
    assert sum(u.position for u in utterances) == delivered


@given(st.integers(0, 500), st.integers(1, 400))
def test_a_stop_counts_exactly_what_goes_out(before: int, length: int) -> None:
    queue = PlayQueue(1_000, 0.0, lambda _: None)
    utterance = Utterance(1, np.ones(length, np.float32))
    queue.add(utterance)
    queue.fill(before)
    stopped = queue.stop()
    tail = queue.fill(600)
    expected = [] if before >= length else [utterance]
    assert stopped == expected
    assert utterance.position == (min(length, before + 5) if before else 0)
    assert np.count_nonzero(tail) <= 5
    assert not tail[5:].any()
