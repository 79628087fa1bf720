"""Silences of the candidate while they have the floor: found afterwards, or told as they grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

LONG_S = 10.0
SERIOUS_S = 30.0
MARKS_S = (10.0, 20.0, 30.0)
"""When a growing silence is told; after the last mark, every ten seconds."""

ANNOUNCED_WITHIN_S = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on the sample clock."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence long enough to be noticed; an announced one is not held against anyone."""

    start_s: float
    duration_s: float
    announced: bool
    severity: Literal["long", "serious"]


def find_pauses(
    speech: Iterable[Span],
    taken: Iterable[Span] = (),
    *,
    until_s: float,
    from_s: float = 0.0,
    announced_at_s: Sequence[float] = (),
    long_s: float = LONG_S,
    serious_s: float = SERIOUS_S,
) -> list[Pause]:
    """Return the long silences between two moments, in order.

    Args:
        speech: When the candidate spoke.
        taken: When somebody else spoke; that time is nobody's pause and ends one.
        until_s: Where the candidate's floor ends.
        from_s: Where it begins.
        announced_at_s: Ends of phrases such as "give me a minute".
        long_s: Shortest silence that counts.
        serious_s: Silence from which it is serious.
    """
    pauses = []
    for gap in _gaps(sorted([*speech, *taken], key=lambda s: s.start_s), from_s, until_s):
        if gap.duration_s < long_s:
            continue
        announced = any(abs(gap.start_s - at) <= ANNOUNCED_WITHIN_S for at in announced_at_s)
        severity: Literal["long", "serious"] = "serious" if gap.duration_s >= serious_s else "long"
        pauses.append(Pause(gap.start_s, gap.duration_s, announced, severity))
    return pauses


def _gaps(busy: Iterable[Span], from_s: float, until_s: float) -> Iterator[Span]:
    at = from_s
    for span in busy:
        if span.start_s > at:
            yield Span(at, min(span.start_s, until_s))
        at = max(at, span.end_s)
    if until_s > at:
        yield Span(at, until_s)


class SilenceTracker:
    """Tells each mark once per silence; speech arms all of them again."""

    def __init__(self, marks_s: Sequence[float] = MARKS_S) -> None:
        self._marks_s = tuple(sorted(marks_s))
        self._since_s: float | None = None
        self._next = 0

    def at(self, now_s: float, silent_since_s: float | None) -> list[float]:
        """Return the marks passed since the last call.

        Args:
            now_s: The sample clock.
            silent_since_s: Beginning of the silence, None while there is none or nobody knows.
                The same beginning again, after a cough, arms nothing.
        """
        if silent_since_s is None:
            return []
        if silent_since_s != self._since_s:
            self._since_s, self._next = silent_since_s, 0
        passed = []
        while now_s - silent_since_s >= self._mark_s():
            passed.append(self._mark_s())
            self._next += 1
        return passed

    def _mark_s(self) -> float:
        beyond = self._next - len(self._marks_s)
        if beyond < 0:
            return self._marks_s[self._next]
        last_s = self._marks_s[-1] if self._marks_s else 0.0
        return last_s + 10.0 * (beyond + 1)
