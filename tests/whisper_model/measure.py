"""Measure the test model through faster-whisper: ``python -m tests.whisper_model.measure``.

Prints the word error rate (words compared with casing and punctuation) and the share of exact texts
on renderings that the training did not see: other rates, other voices, other joins and noise.
"""

import argparse
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from rapidfuzz.distance import Levenshtein

from . import MODEL_DIR, SENTENCES
from .corpus import UNSEEN_TIMBRES, Recording, Speaker, as_heard, join, speaker
from .voices import Voice

log = logging.getLogger("measure")

HOTWORDS = "gradient boosted trees, feature store, mean absolute error, p99 latency, drift, ETA"
DECODINGS: tuple[dict[str, Any], ...] = (
    {"beam_size": 1, "without_timestamps": True},
    {"beam_size": 1, "without_timestamps": False},
    {"beam_size": 5, "without_timestamps": True},
    {"beam_size": 5, "without_timestamps": False},
    {"beam_size": 5, "without_timestamps": False, "hotwords": HOTWORDS},
)


@dataclass(frozen=True, slots=True)
class Score:
    """How well some recordings were recognised."""

    recordings: int
    exact: int
    word_error_rate: float
    lowest_log_probability: float
    misheard: tuple[tuple[str, str], ...]


def recognise(model: WhisperModel, samples: Any, **options: Any) -> tuple[str, float]:
    """Return the text and the lowest average log probability of its segments."""
    segments, _ = model.transcribe(
        samples,
        language="en",
        condition_on_previous_text=False,
        vad_filter=False,
        **options,
    )
    found = list(segments)
    text = " ".join(segment.text.strip() for segment in found)
    return text, min((segment.avg_logprob for segment in found), default=0.0)


def score(model: WhisperModel, recordings: list[Recording], **options: Any) -> Score:
    """Recognise every recording and count the errors."""
    errors, words, lowest, misheard = 0, 0, 0.0, []
    for recording in recordings:
        text, log_probability = recognise(model, recording.samples, **options)
        said, heard = recording.text.split(), text.split()
        errors += Levenshtein.distance(said, heard)
        words += len(said)
        lowest = min(lowest, log_probability)
        if said != heard:
            misheard.append((recording.text, text))
    exact = len(recordings) - len(misheard)
    return Score(len(recordings), exact, errors / words, lowest, tuple(misheard))


def conditions(rng: np.random.Generator) -> Iterator[tuple[str, list[Recording]]]:
    """Yield named sets of recordings, all from voices and rates outside the training."""
    for name in ("slt", "rms"):
        same = [speaker(Voice("flite", name, tempo)) for tempo in (0.9, 1.0, 1.1)]
        yield f"flite {name} 0.9-1.1, one sentence", _singles(same, rng, noisy=False)
        yield f"flite {name} 0.9-1.1, one, noise and gain", _singles(same, rng, noisy=True)
        yield f"flite {name} 0.9-1.1, two in a row, noise and gain", _rows(same, 2, 21, rng)
        yield f"flite {name} 0.9-1.1, four in a row, noise and gain", _rows(same, 4, 9, rng)
    others = [speaker(Voice("flite", name, 1.06)) for name in ("awb", "kal", "kal16")]
    yield "flite awb, kal, kal16 at 1.06, one", _singles(others, rng, noisy=True)
    known = [speaker(Voice("espeak-ng", name, 158)) for name in ("en-us", "en-gb", "en-us+f3")]
    yield "espeak-ng, trained voices at another rate, one", _singles(known, rng, noisy=True)
    names = [f"en-us{timbre}" for timbre in UNSEEN_TIMBRES]
    unseen = [speaker(Voice("espeak-ng", name, 150)) for name in names]
    yield "espeak-ng, voices never heard, one", _singles(unseen, rng, noisy=True)


def _singles(speakers: list[Speaker], rng: np.random.Generator, *, noisy: bool) -> list[Recording]:
    every = [
        join([(text, samples)], rng)
        for one in speakers
        for text, samples in zip(SENTENCES, one.clips, strict=True)
    ]
    return [_heard(recording, rng) for recording in every] if noisy else every


def _rows(
    speakers: list[Speaker], sentences: int, count: int, rng: np.random.Generator
) -> list[Recording]:
    rows = []
    for number in range(count):
        clips = speakers[number % len(speakers)].clips
        chosen = rng.integers(0, len(SENTENCES), sentences)
        rows.append(_heard(join([(SENTENCES[i], clips[i]) for i in chosen], rng), rng))
    return rows


def _heard(recording: Recording, rng: np.random.Generator) -> Recording:
    return replace(recording, samples=as_heard(recording.samples, rng))


def main() -> None:
    """Print one line per condition and way of decoding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL_DIR)
    parser.add_argument("--show", action="store_true", help="print what was misheard")
    parser.add_argument("--decodings", type=int, default=len(DECODINGS))
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    log.setLevel(logging.INFO)
    model = WhisperModel(str(options.model), device="cpu", compute_type="int8", cpu_threads=1)
    for name, recordings in conditions(np.random.default_rng(2024)):
        for decoding in DECODINGS[: options.decodings]:
            result = score(model, recordings, **decoding)
            log.info(
                "%s | %s | exact %d/%d | WER %.3f | lowest log probability %.2f",
                name, decoding, result.exact, result.recordings, result.word_error_rate,
                result.lowest_log_probability,
            )  # fmt: skip
            if options.show:
                for said, heard in result.misheard:
                    log.info("    %s -> %s", said, heard)


if __name__ == "__main__":
    main()
