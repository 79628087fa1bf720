"""What goes into the estimates engine and what comes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """One turn of the candidate."""

    turn: int
    text: str
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """One conclusion the candidate drew from numbers, and what the numbers really give.

    ``quote`` is ``text[start_char:end_char]`` of the turn. ``ratio`` is stated over computed in
    base units. ``kind`` is storage, rate, bandwidth, latency, compute, count, share, time or cost;
    ``issue`` is None, arithmetic, average_called_peak, bits_bytes, per_day_per_second,
    latency_budget or units. A plain average called peak has a ratio near 1 and is still not ok.
    """

    quote: str
    turn: int
    start_char: int
    end_char: int
    stated: str
    computed: str
    ratio: float
    ok: bool
    working: str
    kind: str
    issue: str | None
