"""``key``: puts a service's key into the system's keyring, and takes it out again."""

from __future__ import annotations

import re
import sys
from typing import Final

import typer
from pydantic import SecretStr

from interviewer.cli.console import is_interactive, note
from interviewer.endpoints.keys import forget_key, store_key
from interviewer.endpoints.providers import PROVIDERS
from interviewer.errors import ConfigError

HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST: Final = 4096


def put(account: str) -> None:
    """Read a key from a hidden prompt, or from a pipe, and store it.

    Raises:
        ConfigError: it is for nobody, empty, or the keyring refuses.
    """
    account = _checked(account)
    if is_interactive():
        key = typer.prompt(f"Key for {account}", hide_input=True, err=True)
    else:
        key = sys.stdin.readline(LONGEST) if sys.stdin is not None else ""
    key = key.strip()
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError("that is no key; give it at the prompt, or pipe it in on one line")
    store_key(account, SecretStr(key))
    note(f"the key for {account} is in the system's keyring")


def drop(account: str) -> None:
    """Take a key out of the keyring.

    Raises:
        ConfigError: there is none, or the keyring refuses.
    """
    account = _checked(account)
    forget_key(account)
    note(f"the key for {account} is no longer in the system's keyring")


def _checked(account: str) -> str:
    """A service's name or a host's; the name itself is not quoted, for it may be the key."""
    services = [name for name, provider in PROVIDERS.items() if provider.key_variables]
    if account in services or HOST.fullmatch(account):
        return account
    raise ConfigError(
        f"a key is for {', '.join(services)} or a host such as llm.example.com; "
        "the key itself is asked for"
    )
