"""The measured quality may not fall below what the project promises."""

from __future__ import annotations

import pytest

from benchmarks.estimates import engine, load, naive, score


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_precision_and_recall_of_planted_errors(half: str) -> None:
    cases = load(half)
    result = score(cases, engine)
    assert result.precision >= 0.95
    assert result.recall >= 0.8
    assert result.distractor_alarms == 0
    assert result.right_confirmed >= 0.75 * result.right


def test_the_engine_beats_multiplying_every_number() -> None:
    cases = load("held_out")
    assert score(cases, engine).precision > 2 * score(cases, naive).precision


def test_every_label_is_in_what_was_said() -> None:
    for case in [*load("tuning"), *load("held_out")]:
        spoken = " ".join(case.say)
        assert all(label in spoken for label in case.wrong | case.right), case
