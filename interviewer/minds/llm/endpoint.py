"""Which language model is asked: from ``--model``, the configuration and the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from interviewer.endpoints.endpoint import Endpoint, Wanted, resolve, split_model
from interviewer.endpoints.providers import OLLAMA, OPENAI
from interviewer.endpoints.served import served_models
from interviewer.errors import ConfigError

__all__ = ["Endpoint", "choose_endpoint", "find_endpoint", "server_asked"]

MIND: Final = "--mind llm"
INSTEAD: Final = {
    MIND: "or use --mind scripted",
    "--candidate llm": "or choose weak, good or great",
    "--judge llm": "or grade without it",
}
"""What can be done without a model, by the option that asks for one."""

AS_ASKED: Final = "as asked"
UNKNOWN: Final = "?"
"""Stands for a model until its server was asked what it has."""

MOST_NAMED: Final = 5


def choose_endpoint(
    model: str | None,
    environment: Mapping[str, str],
    *,
    base_url: str | None = None,
    offline: bool = False,
) -> Endpoint:
    """The endpoint of a model that is named; opens no connection.

    Args:
        model: ``gpt-4o-mini``, ``ollama:llama3``, ``anthropic:NAME`` and the like.
        environment: keys and addresses, such as ``OPENAI_API_KEY`` and ``OPENAI_BASE_URL``.
        base_url: an address from the configuration file; it goes before ``OPENAI_BASE_URL``.
        offline: only loopback addresses are allowed.

    Raises:
        ConfigError: none can be had; the message says what to do.
    """
    return resolve(_wanted(model, base_url, offline=offline), environment)


async def find_endpoint(
    model: str | None,
    environment: Mapping[str, str],
    *,
    base_url: str | None = None,
    offline: bool = False,
    purpose: str = MIND,
) -> tuple[Endpoint, str]:
    """As ``choose_endpoint``; where no model is named, a server is asked what it has.

    That server is the one whose address was given, else Ollama on this machine. ``purpose`` is the
    option that asks, for messages.

    Returns:
        The endpoint, and how it was found.

    Raises:
        ConfigError: none can be had; the message says what to do.
    """
    wanted = _wanted(model, base_url, offline=offline, purpose=purpose)
    server = _server(wanted, environment)
    if server.model != UNKNOWN:
        return server, AS_ASKED
    if server.provider is OLLAMA:
        return await _first_of_ollama(server, wanted)
    return await _only_model(server, wanted)


def server_asked(
    model: str | None,
    environment: Mapping[str, str],
    *,
    base_url: str | None = None,
    offline: bool = False,
    purpose: str = MIND,
) -> Endpoint:
    """The server that ``find_endpoint`` turns to; opens no connection.

    Raises:
        ConfigError: there is none; the message says what to do.
    """
    return _server(_wanted(model, base_url, offline=offline, purpose=purpose), environment)


def _server(wanted: Wanted, environment: Mapping[str, str]) -> Endpoint:
    provider, name = split_model(wanted.model)
    given = wanted.base_url or environment.get(OPENAI.address_variable, "").strip()
    if name or provider not in (None, OLLAMA):
        return resolve(wanted, environment)
    of_ollama = provider is OLLAMA or not given
    unknown = f"{OLLAMA.name}:{UNKNOWN}" if of_ollama else UNKNOWN
    return resolve(replace(wanted, model=unknown), environment)


async def _only_model(server: Endpoint, wanted: Wanted) -> tuple[Endpoint, str]:
    names = await served_models(server)
    if names is None:
        raise ConfigError(
            f"the model server {server.host} does not say what it has; give --model NAME, "
            f"{wanted.instead}"
        )
    if len(names) != 1:
        some = ", ".join(names[:MOST_NAMED])
        raise ConfigError(
            f"the model server {server.host} has {len(names)} models ({some}); give --model NAME, "
            f"{wanted.instead}"
        )
    return replace(server, model=names[0]), "the only model there"


async def _first_of_ollama(server: Endpoint, wanted: Wanted) -> tuple[Endpoint, str]:
    """Ollama lists the model that was changed last first."""
    names = await served_models(server)
    if not names:
        raise ConfigError(
            f"{wanted.purpose} needs a model, and no Ollama on this machine has one: give "
            f"--model NAME (such as {OPENAI.example}), {wanted.instead}"
        )
    more = f", the newest of {len(names)} there" if len(names) > 1 else ""
    return replace(server, model=names[0]), f"found in Ollama on this machine{more}"


def _wanted(
    model: str | None, base_url: str | None, *, offline: bool, purpose: str = MIND
) -> Wanted:
    return Wanted(purpose, INSTEAD.get(purpose, "or do without"), model, base_url, offline)
