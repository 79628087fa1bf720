"""Every card of the library is interviewed about, by every kind of interviewer and candidate."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from interviewer.candidates.simulated import SimulatedCandidate
from interviewer.channels.rehearsed_text import RehearsedText
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.director import Situation
from interviewer.events import MoveMade, SessionEnded, SessionStarted
from interviewer.history import conversation_of
from interviewer.minds.scripted import ScriptedMind
from interviewer.outcome import assess_conversation
from interviewer.report import render_html, render_markdown
from interviewer.session import Session
from interviewer.vocabulary import Level, Move, Phase
from tests.stage import LIBRARY, EventList, Show

CARDS = LIBRARY.names("questions")
INTERVIEWERS = LIBRARY.names("interviewers")


def sit(candidate: str, card: str, number: int) -> Show:
    """Let a simulated candidate sit the interview about a card."""
    interviewer = INTERVIEWERS[number % len(INTERVIEWERS)]
    level = list(Level)[number % len(Level)]
    company = LIBRARY.question(card).companies[0]
    setting = build_setting(Choices(company, interviewer, level.value, card, 60.0), LIBRARY, number)
    who = SimulatedCandidate(candidate, setting.question, setting.company, level, number)
    log, minds = EventList(), (ScriptedMind(number), ScriptedMind(number))
    started = SessionStarted(
        0.0, "test", setting.question.model_dump(mode="json"), company, interviewer, level, 60.0,
        "rehearsal_text", number, setting.plan.as_seconds(),
    )  # fmt: skip
    log.append(started)
    session = Session(Situation(setting), RehearsedText(who, VirtualClock()), *minds, log)
    asyncio.run(session.run())
    return Show(log.events, session.situation)


@pytest.mark.parametrize(("number", "card"), list(enumerate(CARDS)))
def test_an_interview_on_any_card_is_whole_and_tells_great_from_weak(
    number: int, card: str
) -> None:
    shows = {name: sit(name, card, number) for name in ("weak", "great")}
    for show in shows.values():
        ended = show.events[-1]
        assert isinstance(ended, SessionEnded)
        assert ended.complete
        assert ended.t_s <= 61 * 60
        assert show.phases == list(Phase)
        assert_nothing_is_said_twice(show)
        assert_the_card_is_not_told_unasked(show)
    graded = {
        name: assess_conversation(conversation_of(show.events), LIBRARY)
        for name, show in shows.items()
    }
    assert (graded["great"].overall or 1.0) - (graded["weak"].overall or 1.0) >= 1.0
    assert [one.quote for one in graded["great"].estimates if not one.ok] == []


def assert_nothing_is_said_twice(show: Show) -> None:
    said = Counter(m.text for m in show.moves if m.text.endswith("?") and m.kind is not Move.REPEAT)
    assert [text for text, times in said.items() if times > 1] == []


def assert_the_card_is_not_told_unasked(show: Show) -> None:
    question = show.situation.setting.question
    spoken = " ".join(m.text for m in show.events if isinstance(m, MoveMade))
    assert not [p.id for p in question.points if p.example in spoken]
    assert question.problem_statement not in spoken


@pytest.mark.parametrize("candidate", ["weak", "good", "great"])
@pytest.mark.parametrize("seed", range(3))
def test_every_rehearsal_can_be_reported(candidate: str, seed: int) -> None:
    conversation = conversation_of(sit(candidate, "ride-eta", seed).events)
    assessment = assess_conversation(conversation, LIBRARY)
    page = render_html(conversation, assessment)
    assert page.rstrip().endswith("</html>")
    assert render_markdown(conversation, assessment)
