"""What must not move a score, and what must: the assessment compared with itself.

A sample of what ``benchmarks/invariance.py`` measures over every card and transcript. Each check
has a share of values that keep to the limit, and a worst value, both a little looser than measured.
"""

from __future__ import annotations

import pytest

from benchmarks.grading import library, load
from benchmarks.invariance import Sample, checks

CARDS = ("news-feed-ranking", "ride-eta", "payment-fraud", "visual-search")
TALKS = [one for one in load() if one.half == "tuning" and one.quality != "weak"]
SAMPLE = Sample(
    tuple(library().question(card) for card in CARDS),
    tuple(TALKS[::4]),
)
CHECKS = {check.name: check for check in checks(SAMPLE)}
KEPT = {
    "5 % errors": (0.65, 0.35),
    "10 % errors": (0.75, 0.5),
    "20 % errors": (0.75, 0.9),
    "instructions": (0.75, 0.1),
    "another question": (0.75, 2.6),
}
"""The checks that are not kept everywhere: the share of values within the limit, and the worst."""


@pytest.mark.parametrize("name", CHECKS)
def test_limits_are_kept(name: str) -> None:
    check = CHECKS[name]
    share, worst = KEPT.get(name, (1.0, check.limit))
    values = dict(check.values())
    beyond = {case: value for case, value in values.items() if value > check.limit + 1e-9}
    assert len(beyond) <= (1 - share) * len(values), beyond
    assert max(values.values()) <= worst + 1e-9, beyond
