"""Addresses of servers: which are usable, and which stay on this machine. Pure."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from interviewer.errors import ConfigError


def checked(base_url: str, source: str) -> str:
    """The address without a slash at its end.

    Args:
        base_url: an address such as ``http://localhost:8000/v1``.
        source: where it comes from, for the message; the address itself is never quoted, because
            it may hold a key.

    Raises:
        ConfigError: it is no address, or holds a key.
    """
    try:
        parts = urlsplit(base_url.strip())
        port = parts.port
    except ValueError as error:
        raise ConfigError(f"{source} is not an address; correct or unset it") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise ConfigError(f"{source} must start with http:// or https:// and name a host")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError(
            f"{source} must hold no key and no password; put the key in the environment"
        )
    return base_url.strip().rstrip("/")


def host_of(base_url: str) -> str:
    """The host of a checked address."""
    return urlsplit(base_url).hostname or ""


def is_loopback(base_url: str) -> bool:
    """Whether a checked address stays on this machine; a name other than localhost does not."""
    host = host_of(base_url)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
