from __future__ import annotations

import pytest

from interviewer.estimates import Estimate, Statement, find_estimates


def judge(*turns: str, facts: dict[str, str] | None = None) -> list[Estimate]:
    return find_estimates([Statement(turn, text) for turn, text in enumerate(turns)], facts)


def only(*turns: str) -> Estimate:
    (found,) = judge(*turns)
    return found


def test_the_reference_storage_example_is_off_by_a_thousand() -> None:
    found = only("user vectors: 100M x 128 dims x 4B = 50TB")
    assert found.quote == "100M x 128 dims x 4B = 50TB"
    assert (found.stated, found.computed) == ("50TB", "51.2 GB")
    assert found.working == "100,000,000 × 128 × 4 B = 51.2 GB"
    assert found.ratio == pytest.approx(1000, rel=0.03)
    assert (found.ok, found.kind, found.issue) == (False, "storage", "units")


def test_a_plain_average_is_no_peak() -> None:
    found = only("100M searches/day = ~1.2k QPS peak")
    assert found.issue == "average_called_peak"
    assert not found.ok
    assert found.ratio == pytest.approx(1.04, abs=0.01)
    assert "average" in found.computed


@pytest.mark.parametrize(
    "text",
    [
        "100M searches a day is 1.2k QPS on average",
        "100M searches a day is 1.2k QPS, peak maybe 5k",
        "100M searches a day is 1.2k QPS, times 3 so 3.6k at peak",
    ],
)
def test_averages_and_factored_peaks_pass(text: str) -> None:
    assert all(found.ok for found in judge(text))


@pytest.mark.parametrize(
    ("text", "computed", "issue"),
    [
        (
            "10k requests per second times 1 kilobyte is 10 megabits per second",
            "80 Mbit/s",
            "bits_bytes",
        ),
        ("100 million requests a day is 100 million per second", "1,160/s", "per_day_per_second"),
        ("retrieval 50, ranking 80, 30 network, so under 100 ms total", "160 ms", "latency_budget"),
        ("20 percent of 300 million is 6 million users", "60,000,000 users", "arithmetic"),
        ("8 GPUs at 2 dollars an hour is 160 dollars an hour", "$16/hour", "arithmetic"),
        ("7 billion parameters in fp16 is 14 terabytes", "14 GB", "units"),
    ],
)
def test_issues(text: str, computed: str, issue: str) -> None:
    found = only(text)
    assert (found.ok, found.computed, found.issue) == (False, computed, issue)


def test_a_chain_is_judged_step_by_step_on_what_was_said() -> None:
    first, second, third = judge(
        "100 million users times 512 bytes is 51 terabytes.",
        "Times three copies that's 150 terabytes.",
        "Double that for the index so 300 terabytes.",
    )
    assert (first.ok, second.ok, third.ok) == (False, True, True)
    assert (first.turn, second.turn, third.turn) == (0, 1, 2)


def test_inputs_may_be_spread_over_sentences() -> None:
    found = only(
        "We have 100 million users. Each has an embedding of 128 dimensions, float 32. "
        "So that's about 50 terabytes."
    )
    assert found.computed == "51.2 GB"


@pytest.mark.parametrize(
    "text",
    [
        "That's 100 million times 512 bytes, 50 terabytes, no wait, 50 gigabytes.",
        "It's 100 million, sorry, 10 million users times 512 bytes so 5 gigs.",
        "a billion requests a day divided by, call it a hundred thousand seconds, is 10k QPS",
        "100 million times 512 bytes is between 40 and 60 gigs",
        "100 million times 512 bytes is less than 100 gigs",
        "1 gigabyte per second times 8 is 8 gigabits per second",
        "60 gigs plus 20% overhead is 72 gigs",
        "100 million times 128 times 4 is 50 gigs",
        "1024 bytes times a million is 1 gig",
        "half a billion users, ten percent of that is fifty million",
    ],
)
def test_hedges_corrections_and_habits_are_accepted(text: str) -> None:
    found = judge(text)
    assert found
    assert all(one.ok for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "We need p99 under 100 ms and we have 10 million items and 100 million users.",
        "AUC of 0.85, top 20, an A/B test at 50/50 with v2 for two weeks",
        "So we have 100 million users and 10 million items, so we need about 50 GB for embeddings",
        "times the number of users, which I don't know, is maybe 5 terabytes",
        "100 million users times the average session count is 3 billion",
        "a 300 ms budget: 100 ms here and 100 ms there run in parallel, so 100 ms total",
        "Half a million pings a second over 60 million segments leaves several pings for each.",
        "",
        "um so",
    ],
)
def test_nothing_to_judge(text: str) -> None:
    assert judge(text) == []


def test_a_turn_with_numbers_of_its_own_begins_a_new_calculation() -> None:
    before = "Three billion a day is 35 thousand a second. The peak is three times that."
    anew = (
        "One million drivers every two seconds is half a million pings a second. At fifty bytes"
        " that is 25 megabytes a second."
    )
    found = find_estimates([Statement(1, before), Statement(2, anew)])
    assert [one.stated for one in found][-2:] == [
        "half a million pings a second",
        "25 megabytes a second",
    ]
    assert all(one.ok for one in found)


def test_what_recurs_is_a_rate() -> None:
    (wrong,) = judge("One million drivers every two seconds is two million pings a second.")
    assert (wrong.computed, wrong.ok) == ("500,000 pings/s", False)


def test_references_are_resolved_from_the_question_card() -> None:
    text = "10 searches a day times the number of users is 10 billion searches a day"
    (found,) = judge(text, facts={"users": "100e6 users"})
    assert (found.ok, found.computed) == (False, "1,000,000,000 searches/day")
    assert judge(text) == []


def test_quotes_are_verbatim_spans_of_their_turn() -> None:
    turns = (
        "Well, 500 million users.",
        "Times 10 requests each a day, so that's 50 billion a day.",
    )
    for found in judge(*turns):
        assert turns[found.turn][found.start_char : found.end_char] == found.quote
        assert found.quote.endswith(found.stated)
