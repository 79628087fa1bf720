"""Is there a voice in these samples at all? Energy only, pure.

Recognisers find words in silence, tones and steady noise. Speech rises and falls by syllables;
what neither is audible nor moves is not shown to them.
"""

from __future__ import annotations

import numpy as np

from audio.frames import FRAME_SAMPLES, Samples
from audio.resample import sane

SILENCE_DBFS = -75.0
"""Louder than the noise floor of 16-bit sound, quieter than the softest audible speech."""

MODULATION_DB = 6.0
"""Chosen, not measured: the tests show that steady noise and tones stay below and speech above."""

SHORTEST_SAMPLES = 2 * FRAME_SAMPLES


def levels_dbfs(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the level of every whole 32 ms of `(n,) float32`, mean taken off."""
    whole = len(samples) - len(samples) % FRAME_SAMPLES
    blocks = sane(samples[:whole]).astype(np.float64).reshape(-1, FRAME_SAMPLES)
    power = blocks.var(axis=1) if len(blocks) else np.zeros(0)
    return np.asarray(10 * np.log10(power + 1e-12), np.float64)


def may_be_speech(samples: Samples) -> bool:
    """Whether the samples are audible and move as a voice does."""
    if len(samples) < SHORTEST_SAMPLES:
        return False
    levels = levels_dbfs(samples)
    loud, soft = np.percentile(levels, (95, 10))
    return bool(loud > SILENCE_DBFS and loud - soft > MODULATION_DB)
