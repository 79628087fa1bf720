"""WAV files as synthesisers write them, and as broken ones do."""

from __future__ import annotations

import contextlib
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.errors import EngineError
from audio.tts.base import Speech, VoiceSettings, checked, joined, silence
from audio.tts.wave_bytes import speech_from_wave

VALUES = np.array([0, 16384, -32768, 32767], "<i2")


def wave(
    body: bytes = VALUES.tobytes(),
    *,
    rate_hz: int = 22_050,
    channels: int = 1,
    bits: int = 16,
    encoding: int = 1,
    declared: int | None = None,
    before_data: bytes = b"",
) -> bytes:
    layout = struct.pack(
        "<HHIIHH", encoding, channels, rate_hz, rate_hz * channels * bits // 8, channels * 2, bits
    )
    size = len(body) if declared is None else declared
    chunks = b"fmt " + struct.pack("<I", 16) + layout + before_data
    return (
        b"RIFF"
        + struct.pack("<I", 0x7FFFF024)
        + b"WAVE"
        + chunks
        + struct.pack("<4sI", b"data", size)
        + body
    )


def test_a_size_that_lies_is_cut_to_what_is_there() -> None:
    speech = speech_from_wave(wave(declared=0x7FFFF000), "espeak-ng")
    assert speech.rate_hz == 22_050
    np.testing.assert_allclose(speech.samples, [0, 0.5, -1, 32767 / 32768])


def test_chunks_between_are_skipped_and_channels_averaged() -> None:
    extra = b"LIST" + struct.pack("<I", 3) + b"abc\x00"
    speech = speech_from_wave(wave(channels=2, before_data=extra), "x")
    np.testing.assert_allclose(speech.samples, [0.25, (-32768 + 32767) / 2 / 32768])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"<html>" * 20,
        wave()[:36],
        wave(bits=8),
        wave(encoding=3),
        wave(channels=0),
        wave(channels=9),
    ],
)
def test_what_is_no_sound_is_an_engine_error(data: bytes) -> None:
    with pytest.raises(EngineError):
        speech_from_wave(data, "x")


@given(st.binary(max_size=80))
def test_any_bytes_give_speech_or_an_engine_error(noise: bytes) -> None:
    for data in (noise, b"RIFF\0\0\0\0WAVE" + noise, wave()[:20] + noise):
        with contextlib.suppress(EngineError):
            assert speech_from_wave(data, "x").samples.dtype == np.float32


def test_sound_too_short_for_its_words_is_refused() -> None:
    with pytest.raises(EngineError, match=r"only 0\.20 s of sound for 5 words"):
        checked(silence(0.2), "what would you measure first", "x")
    assert checked(silence(1.2), "what would you measure first", "x").duration_s == 1.2


@pytest.mark.parametrize("rate_hz", [0, -1, 44, 7_999, 96_001, 2**31])
def test_a_rate_no_voice_has_is_refused(rate_hz: int) -> None:
    with pytest.raises(EngineError, match="impossible rate"):
        checked(Speech(np.ones(9_000, np.float32), rate_hz), "yes", "x")


def test_no_samples_at_all_is_refused() -> None:
    with pytest.raises(EngineError, match="no sound at all"):
        checked(silence(0.0), "yes", "x")


def test_parts_are_joined_and_nothing_is_empty_speech() -> None:
    assert joined([silence(0.5, 8_000), silence(1.0, 8_000)]).duration_s == 1.5
    assert joined([]).duration_s == 0.0


@pytest.mark.parametrize(
    "wrong", [{"rate_wpm": 20}, {"rate_wpm": 900}, {"pitch": -1}, {"pitch": 100}]
)
def test_settings_outside_what_a_voice_can_do_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="give"):
        VoiceSettings(**wrong)  # type: ignore[arg-type]
