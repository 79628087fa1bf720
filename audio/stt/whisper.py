"""Whisper through faster-whisper: int8 on a processor, float16 on a CUDA card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audio.errors import ModelDamaged
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.resample import sane
from audio.stt.base import Transcription, Word, time_allowed_s
from audio.stt.cleaning import RawSegment, clean, confidence, doubtful, tidy
from audio.stt.gate import may_be_speech
from audio.stt.models import check_model
from audio.stt.worker import Worker

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

MOST_HOTWORDS = 60
TEMPERATURES = (0.0, 0.2, 0.4)
"""Two retries with a little chance; higher temperatures invent text."""


class WhisperSpeechToText:
    """A Whisper model from a folder, in a thread of its own; never touches the network.

    Args:
        model_dir: A folder with a CTranslate2 Whisper model.
        hotwords: Domain terms to expect; they are shown to every window.
        word_times: Also compute the times of words (slower).

    Raises:
        ModelMissing: There is no such folder.
        ModelDamaged: The folder holds no loadable model.
    """

    def __init__(
        self, model_dir: Path, *, hotwords: Sequence[str] = (), word_times: bool = False
    ) -> None:
        check_model(model_dir)
        self._name = f"whisper {model_name(model_dir)}"
        self._hotwords = tuple(hotwords)[:MOST_HOTWORDS]
        self._word_times = word_times
        self._model = _load(model_dir)
        self._worker = Worker(self._name)

    @property
    def name(self) -> str:
        """Short name for reports, such as `whisper base.en`."""
        return self._name

    async def transcribe(self, samples: Samples) -> Transcription:
        """Recognise `(n,) float32` mono samples at 16 kHz; no voice, no words.

        Raises:
            EngineError: The model failed, or took too long (EngineTimeout).
        """
        if not may_be_speech(samples):
            return Transcription("", engine=self.name)
        return await self._worker.run(lambda: self._decode(samples), time_allowed_s(samples))

    async def close(self) -> None:
        """Let the thread go."""
        self._worker.close()

    def _decode(self, samples: Samples) -> Transcription:
        found, _ = self._model.transcribe(
            sane(samples),
            language="en",
            beam_size=5,
            temperature=list(TEMPERATURES),
            condition_on_previous_text=False,
            hotwords=", ".join(self._hotwords) or None,
            word_timestamps=self._word_times,
            vad_filter=False,
        )
        raw: list[RawSegment] = []
        words: dict[RawSegment, tuple[Word, ...]] = {}
        for piece in found:
            segment = RawSegment(
                piece.text.strip(),
                piece.start,
                min(piece.end, len(samples) / SAMPLE_RATE_HZ),
                piece.no_speech_prob,
                piece.avg_logprob,
            )
            raw.append(segment)
            words[segment] = tuple(
                Word(w.word.strip(), w.start, w.end, w.probability) for w in piece.words or ()
            )
        kept = clean(
            raw, doubtful=doubtful(len(samples) / SAMPLE_RATE_HZ, raw), hotwords=self._hotwords
        )
        return Transcription(
            text=tidy(" ".join(s.text for s in kept)),
            words=tuple(w for s in kept for w in words[s]),
            confidence=confidence(kept),
            engine=self.name,
        )


def model_name(model_dir: Path) -> str:
    """Return a short name of a model folder: `base.en`, also for a folder of the hub's cache."""
    for part in (model_dir.name, *(p.name for p in model_dir.parents)):
        if part.startswith("models--"):
            return part.rpartition("--")[2].removeprefix("faster-whisper-")
    return model_dir.name


def _load(model_dir: Path) -> WhisperModel:
    import ctranslate2
    from faster_whisper import WhisperModel

    cuda = ctranslate2.get_cuda_device_count() > 0
    try:
        return WhisperModel(
            str(model_dir),
            device="cuda" if cuda else "cpu",
            compute_type="float16" if cuda else "int8",
            local_files_only=True,
        )
    except Exception as error:  # the tokenizer library raises bare Exception
        reason = " ".join(str(error).split())
        msg = f"the Whisper model in {model_dir} cannot be loaded ({reason}): download it again"
        raise ModelDamaged(msg) from error
