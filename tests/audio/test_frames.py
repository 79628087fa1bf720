"""Blocks of any size become the same frames on the same clock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Frame, FrameCutter
from audio.resample import Resampler, sane
from audio.sources import BlockSource, WithSilenceAfter
from tests.audio.sounds import noise, silence, tone


def frames_of(blocks: list[int], total: int) -> list[Frame]:
    sound = np.arange(total, dtype=np.float32)
    cutter, frames, at = FrameCutter(), [], 0
    for size in blocks:
        frames += cutter.push(sound[at : at + size])
        at += size
    return frames + cutter.push(sound[at:]) + cutter.flush()


@given(st.lists(st.integers(0, 3000), max_size=12), st.integers(0, 6000))
def test_the_sizes_of_blocks_do_not_matter(blocks: list[int], total: int) -> None:
    frames = frames_of(blocks, total)
    whole = frames_of([], total)
    assert [f.start_s for f in frames] == [f.start_s for f in whole]
    assert len(frames) == -(-total // FRAME_SAMPLES)
    for one, other in zip(frames, whole, strict=True):
        assert one.samples.shape == (FRAME_SAMPLES,)
        np.testing.assert_array_equal(one.samples, other.samples)


def test_a_gap_moves_the_clock_and_is_marked() -> None:
    cutter = FrameCutter()
    cutter.push(noise(0.02, -20))
    filled = cutter.gap(0.5)
    after = cutter.push(noise(0.032, -20))
    assert [f.start_s for f in filled + after] == [0.0, pytest.approx(0.52)]
    assert filled[0].gap_before_s + after[0].gap_before_s == pytest.approx(0.5)


@given(st.floats(0, 3), st.integers(0, 511))
def test_a_gap_is_never_a_splice(gap_s: float, pending: int) -> None:
    cutter = FrameCutter()
    frames = cutter.push(np.zeros(pending, np.float32)) + cutter.gap(gap_s)
    frames += cutter.push(np.ones(512, np.float32)) + cutter.flush()
    loud_at_s = next(
        f.start_s + int(np.flatnonzero(f.samples)[0]) / SAMPLE_RATE_HZ
        for f in frames
        if f.samples.any()
    )
    assert loud_at_s == pytest.approx(pending / SAMPLE_RATE_HZ + gap_s, abs=1 / SAMPLE_RATE_HZ)
    assert sum(f.gap_before_s for f in frames) == pytest.approx(gap_s, abs=1 / SAMPLE_RATE_HZ)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000])
def test_resampling_keeps_duration_and_pitch(rate_hz: int) -> None:
    t = np.arange(2 * rate_hz) / rate_hz
    resampler = Resampler(rate_hz)
    sound = np.sin(2 * np.pi * 440 * t).astype(np.float32)
    parts = [resampler.process(b) for b in np.array_split(sound, 37)]
    out = np.concatenate([*parts, resampler.flush()])
    assert len(out) == pytest.approx(2 * SAMPLE_RATE_HZ, rel=0.005)
    spectrum = np.abs(np.fft.rfft(out[:SAMPLE_RATE_HZ]))
    assert int(spectrum.argmax()) == pytest.approx(440, abs=1)


def test_what_is_not_a_number_becomes_silence() -> None:
    strange = np.array([np.nan, np.inf, -np.inf, 7.0, -7.0, 0.5], np.float32)
    np.testing.assert_array_equal(sane(strange), np.array([0, 0, 0, 1, -1, 0.5], np.float32))


async def test_silence_follows_a_source_on_its_clock() -> None:
    source = WithSilenceAfter(BlockSource([tone(0.1, 440), silence(0.0), tone(0.07, 440)]), 0.1)
    frames = [f async for f in source.frames()]
    starts_s = [f.start_s for f in frames]
    assert starts_s == pytest.approx([i * 0.032 for i in range(len(frames))])
    assert source.sound_s == pytest.approx(0.192)
    assert not frames[-1].samples.any()


async def test_a_closed_source_stops() -> None:
    source = BlockSource([tone(1.0, 440)])
    seen = 0
    async for _ in source.frames():
        seen += 1
        await source.close()
    assert seen == 1
