"""How often a clarifying question in free wording finds the fact that answers it.

Run with ``python -m benchmarks.clarifying``; ``-v`` shows what the tuning half missed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.figures import Figure
from benchmarks.grading import HALVES, matcher

DATA: Final = Path(__file__).parent / "data" / "clarifying.yaml"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the interviewer of a card, the facts that answer it, and those found."""

    half: str
    card: str
    text: str
    wanted: frozenset[str]
    found: tuple[str, ...]


def asked() -> Iterator[Asked]:
    """Every question, answered."""
    raw: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    for half in HALVES:
        for card, questions in raw[half].items():
            for one in questions:
                found = tuple(matcher(card).facts_asked(one["ask"]))
                yield Asked(half, card, one["ask"], frozenset(one["facts"]), found)


def figures() -> Iterator[Figure]:
    """The share of questions whose fact comes first."""
    every = list(asked())
    for half in HALVES:
        hits = [bool(one.wanted & set(one.found[:1])) for one in every if one.half == half]
        yield Figure(f"asked fact found first, {half}", f"{sum(hits) / len(hits):.2f}")


def main() -> int:
    """Print the table."""
    every = list(asked())
    print(f"{'':10}{'n':>5}{'first':>8}{'in two':>8}{'none':>7}")
    for half in HALVES:
        chosen = [one for one in every if one.half == half]
        first = sum(bool(one.wanted & set(one.found[:1])) for one in chosen)
        second = sum(bool(one.wanted & set(one.found[:2])) for one in chosen)
        none = sum(not one.found for one in chosen)
        shares = "".join(
            f"{count / len(chosen):>{width}.2f}"
            for count, width in ((first, 8), (second, 8), (none, 7))
        )
        print(f"{half:10}{len(chosen):>5}{shares}")
    if "-v" in sys.argv:
        for one in every:
            if one.half == "tuning" and not one.wanted & set(one.found[:1]):
                print(f"{one.card}: {one.text}\n    {sorted(one.wanted)} not {one.found[:3]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
