"""Training batches: sound windows, what the decoder is shown, and what it should answer."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray
from tokenizers import Tokenizer

from . import SENTENCES
from .corpus import Recording, Speaker, as_heard, join, speaker, training_voices
from .vocabulary import token_id

IGNORED = -100
FRAMES_PER_SECOND = 50
"""Of the encoder's output; the mel frames come twice as fast."""
REPLACED_TOKENS = 0.3
"""Share of the decoder's text input replaced by random tokens; without it the model learns the
sentences by heart and ignores the sound."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """What the windows of a batch hold."""

    batch: int
    frames: int
    most_sentences: int
    hotwords: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """``mel (b, 80, frames)``, ``inputs`` and ``labels (b, tokens)``; unlearned labels are -100.

    ``frame_words (b, frames / 2)`` is the text token said at each frame of the encoder (or silence,
    the first special token), ``spans (b, tokens, 2)`` the encoder frames from and to which each
    label is said, both 0 where a label has no place.
    """

    mel: Any
    inputs: Any
    labels: Any
    frame_words: Any
    spans: Any


@dataclass(frozen=True, slots=True)
class Word:
    """A text token and the encoder frames in which it is said."""

    token: int
    begin: int
    end: int


class Examples:
    """An endless supply of training batches."""

    def __init__(self, tokenizer: Tokenizer, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._tokenizer = tokenizer
        self._mel = FeatureExtractor()
        voices = training_voices(self._rng)
        self._speakers = [speaker(voice) for voice, _ in voices]
        self._shares = np.array([share for _, share in voices])
        self._first_special = token_id(tokenizer, "<|endoftext|>")

    def batches(self, sounds: Sounds) -> Iterator[Batch]:
        """Yield batches for ever."""
        while True:
            prompted = sounds.hotwords and self._rng.random() < 0.35
            rows = [
                self._row(sounds.frames, prompted, self._recording(sounds))
                for _ in range(sounds.batch)
            ]
            windows, inputs, labels, frame_words, spans = zip(*rows, strict=True)
            yield Batch(
                torch.from_numpy(np.stack(windows)),
                _pad(list(inputs), 0),
                _pad(list(labels), IGNORED),
                torch.from_numpy(np.stack(frame_words)),
                _pad(list(spans), [0, 0]),
            )

    def _recording(self, sounds: Sounds) -> Recording:
        rng = self._rng
        chosen: Speaker = self._speakers[rng.choice(len(self._shares), p=self._shares)]
        wanted = int(rng.integers(1, sounds.most_sentences + 1))
        limit = sounds.frames * 160 - 16_000
        clips: list[tuple[str, NDArray[np.float32]]] = []
        for index in rng.integers(0, len(SENTENCES), wanted):
            length = sum(len(samples) + 8_800 for _, samples in clips)
            if not clips or length + len(chosen.clips[index]) < limit:
                clips.append((SENTENCES[index], chosen.clips[index]))
        return join(clips, rng)

    def _window(self, recording: Recording, frames: int) -> NDArray[np.float32]:
        mel = self._mel(as_heard(recording.samples, self._rng))[:, :frames]
        window = np.zeros((80, frames), np.float32)
        window[:, : mel.shape[1]] = mel
        return window

    def _words(self, recording: Recording) -> list[Word]:
        """Place every token in its sentence by its share of the letters; good to 0.1 s or so."""
        words = []
        for sentence, (begin_s, end_s) in zip(recording.sentences, recording.spans_s, strict=True):
            text = self._tokenizer.encode(f" {sentence}", add_special_tokens=False)
            begin, scale = begin_s * FRAMES_PER_SECOND, (end_s - begin_s) * FRAMES_PER_SECOND
            letters = np.cumsum([0, *map(len, text.tokens)])
            edges = np.round(begin + scale * letters / letters[-1]).astype(int).tolist()
            words += [
                Word(token, start, max(stop, start + 1))
                for token, start, stop in zip(text.ids, edges, edges[1:], strict=False)
            ]
        return words

    def _row(self, frames: int, prompted: bool, recording: Recording) -> tuple[Any, ...]:
        """Return the window, the decoder's input, its answer, and what is said where."""
        words = self._words(recording)
        spelled = np.full(frames // 2, self._first_special)
        for word in words:
            spelled[word.begin : word.end] = word.token
        prompt = self._hotwords() if prompted else []
        prompt.append(self._id("<|startoftranscript|>"))
        text, places = [word.token for word in words], [[word.begin, word.end] for word in words]
        if self._rng.random() < 0.5:
            prompt.append(self._id("<|notimestamps|>"))
            answer = [*text, self._id("<|endoftext|>")]
        else:
            # To a tenth of a second: finer steps are noise that costs confidence.
            end = self._id(f"<|{min(round(recording.spans_s[-1][1], 1), 30.0):.2f}|>")
            answer = [self._id("<|0.00|>"), *text, end, self._id("<|endoftext|>")]
            places.insert(0, [0, 0])
        shown = [self._maybe_replaced(token) for token in answer[:-1]]
        unlearned = len(prompt) - 1
        spans = [[0, 0]] * unlearned + places
        labels = [IGNORED] * unlearned + answer
        spans += [[0, 0]] * (len(labels) - len(spans))
        return self._window(recording, frames), [*prompt, *shown], labels, spelled, spans

    def _maybe_replaced(self, token: int) -> int:
        if token >= self._first_special or self._rng.random() >= REPLACED_TOKENS:
            return token
        return int(self._rng.integers(256, self._first_special))

    def _hotwords(self) -> list[int]:
        """Return hotwords of any kind: they must not disturb, whatever they are."""
        rng = self._rng
        known = [word.strip(".?") for sentence in SENTENCES for word in sentence.split()]
        letters = list(string.ascii_lowercase)
        words = [
            str(rng.choice(known))
            if rng.random() < 0.5
            else "".join(rng.choice(letters, int(rng.integers(2, 12))))
            for _ in range(int(rng.integers(1, 40)))
        ]
        separator = ", " if rng.random() < 0.5 else " "
        tokens = self._tokenizer.encode(f" {separator.join(words)}").ids
        return [self._id("<|startofprev|>"), *tokens[:223]]

    def _id(self, token: str) -> int:
        return token_id(self._tokenizer, token)


def _pad(rows: list[list[Any]], filler: Any) -> Any:
    width = max(map(len, rows))
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows])
