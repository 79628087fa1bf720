"""Keys for services: from the environment or the system's keyring, never from a file of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import SecretStr

from interviewer.endpoints.address import host_of, is_loopback
from interviewer.endpoints.providers import Provider
from interviewer.errors import ConfigError

SERVICE: Final = "mock-interviewer"
"""The name under which the keyring keeps keys; the account is the service's, or a host."""

EXTRA: Final = "the system's keyring needs an extra: pip install 'mock-interviewer[keyring]'"


def find_key(provider: Provider, base_url: str, environment: Mapping[str, str]) -> SecretStr | None:
    """The key for a server.

    A key in the keyring goes only to the host it was stored for, and to none on this machine, so
    that nobody is asked to unlock a keyring for a server that wants no key.

    Args:
        provider: whose wire format is spoken; names the variables that are read.
        base_url: where the server is.
        environment: the process's, or a test's.
    """
    for variable in provider.key_variables:
        if key := environment.get(variable, "").strip():
            return SecretStr(key)
    if not provider.key_variables or is_loopback(base_url):
        return None
    return stored_key(account_of(provider, base_url))


def account_of(provider: Provider, base_url: str) -> str:
    """The account in the keyring: the service's name, or the host of a server elsewhere."""
    return provider.name if base_url == provider.base_url else host_of(base_url)


def stored_key(account: str) -> SecretStr | None:
    """The key in the system's keyring; None where there is none, or no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        key = keyring.get_password(SERVICE, account)
    except KeyringError:
        return None
    return SecretStr(key) if key else None


def store_key(account: str, key: SecretStr) -> None:
    """Put a key into the system's keyring.

    Raises:
        ConfigError: there is no keyring, or it refuses.
    """
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise ConfigError(EXTRA) from None
    try:
        keyring.set_password(SERVICE, account, key.get_secret_value())
    except KeyringError as error:
        raise ConfigError(_refused(error)) from None


def forget_key(account: str) -> None:
    """Take a key out of the system's keyring.

    Raises:
        ConfigError: there is no keyring or no such key, or it refuses.
    """
    try:
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError
    except ImportError:
        raise ConfigError(EXTRA) from None
    try:
        keyring.delete_password(SERVICE, account)
    except PasswordDeleteError:
        raise ConfigError(f"the keyring holds no key for {account}") from None
    except KeyringError as error:
        raise ConfigError(_refused(error)) from None


def _refused(error: Exception) -> str:
    return (
        f"the system's keyring cannot be used ({type(error).__name__}); "
        "put the key in the environment instead"
    )
