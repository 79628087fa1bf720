from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from interviewer.clock import VirtualClock
from interviewer.errors import MindError
from interviewer.minds.breaker import Breaker
from interviewer.minds.llm.answering import Bounds
from tests.llm_server import Answer, LlmServer
from tests.minds.table import FOLLOW, LISTEN, PROBE, allowed, seated, situation, take

GOOD = "1\nFair enough. So where would your labels come from, then?"
SLACK_S = 2.0  # for a busy machine


async def test_a_good_answer_is_spoken_as_it_is() -> None:
    async with seated([Answer(GOOD)]) as (mind, server):
        heard = await take(mind, allowed(PROBE, LISTEN))
    assert heard.sentences == ["Fair enough.", "So where would your labels come from, then?"]
    assert (heard.option, heard.mind, heard.troubles) == (PROBE, "llm", [])
    assert len(server.requests) == 1


async def test_the_first_sentence_does_not_wait_for_the_last() -> None:
    slow = Answer(
        "1\nFair enough. " + "word " * 10 + "where do your labels come from?", token_s=0.05
    )
    async with seated([slow]) as (mind, _):
        heard = await take(mind, allowed(PROBE))
    assert heard.first_s < heard.whole_s - 0.3


async def test_listening_needs_no_words() -> None:
    async with seated([Answer("2")]) as (mind, _):
        heard = await take(mind, allowed(PROBE, LISTEN))
    assert heard.option is LISTEN
    assert not heard.sentences


async def test_only_what_is_due_is_offered() -> None:
    due = allowed(PROBE).__class__(PROBE, (PROBE, FOLLOW, LISTEN))
    async with seated([Answer("2\nTell me more about trees?")]) as (mind, server):
        heard = await take(mind, due)
    options = server.requests[0]["messages"][1]["content"].split("Your options:")[1]
    assert "2." not in options
    assert heard.option is PROBE
    assert heard.mind == "scripted"
    assert heard.troubles


async def test_silence_is_not_offered_to_a_candidate_who_asks() -> None:
    async with seated([Answer("2")]) as (mind, _):
        now = situation("How many trips are there per day?")
        heard = await take(mind, allowed(PROBE, LISTEN), now)
    assert heard.option is PROBE
    assert heard.sentences


@pytest.mark.parametrize(
    "text",
    ["", "hello there, how are you doing", "7\nWhere from?", "0\nWhere from?", "```\n", "{}",
     '{"option": 1}', "-1e9", "1", "1\n\n   \n", "<think>on and on", "\x00\x01", "١\nقل لي"],
)  # fmt: skip
async def test_a_malformed_answer_becomes_scripted_words_for_an_open_move(text: str) -> None:
    async with seated([Answer(text)]) as (mind, _):
        heard = await take(mind, allowed(PROBE, LISTEN))
    assert heard.option is PROBE
    assert PROBE.say in heard.text
    assert heard.troubles


@pytest.mark.parametrize(
    "fault",
    [
        Answer(status=500), Answer(status=503), Answer(status=400), Answer(status=401),
        Answer(status=403), Answer(status=404), Answer(status=429),
        Answer(status=429, headers={"retry-after": "60"}),
        Answer(status=302, headers={"location": "http://127.0.0.1:9/"}),
        Answer(raw=b"<html>"), Answer(raw=b"data: {broken\n\n"), Answer(raw=b""),
        Answer(GOOD, hang_after=0), Answer(GOOD, hang_after=1), Answer(GOOD, die_after=0),
        Answer(GOOD, die_after=1), Answer(GOOD, first_s=30.0),
    ],
)  # fmt: skip
async def test_every_fault_before_the_first_sentence_leaves_the_scripted_words(
    fault: Answer,
) -> None:
    async with seated([fault]) as (mind, _):
        heard = await take(mind, allowed(PROBE, LISTEN))
    assert heard.option is PROBE
    assert PROBE.say in heard.text
    assert heard.first_s < 0.4 + SLACK_S  # something is heard
    assert heard.whole_s < 1.2 + SLACK_S  # the turn is taken
    assert heard.troubles


def with_tls(server: LlmServer) -> str:
    return server.base_url.replace("http:", "https:")  # which it does not speak


def nowhere(server: LlmServer) -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{one.getsockname()[1]}/v1"


@pytest.mark.parametrize("address", [with_tls, nowhere])
async def test_a_server_that_cannot_be_reached_leaves_the_scripted_words(
    address: Callable[[LlmServer], str],
) -> None:
    async with seated([Answer(GOOD)], address=address) as (mind, server):
        heard = await take(mind, allowed(PROBE))
    assert PROBE.say in heard.text
    assert "cannot be reached" in heard.troubles[0].reason
    assert not server.requests


async def test_what_was_said_stands_when_the_stream_dies_and_the_question_is_still_asked() -> None:
    text = "1\nTrees are a fair start. And where would the labels"
    for fault in (Answer(text, die_after=9), Answer(text, hang_after=9)):
        async with seated([fault]) as (mind, _):
            heard = await take(mind, allowed(PROBE))
        assert heard.sentences == ["Trees are a fair start.", PROBE.say]
        assert heard.mind == "llm"
        assert [t.instead for t in heard.troubles] == ["what was said stands"]


async def test_a_slow_model_is_covered_by_a_short_word_and_not_cut() -> None:
    slow = Answer(GOOD, first_s=0.6)
    async with seated([slow]) as (mind, _):
        heard = await take(mind, allowed(PROBE, LISTEN))
    assert len(heard.sentences) == 3
    assert len(heard.sentences[0].split()) <= 8
    assert heard.sentences[1:] == ["Fair enough.", "So where would your labels come from, then?"]
    assert heard.first_s < 0.4 + SLACK_S
    assert not heard.troubles


async def test_a_late_decision_cannot_change_the_move_that_was_begun() -> None:
    late = Answer("2\nWhat is a tree to you?", first_s=0.6)
    async with seated([late]) as (mind, _):
        heard = await take(mind, allowed(PROBE, FOLLOW))
    assert heard.option is PROBE
    assert heard.sentences[-1] == PROBE.say
    assert heard.troubles


async def test_a_passing_error_is_tried_again_at_once() -> None:
    async with seated([Answer(status=503), Answer(GOOD)]) as (mind, server):
        heard = await take(mind, allowed(PROBE))
    assert heard.mind == "llm"
    assert len(server.requests) == 2


async def test_a_wrong_key_is_said_once_and_nothing_more_is_sent() -> None:
    async with seated([Answer(status=401)]) as (mind, server):
        first = await take(mind, allowed(PROBE))
        later = [await take(mind, allowed(PROBE)) for _ in range(3)]
    assert "401" in first.troubles[0].reason
    assert not any(heard.troubles for heard in later)
    assert all(heard.mind == "scripted" for heard in later)
    assert len(server.requests) == 1


async def test_three_failures_open_the_breaker_and_a_probe_closes_it() -> None:
    breaker, clock = Breaker(), VirtualClock()
    bounds = Bounds(first_sound_s=2.0, turn_s=5.0, tries=1)
    script = [Answer(status=500)] * 3 + [Answer(GOOD)]
    async with seated(script, breaker=breaker, bounds=bounds, clock=clock) as (mind, server):
        for _ in range(3):
            await take(mind, allowed(PROBE))
        resting = await take(mind, allowed(PROBE))
        sent = len(server.requests)
        clock.advance(breaker.probe_after_s)
        probing = await take(mind, allowed(PROBE))
    assert sent == 3
    assert resting.troubles
    assert resting.mind == "scripted"
    assert probing.mind == "llm"
    assert breaker.allows(clock.now())


async def test_an_endpoint_that_asks_for_time_gets_it() -> None:
    async with seated([Answer(status=429, headers={"retry-after": "60"})]) as (mind, server):
        await take(mind, allowed(PROBE))
        heard = await take(mind, allowed(PROBE))
    assert len(server.requests) == 1
    assert heard.mind == "scripted"
    assert heard.troubles


async def test_an_essay_is_cut_and_the_connection_closed() -> None:
    essay = Answer("1\n" + "This is one more sentence of an essay. " * 400, token_s=0.002)
    async with seated([essay]) as (mind, _):
        heard = await take(mind, allowed(FOLLOW))
    assert len(heard.text.split()) <= 60
    assert heard.whole_s < 3.0


@pytest.mark.parametrize("fault", [Answer(status=401), Answer(status=404), Answer(hang_after=0)])
async def test_the_check_at_the_start_says_why(fault: Answer) -> None:
    async with seated([fault]) as (mind, _):
        with pytest.raises(MindError, match=r"^the model server \w+"):
            await mind.check(0.3)


async def test_a_model_that_answers_passes_the_check() -> None:
    async with seated([Answer("ready")]) as (mind, server):
        await mind.check(1.0)
    assert len(server.requests) == 1
