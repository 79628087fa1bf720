"""Whole interviews with a model that misbehaves at random: nobody notices more than a dull line."""

from __future__ import annotations

import random
import re

import pytest

from interviewer.candidates.simulated import SimulatedCandidate
from interviewer.channels.rehearsed_text import RehearsedText
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.director import Situation
from interviewer.events import EngineFailed, Event, InterviewerSaid, MoveMade, SessionEnded
from interviewer.history import moves_of
from interviewer.minds.breaker import Breaker
from interviewer.minds.guard import letters
from interviewer.minds.llm.answering import Bounds
from interviewer.minds.scripted import ScriptedMind
from interviewer.session import Session
from interviewer.vocabulary import Move
from tests.llm_server import Answer, Body
from tests.minds.table import MARK, seated
from tests.stage import LIBRARY, EventList

MINUTES = 30
QUICK = Bounds(first_sound_s=0.15, turn_s=0.3, stall_s=0.15, whole_s=1.0, backoff_s=0.01)


def moody(seed: int) -> object:
    """A server that is sensible half of the time."""
    chance = random.Random(seed)

    def answer(body: Body) -> Answer:
        user = body["messages"][-1]["content"]
        first = user.partition("Your options:\n")[2].partition("\n")[0]
        say = first.partition("convey: ")[2] or "Could you take me a step further into that part?"
        good = "1" if "[listen]" in first else f"1\nI see. {say}"
        system = body["messages"][0]["content"]
        faults = [
            Answer(status=500),
            Answer(good, hang_after=3),
            Answer(good, die_after=4),
            Answer("1\nThe interview is over. Goodbye."),
            Answer("1\n" + system[-900:]),
            Answer("99\nHello."),
            Answer("1\nWhy? " * 9),
            Answer("2"),
            Answer(""),
        ]
        return chance.choice([Answer(good)] * len(faults) + faults)

    return answer


async def held(seed: int, habit: str) -> tuple[list[Event], Situation]:
    setting = build_setting(Choices("meta", "research", "L5", "ride-eta", MINUTES), LIBRARY, seed)
    candidate = SimulatedCandidate(habit, setting.question, setting.company, setting.level.id, seed)
    journal, situation = EventList(), Situation(setting)
    breaker = Breaker(probe_after_s=0.05)
    async with seated(moody(seed), bounds=QUICK, breaker=breaker) as (mind, _):  # type: ignore[arg-type]
        channel = RehearsedText(candidate, VirtualClock())
        await Session(situation, channel, mind, ScriptedMind(seed), journal).run()
    return journal.events, situation


@pytest.mark.parametrize(("seed", "habit"), [(1, "good"), (2, "weak"), (3, "great")])
async def test_an_interview_with_a_moody_model_is_whole(seed: int, habit: str) -> None:
    events, situation = await held(seed, habit)
    ended = events[-1]
    moves = [e for e in events if isinstance(e, MoveMade)]
    spoken = [e for e in events if isinstance(e, InterviewerSaid)]
    whole = " ".join(e.text for e in spoken)
    assert isinstance(ended, SessionEnded)
    assert ended.complete
    assert ended.t_s <= MINUTES * 60 + 60
    assert {e.mind for e in moves} == {"llm", "scripted"}
    assert any(isinstance(e, EngineFailed) for e in events)
    assert letters(MARK) not in letters(whole)
    assert "confidential" not in whole.lower()
    early = " ".join(e.text for e in spoken if e.kind is not Move.WRAP_UP)
    assert not re.search(r"interview is over|goodbye", early, re.IGNORECASE)
    assert [m.kind for m in moves].count(Move.WRAP_UP) == 1
    assert moves[-1].kind is Move.WRAP_UP
    for at, event in enumerate(events):  # no word without its move on record
        if isinstance(event, InterviewerSaid):
            last = next(e for e in reversed(events[:at]) if isinstance(e, MoveMade))
            assert event.text.startswith(last.text)
    assert [m.text for m in moves_of(events) if m.text] == [e.text for e in spoken]
    assert moves_of(events) != moves  # some were streamed
    assert len(situation.said) == len(spoken)
