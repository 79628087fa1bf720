"""An endpoint: a model, where it is asked for, and the key; chosen from options and environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from interviewer.endpoints.address import checked, host_of, is_loopback
from interviewer.endpoints.keys import find_key
from interviewer.endpoints.providers import OPENAI, PROVIDERS, Provider
from interviewer.errors import ConfigError

NO_KEY: Final = "none"
"""Sent to loopback servers that want a key to be there but do not read it."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an address; its ``repr`` shows no key.

    Attributes:
        model: its name, as the server knows it.
        base_url: where it is asked for.
        key: sent along.
        provider: whose wire format is spoken.
    """

    model: str
    base_url: str
    key: SecretStr
    provider: Provider = OPENAI

    @property
    def host(self) -> str:
        """The host that is asked, as it may be shown."""
        return host_of(self.base_url)

    @property
    def is_loopback(self) -> bool:
        """Whether nothing leaves this machine."""
        return is_loopback(self.base_url)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An endpoint as somebody asks for it.

    Attributes:
        purpose: the option that asks, for messages, such as ``--mind llm``.
        instead: what to do without, for messages.
        model: ``gpt-4o-mini``, ``ollama:llama3`` and the like.
        base_url: an address from the configuration file, for models without a provider's name.
        offline: only this machine may be asked.
    """

    purpose: str
    instead: str
    model: str | None = None
    base_url: str | None = None
    offline: bool = False


def resolve(wanted: Wanted, environment: Mapping[str, str]) -> Endpoint:
    """The endpoint somebody means.

    Args:
        wanted: what was asked for.
        environment: holds keys and perhaps addresses.

    Raises:
        ConfigError: it cannot be had; the message says what to do, and never quotes an address.
    """
    provider, model = split_model(wanted.model)
    if not model:
        raise ConfigError(
            f"{wanted.purpose} needs a model: give --model NAME (such as {OPENAI.example}), "
            f"{wanted.instead}"
        )
    base_url = address(wanted, environment, provider)
    if wanted.offline and not is_loopback(base_url):
        raise ConfigError(
            "--offline allows only a server on this machine: set OPENAI_BASE_URL to a loopback "
            f"address, give --model ollama:NAME, {wanted.instead}"
        )
    provider = provider or OPENAI
    key = find_key(provider, base_url, environment)
    if key is None and not is_loopback(base_url):
        raise ConfigError(
            f"{wanted.purpose} needs a key for this endpoint: set {provider.key_variables[0]}, "
            f"put it in the keyring with `interviewer key set {provider.name}`, {wanted.instead}"
        )
    return Endpoint(model, base_url, key or SecretStr(NO_KEY), provider)


def address(
    wanted: Wanted, environment: Mapping[str, str], provider: Provider | None = None
) -> str:
    """Where an endpoint is: at its provider's, else where the configuration says, else OpenAI's.

    Raises:
        ConfigError: an address is unusable.
    """
    if provider is None and wanted.base_url:
        return checked(wanted.base_url, "base_url in the configuration")
    return (provider or OPENAI).address(environment)


def split_model(model: str | None) -> tuple[Provider | None, str]:
    """A provider, if one is named, and the model's name; other colons belong to the name."""
    text = (model or "").strip()
    kind, mark, name = text.partition(":")
    provider = PROVIDERS.get(kind) if mark else None
    return (provider, name.strip()) if provider else (None, text)
