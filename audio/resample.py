"""Sample-rate conversion in a stream, one converter per direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audio.frames import SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    import soxr


class Resampler:
    """Converts a mono stream from one rate to another without seams between blocks."""

    def __init__(self, source_hz: float, target_hz: float = SAMPLE_RATE_HZ) -> None:
        self._stream: soxr.ResampleStream | None = None
        if source_hz != target_hz:
            import soxr

            self._stream = soxr.ResampleStream(source_hz, target_hz, 1, dtype="float32")

    def process(self, block: Samples) -> Samples:
        """Convert a block of any length; the converter keeps a few milliseconds for later."""
        return self._run(block, last=False)

    def flush(self) -> Samples:
        """Return the tail; the stream is over."""
        return self._run(np.zeros(0, np.float32), last=True)

    def _run(self, block: Samples, *, last: bool) -> Samples:
        if self._stream is None:
            return block
        out: Samples = np.asarray(self._stream.resample_chunk(block, last=last), np.float32)
        return out


def sane(samples: Samples) -> Samples:
    """Return float32 samples within ±1: what is not a number becomes silence."""
    finite = np.nan_to_num(np.asarray(samples, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(finite, -1.0, 1.0)
