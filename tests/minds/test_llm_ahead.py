"""Thinking ahead: what is sent before the turn's end is sure, and what becomes of it."""

from __future__ import annotations

import asyncio

import pytest

from interviewer.director import Situation
from interviewer.events import CandidateSaid, ModelUsed
from interviewer.minds.llm.answering import Bounds
from interviewer.minds.llm.mind import LlmMind
from tests.llm_server import Answer, Body, LlmServer
from tests.minds.table import FOLLOW, LISTEN, PROBE, allowed, by_director, seated, situation, take

SAID = "I would take boosted trees on trip summaries."
MORE = SAID + " And I would retrain them every night."
GOOD = "1\nFair enough. So where would your labels come from, then?"
SLACK_S = 2.0  # for a busy machine
SLOW = Answer(GOOD, first_s=0.5)


def about(body: Body) -> Answer:
    """An answer that shows which words it was asked about."""
    asked = "nights" if "every night" in body["messages"][1]["content"] else "trees"
    return Answer(f"1\nYou mention {asked}. So where would your labels come from, then?")


async def used(mind: LlmMind) -> ModelUsed:
    (event,) = [e for e in await mind.settle(0.0) if isinstance(e, ModelUsed)]
    return event


async def answered(server: LlmServer, requests: int = 1) -> None:
    """Wait until the server has answered so many more, and the client has had time to read."""
    for _ in range(requests):
        await asyncio.to_thread(server.answered.acquire, timeout=2.0)
    await asyncio.sleep(0.1)


async def test_what_was_prepared_is_spoken_when_nothing_more_was_said() -> None:
    async with seated([SLOW]) as (mind, server):
        await mind.prepare(situation(SAID), allowed(PROBE))
        await answered(server)
        heard = await take(mind, allowed(PROBE), situation(SAID))
        account = await used(mind)
    assert heard.mind == "llm"
    assert heard.sentences[0] == "Fair enough."
    assert heard.first_s < 0.4  # of the 0.5 s that the server takes
    assert len(server.requests) == 1
    assert (account.requests, account.ahead, account.dropped) == (1, 1, 0)


async def test_a_request_under_way_is_taken_over() -> None:
    async with seated([SLOW]) as (mind, server):
        await mind.prepare(situation(SAID), allowed(PROBE))
        await asyncio.sleep(0.1)
        heard = await take(mind, allowed(PROBE), situation(SAID))
    assert heard.mind == "llm"
    assert len(server.requests) == 1


async def test_nothing_that_was_thought_ahead_is_spoken_about_other_words() -> None:
    async with seated(about) as (mind, server):
        await mind.prepare(situation(SAID), allowed(PROBE))
        await answered(server)
        heard = await take(mind, allowed(PROBE), situation(MORE))
        account = await used(mind)
    assert heard.sentences[0] == "You mention nights."
    assert (account.requests, account.ahead, account.dropped) == (2, 1, 1)


async def test_nothing_is_spoken_that_was_prepared_for_other_moves() -> None:
    async with seated([Answer("1\nFair enough. What else is there?"), Answer(GOOD)]) as (mind, _):
        await mind.prepare(situation(SAID), allowed(FOLLOW))
        heard = await take(mind, allowed(PROBE), situation(SAID))
    assert heard.option is PROBE
    assert "labels" in heard.text


async def test_it_is_dropped_as_soon_as_the_candidate_goes_on_and_prepared_anew() -> None:
    async with seated(about) as (mind, server):
        await mind.prepare(situation(SAID), allowed(PROBE))
        await answered(server)
        await mind.study(situation("Before."), MORE)
        await mind.prepare(situation(MORE), allowed(PROBE))
        heard = await take(mind, allowed(PROBE), situation(MORE))
        account = await used(mind)
    assert heard.sentences[0] == "You mention nights."
    assert len(server.requests) == 2
    assert (account.ahead, account.dropped) == (2, 1)


async def test_the_same_words_heard_again_drop_nothing() -> None:
    async with seated([Answer(GOOD)]) as (mind, server):
        await mind.prepare(situation(SAID), allowed(PROBE))
        await answered(server)
        await mind.study(situation("Before."), SAID)
        await take(mind, allowed(PROBE), situation(SAID))
        account = await used(mind)
    assert (account.ahead, account.dropped) == (1, 0)


async def test_a_turn_has_a_bounded_number_of_them() -> None:
    async with seated(about) as (mind, server):
        for words in range(1, 7):
            await mind.prepare(situation(" ".join(["more"] * words)), allowed(PROBE))
            await asyncio.sleep(0.05)
        now = situation(" ".join(["more"] * 6))
        heard = await take(mind, allowed(PROBE), now)
        await answered(server, 3)
        now.apply(CandidateSaid(480.0, 3, SAID, 470.0, 479.0))
        await mind.prepare(now, allowed(PROBE))
        await answered(server)
        account = await used(mind)
    assert heard.mind == "llm"
    assert (account.ahead, account.dropped) == (3, 3)  # two in the first turn, one in the next


async def test_a_request_that_failed_ahead_of_time_is_made_again() -> None:
    script = [Answer(status=500), Answer(status=500), Answer(GOOD)]
    async with seated(script) as (mind, server):
        await mind.prepare(situation(SAID), allowed(PROBE))
        await answered(server, 2)
        heard = await take(mind, allowed(PROBE), situation(SAID))
    assert heard.mind == "llm"
    assert not heard.troubles


async def test_a_hang_ahead_of_time_still_leaves_something_audible_in_time() -> None:
    bounds = Bounds(first_sound_s=0.4, turn_s=1.2, stall_s=0.4, whole_s=3.0)
    async with seated([Answer(GOOD, hang_after=0)], bounds=bounds) as (mind, _):
        await mind.prepare(situation(SAID), allowed(PROBE))
        await asyncio.sleep(0.2)
        heard = await take(mind, allowed(PROBE), situation(SAID))
    assert heard.first_s < 0.4 + SLACK_S
    assert heard.whole_s < 1.2 + SLACK_S
    assert PROBE.say in heard.text


@pytest.mark.parametrize("options", [(LISTEN,), ()])
async def test_nothing_is_sent_where_there_is_nothing_to_word(options: tuple[object, ...]) -> None:
    now = situation("Could you repeat the question, please?")
    guidance = allowed(LISTEN) if options else by_director(now)
    async with seated([Answer(GOOD)]) as (mind, server):
        await mind.prepare(now, guidance)
        await asyncio.sleep(0.05)
    assert not server.requests


def test_to_suppose_changes_nothing() -> None:
    now = situation(SAID)
    before = repr(now)
    words = now.setting.question.points[0].example
    supposed = now.supposing(CandidateSaid(500.0, 3, words, 490.0, 499.0))
    assert supposed.answer != now.answer
    assert len(supposed.answers) == len(now.answers) + 1
    assert supposed.ledger.keys() > now.ledger.keys()
    assert repr(now) == before
    assert isinstance(supposed, Situation)
