"""Asks a language model for its opinion: a few requests at a time, bounded in time and tokens."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from interviewer.clock import Clock
from interviewer.conversation import Conversation
from interviewer.endpoints.endpoint import Endpoint
from interviewer.judges.opinion import Answer, Answers
from interviewer.judges.prompt import JudgePrompt
from interviewer.judges.request import Request, Secrets, request_for
from interviewer.library.guides import Rubric
from interviewer.library.people import LevelGuide
from interviewer.minds.llm.failures import LlmFailed, translate
from interviewer.vocabulary import Dimension

MOST_ANSWER: Final = 20_000
"""Characters of one answer that are kept."""
CHARACTERS_PER_TOKEN: Final = 3.0
"""English has about four; three errs on the careful side."""
ANSWER_TOKENS: Final = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How long judging may take, in seconds of real time.

    Attributes:
        answer_s: one answer.
        whole_s: all of them; what is not there by then is missing.
        backoff_s: the wait before the second and last try.
        at_once: requests under way at the same time.
    """

    answer_s: float = 60.0
    whole_s: float = 240.0
    backoff_s: float = 1.0
    at_once: int = 2


class Wire(Protocol):
    """Sends one request and returns the answer's text."""

    async def ask(self, request: Request) -> str:
        """The whole answer.

        Raises:
            LlmFailed: it could not be had.
        """

    async def close(self) -> None:
        """Close connections; calling twice is harmless."""


class LangChainWire:
    """A LangChain chat model that is asked for the answer's schema, and without where it must be.

    Args:
        endpoint: whom to ask.
        read_s: the longest wait for bytes.
    """

    def __init__(self, endpoint: Endpoint, read_s: float = 120.0) -> None:
        from interviewer.endpoints.client import chat_model

        self._chat = chat_model(endpoint, read_s)
        self._takes_schemas = True

    async def ask(self, request: Request) -> str:
        """The whole answer.

        Raises:
            LlmFailed: it could not be had.
        """
        try:
            return await self._ask(request)
        except LlmFailed as error:
            if not (error.not_accepted and self._takes_schemas):
                raise
            self._takes_schemas = False
        return await self._ask(request)

    async def _ask(self, request: Request) -> str:
        from langsmith import tracing_context

        pairs = [("system", request.system), ("user", request.user)]
        try:
            with tracing_context(enabled=False):  # speech goes to the chosen endpoint, nowhere else
                if not self._takes_schemas:
                    return _text(await self._chat.model.ainvoke(pairs))
                schema = Answer.model_json_schema()
                model = self._chat.model.with_structured_output(
                    schema, method="json_schema", include_raw=True
                )
                return _text((await model.ainvoke(pairs))["raw"])
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  (the boundary to foreign libraries)
            raise translate(error) from None

    async def close(self) -> None:
        """Close connections."""
        await self._chat.close()


def _text(message: Any) -> str:
    return str(message.text)[:MOST_ANSWER]


async def ask_for_opinion(
    wire: Wire,
    name: str,
    conversation: Conversation,
    rubric: Rubric,
    level: LevelGuide,
    prompt: JudgePrompt,
    clock: Clock,
    patience: Patience,
    most_tokens: int | None = None,
) -> Answers:
    """Ask for every dimension. Never fails: what cannot be had is missing, and the reason is told.

    Args:
        wire: sends the requests.
        name: the model's, for the report.
        conversation: what is judged.
        rubric: the dimensions.
        level: what must be shown.
        prompt: the texts.
        clock: real time.
        patience: how long.
        most_tokens: estimated, in and out together; None is no limit.
    """
    hidden = Secrets(f"mark-{secrets.token_hex(5)}", secrets.token_hex(6))
    requests = {
        guide.id: request_for(guide, conversation, level, prompt, hidden)
        for guide in rubric.dimensions
    }
    refused = _too_much(list(requests.values()), most_tokens)
    if refused:
        return Answers(name, {}, refused, hidden.mark)
    texts, failure = await _Asking(wire, clock, patience).all(requests)
    return Answers(name, texts, failure, hidden.mark)


def _too_much(requests: Sequence[Request], most_tokens: int | None) -> str:
    """Why nothing is asked at all; empty where it is."""
    tokens = round(sum(one.characters / CHARACTERS_PER_TOKEN + ANSWER_TOKENS for one in requests))
    if most_tokens is None or tokens <= most_tokens:
        return ""
    return f"it would use about {tokens:,} tokens, more than the {most_tokens:,} that are allowed"


class _Asking:
    def __init__(self, wire: Wire, clock: Clock, patience: Patience) -> None:
        self._wire, self._clock, self._patience = wire, clock, patience
        self._texts: dict[Dimension, str] = {}
        self._failure = ""
        self._hopeless = False

    async def all(self, requests: dict[Dimension, Request]) -> tuple[dict[Dimension, str], str]:
        """What could be had within the time, and why the rest could not."""
        turnstile = asyncio.Semaphore(self._patience.at_once)
        try:
            async with asyncio.timeout(self._patience.whole_s), asyncio.TaskGroup() as group:
                for dimension, request in requests.items():
                    group.create_task(self._one(dimension, request, turnstile))
        except TimeoutError:
            self._failure = "the model server took too long"
        return dict(self._texts), self._failure

    async def _one(
        self, dimension: Dimension, request: Request, turnstile: asyncio.Semaphore
    ) -> None:
        async with turnstile:
            for left in (1, 0):
                if self._hopeless:
                    return
                try:
                    async with asyncio.timeout(self._patience.answer_s):
                        self._texts[dimension] = await self._wire.ask(request)
                        return
                except (LlmFailed, TimeoutError) as error:
                    failed = translate(error)
                self._failure = str(failed)
                self._hopeless = self._hopeless or failed.permanent
                wait_s = max(self._patience.backoff_s, failed.retry_after_s or 0.0)
                if left and wait_s < self._patience.answer_s:
                    await self._clock.sleep(wait_s)
