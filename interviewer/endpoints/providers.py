"""The services and local servers that have a name."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from interviewer.endpoints.address import checked, is_loopback
from interviewer.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Provider:
    """A service, or a kind of server on this machine, that speaks one wire format.

    Attributes:
        name: as in ``--model NAME:MODEL``; also the account in the system's keyring.
        wire: what LangChain calls its wire format.
        base_url: where it is unless the environment says otherwise.
        address_variable: the environment variable that says otherwise.
        key_variables: environment variables that may hold its key; none: it takes no key.
        package: what its wire format needs beyond what is always installed.
        extra: the extra of this project that installs it.
        example: a model of it, for messages.
    """

    name: str
    wire: str
    base_url: str
    address_variable: str
    key_variables: tuple[str, ...] = ()
    package: str = ""
    extra: str = ""
    example: str = "NAME"

    def address(self, environment: Mapping[str, str]) -> str:
        """Where it is, as the environment has it.

        Raises:
            ConfigError: the variable holds no address, or one on another machine for a server
                that belongs on this one.
        """
        named = environment.get(self.address_variable, "").strip()
        return checked(named, self.address_variable) if named else self.base_url


class Ollama(Provider):
    """Ollama's variable holds a host and perhaps a port; often it is what the server listens on."""

    def address(self, environment: Mapping[str, str]) -> str:
        """Where it is; "every address of this machine" is this machine."""
        named = environment.get(self.address_variable, "").strip()
        if not named:
            return self.base_url
        url = checked(named if "://" in named else f"http://{named}", self.address_variable)
        parts = urlsplit(url)
        host = "127.0.0.1" if _is_everywhere(parts.hostname or "") else parts.hostname or ""
        host = f"[{host}]" if ":" in host else host
        found = f"{parts.scheme}://{host}:{parts.port or OLLAMA_PORT}/v1"
        if not is_loopback(found):
            raise ConfigError(
                f"{self.address_variable} names another machine; for a server there set "
                "OPENAI_BASE_URL and give its model without ollama:"
            )
        return found


def _is_everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


OLLAMA_PORT: Final = 11434
OPENAI: Final = Provider(
    "openai", "openai", "https://api.openai.com/v1", "OPENAI_BASE_URL", ("OPENAI_API_KEY",),
    example="gpt-4o-mini",
)  # fmt: skip
OLLAMA: Final = Ollama("ollama", "openai", f"http://127.0.0.1:{OLLAMA_PORT}/v1", "OLLAMA_HOST")
ANTHROPIC: Final = Provider(
    "anthropic", "anthropic", "https://api.anthropic.com", "ANTHROPIC_BASE_URL",
    ("ANTHROPIC_API_KEY",), "langchain_anthropic", "anthropic",
)  # fmt: skip
GOOGLE: Final = Provider(
    "google", "google_genai", "https://generativelanguage.googleapis.com", "GOOGLE_BASE_URL",
    ("GOOGLE_API_KEY", "GEMINI_API_KEY"), "langchain_google_genai", "google",
)  # fmt: skip
PROVIDERS: Final = {p.name: p for p in (OPENAI, OLLAMA, ANTHROPIC, GOOGLE)}
