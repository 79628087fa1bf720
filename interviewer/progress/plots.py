"""Geometry of the plots: sessions from left to right, equally far apart. The template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 300.0
HEIGHT: Final = 96.0
EDGE: Final = 8.0
MOST_DOTS: Final = 40
"""With more sessions the line alone is drawn; dots would run into each other."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One session's value in its place."""

    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A line over the sessions, broken where a value is missing.

    Attributes:
        lines: points of each unbroken stretch, for a polyline.
        dots: one for each value, unless there are too many to tell apart.
        levels: heights of the helping lines with what they stand for.
    """

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    levels: tuple[tuple[float, str], ...]


def plot(
    values: Sequence[float | None], titles: Sequence[str], low: float, high: float, step: float
) -> Plot:
    """Draw values between ``low`` and ``high`` with a helping line every ``step``."""
    places = [
        None if value is None else Dot(_x(at, len(values)), _y(value, low, high), title)
        for at, (value, title) in enumerate(zip(values, titles, strict=True))
    ]
    dots = tuple(one for one in places if one is not None)
    shown = dots if len(dots) <= MOST_DOTS else dots[-1:]
    count = round((high - low) / step)
    levels = [low + step * at for at in range(count + 1)]
    return Plot(
        tuple(_stretches(places)),
        shown,
        tuple((_y(level, low, high), f"{level:g}") for level in levels),
    )


def _stretches(places: Sequence[Dot | None]) -> list[str]:
    lines: list[list[str]] = [[]]
    for one in places:
        if one is None:
            lines.append([])
        else:
            lines[-1].append(f"{one.x:g},{one.y:g}")
    return [" ".join(line) for line in lines if len(line) > 1]


def _x(at: int, count: int) -> float:
    share = at / (count - 1) if count > 1 else 0.5
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)


def _y(value: float, low: float, high: float) -> float:
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)


def ceiling(values: Sequence[float | None], least: float) -> float:
    """A round number that no value lies above."""
    most = max([least, *(value for value in values if value is not None)])
    for factor in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000):
        if most <= factor * least:
            return factor * least
    return most
