from __future__ import annotations

import asyncio

from interviewer.candidates.base import Utterance
from interviewer.candidates.script import ScriptedCandidate
from interviewer.channels.rehearsed_text import RehearsedText
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.director import Guidance, Situation
from interviewer.errors import JournalError, MindError
from interviewer.events import EngineFailed, Event, InterviewerSaid, MoveMade, SessionEnded
from interviewer.minds.base import Reply
from interviewer.minds.scripted import ScriptedMind
from interviewer.session import Session
from interviewer.vocabulary import Phase
from tests.stage import LIBRARY, EventList, play


def test_the_move_is_in_the_journal_before_it_is_spoken() -> None:
    show = play("How many rides per day?")
    kinds = [type(e) for e in show.events if isinstance(e, MoveMade | InterviewerSaid)]
    for i, kind in enumerate(kinds):
        if kind is InterviewerSaid:
            assert kinds[i - 1] is MoveMade


def test_an_interview_ends_with_its_end() -> None:
    show = play("I'm done.", "I'm done.", "I'm done.", "I'm done.", "No, nothing.")
    ends = [e for e in show.events if isinstance(e, SessionEnded)]
    assert len(ends) == 1
    assert ends[0].complete
    assert show.events[-1] is ends[0]


def test_input_that_stops_early_is_marked_incomplete() -> None:
    show = play("How many rides per day?")
    ended = show.events[-1]
    assert isinstance(ended, SessionEnded)
    assert not ended.complete


def test_the_same_seed_gives_the_same_interview() -> None:
    script = ("How many rides per day?", "I would log the trips.", "I would use trees because ...")
    assert play(*script, seed=4).events == play(*script, seed=4).events


def test_turns_are_numbered_over_both_speakers() -> None:
    show = play("How many rides per day?", "What is the latency budget?")
    turns = [e.turn for e in show.events if hasattr(e, "turn")]
    assert turns == list(range(len(turns)))


class BrokenMind:
    """A mind that always fails."""

    name = "broken"

    async def reply(self, situation: Situation, guidance: Guidance) -> Reply:
        raise MindError("the endpoint hung up")

    async def prepare(self, situation: Situation, guidance: Guidance) -> None: ...

    async def study(self, situation: Situation, saying: str) -> None: ...

    def news(self, now_s: float) -> list[Event]:
        return []

    async def settle(self, now_s: float) -> list[Event]:
        return []

    async def close(self) -> None: ...


class FullDisk(EventList):
    """A journal whose disk is full after a few events."""

    def append(self, event: Event) -> None:
        if len(self.events) >= 6:
            raise JournalError("no space left")
        super().append(event)


def session(*, mind: object = None, journal: EventList | None = None) -> tuple[Session, EventList]:
    setting = build_setting(Choices("uber", question="ride-eta", minutes=30), LIBRARY, 1)
    lines = [Utterance("How many rides per day?", 2.0), Utterance("Let us move on.", 2.0)]
    channel = RehearsedText(ScriptedCandidate(lines), VirtualClock(), leave_at_end=True)
    kept = journal or EventList()
    chosen = mind or ScriptedMind(1)
    return Session(Situation(setting), channel, chosen, ScriptedMind(1), kept), kept  # type: ignore[arg-type]


def test_the_scripted_mind_takes_over_from_one_that_fails() -> None:
    held, journal = session(mind=BrokenMind())
    asyncio.run(held.run())
    failed = [e for e in journal.events if isinstance(e, EngineFailed)]
    spoken = [e for e in journal.events if isinstance(e, MoveMade)]
    assert failed
    assert "scripted" in failed[0].instead
    assert {e.mind for e in spoken} == {"scripted"}


def test_a_full_disk_does_not_end_the_interview_and_nothing_is_lost() -> None:
    held, journal = session(journal=FullDisk())
    asyncio.run(held.run())
    whole, _ = session()
    asyncio.run(whole.run())
    assert held.situation.phase is not Phase.PROBLEM
    assert len(journal.events) == 6
    assert held.kept
    assert isinstance(held.kept[-1], SessionEnded)


class Attentive(ScriptedMind):
    """A mind that writes down when it was asked to do what, and about which words."""

    def __init__(self) -> None:
        super().__init__(1)
        self.log: list[tuple[str, str]] = []

    async def reply(self, situation: Situation, guidance: Guidance) -> Reply:
        self.log.append(("reply", said(situation)))
        return await super().reply(situation, guidance)

    async def prepare(self, situation: Situation, guidance: Guidance) -> None:
        assert guidance.allowed
        self.log.append(("prepare", said(situation)))

    async def study(self, situation: Situation, saying: str) -> None:
        self.log.append(("study", saying))


def said(situation: Situation) -> str:
    return situation.answer.said.text if situation.answer is not None else ""


def test_a_mind_may_think_ahead_and_speaks_only_once_the_turn_is_over() -> None:
    mind = Attentive()
    setting = build_setting(Choices("uber", question="ride-eta", minutes=30), LIBRARY, 1)
    lines = [Utterance("We log every trip.", 2.0), Utterance("And we keep the routes.", 1.4)]
    channel = RehearsedText(ScriptedCandidate(lines), VirtualClock(), leave_at_end=True)
    situation, journal = Situation(setting), EventList()
    asyncio.run(Session(situation, channel, mind, ScriptedMind(1), journal).run())
    first, whole = "We log every trip.", "We log every trip. And we keep the routes."
    assert mind.log == [
        ("reply", ""),
        ("study", ""),
        ("study", first),
        ("prepare", first),
        ("study", whole),
        ("prepare", whole),
        ("reply", whole),
        ("study", ""),
    ]
    assert [answer.text for answer in situation.answers] == [whole]
    assert len([e for e in journal.events if isinstance(e, InterviewerSaid)]) <= 2
