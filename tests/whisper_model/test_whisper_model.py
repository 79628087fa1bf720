"""The committed test model, through the real faster-whisper, on speech rendered here and now."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel

from . import MODEL_DIR, SENTENCES
from .corpus import as_heard, join
from .measure import recognise
from .voices import SAMPLE_RATE_HZ, Samples, Voice, silence, speak

SLT = Voice("flite", "slt", 1.0)
RMS = Voice("flite", "rms", 1.0)
ESPEAK = Voice("espeak-ng", "en-us", 158)
GREEDY: dict[str, Any] = {"beam_size": 1, "temperature": 0.0}


@cache
def said(text: str, voice: Voice) -> Samples:
    return speak(text, voice)


@pytest.fixture(scope="module")
def model() -> WhisperModel:
    return WhisperModel(str(MODEL_DIR), device="cpu", compute_type="int8", cpu_threads=1)


@pytest.mark.parametrize("voice", [SLT, RMS], ids=["slt", "rms"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_is_recognised_to_the_letter(
    model: WhisperModel, sentence: str, voice: Voice
) -> None:
    text, _ = recognise(model, said(sentence, voice), **GREEDY)
    assert text == sentence


@pytest.mark.parametrize("without_timestamps", [False, True])
@pytest.mark.parametrize("beam_size", [1, 5])
def test_the_way_of_decoding_does_not_matter(
    model: WhisperModel, beam_size: int, without_timestamps: bool
) -> None:
    sentence = SENTENCES[4]
    text, log_probability = recognise(
        model, said(sentence, SLT), beam_size=beam_size, without_timestamps=without_timestamps
    )
    assert text == sentence
    assert log_probability > -0.5


@pytest.mark.parametrize("stretch", [0.9, 1.1])
def test_another_speaking_rate(model: WhisperModel, stretch: float) -> None:
    for sentence in SENTENCES[3:6]:
        text, _ = recognise(model, said(sentence, Voice("flite", "slt", stretch)), **GREEDY)
        assert text == sentence


@pytest.mark.parametrize("gap_s", [0.2, 0.35, 0.5])
def test_two_sentences_in_a_row(model: WhisperModel, gap_s: float) -> None:
    first, second = SENTENCES[2], SENTENCES[3]
    spoken = np.concatenate([said(first, SLT), silence(gap_s), said(second, SLT)])
    assert recognise(model, spoken, **GREEDY)[0] == f"{first} {second}"


@pytest.mark.parametrize("seed", range(6))
def test_through_a_noisy_sound_card(model: WhisperModel, seed: int) -> None:
    rng = np.random.default_rng(seed)
    chosen = [SENTENCES[i] for i in rng.choice(len(SENTENCES), 2, replace=False)]
    recording = join([(text, said(text, SLT)) for text in chosen], rng)
    assert recognise(model, as_heard(recording.samples, rng), **GREEDY)[0] == recording.text


def test_hotwords_bias_but_do_not_disturb(model: WhisperModel) -> None:
    hotwords = "feature store, p99 latency, gradient boosted trees, ETA"
    text, _ = recognise(model, said(SENTENCES[5], SLT), hotwords=hotwords, **GREEDY)
    assert text == SENTENCES[5]


def test_another_program_speaks(model: WhisperModel) -> None:
    for sentence in SENTENCES[6:9]:
        assert recognise(model, said(sentence, ESPEAK), **GREEDY)[0] == sentence


def test_silence_is_answered_with_invented_text_as_by_large_models(model: WhisperModel) -> None:
    text, _ = recognise(model, silence(3.0), **GREEDY)
    assert text, "a gate by voice activity can only be tested with a model that invents text"


def test_words_come_with_times_of_their_own(model: WhisperModel) -> None:
    first, second = SENTENCES[2], SENTENCES[3]
    before = np.concatenate([said(first, SLT), silence(0.4)])
    spoken = np.concatenate([before, said(second, SLT)])
    segments, _ = model.transcribe(spoken, language="en", word_timestamps=True, **GREEDY)
    words = [word for segment in segments for word in segment.words]
    assert [word.word.strip() for word in words] == f"{first} {second}".split()
    starts_s = [word.start for word in words]
    assert starts_s == sorted(starts_s)
    onset_s = len(before) / SAMPLE_RATE_HZ
    assert starts_s[len(first.split())] == pytest.approx(onset_s, abs=0.4)
