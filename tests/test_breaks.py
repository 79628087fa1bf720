"""Stops of the clock: told by the session, read from the journal, said by the report."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace

from interviewer.channels.base import Heard, SegmentHeardNow, Spoken
from interviewer.choices import Choices, build_setting
from interviewer.clock import PausableClock
from interviewer.director import Situation
from interviewer.events import (
    CandidateSaid,
    Event,
    InterviewPaused,
    InterviewResumed,
    SessionEnded,
    SessionStarted,
)
from interviewer.history import conversation_of
from interviewer.minds.scripted import ScriptedMind
from interviewer.outcome import assess_conversation
from interviewer.report import render_html, render_json, render_markdown
from interviewer.session import BY_THE_CANDIDATE, Session
from interviewer.vocabulary import Request
from tests.audio.fake_devices import HandClock, settled
from tests.report import sample
from tests.stage import LIBRARY, EventList


class Booth:
    """A channel on which a candidate begins an answer and does not end it."""

    def __init__(self) -> None:
        self.hand = HandClock()
        self.clock = PausableClock(self.hand)
        self.asked: list[Request] = []

    async def heard(self) -> AsyncGenerator[Heard]:
        now_s = self.clock.now()
        yield SegmentHeardNow("We log every trip", now_s, now_s + 2.0)
        await asyncio.Event().wait()

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        text = " ".join([one async for one in sentences])
        return Spoken(text, self.clock.now(), self.clock.now())

    def interrupt(self) -> None: ...

    def ask(self, request: Request) -> None:
        self.asked.append(request)

    async def close(self) -> None: ...


async def test_a_session_tells_its_stops_and_keeps_an_answer_that_was_broken_off() -> None:
    booth, journal = Booth(), EventList()
    setting = build_setting(Choices("uber", question="ride-eta", minutes=30), LIBRARY, 1)
    mind = ScriptedMind(1)
    session = Session(Situation(setting), booth, mind, mind, journal)
    running = asyncio.create_task(session.run())
    await settled()
    began_s = booth.clock.now()
    session.ask(Request.PAUSE)
    await booth.hand.advance(190.0)
    session.ask(Request.PAUSE)
    session.ask(Request.PAUSE)
    await booth.hand.advance(5.0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert booth.asked == []
    told = [e for e in journal.events if isinstance(e, InterviewPaused | InterviewResumed)]
    assert told == [
        InterviewPaused(began_s, BY_THE_CANDIDATE),
        InterviewResumed(began_s, 190.0),
        InterviewPaused(began_s, BY_THE_CANDIDATE),
        InterviewResumed(began_s, 5.0),
    ]
    said, ended = journal.events[-2:]
    assert isinstance(said, CandidateSaid)
    assert said.text == "We log every trip"
    assert isinstance(ended, SessionEnded)
    assert not ended.complete


async def test_leaving_lets_the_clock_go_on_first() -> None:
    booth = Booth()
    setting = build_setting(Choices("uber", question="ride-eta", minutes=30), LIBRARY, 1)
    session = Session(Situation(setting), booth, ScriptedMind(1), ScriptedMind(1), EventList())
    session.ask(Request.PAUSE)
    before = booth.clock.paused
    session.ask(Request.QUIT)
    assert (before, booth.clock.paused) == (True, False)
    assert booth.asked == [Request.QUIT]


def started() -> SessionStarted:
    card = LIBRARY.question("ride-eta").model_dump(mode="json")
    plan = build_setting(Choices(question="ride-eta", minutes=30), LIBRARY, 1).plan
    return SessionStarted(
        0.0, "one", card, "uber", "infra", sample.conversation().level, 30.0, "voice", 1,
        plan.as_seconds(),
    )  # fmt: skip


def test_a_stop_that_never_ended_took_no_known_time() -> None:
    events: list[Event] = [
        started(),
        InterviewPaused(10.0, "one"),
        InterviewResumed(10.0, 60.0),
        InterviewPaused(20.0, "two"),
        SessionEnded(20.0, complete=False, reason="interrupted"),
    ]
    breaks = conversation_of(events).breaks
    assert [(b.start_s, b.duration_s, b.reason) for b in breaks] == [
        (10.0, 60.0, "one"), (20.0, 0.0, "two"),
    ]  # fmt: skip


def test_all_three_reports_say_how_often_and_how_long() -> None:
    events: list[Event] = [started()]
    for at_s, lasted_s in ((10.0, 130.0), (300.0, 60.4)):
        events += [InterviewPaused(at_s, "one"), InterviewResumed(at_s, lasted_s)]
    conversation = conversation_of([*events, SessionEnded(1800.0, complete=True, reason="")])
    assessment = assess_conversation(conversation, LIBRARY)
    says = "2 times, 3:10 in all"
    assert says in render_html(conversation, assessment, audio={})
    assert f"Paused: {says}" in render_markdown(conversation, assessment)
    document = json.loads(render_json(conversation, assessment))
    assert [b["duration_s"] for b in document["breaks"]] == [130.0, 60.4]
    without = replace(conversation, breaks=())
    assert "Paused" not in render_markdown(without, assess_conversation(without, LIBRARY))
