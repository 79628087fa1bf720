"""The card for problems that are not in the library: every area, and its own words recognised."""

from __future__ import annotations

import pytest

from interviewer.library.load import Library
from interviewer.library.question import Point
from interviewer.matching import Matcher
from interviewer.vocabulary import Area, Level

CARD = Library().generic_question()
MATCHER = Matcher(CARD)


def test_every_area_has_points_and_every_level_essentials() -> None:
    assert {point.area for point in CARD.points} == set(Area)
    easiest = [point for point in CARD.points if point.level is Level.L3]
    assert len([point for point in easiest if point.essential]) >= 8


@pytest.mark.parametrize("point", CARD.points, ids=lambda point: point.id)
def test_an_example_makes_its_point(point: Point) -> None:
    assert point.id in [found.point_id for found in MATCHER.points_in(point.example)]


@pytest.mark.parametrize("point", CARD.points, ids=lambda point: point.id)
def test_the_opposite_does_not(point: Point) -> None:
    for text in point.wrong:
        assert point.id not in [found.point_id for found in MATCHER.points_in(f"{text}.")]


def test_it_takes_the_problem_from_the_opening() -> None:
    card = CARD.about("Design a system that puts books into shop windows.")
    assert "book" in Matcher(card).topic
    assert CARD.about("  ") is CARD
