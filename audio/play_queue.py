"""What the speaker's audio thread reads from: utterances in order, counted sample by sample.

given:      |  utterance 1  |  utterance 2  |
delivered:  ------------------->|              asked for by the device so far
heard:      ------------->|                    the same, less what the device still buffers
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FADE_S = 0.005
"""A stopped voice is faded out this long: a hard cut would click."""


@dataclass(eq=False, slots=True)
class Utterance:
    """Samples on their way out.

    Attributes:
        utterance_id: Which one, for the listener's record.
        samples: `(n,) float32` at the device's rate.
        position: How many of them were delivered.
    """

    utterance_id: int
    samples: NDArray[np.float32]
    position: int = 0

    def take(self, count: int) -> NDArray[np.float32]:
        """Return the next samples, at most so many, and move on."""
        part = self.samples[self.position : self.position + count]
        self.position += len(part)
        return part


@dataclass(frozen=True, slots=True)
class _Ending:
    """An utterance that was delivered whole, and the sample after which it has been heard."""

    utterance: Utterance
    heard_at: int


class PlayQueue:
    """Fed by the event loop, emptied by the audio thread; every method is thread-safe.

    Args:
        rate_hz: The device's rate.
        latency_s: How long the device buffers what it was given.
        on_heard: Told on the audio thread when an utterance was heard to its end.
    """

    def __init__(
        self, rate_hz: int, latency_s: float, on_heard: Callable[[Utterance], None]
    ) -> None:
        self._latency = round(latency_s * rate_hz)
        self._fade = max(1, round(FADE_S * rate_hz))
        self._on_heard = on_heard
        self._waiting: deque[Utterance] = deque()
        self._endings: deque[_Ending] = deque()
        self._tail = np.zeros(0, np.float32)
        self._delivered = 0
        self._lock = threading.Lock()

    def add(self, utterance: Utterance) -> None:
        """Queue an utterance behind the others."""
        with self._lock:
            self._waiting.append(utterance)

    def fill(self, count: int) -> NDArray[np.float32]:
        """Return the next samples, `(count,)`, with silence where there are none."""
        out = np.zeros(count, np.float32)
        with self._lock:
            filled = min(count, len(self._tail))
            out[:filled] = self._tail[:filled]
            self._tail = self._tail[filled:]
            while filled < count and self._waiting:
                part = self._waiting[0].take(count - filled)
                out[filled : filled + len(part)] = part
                filled += len(part)
                self._retire(self._delivered + filled)
            self._delivered += count
            heard = self._heard()
        for utterance in heard:
            self._on_heard(utterance)
        return out

    def stop(self) -> list[Utterance]:
        """Forget what is queued and return it, each with the position at which it falls silent.

        What was delivered whole before is not among them: it will be heard.
        """
        with self._lock:
            stopped = list(self._waiting)
            self._waiting.clear()
            if stopped and stopped[0].position:
                part = stopped[0].take(self._fade)
                self._tail = part * np.linspace(1, 0, len(part), dtype=np.float32)
        return stopped

    def _retire(self, delivered: int) -> None:
        utterance = self._waiting[0]
        if utterance.position >= len(utterance.samples):
            self._waiting.popleft()
            self._endings.append(_Ending(utterance, delivered + self._latency))

    def _heard(self) -> list[Utterance]:
        heard = []
        while self._endings and self._endings[0].heard_at <= self._delivered:
            heard.append(self._endings.popleft().utterance)
        return heard
