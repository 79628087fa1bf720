"""Synthetic speech by flite and espeak-ng, as 16 kHz samples."""

import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import soxr
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Voice:
    """One way of speaking.

    ``tempo`` is flite's duration stretch (1.0 is natural, more is slower) or espeak-ng's words per
    minute; ``pitch`` is flite's mean frequency in Hz or espeak-ng's 0-99, ``None`` the voice's own.
    """

    program: Literal["flite", "espeak-ng"]
    name: str
    tempo: float
    pitch: int | None = None


def speak(text: str, voice: Voice) -> Samples:
    """Speak ``text``: ``(n,) float32`` at 16 kHz, without the silence at both ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        command = _flite(voice) if voice.program == "flite" else _espeak(voice)
        output = (
            ["-t", text, "-o", str(path)] if voice.program == "flite" else ["-w", str(path), text]
        )
        subprocess.run([*command, *output], check=True, capture_output=True)
        return trim(_read(path))


def silence(seconds: float) -> Samples:
    """Digital silence, ``(n,) float32``."""
    return np.zeros(round(seconds * SAMPLE_RATE_HZ), np.float32)


def trim(samples: Samples, floor: float = 0.003) -> Samples:
    """Cut what is quieter than ``floor`` (of full scale) off both ends."""
    loud = np.flatnonzero(np.abs(samples) > floor)
    return samples[loud[0] : loud[-1] + 1] if loud.size else samples[:0]


def _flite(voice: Voice) -> list[str]:
    command = ["flite", "-voice", voice.name, "--setf", f"duration_stretch={voice.tempo:.3f}"]
    if voice.pitch is not None:
        command += ["--setf", f"int_f0_target_mean={voice.pitch}"]
    return command


def _espeak(voice: Voice) -> list[str]:
    pitch = [] if voice.pitch is None else ["-p", str(voice.pitch)]
    return ["espeak-ng", "-v", voice.name, "-s", str(round(voice.tempo)), *pitch]


def _read(path: Path) -> Samples:
    with wave.open(str(path)) as file:
        rate_hz = file.getframerate()
        pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    samples = pcm.astype(np.float32) / 32_768
    return np.asarray(soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ), np.float32)
