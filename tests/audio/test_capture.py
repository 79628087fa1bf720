"""The microphone: frames from blocks, gaps, loss and return, without a device."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from audio.capture import REOPEN_AFTER_S, Microphone
from audio.devices import Wanted
from audio.errors import DeviceLost, DeviceUnavailable
from audio.frames import FRAME_S, FRAME_SAMPLES, Frame
from audio.portaudio import OnBlock, Stream
from tests.audio.fake_devices import FakeMicrophone, HandClock, Signal, settled

RNG = np.random.default_rng(7)


def noise(count: int, channels: int = 1) -> Signal:
    return RNG.uniform(-0.5, 0.5, (count, channels)).astype(np.float32)


def sine(seconds: float, rate_hz: int, hz: float = 440.0) -> Signal:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(
        np.float32
    )


class Stage:
    """A microphone being listened to, its device, its clock and what came out."""

    def __init__(
        self,
        device: FakeMicrophone | None = None,
        *,
        reopen_after_s: tuple[float, ...] = (),
    ) -> None:
        self.device = device or FakeMicrophone()
        self.clock = HandClock()
        self.told: list[str | float] = []
        self.microphone = Microphone(
            "headset",
            reopen_after_s=reopen_after_s,
            on_lost=self.told.append,
            on_back=self.told.append,
            opener=self.device.open,
            clock=self.clock,
        )
        self.frames: list[Frame] = []
        self.error: Exception | None = None
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        try:
            async for frame in self.microphone.frames():
                self.frames.append(frame)
        except (DeviceLost, DeviceUnavailable) as error:
            self.error = error

    async def until_open(self, times: int = 1) -> None:
        async with asyncio.timeout(5):
            while self.device.opened < times or not self._ready():  # noqa: ASYNC110 - a thread opens it
                await asyncio.sleep(0.001)

    def _ready(self) -> bool:
        stream = self.microphone._stream
        return stream is not None and stream._stream is not None

    async def talk(self, seconds: float, block: int = 256) -> None:
        """Feed sound at the pace of the clock."""
        count = round(seconds * self.device.rate_hz / block)
        for _ in range(count):
            self.device.feed(noise(block))
            await self.clock.advance(block / self.device.rate_hz)

    @property
    def failed(self) -> bool:
        return self.error is not None

    async def done(self) -> None:
        async with asyncio.timeout(5):
            await self._task

    async def close(self) -> None:
        await self.microphone.close()
        await self.done()

    @property
    def samples(self) -> Signal:
        return np.concatenate([frame.samples for frame in self.frames])


async def test_blocks_of_any_size_become_frames_on_one_clock() -> None:
    stage = Stage()
    await stage.until_open()
    said = noise(8_000)[:, 0]
    for part in np.split(said, [1, 2, 500, 513, 513, 2_000]):
        stage.device.feed(part)
    await settled()
    await stage.close()
    assert len(stage.frames) == 8_000 // FRAME_SAMPLES
    np.testing.assert_array_equal(stage.samples, said[: len(stage.samples)])
    assert [frame.start_s for frame in stage.frames] == pytest.approx(
        [i * FRAME_S for i in range(len(stage.frames))]
    )
    assert (stage.error, stage.device.closed, stage.device.wanted) == (None, 1, ["headset"])


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000, 96_000])
async def test_any_rate_keeps_duration_and_pitch(rate_hz: int) -> None:
    stage = Stage(FakeMicrophone(rate_hz))
    await stage.until_open()
    quiet = np.zeros(rate_hz // 4, np.float32)
    for part in np.array_split(np.concatenate([quiet, sine(4.0, rate_hz), quiet]), 250):
        stage.device.feed(part)
    await settled()
    await stage.close()
    loud = np.flatnonzero(np.abs(stage.samples) > 0.05)
    assert loud[0] / 16_000 == pytest.approx(0.25, abs=0.005)
    assert (loud[-1] - loud[0]) / 16_000 == pytest.approx(4.0, rel=0.005)
    spectrum = np.abs(np.fft.rfft(stage.samples))
    assert spectrum.argmax() * 16_000 / len(stage.samples) == pytest.approx(440, rel=0.005)


@pytest.mark.parametrize("dead", [0, 1])
async def test_a_dead_channel_does_not_halve_the_voice(dead: int) -> None:
    stage = Stage()
    await stage.until_open()
    block = np.zeros((1_600, 2), np.float32)
    block[:, 1 - dead] = sine(0.1, 16_000)
    for _ in range(10):
        stage.device.feed(block)
    await settled()
    await stage.close()
    assert np.abs(stage.samples[8_000:]).max() == pytest.approx(0.5, rel=0.01)


async def test_opposite_channels_do_not_cancel() -> None:
    stage = Stage()
    await stage.until_open()
    tone = sine(0.1, 16_000)
    for _ in range(10):
        stage.device.feed(np.stack([tone, -tone], axis=1))
    await settled()
    await stage.close()
    assert np.abs(stage.samples[8_000:]).max() > 0.4


async def test_what_is_not_a_number_becomes_silence() -> None:
    stage = Stage()
    await stage.until_open()
    block = noise(1_024)
    block[5], block[6], block[7] = np.nan, np.inf, 9.0
    stage.device.feed(block)
    await settled()
    await stage.close()
    assert np.isfinite(stage.samples).all()
    assert np.abs(stage.samples).max() == 1.0


async def test_an_overflow_is_a_marked_gap_as_long_as_the_device_says() -> None:
    stage = Stage()
    await stage.until_open()
    stage.device.feed(noise(512))
    stage.device.feed(noise(512), overflow=True, skip_s=0.25)
    stage.device.feed(noise(512))
    await settled()
    await stage.close()
    gaps = [frame.gap_before_s for frame in stage.frames]
    assert gaps == [0.0, pytest.approx(0.25), 0.0]
    assert stage.frames[1].start_s == pytest.approx(FRAME_S + 0.25)


@pytest.mark.parametrize("skip_s", [-5.0, 0.0, 0.001, 99.0])
async def test_an_overflow_without_a_believable_time_costs_one_block(skip_s: float) -> None:
    stage = Stage()
    await stage.until_open()
    stage.device.feed(noise(512))
    stage.device.feed(noise(1_024), overflow=True, skip_s=skip_s)
    await settled()
    await stage.close()
    assert sum(frame.gap_before_s for frame in stage.frames) == pytest.approx(0.064)


async def test_a_busy_event_loop_loses_the_oldest_sound_and_says_so() -> None:
    stage = Stage()
    await stage.until_open()
    stage.device.feed(noise(512))
    await settled()
    for _ in range(400):  # 40 s without the loop getting a turn
        stage.device.feed(noise(1_600))
    await settled(60)
    await stage.close()
    assert sum(frame.gap_before_s for frame in stage.frames) == pytest.approx(10.0, abs=0.2)
    assert stage.frames[-1].end_s == pytest.approx(40.0, abs=0.2)
    assert len(stage.samples) < 31 * 16_000


async def test_sound_from_before_anybody_listened_is_dropped() -> None:
    device, clock = FakeMicrophone(), HandClock()
    microphone = Microphone(opener=device.open, clock=clock)
    await microphone.open()
    device.feed(noise(5_120))
    frames = microphone.frames()
    first = asyncio.ensure_future(anext(frames))
    await settled()
    device.feed(np.full(512, 0.25, np.float32))
    frame = await first
    assert (frame.start_s, frame.samples.min()) == (0.0, 0.25)
    await microphone.close()


async def test_a_device_without_a_block_is_lost_within_a_second() -> None:
    stage = Stage()
    await stage.until_open()
    await stage.talk(4.0)
    frames = len(stage.frames)
    stage.device.feed(noise(100))
    await stage.clock.advance(0.85)
    assert not stage.failed
    await stage.clock.advance(0.1)
    await stage.done()
    assert isinstance(stage.error, DeviceLost)
    assert "still plugged in" in str(stage.error)
    assert len(stage.frames) == frames + 1, "the last words are not kept back"
    assert stage.device.closed == 1


async def test_a_slow_start_is_no_loss_but_endless_silence_is() -> None:
    stage = Stage()
    await stage.until_open()
    stage.device.feed(noise(512))
    await stage.clock.advance(2.5)
    assert not stage.failed
    await stage.clock.advance(0.6)
    await stage.done()
    assert isinstance(stage.error, DeviceLost)


async def test_a_stream_that_ends_by_itself_is_lost_at_once() -> None:
    stage = Stage()
    await stage.until_open()
    stage.device.feed(noise(512))
    stage.device.end()
    await stage.done()
    assert isinstance(stage.error, DeviceLost)
    assert len(stage.frames) == 1


async def test_a_lost_device_comes_back_and_the_time_is_a_gap() -> None:
    stage = Stage(FakeMicrophone(refusals=(False, True)), reopen_after_s=REOPEN_AFTER_S)
    await stage.until_open()
    await stage.talk(4.0)
    end_s = stage.frames[-1].end_s
    stage.device.end()
    await settled()
    assert stage.told == ["the microphone went silent; is it still plugged in?"]
    await stage.clock.advance(0.5)  # refused
    async with asyncio.timeout(5):
        while len(stage.device.wanted) < 2:  # noqa: ASYNC110 - a thread opens it
            await asyncio.sleep(0.001)
    await settled()
    await stage.clock.advance(1.0)
    await stage.until_open(times=2)
    stage.device.feed(noise(512))
    await settled()
    await stage.close()
    assert stage.told[1:] == [pytest.approx(1.5, abs=0.05)]
    assert stage.frames[-1].gap_before_s == pytest.approx(1.5, abs=0.05)
    assert stage.frames[-1].start_s == pytest.approx(end_s + 1.5, abs=0.1)
    assert stage.error is None


async def test_a_device_that_stays_away_is_lost_for_good() -> None:
    stage = Stage(FakeMicrophone(refusals=(False, True, True)), reopen_after_s=(0.5, 1.0))
    await stage.until_open()
    await stage.talk(4.0)
    stage.device.end()
    async with asyncio.timeout(5):
        while stage.error is None:
            await stage.clock.advance(0.5)
            await asyncio.sleep(0.001)
    assert isinstance(stage.error, DeviceLost)
    assert len(stage.told) == 1


async def test_a_reopened_device_without_sound_is_not_back() -> None:
    stage = Stage(reopen_after_s=(0.5,))
    await stage.until_open()
    await stage.talk(4.0)
    stage.device.end()
    async with asyncio.timeout(5):
        while stage.error is None:
            await stage.clock.advance(0.25)
            await asyncio.sleep(0.001)
    assert isinstance(stage.error, DeviceLost)
    assert len(stage.told) == 1
    assert (stage.device.opened, stage.device.closed) == (2, 2)


async def test_no_device_at_all_is_told_before_the_first_frame() -> None:
    stage = Stage(FakeMicrophone(refusals=(True,)), reopen_after_s=(0.5,))
    await stage.done()
    assert isinstance(stage.error, DeviceUnavailable)
    assert stage.told == []


async def test_closing_twice_and_before_opening_is_harmless() -> None:
    microphone = Microphone(opener=FakeMicrophone().open, clock=HandClock())
    await microphone.close()
    await microphone.close()


async def test_a_driver_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    release = threading.Event()
    device = FakeMicrophone()

    def hanging(wanted: Wanted, on_block: OnBlock, on_end: object) -> Stream:
        release.wait(10)
        return device

    monkeypatch.setattr("audio.microphone_stream.OPEN_LIMIT_S", 0.05)
    microphone = Microphone(opener=hanging, clock=HandClock())
    with pytest.raises(DeviceUnavailable, match="hangs"):
        await microphone.open()
    release.set()
    async with asyncio.timeout(5):
        while not device.closed:  # noqa: ASYNC110 - another thread is waited for
            await asyncio.sleep(0.001)
