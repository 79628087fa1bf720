"""The measured agreement with labels may not fall below what the project promises."""

from __future__ import annotations

import pytest

from benchmarks.grading import (
    HALVES,
    agreement,
    by_bag_of_words,
    by_length,
    grade,
    load,
    rank_correlation,
)

CASES = load()
GRADED = {one.name: grade(one) for one in CASES}


FLOORS = {"tuning": (0.9, 0.95, 0.9), "held_out": (0.85, 0.85, 0.7)}
"""Rank correlation, share of verdicts within a step, F1 of the mistakes."""


@pytest.mark.parametrize("half", HALVES)
def test_agreement_with_labels(half: str) -> None:
    result = agreement([one for one in CASES if one.half == half], GRADED)
    correlation, within, f1 = FLOORS[half]
    assert result.rank_correlation >= correlation
    assert result.within_one >= within
    assert result.f1 >= f1


def test_better_than_counting_words_or_comparing_vocabulary() -> None:
    labels = [one.overall for one in CASES]
    ours = rank_correlation([GRADED[one.name].overall or 0 for one in CASES], labels)
    for baseline in (by_length, by_bag_of_words):
        assert ours > rank_correlation([baseline(one) for one in CASES], labels)


def test_a_degraded_answer_never_beats_the_full_one() -> None:
    from tests.assessment import answers

    for one in CASES:
        if one.quality == "weak":
            continue
        half = [
            t
            for at, t in enumerate(one.conversation.turns)
            if t.speaker != "candidate" or at % 4 == 1
        ]
        less = answers.grade(answers.renumbered(one.conversation, half)).overall or 1.0
        assert less <= (GRADED[one.name].overall or 0.0) + 0.05, one.name
