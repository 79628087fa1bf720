"""The wire: LangChain's chat model, streaming, with every wait bounded and every error told apart.

No text of an error ever comes from the server: it may echo the key.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from interviewer.endpoints.endpoint import Endpoint

MOST_RETRY_AFTER_S = 600.0
PROPER_ENDS = frozenset({"stop", "end_turn", "stop_sequence"})
"""How the wire formats say that an answer is whole, in lower case."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a request; ``role`` is "system" or "user"."""

    role: str
    text: str


class LlmFailed(Exception):
    """The endpoint did not answer as it should.

    Attributes:
        permanent: asking again cannot help (wrong key, unknown model).
        retry_after_s: how long it asked to be left alone, if it did.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, retry_after_s: float | None = None
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after_s = retry_after_s


class Wire(Protocol):
    """Sends one request and streams the answer's text."""

    def stream(
        self, messages: list[Message], *, first_s: float, stall_s: float
    ) -> AsyncGenerator[str]:
        """Pieces of text as they come.

        Args:
            messages: the request.
            first_s: the longest wait for the first piece.
            stall_s: the longest wait between pieces.

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

    async def stream(
        self, messages: list[Message], *, first_s: float, stall_s: float
    ) -> AsyncGenerator[str]:
        """Pieces of text as they come. Must be consumed within one task.

        Raises:
            LlmFailed: it could not be had.
        """
        import asyncio
        from contextlib import aclosing

        from langsmith import tracing_context

        pairs = [(message.role, message.text) for message in messages]
        wait_s, finish = first_s, None
        try:
            with tracing_context(enabled=False):  # speech goes to the chosen endpoint, nowhere else
                async with aclosing(self._chat.model.astream(pairs)) as chunks:
                    while True:
                        async with asyncio.timeout(wait_s):
                            chunk = await anext(chunks, None)
                        if chunk is None:
                            break
                        finish = _finish(chunk.response_metadata) or finish
                        if text := str(chunk.text):
                            wait_s = stall_s
                            yield text
        except (GeneratorExit, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001  (the boundary to foreign libraries)
            raise translate(error) from None
        if (
            finish not in PROPER_ENDS
        ):  # a connection that dies looks like an end, but gives no reason
            raise LlmFailed("the model server broke off in the middle of its answer")

    async def close(self) -> None:
        """Close connections."""
        await self._chat.close()


def translate(error: Exception) -> LlmFailed:
    """What an exception of a vendor's library means, in words of our own."""
    if isinstance(error, LlmFailed):
        return error
    for cause in _causes(error):  # one vendor's library wraps what another's raises
        status = getattr(cause, "status_code", getattr(cause, "code", None))
        if isinstance(status, int):
            return _status(status, cause)
    kind = type(error).__name__
    if isinstance(error, TimeoutError) or kind == "APITimeoutError":
        return LlmFailed("the model server stopped answering")
    if kind == "APIConnectionError" or isinstance(error, OSError):
        return LlmFailed("the model server cannot be reached")
    if kind == "APIError":
        return LlmFailed("the model server reported an error in the middle of its answer")
    return LlmFailed(f"the model server's answer could not be read ({kind})")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _status(status: int, error: BaseException) -> LlmFailed:
    if status in (401, 403):
        return LlmFailed(f"the model server refused the key ({status})", permanent=True)
    if status == 404:
        return LlmFailed("the model server does not know this model (404)", permanent=True)
    if status == 429 and getattr(error, "code", None) == "insufficient_quota":
        return LlmFailed("the account has no quota left (429)", permanent=True)
    if status == 429:
        headers = getattr(getattr(error, "response", None), "headers", None) or {}
        wait_s = _retry_after(headers.get("retry-after"))
        return LlmFailed("the model server asks for fewer requests (429)", retry_after_s=wait_s)
    return LlmFailed(f"the model server answered with status {status}")


def _finish(metadata: Mapping[str, Any]) -> str:
    """Why the answer ended, in lower case; each wire format has a name of its own for it."""
    return str(metadata.get("finish_reason") or metadata.get("stop_reason") or "").lower()


def _retry_after(value: str | None) -> float | None:
    """Seconds, capped; dates and nonsense count as nothing."""
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return min(seconds, MOST_RETRY_AFTER_S) if seconds >= 0 else None
