"""One signal out of several channels, live: dead ones left out, opposite ones not cancelled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audio.frames import Samples

ALIVE_DB = 30.0
"""A channel this much below the loudest one has no microphone of its own."""

_MEMORY_S = 2.0
_FIRST_LOOK_S = 0.1


def shares(energy: NDArray[np.float64], mixed: float) -> NDArray[np.float32]:
    """Return each channel's weight, summing to 1.

    Args:
        energy: Energy of each channel, `(channels,)`.
        mixed: Energy of the plain average of all channels.
    """
    loudest = float(energy.max())
    if loudest <= 0:
        return np.full(len(energy), 1 / len(energy), np.float32)
    alive = energy > loudest * 10 ** (-ALIVE_DB / 10)
    if alive.all() and mixed < loudest * 0.01:  # opposite polarity: the average is silent
        alive = np.arange(len(energy)) == int(energy.argmax())
    return np.asarray(alive / alive.sum(), np.float32)


class ChannelMixer:
    """Mixes blocks to mono, weighing the channels by the energy of the last seconds."""

    def __init__(self, channels: int, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._energy = np.zeros(channels)
        self._mixed = 0.0
        self._seen_s = 0.0
        self._weights = np.full(channels, 1 / channels, np.float32)

    def mix(self, block: NDArray[np.float32]) -> Samples:
        """Return `(n,)` for a block of `(n, channels)` finite values."""
        if block.shape[1] == 1:
            return block[:, 0]
        before = self._weights
        self._learn(block)
        if not len(block) or np.array_equal(before, self._weights):
            return np.asarray(block @ self._weights, np.float32)
        # A change of weights is spread over the block, or it would click.
        ramp = np.linspace(0, 1, len(block), dtype=np.float32)[:, None]
        mixed: Samples = (block * (before + ramp * (self._weights - before))).sum(axis=1)
        return mixed

    def _learn(self, block: NDArray[np.float32]) -> None:
        duration_s = len(block) / self._rate_hz
        kept = float(np.exp(-duration_s / _MEMORY_S))
        exact = block.astype(np.float64)
        self._energy = self._energy * kept + (exact**2).sum(axis=0)
        self._mixed = self._mixed * kept + float((exact.mean(axis=1) ** 2).sum())
        self._seen_s += duration_s
        if self._seen_s >= _FIRST_LOOK_S:
            self._weights = shares(self._energy, self._mixed)
