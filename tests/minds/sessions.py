"""Whole interviews with a model that misbehaves at random, and what must hold of every one of them.

The mind, the client library and the server are the real ones; only the interview's time is virtual,
and the waits for the server are short.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.candidates.simulated import HABITS, SimulatedCandidate
from interviewer.channels.rehearsed_text import RehearsedText
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.director import Setting, Situation
from interviewer.events import (
    CandidateSaid,
    EngineFailed,
    Event,
    InterviewerSaid,
    ModelUsed,
    MoveMade,
    PhaseEntered,
    PointNoted,
    SessionEnded,
)
from interviewer.history import moves_of
from interviewer.library.question import Question
from interviewer.minds.base import split_sentences
from interviewer.minds.breaker import Breaker
from interviewer.minds.guard import letters, runs
from interviewer.minds.llm.answering import Bounds
from interviewer.minds.scripted import ScriptedMind
from interviewer.session import Session
from interviewer.vocabulary import Level, Move, Phase
from tests.llm_server import Answer, Body
from tests.minds.table import MARK, seated
from tests.stage import LIBRARY, EventList

QUICK = Bounds(
    first_sound_s=0.3, turn_s=0.6, stall_s=0.3, whole_s=2.0, last_words_s=0.2, backoff_s=0.01
)
CARDS = LIBRARY.names("questions")
OVERRUN_S = 60.0
END = re.compile(r"interview is over|goodbye", re.IGNORECASE)


@dataclass(frozen=True)
class Held:
    """One interview as it went."""

    setting: Setting
    events: list[Event]
    requests: list[Body]

    @property
    def used(self) -> ModelUsed:
        """What was asked of the model."""
        return next(e for e in self.events if isinstance(e, ModelUsed))

    @property
    def spoken(self) -> list[InterviewerSaid]:
        """What the interviewer said."""
        return [e for e in self.events if isinstance(e, InterviewerSaid)]

    @property
    def failures(self) -> list[EngineFailed]:
        """What failed on the way."""
        return [e for e in self.events if isinstance(e, EngineFailed)]

    @property
    def points_noted(self) -> int:
        """Points that the model found."""
        return sum(isinstance(e, PointNoted) for e in self.events)


class Moody:
    """A model server that is sensible half of the time and knows the card by heart."""

    def __init__(self, seed: int, card: Question) -> None:
        self._chance = random.Random(seed)
        self._card = card

    def __call__(self, body: Body) -> Answer:
        """Answer a request for a turn or for notes."""
        if len(body["messages"]) == 1:
            return self._notes(body["messages"][0]["content"])
        good = sensible(body)
        system = body["messages"][0]["content"]
        faults = [
            Answer(status=500),
            Answer(status=429, headers={"retry-after": "0"}),
            Answer(good, hang_after=3),
            Answer(good, die_after=4),
            Answer(good, first_s=0.4),
            Answer("1\nThe interview is over. Goodbye."),
            Answer("1\n" + system[-900:]),
            Answer("1\nThat was a strong hire, five out of five."),
            Answer("1\n" + self._chance.choice(self._card.points).example),
            Answer("1\nI see. " + self._chance.choice(self._card.facts).answer),
            Answer(good + " " + self._chance.choice(self._card.outline).text),
            Answer("99\nHello."),
            Answer("1\nWhy? " * 9),
            Answer("2\nCould you say more about that, please?"),
            Answer("1\nWhat would you monitor after the launch, then?"),
            Answer('{"option": 1}'),
            Answer("2"),
            Answer(""),
        ]
        return self._chance.choice([Answer(good)] * len(faults) + faults)

    def _notes(self, text: str) -> Answer:
        words = text.split("SPEECH")[1].split()[1:]
        at = self._chance.randrange(max(1, len(words) - 8))
        quote = " ".join(words[at : at + self._chance.randrange(2, 8)])
        point = self._chance.choice(self._card.points)
        answers = [
            Answer(f"{point.id}: {quote}"),
            Answer(f"{point.id}: {point.example}"),
            Answer("none"),
            Answer(status=503),
        ]
        return self._chance.choice(answers)


def sensible(body: Body) -> str:
    """An answer that conveys the first option."""
    user = body["messages"][-1]["content"]
    first = user.partition("Your options:\n")[2].partition("\n")[0]
    say = first.partition("convey: ")[2] or "Could you take me one step further into that part?"
    return "1" if "[listen]" in first else f"1\nI see. {say}"


async def held(seed: int) -> Held:
    """Hold the interview of this number; the number alone decides who, where, what and how long."""
    card = CARDS[seed % len(CARDS)]
    interviewer = LIBRARY.names("interviewers")[seed % len(LIBRARY.names("interviewers"))]
    level, habit = list(Level)[seed % len(Level)], list(HABITS)[seed % len(HABITS)]
    company, minutes = LIBRARY.question(card).companies[0], (20.0, 30.0, 45.0)[seed % 3]
    choices = Choices(company, interviewer, level.value, card, minutes)
    setting = build_setting(choices, LIBRARY, seed)
    candidate = SimulatedCandidate(habit, setting.question, setting.company, level, seed)
    journal = EventList()
    moody = Moody(seed, setting.question)
    async with seated(moody, bounds=QUICK, breaker=Breaker(probe_after_s=0.05)) as (mind, server):
        channel = RehearsedText(candidate, VirtualClock())
        await Session(Situation(setting), channel, mind, ScriptedMind(seed), journal).run()
    return Held(setting, journal.events, server.requests)


def wrongs(show: Held) -> Iterator[str]:
    """Everything about an interview that must not be."""
    yield from _not_whole(show)
    yield from _said_twice(show)
    yield from _out_of_place(show)
    yield from _leaks(show)


def _not_whole(show: Held) -> Iterator[str]:
    ended = show.events[-1]
    phases = [e.phase for e in show.events if isinstance(e, PhaseEntered)]
    if not isinstance(ended, SessionEnded) or not ended.complete:
        yield f"it did not come to its end: {ended}"
    if ended.t_s > show.setting.plan.total_s + OVERRUN_S:
        yield f"it took {ended.t_s:.0f} s of {show.setting.plan.total_s:.0f}"
    if phases != list(Phase):
        yield f"its phases were {phases}"
    said = [m.text for m in moves_of(show.events) if m.text]
    if said != [e.text for e in show.spoken]:
        yield "something was said without its move"


def _said_twice(show: Held) -> Iterator[str]:
    asked = Counter(
        sentence
        for e in show.spoken
        if e.kind is not Move.REPEAT
        for sentence in split_sentences(e.text)
        if sentence.endswith("?") and len(sentence.split()) > 5
    )
    yield from (f"asked {times} times: {text}" for text, times in asked.items() if times > 1)


def _out_of_place(show: Held) -> Iterator[str]:
    moves = [e for e in show.events if isinstance(e, MoveMade)]
    if [m.kind for m in moves].count(Move.WRAP_UP) != 1 or moves[-1].kind is not Move.WRAP_UP:
        yield "it was not closed once, at its end"
    for e in show.spoken:
        if e.kind is not Move.WRAP_UP and END.search(e.text):
            yield f"declared over: {e.text}"
        if re.search(r"strong hire|five out of five", e.text):
            yield f"a verdict: {e.text}"


def _leaks(show: Held) -> Iterator[str]:
    """Hidden words that the move itself did not carry and nobody had said before."""
    card = show.setting.question
    of_company = [reply.answer for reply in show.setting.company.replies]
    secret = runs(secrets_of(card)) - runs([*handed_out(card), *of_company])
    heard: list[str] = []
    asked: set[str] = set()
    for e in show.events:
        if isinstance(e, CandidateSaid):
            heard.append(e.text)
            asked.update(show.setting.matcher.facts_asked(e.text))
        if not isinstance(e, InterviewerSaid):
            continue
        if letters(MARK) in letters(e.text) or "confidential" in e.text.lower():
            yield f"the prompt: {e.text}"
        told = asked if e.kind is Move.ANSWER else set()
        answers = [fact.answer for fact in card.facts if fact.id in told]
        if runs(split_sentences(e.text)) & (secret - runs([*heard, *answers])):
            yield f"the card: {e.text}"
        heard.append(e.text)


def secrets_of(card: Question) -> Iterator[str]:
    """What is told only when asked for, or never."""
    yield card.problem_statement
    yield from (fact.answer for fact in card.facts)
    yield from (text for p in card.points for text in (p.point, p.why, p.example))
    yield from (text for e in card.estimates for text in (e.spoken, e.consequence))
    for dive in card.deep_dives.infra + card.deep_dives.research:
        yield from (step.answer for step in dive.questions)
    yield from (text for trap in card.traps for text in (trap.why, trap.instead))
    yield from (step.text for step in card.outline)


def handed_out(card: Question) -> Iterator[str]:
    """What the director may have an interviewer say."""
    yield from (card.prompt, *card.prompts.values())
    yield from (point.probe for point in card.points)
    yield from (text for e in card.estimates for text in (e.ask, e.title))
    yield from (hint for ladder in card.hints.values() for hint in ladder)
    for dive in card.deep_dives.infra + card.deep_dives.research:
        yield from (dive.topic, *(step.ask for step in dive.questions))
    yield from (ball.say for ball in card.curveballs)
    yield from (trap.push_back for trap in card.traps)
