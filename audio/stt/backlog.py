"""Segments that wait for transcription: joined when they queue up, bounded for ever."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import numpy as np

from audio.frames import SAMPLE_RATE_HZ
from audio.segments import Segment

JOINED_S = 25.0
"""A recogniser's cost per call is nearly fixed up to 30 s, so a queue is worked off in one call."""

MOST_WAITING_S = 300.0
"""Sound kept waiting (19 MB); an engine that far behind will not catch up."""

LONGEST_GAP_S = 1.0
"""Silence put between joined segments, at most."""


class Backlog:
    """A queue of segments; the oldest are given up when too much waits."""

    def __init__(
        self, *, joined_s: float = JOINED_S, most_waiting_s: float = MOST_WAITING_S
    ) -> None:
        self._waiting: deque[Segment] = deque()
        self._joined_s = joined_s
        self._most_waiting_s = most_waiting_s

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def waiting_s(self) -> float:
        """Duration of all that waits."""
        return sum(map(_length_s, self._waiting))

    def add(self, segment: Segment) -> list[Segment]:
        """Queue a segment; return those that had to be given up for it."""
        self._waiting.append(segment)
        given_up = []
        while self.waiting_s > self._most_waiting_s and len(self._waiting) > 1:
            given_up.append(self._waiting.popleft())
        return given_up

    def take(self) -> tuple[Segment, tuple[int, ...]]:
        """Return the next piece of work and the ids of all segments that went into it."""
        parts = [self._waiting.popleft()]
        total_s = _length_s(parts[0])
        while self._waiting and total_s + _length_s(self._waiting[0]) <= self._joined_s:
            parts.append(self._waiting.popleft())
            total_s += _length_s(parts[-1]) + LONGEST_GAP_S
        return _join(parts), tuple(p.segment_id for p in parts)


def _length_s(segment: Segment) -> float:
    return len(segment.samples) / SAMPLE_RATE_HZ


def _join(parts: list[Segment]) -> Segment:
    if len(parts) == 1:
        return parts[0]
    sound = [parts[0].samples]
    for before, after in pairwise(parts):
        gap_s = min(max(after.start_s - before.end_s - 0.5, 0.0), LONGEST_GAP_S)
        sound += [np.zeros(round(gap_s * SAMPLE_RATE_HZ), np.float32), after.samples]
    return Segment(
        segment_id=parts[0].segment_id,
        start_s=parts[0].start_s,
        end_s=parts[-1].end_s,
        voiced_s=sum(p.voiced_s for p in parts),
        samples=np.concatenate(sound),
    )
