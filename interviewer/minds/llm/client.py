"""The wire: LangChain's chat model, streaming, with every wait bounded and every token counted."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from interviewer.endpoints.endpoint import Endpoint
from interviewer.minds.llm.failures import LlmFailed, translate
from interviewer.minds.llm.spending import Usage

__all__ = ["LangChainWire", "LlmFailed", "Message", "Wire"]

PROPER_ENDS = frozenset({"stop", "end_turn", "stop_sequence"})
"""How the wire formats say that an answer is whole, in lower case."""

NO_ANSWER: Final = "the model server broke off in the middle of its answer"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request; ``role`` is "system" or "user"."""

    role: str
    text: str


class Wire(Protocol):
    """Sends one request and streams the answer's text."""

    def stream(
        self,
        messages: list[Message],
        *,
        first_s: float,
        stall_s: float,
        used: Callable[[Usage], None] = lambda _: None,
    ) -> AsyncGenerator[str]:
        """Pieces of text as they come.

        Args:
            messages: the request.
            first_s: the longest wait for the first piece.
            stall_s: the longest wait between pieces.
            used: told what it came to, once it is over; not for a request that was turned away.

        Raises:
            LlmFailed: it could not be had.
        """

    async def close(self) -> None:
        """Close connections; calling twice is harmless."""


class LangChainWire:
    """A LangChain chat model behind the Protocol.

    Args:
        endpoint: whom to ask.
        read_s: the longest wait for bytes that is ever wanted.
    """

    def __init__(self, endpoint: Endpoint, read_s: float = 120.0) -> None:
        from interviewer.endpoints.client import chat_model

        self._chat = chat_model(endpoint, read_s)
        self._options = {"stream_usage": True} if endpoint.provider.wire == "openai" else {}

    async def stream(
        self,
        messages: list[Message],
        *,
        first_s: float,
        stall_s: float,
        used: Callable[[Usage], None] = lambda _: None,
    ) -> AsyncGenerator[str]:
        """Pieces of text as they come. Must be consumed within one task.

        Raises:
            LlmFailed: it could not be had.
        """
        from contextlib import aclosing

        from langsmith import tracing_context

        with tracing_context(enabled=False):  # speech goes to the chosen endpoint, nowhere else
            while True:
                try:
                    async with aclosing(self._once(messages, first_s, stall_s, used)) as pieces:
                        async for piece in pieces:
                            yield piece
                except LlmFailed as error:
                    if not (error.not_accepted and self._options):
                        raise
                    self._options = {}  # some servers know no counting and refuse to be asked
                else:
                    return

    async def _once(
        self,
        messages: list[Message],
        first_s: float,
        stall_s: float,
        used: Callable[[Usage], None],
    ) -> AsyncGenerator[str]:
        from contextlib import aclosing

        pairs = [(message.role, message.text) for message in messages]
        tally, finish = _Tally(sum(len(text) for _, text in pairs)), ""
        try:
            chunks = self._chat.model.astream(pairs, **self._options)
            async with aclosing(_timely(chunks, first_s, stall_s)) as timely:
                async for chunk in timely:
                    tally.add(chunk)
                    finish = _finish(chunk.response_metadata) or finish
                    if text := str(chunk.text):
                        yield text
        except Exception as error:  # noqa: BLE001  (the boundary to foreign libraries)
            tally.turned_away = not tally.began and not isinstance(error, TimeoutError)
            raise translate(error) from None
        finally:
            if not tally.turned_away:
                used(tally.usage)
        if finish not in PROPER_ENDS:  # a connection that dies looks like an end without a reason
            raise LlmFailed(NO_ANSWER)

    async def close(self) -> None:
        """Close connections."""
        await self._chat.close()


@dataclass(slots=True)
class _Tally:
    """Counts one request: by the server's own count, else by the length of the text."""

    sent: int
    received: int = 0
    counted_in: int = 0
    counted_out: int = 0
    began: bool = False
    turned_away: bool = False

    def add(self, chunk: Any) -> None:
        self.began = True
        self.received += len(str(chunk.text))
        counted = chunk.usage_metadata or {}
        self.counted_in += int(counted.get("input_tokens") or 0)
        self.counted_out += int(counted.get("output_tokens") or 0)

    @property
    def usage(self) -> Usage:
        if self.counted_in and (self.counted_out or not self.received):
            return Usage(self.counted_in, self.counted_out)
        return Usage.of_text(self.sent, self.received)


async def _timely(chunks: Any, first_s: float, stall_s: float) -> AsyncGenerator[Any]:
    """The chunks, unless one takes too long; only text ends the first wait.

    Raises:
        TimeoutError: it did.
    """
    import asyncio
    from contextlib import aclosing

    wait_s = first_s
    async with aclosing(chunks):
        while True:
            async with asyncio.timeout(wait_s):
                chunk = await anext(chunks, None)
            if chunk is None:
                return
            wait_s = stall_s if str(chunk.text) else wait_s
            yield chunk


def _finish(metadata: Mapping[str, Any]) -> str:
    """Why the answer ended, in lower case; each wire format has a name of its own for it."""
    return str(metadata.get("finish_reason") or metadata.get("stop_reason") or "").lower()
