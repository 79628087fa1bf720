"""Clients of the vendors' libraries, built so that nothing is sent anywhere but to the endpoint.

No redirect is followed, because it would carry speech to a host nobody chose; a server on this
machine is never asked through a proxy; and nothing is tried twice behind our back.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from interviewer.endpoints.endpoint import Endpoint
from interviewer.errors import ConfigError

if TYPE_CHECKING:
    import openai

CONNECT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A LangChain chat model and how to close its connections; calling that twice is harmless."""

    model: Any
    close: Callable[[], Awaitable[None]]


def openai_client(endpoint: Endpoint, read_s: float) -> openai.AsyncOpenAI:
    """The client of the openai package.

    Args:
        endpoint: whom to ask.
        read_s: the longest wait for bytes.
    """
    import openai

    return openai.AsyncOpenAI(
        base_url=endpoint.base_url,
        api_key=endpoint.key.get_secret_value(),
        max_retries=0,
        http_client=_http_client(endpoint, read_s),
    )


def chat_model(endpoint: Endpoint, read_s: float) -> ChatModel:
    """A chat model of whatever wire format the endpoint speaks.

    Args:
        endpoint: whom to ask.
        read_s: the longest wait for bytes.

    Raises:
        ConfigError: its wire format needs an extra that is not installed.
    """
    import openai
    from langchain.chat_models import init_chat_model

    provider = endpoint.provider
    _see_installed(endpoint)
    if provider.wire != "openai":
        model = init_chat_model(
            endpoint.model,
            model_provider=provider.wire,
            base_url=endpoint.base_url,
            api_key=endpoint.key,
            timeout=read_s,
            max_retries=0,
        )
        return ChatModel(model, _nothing)
    http = _http_client(endpoint, read_s)
    model = init_chat_model(
        endpoint.model,
        model_provider=provider.wire,
        base_url=endpoint.base_url,
        api_key=endpoint.key,
        timeout=openai.Timeout(read_s, connect=CONNECT_S),
        max_retries=0,
        http_async_client=http,
        use_responses_api=False,
        stream_usage=False,
        stream_chunk_timeout=None,
    )
    return ChatModel(model, http.aclose)


def _http_client(endpoint: Endpoint, read_s: float) -> Any:
    import openai

    return openai.DefaultAsyncHttpxClient(
        follow_redirects=False,
        trust_env=not endpoint.is_loopback,
        timeout=openai.Timeout(read_s, connect=CONNECT_S),
    )


def _see_installed(endpoint: Endpoint) -> None:
    provider = endpoint.provider
    if provider.package and importlib.util.find_spec(provider.package) is None:
        raise ConfigError(
            f"--model {provider.name}:{endpoint.model} needs an extra: "
            f"pip install 'mock-interviewer[{provider.extra}]'"
        )


async def _nothing() -> None:
    """The library closes its connections by itself."""
