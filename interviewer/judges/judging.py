"""A second opinion for a session or a transcript: whom to ask, and where the answer is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from interviewer.clock import MonotonicClock
from interviewer.conversation import Conversation
from interviewer.endpoints.endpoint import Endpoint, Wanted, resolve
from interviewer.judges.asking import LangChainWire, Patience, ask_for_opinion
from interviewer.judges.opinion import Answers
from interviewer.judges.prompt import judge_prompt
from interviewer.library.load import Library

if TYPE_CHECKING:
    from interviewer.settings import LlmSettings

JUDGES: Final = ("auto", "deterministic", "llm")
INSTEAD: Final = "or use --judge deterministic"
LOCAL: Final = Patience(answer_s=180.0, whole_s=900.0, at_once=1)
"""A model on this machine reads an hour of talk at its own pace, one request after the other."""


def judge_endpoint(llm: LlmSettings, *, offline: bool) -> Endpoint:
    """The model that ``--judge llm`` asks.

    Raises:
        ConfigError: none can be had; the message says what to do.
    """
    wanted = Wanted("--judge llm", INSTEAD, llm.model, llm.base_url, offline)
    return resolve(wanted, os.environ)


async def second_opinion(
    conversation: Conversation,
    library: Library,
    endpoint: Endpoint,
    most_tokens: int | None = None,
    patience: Patience | None = None,
) -> Answers:
    """Ask a model about every dimension; never fails, what is missing is told.

    Raises:
        ConfigError: the model's wire format needs an extra that is not installed.
    """
    usual = patience or (LOCAL if endpoint.is_loopback else Patience())
    wire = LangChainWire(endpoint, read_s=usual.answer_s)
    try:
        return await ask_for_opinion(
            wire,
            endpoint.model,
            conversation,
            library.rubric(),
            library.level(conversation.level),
            judge_prompt(),
            MonotonicClock(),
            usual,
            most_tokens,
        )
    finally:
        await wire.close()
