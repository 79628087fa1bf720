"""Which model server is asked, and with which key: from ``--model`` and the environment alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from interviewer.errors import ConfigError

OPENAI_URL: Final = "https://api.openai.com/v1"
OLLAMA_URL: Final = "http://127.0.0.1:11434/v1"
NO_KEY: Final = "none"
"""Sent to loopback servers that want a key to be there but do not read it."""

INSTEAD: Final = "or use --mind scripted"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an OpenAI-compatible address; its ``repr`` shows no key."""

    model: str
    base_url: str
    key: SecretStr

    @property
    def host(self) -> str:
        """The host that is asked, as it may be shown."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def is_loopback(self) -> bool:
        """Whether nothing leaves this machine."""
        return _is_loopback(self.host)


def choose_endpoint(
    model: str | None, environment: Mapping[str, str], *, offline: bool = False
) -> Endpoint:
    """Find the endpoint the user means.

    Args:
        model: ``gpt-4o-mini``, ``openai:gpt-4o-mini`` or ``ollama:llama3``.
        environment: ``OPENAI_API_KEY`` and ``OPENAI_BASE_URL`` are read.
        offline: only loopback addresses are allowed.

    Raises:
        ConfigError: none can be had; the message says what to do.
    """
    kind, name = _split(model)
    if not name:
        raise ConfigError(
            "--mind llm needs a model: give --model NAME (such as gpt-4o-mini or ollama:llama3), "
            + INSTEAD
        )
    named = environment.get("OPENAI_BASE_URL", "").strip() if kind != "ollama" else OLLAMA_URL
    base_url = _checked(named or OPENAI_URL)
    loopback = _is_loopback(urlsplit(base_url).hostname or "")
    if offline and not loopback:
        raise ConfigError(
            "--offline allows only a model server on this machine; set OPENAI_BASE_URL to a "
            f"loopback address, give --model ollama:NAME, {INSTEAD}"
        )
    key = environment.get("OPENAI_API_KEY", "").strip() if kind != "ollama" else ""
    if not key and not loopback:
        raise ConfigError(
            "--mind llm needs a key for this endpoint: set OPENAI_API_KEY, give "
            f"--model ollama:NAME, {INSTEAD}"
        )
    return Endpoint(name, base_url, SecretStr(key or NO_KEY))


def _split(model: str | None) -> tuple[str, str]:
    """The kind of server and the model's name; other colons belong to the name."""
    text = (model or "").strip()
    kind, mark, name = text.partition(":")
    return (kind, name.strip()) if mark and kind in ("openai", "ollama") else ("", text)


def _checked(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError as error:
        raise ConfigError("OPENAI_BASE_URL is not an address; correct or unset it") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ConfigError("OPENAI_BASE_URL must start with http:// or https:// and name a host")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError(
            "OPENAI_BASE_URL must hold no key and no password; put the key in OPENAI_API_KEY"
        )
    return base_url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
