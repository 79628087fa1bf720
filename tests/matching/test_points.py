"""What the matcher finds of a card's points, and what it must not take for one."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.library.load import Library
from interviewer.matching import Match, Matcher
from interviewer.matching.text import words_of
from tests.library_builder import build_question


@pytest.fixture(scope="module")
def feed() -> Matcher:
    return Matcher(Library().question("news-feed-ranking"))


@pytest.fixture(scope="module")
def parcels() -> Matcher:
    return Matcher(build_question())


def strength(matcher: Matcher, point: str, text: str, heard: str = "") -> float:
    return max(
        (m.strength for m in matcher.points_in(text, heard) if m.point_id == point), default=0
    )


@pytest.mark.parametrize(
    ("point", "text"),
    [
        (
            "drift-dashboards",
            "What if the inputs start looking different from what we trained on? I'd want to know.",
        ),
        (
            "position-bias",
            "Top of the screen collects likes anyway, so the slot number goes into training.",
        ),
        (
            "degraded-feed",
            "If scoring times out we degrade to friends' posts by time, never an empty feed.",
        ),
        (
            "ab-test-users",
            "Half of the users get it and after several weeks we see who returns to the feed.",
        ),
        (
            "recency-baseline",
            "First version: the newest posts of close friends, so there is something to beat.",
        ),
    ],
)
def test_other_words_for_a_point_are_found(feed: Matcher, point: str, text: str) -> None:
    assert strength(feed, point, text) >= 0.25


def test_every_example_of_a_card_earns_its_own_point(feed: Matcher) -> None:
    earned = [strength(feed, p.id, p.example) for p in feed.question.points]
    assert sum(value >= 0.4 for value in earned) >= 0.9 * len(earned)
    assert min(earned) > 0


@pytest.mark.parametrize(
    "text",
    [
        "I would not bother with drift alerts, because the feed model is stable.",
        "We don't need drift alerts for the feed because posts do not change.",
        "There is no need for feature drift alerts on posts, since nothing changes.",
        "I'd skip feature drift alerts because the feed team is small.",
        "Feature drift alerts are not important for a feed because it works.",
        "Feature drift alerts would be overkill because posts are posts.",
    ],
)
def test_what_is_denied_earns_nothing(feed: Matcher, text: str) -> None:
    assert strength(feed, "drift-dashboards", text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "We can't skip feature drift alerts on the feed, because posts change every day.",
        "I would not only rely on users, because feature drift alerts tell us about posts first.",
        "Don't forget feature drift alerts, because what people post changes.",
    ],
)
def test_what_only_looks_denied_counts(feed: Matcher, text: str) -> None:
    assert strength(feed, "drift-dashboards", text) > 0.3


def test_turning_down_a_bad_practice_is_no_denial_of_the_good_one(parcels: Matcher) -> None:
    text = (
        "I would replay finished shifts against the new assignment, not guess, because it is cheap."
    )
    assert strength(parcels, "replayed-shifts", text) >= 0.5


def test_a_wrong_version_earns_nothing(feed: Matcher) -> None:
    wrong = {
        (point.id, way): strength(feed, point.id, f"For the feed {way}.")
        for point in feed.question.points
        for way in point.wrong
    }
    assert sum(value >= 0.4 for value in wrong.values()) <= 0.08 * len(wrong)


def test_a_reason_makes_a_name_worth_more(feed: Matcher) -> None:
    bare = strength(feed, "calibrated-heads", "Then we calibrate each head.")
    reasoned = strength(
        feed,
        "calibrated-heads",
        "Then we calibrate each head, because the formula for a post adds up probabilities.",
    )
    assert 0 < bare <= 0.7
    assert reasoned >= bare + 0.2


def test_a_hedge_halves(feed: Matcher) -> None:
    sure = "For the feed I would calibrate each head because the post's score adds probabilities."
    hedged = (
        "For the feed I guess calibrate each head or something, because of probabilities I suppose."
    )
    assert strength(feed, "calibrated-heads", hedged) <= 0.6 * strength(
        feed, "calibrated-heads", sure
    )


def test_a_list_of_terms_earns_next_to_nothing(feed: Matcher) -> None:
    terms = "drift, calibration, two tower, A/B test, position bias, feature store, canary, NDCG"
    assert sum(match.strength for match in feed.points_in(terms)) <= 1.0


def test_repeating_the_interviewer_earns_nothing(parcels: Matcher) -> None:
    heard = "Would you fall back on yesterday's paper route?"
    assert (
        strength(parcels, "paper-route", "Yes, fall back on yesterday's paper route.", heard) == 0
    )
    own = (
        "Yes, yesterday's paper route in every van, since couriers know it and phones die at noon."
    )
    assert strength(parcels, "paper-route", own, heard) > 0


@pytest.mark.parametrize(
    ("spoken", "heard"),
    [
        ("two tower", "to tower"),
        ("xgboost", "X G boost"),
        ("calibration", "calibratian"),
        ("cache", "cash"),
        ("embedding", "embeding"),
    ],
)
def test_frequent_recogniser_errors_are_understood(feed: Matcher, spoken: str, heard: str) -> None:
    def read(word: str) -> set[str]:
        return set(feed.concepts_in(f"for this we take the {word} and go on from there"))

    assert read(heard) >= read(spoken) - {"embedding", "calibration"}
    text = "I would calibrate each head, because the {} of a post must mean a probability."
    clear = strength(feed, "calibrated-heads", text.format(spoken))
    assert strength(feed, "calibrated-heads", text.format(heard)) >= 0.8 * clear


def variants(text: str) -> Iterator[str]:
    yield text.lower()
    yield text.upper()
    yield text.replace(",", "").replace(".", "")
    yield text.replace(" ", "  ")
    yield text.replace(" because", " um because uh").replace("I ", "I you know ")


def test_casing_punctuation_and_fillers_change_nothing(feed: Matcher) -> None:
    for point in feed.question.points:
        plain = strength(feed, point.id, point.example)
        for said in variants(point.example):
            assert strength(feed, point.id, said) == pytest.approx(plain, abs=0.02), said


def test_british_and_american_spelling_are_one(feed: Matcher) -> None:
    british = [word.stem for word in words_of("normalised behaviour of labelled neighbours")]
    american = [word.stem for word in words_of("normalized behavior of labeled neighbors")]
    assert british == american


def test_a_match_quotes_its_text(feed: Matcher) -> None:
    text = " ".join(point.example for point in feed.question.points)
    for match in feed.points_in(text):
        assert 0 <= match.start < match.end <= len(text)
        assert text[match.start : match.end].strip()
        assert len(text[match.start : match.end].split()) <= 90


def test_fast_enough_for_every_live_turn(feed: Matcher) -> None:
    text = " ".join(point.example for point in feed.question.points)[:2500]
    feed.points_in(text + " to warm up the caches")
    best = min(_timed(feed, f"{text} and so on {n}") for n in range(5))
    assert best < 0.06, "a minute of speech may take 30 ms on the machine this was measured on"


def _timed(matcher: Matcher, text: str) -> float:
    began = time.process_time()
    matcher.points_in(text)
    return time.process_time() - began


@given(st.text(max_size=300))
def test_any_text_gives_matches_within_it(text: str) -> None:
    matcher = _shared()
    for match in matcher.points_in(text):
        assert isinstance(match, Match)
        assert 0 <= match.start < match.end <= len(text)
        assert 0 < match.strength <= 1


_MADE: list[Matcher] = []


def _shared() -> Matcher:
    if not _MADE:
        _MADE.append(Matcher(build_question()))
    return _MADE[0]
