"""Tokens and dollars: counted by the server or estimated, and enough at some point."""

from __future__ import annotations

import asyncio

import pytest

from interviewer.events import ModelUsed
from interviewer.minds.llm.failures import translate
from interviewer.minds.llm.mind import Habits, LlmMind
from interviewer.minds.llm.prompting import TRANSCRIPT_TOKENS
from interviewer.minds.llm.spending import Limits, Purpose, Spending, Usage, limits_of
from interviewer.settings import LlmSettings
from tests.llm_server import Answer, Body, usage
from tests.minds.table import PROBE, allowed, seated, situation, take

GOOD = Answer("1\nFair enough. So where would your labels come from, then?")
QUIET = Habits(thinks_ahead=False, takes_notes=False)
TOO_LONG = Answer(
    status=400,
    raw=b'{"error": {"message": "This model\'s maximum context length is 4096 tokens.",'
    b' "code": "context_length_exceeded"}}',
)


async def account(mind: LlmMind) -> ModelUsed:
    (event,) = [e for e in await mind.settle(7.0) if isinstance(e, ModelUsed)]
    return event


async def test_the_count_is_the_servers_own() -> None:
    async with seated([GOOD]) as (mind, server):
        await mind.check(1.0)
        for _ in range(3):
            await take(mind, allowed(PROBE))
            await asyncio.sleep(0.05)
        used = await account(mind)
    counted = [usage(body, GOOD) for body in server.requests]
    assert used.input_tokens == sum(one["prompt_tokens"] for one in counted)
    assert used.output_tokens == sum(one["completion_tokens"] for one in counted)
    assert (used.t_s, used.model, used.requests) == (7.0, "m", 4)
    assert not used.estimated
    assert used.cost_usd is None


async def test_a_server_that_refuses_to_count_is_asked_again_and_estimated() -> None:
    silent = Answer(GOOD.text, counts=False)
    async with seated([silent]) as (mind, server):
        first = await take(mind, allowed(PROBE))
        second = await take(mind, allowed(PROBE))
        used = await account(mind)
    assert (first.mind, second.mind) == ("llm", "llm")
    assert ["stream_options" in body for body in server.requests] == [True, False, False]
    sent = sum(len(m["content"]) for body in server.requests[1:] for m in body["messages"])
    assert used.input_tokens == pytest.approx(sent / 4, rel=0.01)
    assert used.output_tokens > 0
    assert used.estimated


async def test_what_broke_off_is_estimated_and_what_was_turned_away_is_free() -> None:
    async with seated([Answer(GOOD.text, die_after=5)]) as (mind, _):
        await take(mind, allowed(PROBE))
        broken = await account(mind)
    async with seated([Answer(status=500)]) as (mind, _):
        await take(mind, allowed(PROBE))
        refused = await account(mind)
    assert broken.input_tokens > 100
    assert broken.estimated
    assert (refused.input_tokens, refused.output_tokens) == (0, 0)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(max_tokens=10), "10 tokens"),
        (
            Limits(None, 0.001, input_usd_per_mtok=5.0, output_usd_per_mtok=15.0),
            "$0.001",
        ),
    ],
)
async def test_past_the_cap_the_scripted_mind_takes_over_and_says_so_once(
    limits: Limits, said: str
) -> None:
    async with seated([GOOD], limits=limits, habits=QUIET) as (mind, server):
        first = await take(mind, allowed(PROBE))
        await asyncio.sleep(0.1)
        later = [await take(mind, allowed(PROBE)) for _ in range(3)]
        await mind.prepare(situation(), allowed(PROBE))
        await mind.study(situation("word " * 200), "")
        await asyncio.sleep(0.05)
    assert first.mind == "llm"
    assert [heard.mind for heard in later] == ["scripted"] * 3
    assert all(PROBE.say in heard.text for heard in later)
    (trouble,) = [t for heard in later for t in heard.troubles]
    assert said in trouble.reason
    assert trouble.instead == "the scripted interviewer takes over"
    assert len(server.requests) == 1


def test_prices_make_tokens_dollars() -> None:
    spending = Spending(Limits(input_usd_per_mtok=2.0, output_usd_per_mtok=8.0, max_cost_usd=0.01))
    spending.sent(Purpose.TURN)
    spending.used(Usage(1000, 500))
    assert spending.cost_usd == pytest.approx(0.006)
    before = spending.spent
    spending.used(Usage(2000, 0, estimated=True))
    assert (before, spending.spent) == ("", "the session's limit of $0.01 is reached")
    assert spending.estimated
    assert Spending(Limits(None)).spent == ""


def test_the_limits_are_those_of_the_configuration() -> None:
    assert limits_of(LlmSettings(max_tokens=5000)).max_tokens == 5000
    assert limits_of(LlmSettings()).max_tokens == Limits().max_tokens
    priced = LlmSettings(max_cost_usd=0.5, input_usd_per_mtok=0.15, output_usd_per_mtok=0.6)
    assert limits_of(priced).cost_usd(1_000_000, 1_000_000) == pytest.approx(0.75)


async def test_a_request_too_long_for_the_model_is_shortened_once() -> None:
    def answer(body: Body) -> Answer:
        return TOO_LONG if len(str(body["messages"])) > 9000 else GOOD

    now = situation("Before that, " + "we would keep the trips of last week, and " * 1000)
    async with seated(answer) as (mind, server):
        heard = await take(mind, allowed(PROBE), now)
        again = await take(mind, allowed(PROBE), now)
    assert heard.mind == "llm"
    assert not heard.troubles
    sizes = [len(str(body["messages"])) for body in server.requests]
    assert sizes[1] < sizes[0]
    assert sizes[2] == pytest.approx(sizes[1], rel=0.01)  # remembered for the next turn
    assert again.mind == "llm"
    assert TRANSCRIPT_TOKENS > 1000


async def test_a_model_that_is_always_too_small_is_given_up() -> None:
    async with seated([TOO_LONG]) as (mind, server):
        first = await take(mind, allowed(PROBE))
        second = await take(mind, allowed(PROBE))
    assert "too long" in first.troubles[0].reason
    assert PROBE.say in first.text
    assert not second.troubles
    assert len(server.requests) == 2


async def test_a_request_that_is_not_accepted_is_not_made_again() -> None:
    async with seated([Answer(status=400)]) as (mind, server):
        first = await take(mind, allowed(PROBE))
        second = await take(mind, allowed(PROBE))
    assert "(400)" in first.troubles[0].reason
    assert not second.troubles
    assert len(server.requests) == 2  # with and without asking for the count


@pytest.mark.parametrize("status", [413, 422])
def test_other_ways_to_refuse_a_request_are_permanent_too(status: int) -> None:
    class Refused(Exception):
        status_code = status

    failed = translate(Refused("sk-SENTINEL"))
    assert failed.permanent
    assert failed.too_long == (status == 413)
    assert "SENTINEL" not in str(failed)
