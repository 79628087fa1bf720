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


class FrameCutter:
    """Cuts blocks of any size into frames and keeps the sample clock.

    Whatever the sizes of the blocks, the frames are the same.
    """

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._pending = 0
        self._position = 0
        self._gap_s = 0.0

    def push(self, block: Samples) -> list[Frame]:
        """Add `(n,) float32` samples, n >= 0; return the frames that became complete."""
        self._blocks.append(block)
        self._pending += len(block)
        return self._cut() if self._pending >= FRAME_SAMPLES else []

    def gap(self, missing_s: float) -> list[Frame]:
        """Note that sound was lost here: silence fills the open frame, the clock skips the rest."""
        missing = max(0, round(missing_s * SAMPLE_RATE_HZ))
        self._gap_s += missing / SAMPLE_RATE_HZ
        room = (FRAME_SAMPLES - self._pending) if self._pending else 0
        filled = min(missing, room)
        frames = self.push(np.zeros(filled, np.float32))
        self._position += missing - filled
        return frames

    def flush(self) -> list[Frame]:
        """Return what is left as one frame filled up with silence."""
        if not self._pending:
            return []
        return self.push(np.zeros(FRAME_SAMPLES - self._pending, np.float32))

    def _cut(self) -> list[Frame]:
        joined = np.concatenate(self._blocks) if len(self._blocks) > 1 else self._blocks[0]
        whole = len(joined) - len(joined) % FRAME_SAMPLES
        frames = [
            self._frame(joined[i : i + FRAME_SAMPLES]) for i in range(0, whole, FRAME_SAMPLES)
        ]
        self._blocks = [joined[whole:].copy()] if whole < len(joined) else []
        self._pending = len(joined) - whole
        return frames

    def _frame(self, samples: Samples) -> Frame:
        frame = Frame(samples, self._position / SAMPLE_RATE_HZ, self._gap_s)
        self._position += FRAME_SAMPLES
        self._gap_s = 0.0
        return frame
