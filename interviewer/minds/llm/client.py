"""The wire: LangChain's chat model, streaming, with every wait bounded and every error told apart.

No text of an error ever comes from the server: it may echo the key.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Protocol

from interviewer.minds.llm.endpoint import Endpoint

CONNECT_S = 2.0
MOST_RETRY_AFTER_S = 600.0


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
        import openai
        from langchain.chat_models import init_chat_model

        self._http = openai.DefaultAsyncHttpxClient(
            follow_redirects=False,  # a redirect would carry speech to a host nobody chose
            trust_env=not endpoint.is_loopback,  # a proxy is no loopback
            timeout=openai.Timeout(read_s, connect=CONNECT_S),
        )
        self._model: Any = init_chat_model(
            endpoint.model,
            model_provider="openai",
            base_url=endpoint.base_url,
            api_key=endpoint.key,
            timeout=openai.Timeout(read_s, connect=CONNECT_S),
            max_retries=0,
            http_async_client=self._http,
            use_responses_api=False,
            stream_usage=False,
            stream_chunk_timeout=None,
        )

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
                async with aclosing(self._model.astream(pairs)) as chunks:
                    while True:
                        async with asyncio.timeout(wait_s):
                            chunk = await anext(chunks, None)
                        if chunk is None:
                            break
                        finish = chunk.response_metadata.get("finish_reason") or finish
                        if text := str(chunk.text):
                            wait_s = stall_s
                            yield text
        except (GeneratorExit, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001  (the boundary to foreign libraries)
            raise translate(error) from None
        if finish != "stop":  # a connection that dies looks like an end, but gives no reason
            raise LlmFailed("the model server broke off in the middle of its answer")

    async def close(self) -> None:
        """Close connections."""
        await self._http.aclose()


def translate(error: Exception) -> LlmFailed:
    """What an exception of the client library means, in words of our own."""
    import openai

    if isinstance(error, LlmFailed):
        return error
    if isinstance(error, (TimeoutError, openai.APITimeoutError)):
        return LlmFailed("the model server stopped answering")
    if isinstance(error, openai.APIStatusError):
        return _status(error)
    if isinstance(error, openai.APIConnectionError):
        return LlmFailed("the model server cannot be reached")
    if isinstance(error, openai.APIError):
        return LlmFailed("the model server reported an error in the middle of its answer")
    return LlmFailed(f"the model server's answer could not be read ({type(error).__name__})")


def _status(error: Any) -> LlmFailed:
    status = int(error.status_code)
    if status in (401, 403):
        return LlmFailed(f"the model server refused the key ({status})", permanent=True)
    if status == 404:
        return LlmFailed("the model server does not know this model (404)", permanent=True)
    if status == 429 and getattr(error, "code", None) == "insufficient_quota":
        return LlmFailed("the account has no quota left (429)", permanent=True)
    if status == 429:
        wait_s = _retry_after(error.response.headers.get("retry-after"))
        return LlmFailed("the model server asks for fewer requests (429)", retry_after_s=wait_s)
    return LlmFailed(f"the model server answered with status {status}")


def _retry_after(value: str | None) -> float | None:
    """Seconds, capped; dates and nonsense count as nothing."""
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return min(seconds, MOST_RETRY_AFTER_S) if seconds >= 0 else None
