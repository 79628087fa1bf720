"""Two people on two channels, as calls are recorded: who talks when, and each by themselves.

    voices = separate(path)
    if voices is not None:
        source = FileSource(path, read=partial(read_voice, voices=voices, channel=0))

A recording qualifies when most of its loud moments belong clearly to one channel, and both
channels have some. One microphone saved twice, or a room in stereo, does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.files import read_channels
from audio.frames import SAMPLE_RATE_HZ, Samples

STEP_S: Final = 0.05
_STEP: Final = round(STEP_S * SAMPLE_RATE_HZ)
APART_DB: Final = 6.0
"""A voice is this much louder on its own channel; a neighbour's microphone hears it fainter."""
MOSTLY: Final = 0.75
"""The share of loud moments that must belong to one channel: people talk over each other."""
LEAST_S: Final = 1.0
"""So much talk makes a channel somebody's."""
ABOVE_NOISE_DB: Final = 12.0
SILENT_DB: Final = -55.0
_SMOOTH: Final = 5
"""Steps over which one voice is taken to be at it: a quarter of a second bridges a consonant."""

NOBODY: Final = -1


@dataclass(frozen=True, slots=True)
class Voices:
    """Who talks when.

    Attributes:
        talk_s: seconds that belong to each of the two channels.
        first: the channel that is heard first.
        owner: for every step of ``STEP_S`` the channel that is clearly louder, or ``NOBODY``;
            ``(steps,) int8``.
    """

    talk_s: tuple[float, float]
    first: int
    owner: NDArray[np.int8] = field(repr=False, compare=False)


def separate(path: str | Path) -> Voices | None:
    """Tell two speakers apart by their channels; None where that cannot be done.

    Raises:
        AudioFileError: as ``audio.files.read_audio``.
    """
    levels = [_level_db(block) for block in _steps(path)]
    if not levels or len(levels[0]) != 2:
        return None
    return voices_in(np.asarray(levels))


def voices_in(levels_db: NDArray[np.float64]) -> Voices | None:
    """As ``separate``, from the loudness of every step on both channels, ``(steps, 2)`` dBFS."""
    floor = np.maximum(np.percentile(levels_db, 10, axis=0) + ABOVE_NOISE_DB, SILENT_DB)
    loud = (levels_db > floor).any(axis=1)
    lead_db = levels_db[:, 0] - levels_db[:, 1]
    clear = loud & (np.abs(lead_db) >= APART_DB)
    if not loud.any() or clear.sum() < MOSTLY * loud.sum():
        return None
    owner = np.where(clear, np.where(lead_db > 0, 0, 1), NOBODY).astype(np.int8)
    talk_s = tuple(float((owner == channel).sum() * STEP_S) for channel in (0, 1))
    if min(talk_s) < LEAST_S:
        return None
    first = int(owner[owner != NOBODY][0])
    return Voices((talk_s[0], talk_s[1]), first, _smoothed(owner))


def read_voice(path: str | Path, voices: Voices, channel: int) -> Iterator[Samples]:
    """Yield one channel as blocks at 16 kHz, `(n,) float32`, silent where the other talks.

    Raises:
        AudioFileError: as ``audio.files.read_audio``.
    """
    other = 1 - channel
    for at, block in enumerate(_steps(path)):
        own = np.ascontiguousarray(block[:, channel])
        muted = at < len(voices.owner) and voices.owner[at] == other
        yield np.zeros_like(own) if muted else own


def _steps(path: str | Path) -> Iterator[NDArray[np.float32]]:
    """Blocks of one step each, `(n, channels) float32`; the last may be shorter."""
    rest: NDArray[np.float32] | None = None
    for block in read_channels(path):
        whole = block if rest is None else np.concatenate([rest, block])
        cut = len(whole) - len(whole) % _STEP
        yield from (whole[at : at + _STEP] for at in range(0, cut, _STEP))
        rest = whole[cut:]
    if rest is not None and len(rest):
        yield rest


def _level_db(block: NDArray[np.float32]) -> NDArray[np.float64]:
    steady = block.astype(np.float64) - block.mean(axis=0)
    level: NDArray[np.float64] = 10 * np.log10((steady**2).mean(axis=0) + 1e-12)
    return level


def _smoothed(owner: NDArray[np.int8]) -> NDArray[np.int8]:
    """Give every step to the channel that has most of the steps around it."""
    window = np.ones(_SMOOTH)
    mine, theirs = (np.convolve(owner == channel, window, "same") for channel in (0, 1))
    return np.where(mine > theirs, 0, np.where(theirs > mine, 1, NOBODY)).astype(np.int8)
