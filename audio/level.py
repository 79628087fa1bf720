"""How loud a recording is, and whether that will do. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from audio.frames import FRAME_SAMPLES, Samples
from audio.resample import sane
from audio.stt.gate import SILENCE_DBFS, levels_dbfs

Verdict = Literal["silent", "clipping", "no speech", "too quiet", "fine"]

TOO_QUIET_DBFS = -55.0
"""Softer speech is lost here and there: voice activity found 79-93 % of the frames of two synthetic
voices at -50 dBFS, over noise 20 to 0 dB below them, and 66-89 % at -60 dBFS."""

FULL_SCALE = 0.99
CLIPPED_RUN = 3
"""So many samples in a row at full scale are no peak but a clipped one."""

LEAST_SPOKEN = 0.1
"""Share of the frames that must hold speech for it to be judged."""

LOWEST_DBFS = -120.0


@dataclass(frozen=True, slots=True)
class SoundLevel:
    """What was measured of a recording; levels in dB below full scale.

    Attributes:
        peak_dbfs: the loudest sample.
        rms_dbfs: of the speech where there was some, else of everything.
        floor_dbfs: the level that a tenth of the recording stays below.
        clipped: how often full scale was reached for a run of samples.
        spoken: share of the recording that is speech, 0-1.
    """

    peak_dbfs: float
    rms_dbfs: float
    floor_dbfs: float
    clipped: int
    spoken: float

    @property
    def verdict(self) -> Verdict:
        """Whether an interview can be held at this level."""
        if self.peak_dbfs < SILENCE_DBFS:
            return "silent"
        if self.clipped:
            return "clipping"
        if self.spoken < LEAST_SPOKEN:
            return "no speech"
        return "too quiet" if self.rms_dbfs < TOO_QUIET_DBFS else "fine"


def measure(samples: Samples, voiced: Sequence[bool]) -> SoundLevel:
    """Measure `(n,) float32` at 16 kHz.

    Args:
        samples: the recording; at least one frame of 32 ms.
        voiced: for each whole frame whether it is speech.

    Raises:
        ValueError: it is shorter than a frame, or ``voiced`` has another length.
    """
    frames = len(samples) // FRAME_SAMPLES
    if not frames or len(voiced) != frames:
        raise ValueError(f"{frames} frames and {len(voiced)} marks of speech cannot be measured")
    clean = sane(samples[: frames * FRAME_SAMPLES])
    levels = levels_dbfs(clean)
    heard = levels[np.asarray(voiced, bool)] if any(voiced) else levels
    return SoundLevel(
        peak_dbfs=_dbfs(float(np.abs(clean).max())),
        rms_dbfs=max(LOWEST_DBFS, float(10 * np.log10(np.mean(10 ** (heard / 10))))),
        floor_dbfs=float(np.percentile(levels, 10)),
        clipped=_runs(np.abs(clean) >= FULL_SCALE),
        spoken=sum(voiced) / frames,
    )


def _runs(full: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    """How many runs of full scale there are."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], full.astype(np.int8), [0]])))
    lengths = edges[1::2] - edges[::2]
    return int((lengths >= CLIPPED_RUN).sum())


def _dbfs(amplitude: float) -> float:
    return max(LOWEST_DBFS, float(20 * np.log10(amplitude + 1e-12)))
