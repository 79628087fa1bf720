"""A judge's bench: a transcript, a model server on loopback, and the real client in between."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from interviewer.assessment import assess
from interviewer.assessment.result import Assessment, OpinionScore
from interviewer.conversation import Conversation, Speaker, Turn
from interviewer.judges.asking import Patience
from interviewer.judges.judging import second_opinion
from interviewer.judges.opinion import Answers, with_opinion
from interviewer.minds.llm.endpoint import choose_endpoint
from interviewer.vocabulary import Dimension, Level
from tests.llm_server import Answer, Body, LlmServer, Script
from tests.stage import LIBRARY

KEY = "sk-SENTINEL-5e77"
CALM = Patience(answer_s=60.0, whole_s=240.0, backoff_s=0.01, at_once=3)
"""Long enough for a machine with other things to do; nothing waits for it in the end."""
BRIEF = Patience(answer_s=0.4, whole_s=3.0, backoff_s=0.01, at_once=4)
"""For servers that never answer."""
DESIGN = (
    "Then late costs more than early, because riders cancel, so I would predict a quantile and "
    "not the mean. As a baseline I take the historical average for each segment and hour, since "
    "it is cheap and hard to beat at night. Then gradient boosted trees on the residual of the "
    "routing engine, because the data is tabular. I would split by time, not at random, and "
    "measure pinball loss by city. Live I would run a switchback test, since trips in one city "
    "share the same cars. If the model is late we serve the routing engine's own number."
)
SAID = (
    ("interviewer", "Design a system that predicts ETAs for our rides."),
    (
        "candidate",
        "How many trips are there per day, and who uses the number, riders or dispatch?",
    ),
    ("interviewer", "Twenty-five million, and both of them use it."),
    (
        "candidate",
        DESIGN,
    ),
)
GUIDES = {one.title: one.id for one in LIBRARY.rubric().dimensions}
Judge = Callable[[Dimension, str], Any]
"""Told the dimension and the whole request; returns what the model answers."""


def conversation(*more: tuple[Speaker, str]) -> Conversation:
    said = (*SAID, *more)
    turns = tuple(Turn(at, who, text) for at, (who, text) in enumerate(said))  # type: ignore[arg-type]
    return Conversation(LIBRARY.question("ride-eta"), Level.L5, turns)


def deterministic(held: Conversation) -> Assessment:
    return assess(held, LIBRARY.rubric(), LIBRARY.mistakes(), LIBRARY.level(held.level))


def answer(content: Any) -> Answer:
    """A whole answer in the wire format, as servers give it when they do not stream."""
    text = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return Answer(raw=json.dumps(body).encode())


def asked_about(body: Body) -> Dimension:
    found = re.search(r"Judge only this dimension: ([^.]+)\.", body["messages"][-1]["content"])
    assert found is not None
    return GUIDES[found[1]]


def judge(one: Judge) -> Callable[[Body], Answer]:
    """A server's script: every request is answered by this judge."""

    def script(body: Body) -> Answer:
        said = one(asked_about(body), json.dumps(body["messages"]))
        return said if isinstance(said, Answer) else answer(said)

    return script


def finding(quote: str, turn: int = 3) -> dict[str, Any]:
    return {"claim": "shown", "turn": turn, "quote": quote}


def verdict(score: Any, *quotes: str, explanation: str = "Because.") -> dict[str, Any]:
    quoted = quotes or ("late costs more than early",)
    return {
        "score": score,
        "explanation": explanation,
        "findings": [finding(one) for one in quoted],
    }


def asked(
    script: Script, held: Conversation, patience: Patience = CALM
) -> tuple[Answers, list[Body]]:
    """What the model behind this script answers to all the questions about an interview."""
    with LlmServer(script) as server:
        endpoint = choose_endpoint(
            "m", {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY}, offline=True
        )
        answers = asyncio.run(second_opinion(held, LIBRARY, endpoint, patience=patience))
        return answers, list(server.requests)


def judged(
    script: Script, held: Conversation | None = None, patience: Patience = CALM
) -> Assessment:
    """The assessment with the second opinion of the model behind this script."""
    held = held or conversation()
    answers, _ = asked(script, held, patience)
    return with_opinion(deterministic(held), held, answers)


def opinions(assessment: Assessment) -> dict[Dimension, OpinionScore]:
    assert assessment.second_opinion is not None
    return {one.dimension: one for one in assessment.second_opinion.scores}


def without_opinion(assessment: Assessment) -> Assessment:
    """What must be the same with and without a second judge."""
    origin = replace(assessment.provenance, judge="", fallbacks=())
    return replace(assessment, second_opinion=None, provenance=origin)
