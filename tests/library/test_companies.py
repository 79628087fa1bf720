"""The shipped companies: complete, consistent, and each with a voice of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from string import Formatter
from typing import Final

import pytest
from rapidfuzz import fuzz

from interviewer.library.load import Library
from interviewer.library.people import Company

COMPANIES: Final = frozenset(
    [
        "meta",
        "google",
        "amazon",
        "netflix",
        "linkedin",
        "apple",
        "tiktok",
        "uber",
        "lyft",
        "airbnb",
        "x",
        "spotify",
        "pinterest",
        "generic",
    ]
)
INTERVIEWERS: Final = frozenset(["infra", "research", "generalist", "product", "bar_raiser"])
QUESTIONS: Final = frozenset(
    [
        "news-feed-ranking",
        "stories-ranking",
        "fake-accounts",
        "ad-click-prediction",
        "group-recommendations",
        "content-integrity",
        "notification-relevance",
        "misinformation",
        "people-you-may-know",
        "video-recommendations",
        "smart-compose",
        "query-suggestions",
        "harmful-content",
        "search-click-prediction",
        "product-search",
        "also-bought",
        "review-fraud",
        "demand-forecasting",
        "voice-intent",
        "delivery-time",
        "homepage-personalization",
        "thumbnail-selection",
        "job-recommendations",
        "keyboard-prediction",
        "for-you-ranking",
        "ride-eta",
        "surge-pricing",
        "ride-fraud",
        "driver-matching",
        "dynamic-pricing",
        "stay-search",
        "home-timeline",
        "discover-weekly",
        "visual-search",
        "payment-fraud",
        "ecommerce-recommendations",
        "content-moderation",
        "marketplace-recommendations",
    ]
)
MOST_ALIKE: Final = 70.0
"""Word-order-free likeness (0-100) of two texts; half of all pairs are below 42."""
CLOSING_QUESTIONS: Final = {
    "infrastructure": "what does your ml infrastructure look like",
    "hardest problem": "what is your hardest production problem",
    "experiments": "how do you run experiments",
    "team": "what is the team like",
    "first months": "what would my first months look like",
    "tech stack": "what is your tech stack",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture(scope="module")
def companies(library: Library) -> dict[str, Company]:
    return {name: library.company(name) for name in library.names("companies")}


def test_every_company_is_there_under_its_own_id(companies: dict[str, Company]) -> None:
    assert set(companies) == COMPANIES
    assert {name: company.id for name, company in companies.items()} == {n: n for n in COMPANIES}


@pytest.mark.parametrize("name", sorted(COMPANIES))
def test_favourites_name_what_exists_and_nothing_twice(library: Library, name: str) -> None:
    company = library.company(name)
    assert set(company.questions) <= QUESTIONS
    assert set(company.interviewers) <= INTERVIEWERS
    for favourites in (company.questions, company.interviewers):
        assert len(set(favourites)) == len(favourites)


@pytest.mark.parametrize("name", sorted(COMPANIES))
def test_a_favourite_names_the_company_among_those_who_ask_it(library: Library, name: str) -> None:
    favourites = library.company(name).questions
    assert [one for one in favourites if name not in library.question(one).companies] == []


def test_every_question_is_a_favourite_somewhere(companies: dict[str, Company]) -> None:
    assert {question for company in companies.values() for question in company.questions} == (
        QUESTIONS
    )


@pytest.mark.parametrize("name", sorted(COMPANIES))
def test_the_usual_closing_questions_are_answered(library: Library, name: str) -> None:
    replies = library.company(name).replies
    assert 6 <= len(replies) <= 8
    for about, question in CLOSING_QUESTIONS.items():
        matches = [r.id for r in replies if any(phrase in question for phrase in r.asked)]
        assert len(matches) == 1, f"{name}: {about} is answered by {matches}"


@pytest.mark.parametrize("name", sorted(COMPANIES))
def test_replies_can_be_spoken(library: Library, name: str) -> None:
    company = library.company(name)
    for text in (*(reply.answer for reply in company.replies), company.fallback_reply):
        assert 2 <= len(sentences(text)) <= 3, text
        assert len(text.split()) <= 75, text


@pytest.mark.parametrize("name", sorted(COMPANIES))
def test_probes_are_one_question_and_hold_at_most_the_topic(library: Library, name: str) -> None:
    for probe in library.company(name).framing:
        assert probe.count("?") == 1, probe
        assert probe.endswith(("?", ".")), probe
        assert set(placeholders(probe)) <= {"topic"}, probe


@pytest.mark.parametrize("name", sorted(COMPANIES))
def test_an_interview_lasts_as_long_as_such_interviews_do(library: Library, name: str) -> None:
    assert library.company(name).minutes in {45, 60, 90}


def test_no_two_companies_say_the_same(companies: dict[str, Company]) -> None:
    for (one, first), (other, second) in combinations(companies.items(), 2):
        for text, rival, likeness in alike(spoken_by(first), spoken_by(second)):
            assert likeness < MOST_ALIKE, f"{one} and {other}: {text!r} and {rival!r}"


def spoken_by(company: Company) -> list[str]:
    """Everything this company's interviewer says that others could say as well."""
    answers = [reply.answer for reply in company.replies]
    return [company.introduction, company.fallback_reply, *company.framing, *answers]


def alike(ours: Iterable[str], theirs: list[str]) -> Iterator[tuple[str, str, float]]:
    """Each of our texts with the nearest of theirs."""
    for text in ours:
        rival = max(theirs, key=lambda candidate: fuzz.token_sort_ratio(text, candidate))
        yield text, rival, fuzz.token_sort_ratio(text, rival)


def sentences(text: str) -> list[str]:
    """The sentences of a spoken text."""
    return [part for part in re.split(r"(?<=[.?!])\s+", text.strip()) if part]


def placeholders(text: str) -> list[str]:
    """The names in braces."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
