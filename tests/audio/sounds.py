"""Sounds to listen to, made here and now: voices by flite and espeak-ng, noises by arithmetic."""

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from audio.files import read_audio
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.listen import listen_to_samples
from audio.pauses import Span
from audio.stt import SpeechToText

ANSWER = "We would train a two tower model on clicks and impressions."


@cache
def say(text: str, voice: str = "slt") -> Samples:
    """Speak with a flite voice, or with espeak-ng when the voice is `espeak`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        command = (
            ["espeak-ng", "-w", str(path), text]
            if voice == "espeak"
            else ["flite", "-voice", voice, "-t", text, "-o", str(path)]
        )
        subprocess.run(command, check=True, capture_output=True)
        spoken = np.concatenate(list(read_audio(path)))
    spoken.flags.writeable = False
    return spoken


def silence(duration_s: float) -> Samples:
    return np.zeros(round(duration_s * SAMPLE_RATE_HZ), np.float32)


def times(duration_s: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def noise(duration_s: float, dbfs: float, seed: int = 1) -> Samples:
    values = np.random.default_rng(seed).normal(size=round(duration_s * SAMPLE_RATE_HZ))
    return (values * 10 ** (dbfs / 20)).astype(np.float32)


def tone(duration_s: float, hz: float, amplitude: float = 0.3) -> Samples:
    return np.asarray(amplitude * np.sin(2 * np.pi * hz * times(duration_s)), np.float32)


def hum(duration_s: float, amplitude: float = 0.1) -> Samples:
    """Mains hum: 50 Hz and its harmonics."""
    parts = [tone(duration_s, 50.0 * k, amplitude / k) for k in range(1, 8)]
    return np.asarray(np.sum(parts, axis=0), np.float32)


def clicks(duration_s: float, seed: int = 2) -> Samples:
    """Somebody types: four short knocks a second over a quiet room."""
    generator = np.random.default_rng(seed)
    sound = noise(duration_s, -60, seed)
    knock = np.exp(-np.arange(400) / 80) * 0.2
    for at in generator.integers(0, len(sound) - 400, round(4 * duration_s)):
        sound[at : at + 400] += (generator.normal(size=400) * knock).astype(np.float32)
    return sound


def music(duration_s: float, seed: int = 3) -> Samples:
    """Three lines of plucked notes."""
    generator = np.random.default_rng(seed)
    lines = []
    for _ in range(3):
        notes = [_pluck(220 * 2 ** (k / 12)) for k in generator.integers(0, 24, 500)]
        lines.append(np.resize(np.concatenate(notes), round(duration_s * SAMPLE_RATE_HZ)))
    return np.asarray(np.sum(lines, axis=0), np.float32)


def _pluck(hz: float) -> Samples:
    t = times(0.4)
    wave = sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 6))
    return np.asarray(wave * np.exp(-3 * t) * 0.1, np.float32)


def cough(seed: int = 4) -> Samples:
    """A burst of rough noise that dies away within a fifth of a second."""
    t = times(0.22)
    rough = np.random.default_rng(seed).normal(size=len(t)) * np.exp(-t * 18) * 0.3
    return np.asarray(rough * (1 + np.sin(2 * np.pi * 90 * t)), np.float32)


def join(*parts: Samples) -> Samples:
    return np.concatenate(parts)


async def heard_spans(samples: Samples, stt: SpeechToText) -> list[Span]:
    """Listen and return the stretches of speech."""
    return list((await listen_to_samples(samples, stt)).speech)
