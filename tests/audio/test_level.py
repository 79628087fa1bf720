"""The level check: what is measured, and what it says."""

from __future__ import annotations

import numpy as np
import pytest

from audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Samples
from audio.level import SoundLevel, measure

FRAMES = 90


def tone(dbfs: float, frames: int = FRAMES) -> Samples:
    """A sine whose RMS is so loud."""
    times = np.arange(frames * FRAME_SAMPLES) / SAMPLE_RATE_HZ
    wave = np.sqrt(2) * 10 ** (dbfs / 20) * np.sin(2 * np.pi * 437.5 * times)
    return np.asarray(wave, np.float32)


def measured(samples: Samples, *, spoken: bool = True) -> SoundLevel:
    return measure(samples, [spoken] * (len(samples) // FRAME_SAMPLES))


@pytest.mark.parametrize("dbfs", [-6.0, -20.0, -50.0])
def test_levels_are_told_in_decibels_below_full_scale(dbfs: float) -> None:
    level = measured(tone(dbfs))
    assert level.rms_dbfs == pytest.approx(dbfs, abs=0.1)
    assert level.peak_dbfs == pytest.approx(dbfs + 3.01, abs=0.1)
    assert level.floor_dbfs == pytest.approx(dbfs, abs=0.1)


def test_the_floor_is_what_is_left_between_the_words() -> None:
    sound = np.concatenate([tone(-60, 30), tone(-20, 60)])
    level = measure(sound, [False] * 30 + [True] * 60)
    assert level.rms_dbfs == pytest.approx(-20, abs=0.1)
    assert level.floor_dbfs == pytest.approx(-60, abs=0.5)
    assert level.spoken == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("sound", "spoken", "verdict"),
    [
        (np.zeros(FRAMES * FRAME_SAMPLES, np.float32), False, "silent"),
        (np.full(FRAMES * FRAME_SAMPLES, np.nan, np.float32), False, "silent"),
        (tone(-20), True, "fine"),
        (tone(-54), True, "fine"),
        (tone(-56), True, "too quiet"),
        (tone(-20), False, "no speech"),
        (np.clip(tone(6), -1, 1), True, "clipping"),
        (np.clip(tone(6), -1, 1), False, "clipping"),
    ],
)
def test_the_verdict(sound: Samples, verdict: str, *, spoken: bool) -> None:
    assert measured(sound, spoken=spoken).verdict == verdict


def test_a_single_peak_is_not_clipping() -> None:
    sound = tone(-20)
    sound[1000:1002] = 1.0
    assert measured(sound).clipped == 0
    sound[2000:2003] = -1.0
    assert measured(sound).clipped == 1


def test_less_than_a_frame_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="cannot be measured"):
        measure(np.zeros(100, np.float32), [])
    with pytest.raises(ValueError, match="cannot be measured"):
        measure(tone(-20), [True])
