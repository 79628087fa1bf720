"""The interview's clock can be stopped: what waits on it waits longer."""

from __future__ import annotations

import asyncio

from interviewer.clock import PausableClock, Stop
from tests.audio.fake_devices import HandClock, settled


class Told:
    """A pausable clock on a hand-moved one, and what it tells."""

    def __init__(self) -> None:
        self.hand = HandClock()
        self.clock = PausableClock(self.hand)
        self.stops: list[Stop] = []
        self.clock.on_stop(self.stops.append)


async def test_it_stands_still_and_leaves_the_time_out() -> None:
    told = Told()
    start_s = told.clock.now()
    await told.hand.advance(5)
    told.clock.pause("the phone rings")
    await told.hand.advance(60)
    assert told.clock.now() == start_s + 5
    assert told.clock.standing_s == 60
    assert told.clock.reason == "the phone rings"
    told.clock.resume("the phone rings")
    await told.hand.advance(2)
    assert told.clock.now() == start_s + 7
    assert told.clock.standing_s == 0
    at_s = start_s + 5
    assert told.stops == [Stop(at_s, "the phone rings"), Stop(at_s, "the phone rings", 60)]


async def test_it_goes_on_when_no_reason_is_left() -> None:
    told = Told()
    told.clock.pause("the phone rings")
    told.clock.pause("the microphone was lost")
    told.clock.pause("the phone rings")
    told.clock.resume("the phone rings")
    told.clock.resume("something else")
    left = told.clock.reason
    told.clock.resume("the microphone was lost")
    assert [left, told.clock.reason] == ["the microphone was lost", None]
    told.clock.resume()
    assert [stop.lasted_s is None for stop in told.stops] == [True, False]


async def test_everything_can_be_resumed_at_once() -> None:
    told = Told()
    told.clock.pause("the phone rings")
    told.clock.pause("the microphone was lost")
    told.clock.resume()
    assert not told.clock.paused


async def test_who_sleeps_on_it_sleeps_through_the_stop() -> None:
    told = Told()
    sleeper = asyncio.create_task(told.clock.sleep(10))
    await settled()
    await told.hand.advance(4)
    told.clock.pause("the phone rings")
    await told.hand.advance(30)
    assert not sleeper.done()
    told.clock.resume()
    await settled()
    await told.hand.advance(5.9)
    assert not sleeper.done()
    await told.hand.advance(0.2)
    assert sleeper.done()
