"""Clarifying questions: where they stand in speech, and which fact they ask for."""

from __future__ import annotations

import pytest

from benchmarks.clarifying import asked
from interviewer.matching.questions import questions_in

FLOORS = {"tuning": (0.82, 0.88), "held_out": (0.78, 0.82)}
"""The share of questions whose fact comes first, and among the first two; measured a little
higher."""


@pytest.mark.parametrize("half", FLOORS)
def test_questions_in_free_wording_find_their_fact(half: str) -> None:
    every = [one for one in asked() if one.half == half]
    for number, floor in enumerate(FLOORS[half], 1):
        hits = [bool(one.wanted & set(one.found[:number])) for one in every]
        assert sum(hits) / len(hits) >= floor


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("okay and what is the volume and how fast does it need to be", 2),
        ("How many trips is it per day? I'd assume a million.", 1),
        ("do we mean the pickup or the trip and who reads the number", 2),
        ("Phone, web, or both?", 1),
        ("I log how many posts there are and how old the post was.", 0),
        ("I'd take matrix factorisation, I think?", 0),
        ("That tells us what is the usual speed on the road.", 0),
    ],
)
def test_questions_are_found_with_and_without_marks(text: str, number: int) -> None:
    assert len(questions_in(text)) == number


@pytest.mark.parametrize("text", ["", "um", "...", "?", "? ?", "How"])
def test_fragments_break_nothing(text: str) -> None:
    for first, last in questions_in(text):
        assert 0 <= first < last <= len(text)
