from __future__ import annotations

import pytest

from interviewer.director.traps import traps_fallen_into
from interviewer.matching import Matcher
from tests.stage import LIBRARY

CARDS = LIBRARY.names("questions")


@pytest.mark.parametrize("card", CARDS)
def test_good_answers_are_never_taken_for_a_trap(card: str) -> None:
    question = LIBRARY.question(card)
    matcher = Matcher(question)
    alarms = [
        point.id
        for point in question.points
        if traps_fallen_into(point.example, matcher, tuple(matcher.points_in(point.example)))
    ]
    assert not alarms


@pytest.mark.parametrize("card", CARDS)
def test_most_traps_are_noticed_in_the_cards_own_words(card: str) -> None:
    question = LIBRARY.question(card)
    matcher = Matcher(question)
    said = [(trap.id, f"I would {way}.") for trap in question.traps for way in trap.says]
    noticed = [
        name in [t.id for t in traps_fallen_into(text, matcher, tuple(matcher.points_in(text)))]
        for name, text in said
    ]
    assert sum(noticed) / len(noticed) >= 0.75
