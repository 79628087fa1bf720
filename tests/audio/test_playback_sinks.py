"""Sinks that need no device."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import AudioFileError
from audio.sinks import FileSink, MemorySink, NullSink, Played
from audio.tts.base import Speech, silence
from tests.audio.fake_devices import HandClock, settled


async def test_the_null_sink_takes_the_time_of_the_speech() -> None:
    clock = HandClock()
    sink = NullSink(clock)
    tasks = [asyncio.create_task(sink.play(silence(2.0), n)) for n in (1, 2)]
    await settled()
    await clock.advance(2.0)
    assert tasks[0].done()
    assert not tasks[1].done()
    await clock.advance(2.0)
    assert [await task for task in tasks] == [Played(1, 2.0, 2.0), Played(2, 2.0, 2.0)]


async def test_stopping_the_null_sink_counts_until_then_and_forgets_the_rest() -> None:
    clock = HandClock()
    sink = NullSink(clock)
    tasks = [asyncio.create_task(sink.play(silence(2.0), n)) for n in (1, 2)]
    await settled()
    await clock.advance(0.5)
    sink.stop()
    assert await tasks[0] == Played(1, 0.5, 2.0, interrupted=True)
    assert await tasks[1] == Played(2, 0.0, 2.0, interrupted=True)
    after = asyncio.create_task(sink.play(silence(1.0), 3))
    await settled()
    await clock.advance(1.0)
    assert await after == Played(3, 1.0, 1.0)
    await sink.close()


async def test_the_memory_sink_keeps_everything_at_one_rate() -> None:
    sink = MemorySink(rate_hz=16_000)
    await sink.play(Speech(np.full(8_000, 0.5, np.float32), 8_000), 1)
    await sink.play(silence(0.0), 2)
    await sink.play(Speech(np.full(16_000, -0.5, np.float32), 16_000), 3)
    sink.stop()
    assert [one.utterance_id for one in sink.played] == [1, 2, 3]
    assert len(sink.samples) == pytest.approx(32_000, abs=16)
    assert sink.samples[8_000] == pytest.approx(0.5, abs=0.01)
    assert sink.samples[-8_000] == -0.5


async def test_the_file_sink_writes_what_was_said(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "said.flac", rate_hz=24_000)
    await sink.play(Speech(np.full(24_000, 0.25, np.float32), 24_000), 1)
    await sink.close()
    samples, rate_hz = soundfile.read(tmp_path / "said.flac")
    assert (rate_hz, len(samples)) == (24_000, 24_000)
    assert samples.mean() == pytest.approx(0.25, abs=1e-4)


@pytest.mark.parametrize("name", ["missing/said.wav", "said.unknown", "said"])
async def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(AudioFileError, match="said"):
        await FileSink(tmp_path / name).close()
