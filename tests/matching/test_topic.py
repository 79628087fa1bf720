"""The words that tell one problem from another, and the counts behind them."""

from __future__ import annotations

from interviewer.library.load import Library
from interviewer.matching.topic import background, topic_of
from tools.background import counted


def test_a_problem_is_told_by_its_own_words() -> None:
    topic = topic_of(Library().question("ride-eta"))
    assert {"trip", "rider", "road", "dispatch"} <= set(topic)
    assert max(topic.values()) == 1
    assert not {"model", "data", "system", "user"} & set(topic)


def test_what_every_problem_says_tells_nothing() -> None:
    common = background()
    assert common.rarity("model") < 0.05 < common.rarity("never-heard-of")


def test_the_shipped_counts_are_those_of_the_library() -> None:
    cards, uses = counted(Library())
    known = background()
    assert abs(known.cards - cards) <= 3
    stale = [stem for stem, count in uses.items() if abs(known.uses.get(stem, 1) - count) > 3]
    assert len(stale) <= 0.02 * len(uses), "run python -m tools.background"
