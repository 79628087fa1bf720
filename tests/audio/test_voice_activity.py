"""Silero, frame by frame: pinned on voices, silence, noise and tones, and hard to break."""

import numpy as np
import pytest
from faster_whisper.vad import get_vad_model

from audio.errors import EngineError
from audio.frames import FRAME_SAMPLES, Samples
from audio.vad import CONTEXT_SAMPLES, SileroVoiceActivity
from tests.audio.sounds import ANSWER, clicks, hum, join, music, noise, say, silence, tone


def scores(samples: Samples, vad: SileroVoiceActivity | None = None) -> list[float]:
    vad = vad or SileroVoiceActivity()
    whole = len(samples) - len(samples) % FRAME_SAMPLES
    return [vad.probability(samples[i : i + FRAME_SAMPLES]) for i in range(0, whole, FRAME_SAMPLES)]


@pytest.mark.parametrize("voice", ["slt", "rms", "awb", "kal16", "espeak"])
def test_voices_are_heard(voice: str) -> None:
    found = np.array(scores(say(ANSWER, voice)))
    assert np.mean(found > 0.5) > 0.75
    assert found.max() > 0.97


@pytest.mark.parametrize(
    "sound",
    [
        silence(5),
        noise(5, -60),
        noise(5, -20),
        tone(5, 220),
        tone(5, 1000),
        hum(5),
        clicks(5),
        music(5),
    ],
    ids=["silence", "hiss", "noise", "low tone", "tone", "hum", "typing", "music"],
)
def test_what_is_no_voice_is_not(sound: Samples) -> None:
    assert np.mean(np.array(scores(sound)) > 0.5) < 0.04


@pytest.mark.parametrize("voice", ["slt", "rms", "espeak"])
def test_frame_by_frame_is_what_the_library_finds_on_the_whole(voice: str) -> None:
    whole = say(ANSWER, voice)[: len(say(ANSWER, voice)) // FRAME_SAMPLES * FRAME_SAMPLES]
    library = np.asarray(get_vad_model()(whole.copy())).ravel()
    ours = np.array(scores(whole))
    assert np.mean(np.abs(ours - library)) < 0.01
    assert np.mean((ours > 0.5) == (library > 0.5)) > 0.98


def test_the_context_of_the_previous_frame_is_carried_over() -> None:
    class Forgetful(SileroVoiceActivity):
        def probability(self, samples: Samples) -> float:
            self._context = np.zeros(CONTEXT_SAMPLES, np.float32)
            return super().probability(samples)

    speech = say(ANSWER)
    library = np.asarray(get_vad_model()(speech[: 100 * FRAME_SAMPLES].copy())).ravel()
    without = np.array(scores(speech, Forgetful())[:100])
    assert np.max(np.abs(without - library)) > 0.15
    assert np.max(np.abs(np.array(scores(speech)[:100]) - library)) < 0.06


@pytest.mark.parametrize(
    "bad",
    [
        np.full(32_000, np.nan, np.float32),
        np.full(32_000, np.inf, np.float32),
        np.full(32_000, 1e30, np.float32),
        np.full(32_000, 1.0, np.float32),
        np.sign(tone(2, 100)).astype(np.float32),
        np.clip(noise(2, 10), -1, 1),
    ],
    ids=["nan", "inf", "huge", "offset", "square", "full noise"],
)
def test_it_recovers_within_a_second(bad: Samples) -> None:
    vad = SileroVoiceActivity()
    assert all(0.0 <= s <= 1.0 for s in scores(bad, vad))
    after = np.array(scores(join(silence(1), say(ANSWER)), vad)[31:])
    clean = np.array(scores(join(silence(1), say(ANSWER)))[31:])
    assert np.mean((after > 0.5) == (clean > 0.5)) > 0.95


def test_a_reset_forgets() -> None:
    vad = SileroVoiceActivity()
    first = scores(say(ANSWER), vad)
    vad.reset()
    assert scores(say(ANSWER), vad) == pytest.approx(first)


@pytest.mark.parametrize("size", [0, 1, 511, 513])
def test_only_whole_frames_are_taken(size: int) -> None:
    with pytest.raises(EngineError, match="512"):
        SileroVoiceActivity().probability(np.zeros(size, np.float32))
