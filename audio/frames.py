"""The unit in which sound travels: 32 ms of 16 kHz mono, stamped by the sample clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
"""The rate of everything inside the package; devices and files are resampled at the edge."""

FRAME_SAMPLES = 512
"""Samples in a frame: what one step of the voice-activity model takes."""

FRAME_S = FRAME_SAMPLES / SAMPLE_RATE_HZ
"""Duration of a frame in seconds (0.032)."""

Samples: TypeAlias = NDArray[np.float32]
"""Mono samples at 16 kHz, `(n,) float32`, full scale at ±1."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One step of sound from one source.

    Attributes:
        samples: `(512,) float32`.
        start_s: Time of the first sample on the sample clock: seconds since the source began.
        gap_before_s: Sound that was lost between the previous frame and this one. `start_s`
            already counts it, so a gap is never a splice.
    """

    samples: Samples
    start_s: float
    gap_before_s: float = 0.0

    @property
    def end_s(self) -> float:
        """Time just after the last sample."""
        return self.start_s + len(self.samples) / SAMPLE_RATE_HZ
