"""What the model is trained on and measured on: voices, joins, pauses, noise and gain."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import SENTENCES
from .voices import SAMPLE_RATE_HZ, Samples, Voice, silence, speak

ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp")
TIMBRES = ("", "+f1", "+f2", "+f3", "+f5", "+m1", "+m2", "+m3", "+m4", "+m7")
UNSEEN_TIMBRES = ("+f4", "+m5", "+m6")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice and how it says every sentence, in the order of ``SENTENCES``."""

    voice: Voice
    clips: tuple[Samples, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """Some sentences in a row, as a recogniser gets them."""

    samples: Samples
    sentences: tuple[str, ...]
    spans_s: tuple[tuple[float, float], ...]
    """When each sentence is said: from, to."""

    @property
    def text(self) -> str:
        """What is said, to the letter."""
        return " ".join(self.sentences)


def speaker(voice: Voice) -> Speaker:
    """Let ``voice`` say every sentence."""
    return Speaker(voice, tuple(speak(sentence, voice) for sentence in SENTENCES))


def training_voices(rng: np.random.Generator) -> list[tuple[Voice, float]]:
    """Voices with how often each is drawn; flite's slt and rms come first, the tests use them."""
    groups = [
        (_flite("slt", 16, (0.82, 1.25), 170, rng), 0.34),
        (_flite("rms", 12, (0.82, 1.25), 95, rng), 0.24),
        (_flite("awb", 6, (0.85, 1.2), 120, rng), 0.08),
        (_flite("kal", 4, (0.85, 1.2), 105, rng), 0.05),
        (_flite("kal16", 4, (0.85, 1.2), 105, rng), 0.05),
        (_espeak(40, rng), 0.24),
    ]
    return [(voice, share / len(voices)) for voices, share in groups for voice in voices]


def join(clips: Sequence[tuple[str, Samples]], rng: np.random.Generator) -> Recording:
    """Say ``clips`` in a row, 0.15-0.55 s apart, with up to 0.4 s of silence at both ends."""
    lead_s, tail_s = rng.uniform(0.0, 0.4, 2) * (rng.random(2) > 0.15)
    parts, spans = [silence(lead_s)], []
    for number, (_, samples) in enumerate(clips):
        parts += [silence(rng.uniform(0.15, 0.55))] if number else []
        begin = sum(map(len, parts))
        parts.append(samples)
        spans.append((begin / SAMPLE_RATE_HZ, (begin + len(samples)) / SAMPLE_RATE_HZ))
    joined = np.concatenate([*parts, silence(tail_s)])
    return Recording(joined, tuple(text for text, _ in clips), tuple(spans))


def as_heard(samples: Samples, rng: np.random.Generator) -> Samples:
    """Send ``samples`` through a room and a sound card: tone, noise and gain differ."""
    heard = samples
    if rng.random() < 0.4:
        tone = np.array([1.0, rng.uniform(-0.5, 0.5)], np.float32)
        heard = np.convolve(heard, tone)[: len(heard)]
    if rng.random() < 0.6:
        # Below speech whose level is some -17 dB of full scale.
        noise_level = 10 ** (rng.uniform(-75.0, -42.0) / 20)
        heard = heard + rng.normal(0.0, noise_level, len(heard)).astype(np.float32)
    gain = 10 ** (rng.uniform(-20.0, 3.0) / 20)
    return np.asarray(np.clip(heard * gain, -1.0, 1.0), np.float32)


def _flite(
    name: str, count: int, stretch: tuple[float, float], pitch_hz: int, rng: np.random.Generator
) -> list[Voice]:
    pitches = [None, *(int(pitch_hz * rng.uniform(0.88, 1.12)) for _ in range(count))]
    tempos = np.linspace(*stretch, count)
    return [Voice("flite", name, float(t), pitches[i % 2 and i]) for i, t in enumerate(tempos)]


def _espeak(count: int, rng: np.random.Generator) -> list[Voice]:
    return [
        Voice(
            "espeak-ng",
            ACCENTS[i % len(ACCENTS)] + TIMBRES[i % len(TIMBRES)] if i % 3 else ACCENTS[i % 2],
            float(rng.uniform(125, 195)),
            int(rng.uniform(35, 65)),
        )
        for i in range(count)
    ]
