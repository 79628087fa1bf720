"""Precision and recall on planted estimate errors, beside a naive baseline.

Run with ``python -m benchmarks.estimates``. The labelled utterances are in ``benchmarks/data``:
the tuning half was looked at while the engine was written, the held-out part was not.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.figures import Figure
from interviewer.estimates import Statement, find_estimates, find_quantities

DATA = Path(__file__).parent / "data"
#: The baseline's idea of agreement, the same room the engine gives.
_ROOM = 1.3


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled dialogue: what was said, which results are wrong, which are right."""

    say: tuple[str, ...]
    wrong: frozenset[str]
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of planted errors found, missed, and of false alarms."""

    cases: int
    found: int
    missed: int
    false_alarms: int
    distractors: int
    distractor_alarms: int
    right: int
    right_confirmed: int

    @property
    def precision(self) -> float:
        """Return the share of alarms that were planted errors."""
        alarms = self.found + self.false_alarms
        return self.found / alarms if alarms else 1.0

    @property
    def recall(self) -> float:
        """Return the share of planted errors that were found."""
        planted = self.found + self.missed
        return self.found / planted if planted else 1.0


#: Returns (stated results called wrong, stated results called right).
Judge = Callable[[Sequence[Statement]], tuple[set[str], set[str]]]


def load(half: str) -> list[Case]:
    """Return the labelled cases of a half: "tuning" or "held_out"."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        (DATA / f"estimates_{half}.yaml").read_text("utf-8")
    )
    return [
        Case(tuple(row["say"]), frozenset(row.get("wrong", ())), frozenset(row.get("right", ())))
        for row in rows
    ]


def engine(statements: Sequence[Statement]) -> tuple[set[str], set[str]]:
    """Judge with the estimates engine."""
    found = find_estimates(statements)
    return {e.stated for e in found if not e.ok}, {e.stated for e in found if e.ok}


def naive(statements: Sequence[Statement]) -> tuple[set[str], set[str]]:
    """Judge each sentence by multiplying all its numbers but the last, units ignored."""
    wrong: set[str] = set()
    right: set[str] = set()
    for statement in statements:
        for sentence in statement.text.replace("? ", ". ").split(". "):
            numbers = find_quantities(sentence)
            if len(numbers) < 3:
                continue
            product = math.prod(q.base for q in numbers[:-1])
            ratio = numbers[-1].base / product if product else math.inf
            agrees = 1 / _ROOM <= ratio <= _ROOM
            (right if agrees else wrong).add(numbers[-1].text)
    return wrong, right


def score(cases: Sequence[Case], judge: Judge) -> Score:
    """Return the counts of one judge on the cases."""
    found = missed = false_alarms = distractors = distractor_alarms = right = confirmed = 0
    for case in cases:
        wrong, fine = judge([Statement(turn, text) for turn, text in enumerate(case.say)])
        found += len(wrong & case.wrong)
        missed += len(case.wrong - wrong)
        false_alarms += len(wrong - case.wrong)
        right += len(case.right)
        confirmed += len(case.right & fine)
        if not case.wrong and not case.right:
            distractors += 1
            distractor_alarms += bool(wrong)
    return Score(
        len(cases), found, missed, false_alarms, distractors, distractor_alarms, right, confirmed
    )


def figures() -> Iterator[Figure]:
    """Planted errors of the held-out half, beside the product of the numbers in a sentence."""
    cases = load("held_out")
    ours, baseline = score(cases, engine), score(cases, naive)
    for what, mine, theirs, goal in (
        ("precision, held-out half", ours.precision, baseline.precision, 0.95),
        ("recall, held-out half", ours.recall, baseline.recall, 0.8),
    ):
        beside = f"product of the numbers {theirs:.2f}"
        ratio = mine / theirs if theirs else None
        yield Figure(what, f"{mine:.3f}", beside, ratio, f"{goal:g}", mine >= goal)


def main() -> int:
    """Print the table."""
    print(f"{'':22}{'cases':>6}{'planted':>9}{'precision':>11}{'recall':>8}", end="")
    print(f"{'distractors alarmed':>21}{'correct ones confirmed':>24}")
    for half in ("tuning", "held_out"):
        cases = load(half)
        for name, judge in (("engine", engine), ("product of numbers", naive)):
            _print(f"{half} {name}" if name == "engine" else f"  {name}", score(cases, judge))
    texts = [text for half in ("tuning", "held_out") for case in load(half) for text in case.say]
    began = time.perf_counter()
    find_estimates([Statement(turn, text) for turn, text in enumerate(texts)])
    words = sum(len(text.split()) for text in texts)
    print(f"{words} words in one piece: {time.perf_counter() - began:.2f} s")
    return 0


def _print(name: str, result: Score) -> None:
    alarmed = f"{result.distractor_alarms} of {result.distractors}"
    confirmed = f"{result.right_confirmed} of {result.right}"
    planted = result.found + result.missed
    print(f"{name:22}{result.cases:>6}{planted:>9}{result.precision:>11.3f}", end="")
    print(f"{result.recall:>8.3f}{alarmed:>21}{confirmed:>24}")


if __name__ == "__main__":
    sys.exit(main())
