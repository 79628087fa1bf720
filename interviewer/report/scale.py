"""Seconds to places on the picture, and the marks of its axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from interviewer.report.text import clock

LEFT: Final = 104.0
"""Where the plot begins; the names of the rows stand to its left."""

WIDTH: Final = 1000.0
RIGHT: Final = WIDTH - 8.0

_HALF_LABEL: Final = 20.0
"""A label nearer to the edge than this would be cut off, so it ends there."""

_STEPS_S: Final = (15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_MOST_TICKS: Final = 13


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the time axis."""

    x: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps 0 to ``total_s`` seconds onto the plot."""

    total_s: float

    def x(self, seconds: float) -> float:
        """The place of a second; what lies outside is moved to the edge."""
        share = min(1.0, max(0.0, seconds / self.total_s))
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def span(self, start_s: float, end_s: float, least: float = 0.0) -> tuple[float, float]:
        """Left edge and width of a stretch of time, at least ``least`` wide."""
        left = self.x(start_s)
        width = max(least, self.x(end_s) - left)
        return left, round(width, 1)

    def ticks(self) -> list[Tick]:
        """Round times, few enough to be read."""
        step = next((s for s in _STEPS_S if self.total_s / s < _MOST_TICKS), None)
        every_s = float(step) if step else self.total_s / _MOST_TICKS
        count = int(self.total_s / every_s) + 1
        places = [(self.x(i * every_s), clock(i * every_s)) for i in range(count)]
        return [
            Tick(x, label, "end" if x > RIGHT - _HALF_LABEL else "middle") for x, label in places
        ]
