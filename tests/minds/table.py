"""A model mind at a table: a real server, the real client, a candidate who has just spoken."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from interviewer.choices import Choices, build_setting
from interviewer.clock import Clock, MonotonicClock
from interviewer.director import Guidance, Occasion, Option, Situation, guide
from interviewer.events import CandidateSaid, InterviewerSaid, MoveMade, PhaseEntered
from interviewer.library.prompts import interviewer_prompt
from interviewer.minds.base import Reply, Trouble
from interviewer.minds.breaker import Breaker
from interviewer.minds.llm.answering import Bounds
from interviewer.minds.llm.client import LangChainWire
from interviewer.minds.llm.endpoint import choose_endpoint
from interviewer.minds.llm.mind import Habits, LlmMind
from interviewer.minds.llm.spending import Limits
from interviewer.minds.scripted import ScriptedMind
from interviewer.vocabulary import Move, Phase
from tests.llm_server import LlmServer, Script
from tests.stage import LIBRARY

KEY = "sk-SENTINEL-7f3a9c"
MARK = "mark-00c0ffee00"
SHORT = Bounds(first_sound_s=0.4, turn_s=1.2, stall_s=0.4, whole_s=3.0, backoff_s=0.02)

PROBE = Option(Move.PROBE, "a gap", "labels", "labels", say="Where would your labels come from?")
FOLLOW = Option(Move.FOLLOW_UP, "worth hearing", "words:trees", "the model", phrases="follow_up")
LISTEN = Option(Move.LISTEN, "on a good path")


@dataclass
class Heard:
    """What a turn came to."""

    option: Option
    sentences: list[str]
    mind: str
    troubles: list[Trouble]
    first_s: float
    whole_s: float

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


def situation(text: str = "I would take boosted trees on trip summaries.") -> Situation:
    """Solution design has begun and the candidate has just said this."""
    setting = build_setting(Choices("uber", "infra", "L5", "ride-eta", 45), LIBRARY, 1)
    now = Situation(setting)
    opening = setting.question.prompt_for("uber")
    now.apply(PhaseEntered(0.0, Phase.PROBLEM))
    now.apply(MoveMade(0.0, Move.MOVE_ON, "prompt", "", opening, "scripted", "it begins"))
    now.apply(InterviewerSaid(9.0, 0, opening, 1.0, 9.0, Move.MOVE_ON, "prompt"))
    now.apply(PhaseEntered(400.0, Phase.SOLUTION_DESIGN))
    now.apply(CandidateSaid(460.0, 1, text, 420.0, 459.0))
    return now


def allowed(*options: Option) -> Guidance:
    """Guidance with these options, none of them due."""
    return Guidance(None, options)


def by_director(now: Situation) -> Guidance:
    """The real director's guidance."""
    return guide(now, 460.0, Occasion.TURN_ENDED)


@asynccontextmanager
async def seated(
    script: Script,
    *,
    bounds: Bounds = SHORT,
    breaker: Breaker | None = None,
    limits: Limits | None = None,
    habits: Habits | None = None,
    clock: Clock | None = None,
    address: Callable[[LlmServer], str] = lambda server: server.base_url,
) -> AsyncIterator[tuple[LlmMind, LlmServer]]:
    """A mind and the server it asks."""
    with LlmServer(script) as server:
        environment = {"OPENAI_BASE_URL": address(server), "OPENAI_API_KEY": KEY}
        endpoint = choose_endpoint("m", environment)
        mind = LlmMind(
            LangChainWire(endpoint),
            interviewer_prompt(),
            ScriptedMind(1),
            clock or MonotonicClock(),
            model="m",
            limits=limits,
            habits=habits,
            bounds=bounds,
            breaker=breaker,
            mark=MARK,
        )
        try:
            yield mind, server
        finally:
            await mind.close()


async def take(mind: LlmMind, guidance: Guidance, now: Situation | None = None) -> Heard:
    """Let the mind take one turn and listen to the end of it."""
    began = time.monotonic()
    reply: Reply = await mind.reply(now or situation(), guidance)
    sentences, first_s = [], 0.0
    async for sentence in reply.sentences:
        first_s = first_s or time.monotonic() - began
        sentences.append(sentence)
    whole_s = time.monotonic() - began
    return Heard(reply.option, sentences, reply.mind, reply.troubles, first_s, whole_s)
