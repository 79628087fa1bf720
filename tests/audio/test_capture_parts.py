"""The small parts under capture and playback: channels, the watchdog, calls that may hang."""

from __future__ import annotations

import asyncio
import os
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.channels import ChannelMixer, shares
from audio.portaudio import quiet_stderr
from audio.threads import call_with_limit
from audio.watchdog import Watchdog
from tests.audio.fake_devices import HandClock, settled


@pytest.mark.parametrize(
    ("energy", "mixed", "expected"),
    [
        ([0.0, 0.0], 0.0, [0.5, 0.5]),
        ([1.0, 0.0], 0.25, [1.0, 0.0]),
        ([1.0, 0.9], 0.9, [0.5, 0.5]),
        ([1.0, 1e-4], 0.25, [1.0, 0.0]),
        ([1.0, 1.1], 1e-9, [0.0, 1.0]),
        ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0], 0.1, [0.5, 0, 0, 0.5, 0, 0, 0, 0]),
    ],
)
def test_shares(energy: list[float], mixed: float, expected: list[float]) -> None:
    np.testing.assert_allclose(shares(np.array(energy), mixed), expected)


def test_a_change_of_channels_does_not_click() -> None:
    mixer = ChannelMixer(2, 16_000)
    both = np.full((800, 2), 0.4, np.float32)
    only_left = both * np.array([1, 0], np.float32)
    out = np.concatenate([mixer.mix(both) for _ in range(4)] + [mixer.mix(only_left)] * 1)
    later = [mixer.mix(only_left) for _ in range(400)]
    assert np.abs(np.diff(out[:3_200])).max() < 1e-6
    assert all(np.abs(np.diff(block)).max() < 0.01 for block in later)
    np.testing.assert_allclose(later[-1], 0.4, rtol=1e-3)


@given(st.integers(1, 9), st.lists(st.integers(0, 50), max_size=8))
def test_mixing_keeps_lengths_and_bounds(channels: int, sizes: list[int]) -> None:
    mixer = ChannelMixer(channels, 1_000)
    generator = np.random.default_rng(channels)
    for size in sizes:
        out = mixer.mix(generator.uniform(-1, 1, (size, channels)).astype(np.float32))
        assert out.shape == (size,)
        assert np.abs(out).max(initial=0) <= 1.0 + 1e-6


async def test_the_watchdog_is_patient_at_the_start_and_strict_later() -> None:
    clock = HandClock()
    dog = Watchdog(clock)
    waiting = asyncio.create_task(dog.wait_until_expired())
    await settled()
    dog.beat()
    await clock.advance(2.9)
    assert not waiting.done()
    for _ in range(20):
        dog.beat()
        await clock.advance(0.5)
    assert not waiting.done()
    dog.beat()
    await clock.advance(0.89)
    before = dog.expired, waiting.done()
    await clock.advance(0.01)
    assert (before, dog.expired, waiting.done()) == ((False, False), True, True)


async def test_a_call_returns_what_its_function_returns_or_raises() -> None:
    assert await call_with_limit(lambda: 5, 5.0) == 5
    with pytest.raises(ValueError, match="broken"):
        await call_with_limit(_broken, 5.0)


def _broken() -> int:
    raise ValueError("broken")


async def test_a_result_that_comes_too_late_is_released() -> None:
    go, released = threading.Event(), threading.Event()

    def slow() -> str:
        go.wait(10)
        return "stream"

    got: list[str] = []

    def too_late(result: str) -> None:
        got.append(result)
        released.set()

    with pytest.raises(TimeoutError):
        await call_with_limit(slow, 0.02, too_late=too_late)
    go.set()
    assert await asyncio.to_thread(released.wait, 5)
    assert got == ["stream"]


def test_c_libraries_are_quiet_only_inside(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, b"ALSA lib: noise\n")
    os.write(2, b"heard\n")
    assert capfd.readouterr().err == "heard\n"
