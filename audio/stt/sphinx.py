"""pocketsphinx: the recogniser whose model lies inside its wheel, for when there is no other.

Its word error rate is 0.2-0.4 on clear speech, so its confidence is capped: good enough to keep
the conversation going, not to grade fine points.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from audio.errors import EngineUnavailable
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.resample import sane
from audio.stt.base import Transcription, Word, time_allowed_s
from audio.stt.gate import may_be_speech
from audio.stt.worker import Worker

if TYPE_CHECKING:
    import pocketsphinx

CONFIDENCE_CAP = 0.5
FRAMES_PER_S = 100
LONGEST_WORD_S = 1.6
"""No word lasts longer; the decoder stretches one over a tone or a hum."""

_FILLER = re.compile(r"^[<\[+].*[>\]+]$")
_VARIANT = re.compile(r"\(\d+\)$")


class SphinxSpeechToText:
    """The decoder with its default model and language model, in a thread of its own.

    Raises:
        EngineUnavailable: pocketsphinx is not installed or cannot load its model.
    """

    def __init__(self) -> None:
        self._decoder = _decoder()
        self._worker = Worker(self.name)

    @property
    def name(self) -> str:
        """Short name for reports."""
        return "pocketsphinx"

    async def transcribe(self, samples: Samples) -> Transcription:
        """Recognise `(n,) float32` mono samples at 16 kHz; no voice, no words.

        Raises:
            EngineError: The decoder failed, or took too long (EngineTimeout).
        """
        if not may_be_speech(samples):
            return Transcription("", engine=self.name)
        return await self._worker.run(lambda: self._decode(samples), time_allowed_s(samples))

    async def close(self) -> None:
        """Let the thread go."""
        self._worker.close()

    def _decode(self, samples: Samples) -> Transcription:
        pcm = (sane(samples) * np.iinfo(np.int16).max).astype("<i2").tobytes()
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, no_search=False, full_utt=True)
        self._decoder.end_utt()
        if self._decoder.hyp() is None:
            return Transcription("", engine=self.name)
        words = tuple(w for s in self._decoder.seg() if (w := _word(s)) is not None)
        if not words:
            return Transcription("", engine=self.name)
        certainty = float(np.mean([w.probability for w in words]))
        return Transcription(
            text=" ".join(w.text for w in words),
            words=words,
            confidence=round(CONFIDENCE_CAP * certainty, 3),
            engine=self.name,
        )


def _word(segment: Any) -> Word | None:
    """Translate one piece of the decoder's path; None for silence, noise and stretched words."""
    start_s = segment.start_frame / FRAMES_PER_S
    end_s = (segment.end_frame + 1) / FRAMES_PER_S
    if _FILLER.match(segment.word) or end_s - start_s > LONGEST_WORD_S:
        return None
    return Word(_VARIANT.sub("", segment.word), start_s, end_s, float(min(1.0, segment.prob)))


def _decoder() -> pocketsphinx.Decoder:
    try:
        import pocketsphinx

        return pocketsphinx.Decoder(samprate=SAMPLE_RATE_HZ, cmn="batch", loglevel="FATAL")
    except (ImportError, RuntimeError, ValueError, OSError) as error:
        msg = f"pocketsphinx cannot be loaded ({error}): reinstall it with pip install pocketsphinx"
        raise EngineUnavailable(msg) from error
