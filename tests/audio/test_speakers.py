"""Two people on two channels: told apart when they are apart, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
import soundfile as sf
from numpy.typing import NDArray

from audio.speakers import Voices, read_voice, separate
from tests.audio.sounds import say

RATE_HZ = 16_000
VOICES = ("slt", "rms")
LONG = (
    "I would start with the logs of every impression, because the model is no better than what "
    "was recorded, and then define what counts as a positive."
)
TALK = ((1, "Design a feed, please."), (0, LONG), (1, "How large is it?"), (0, "A few terabytes."))

Sound: TypeAlias = NDArray[np.float64]


def dialogue() -> Sound:
    """The talk, half a second apart, each voice on its channel; ``(n, 2)``."""
    gap = np.zeros((RATE_HZ // 2, 2))
    pieces = [gap]
    for channel, text in TALK:
        spoken = say(text, VOICES[channel])
        piece = np.zeros((len(spoken), 2))
        piece[:, channel] = spoken
        pieces += [piece, gap]
    return np.concatenate(pieces)


def seconds(channel: int) -> float:
    return sum(len(say(text, VOICES[who])) for who, text in TALK if who == channel) / RATE_HZ


def heard(path: Path, sound: Sound, rate_hz: int = RATE_HZ) -> Voices | None:
    sf.write(path, np.clip(sound, -1, 1), rate_hz)
    return separate(path)


def bled(sound: Sound, bleed_db: float, noise_db: float) -> Sound:
    """Each microphone also hears the other voice, and the room."""
    share = 10 ** (bleed_db / 20)
    noise = np.random.default_rng(1).normal(size=sound.shape) * 10 ** (noise_db / 20)
    mixed: Sound = sound @ np.array([[1, share], [share, 1]]) + noise
    return mixed


@pytest.mark.parametrize(("bleed_db", "noise_db"), [(-90, -90), (-30, -60), (-12, -50)])
def test_each_voice_has_its_channel(tmp_path: Path, bleed_db: float, noise_db: float) -> None:
    voices = heard(tmp_path / "call.wav", bled(dialogue(), bleed_db, noise_db))
    assert voices is not None
    assert voices.first == 1
    for channel in (0, 1):
        assert voices.talk_s[channel] == pytest.approx(seconds(channel), rel=0.4)


@pytest.mark.parametrize(
    "together",
    [
        lambda talk: talk.sum(1),
        lambda talk: np.stack([talk.sum(1)] * 2, 1),
        lambda talk: np.stack([talk.sum(1), talk.sum(1) * 0.25], 1),
        lambda talk: bled(talk, -3, -50),
        lambda talk: np.concatenate([talk, talk[:, :1]], 1),
        lambda talk: talk * np.array([1, 0]),
        lambda talk: talk * 0,
    ],
    ids=["one channel", "twice the same", "panned", "a room", "three", "one side dead", "silence"],
)
def test_voices_that_are_not_apart_stay_together(
    tmp_path: Path, together: Callable[[Sound], Sound]
) -> None:
    assert heard(tmp_path / "call.wav", together(dialogue())) is None


def test_a_voice_is_read_without_the_other(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    voices = heard(path, bled(dialogue(), -20, -70))
    assert voices is not None
    own, other = (np.concatenate(list(read_voice(path, voices, one))) for one in (0, 1))
    assert len(own) == len(other)
    asked = len(say(TALK[0][1], VOICES[1]))
    first = slice(RATE_HZ, asked)
    second = slice(asked + 2 * RATE_HZ, asked + 5 * RATE_HZ)
    assert np.abs(own[first]).mean() < 0.02 * np.abs(other[first]).mean()
    assert np.abs(other[second]).mean() < 0.02 * np.abs(own[second]).mean()


def test_the_rate_of_the_file_does_not_matter(tmp_path: Path) -> None:
    slow = heard(tmp_path / "slow.wav", np.repeat(dialogue(), 3, axis=0), 48_000)
    assert slow is not None
    assert slow.talk_s[0] == pytest.approx(seconds(0), rel=0.25)
