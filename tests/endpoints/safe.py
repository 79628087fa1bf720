"""A keyring of the real library that keeps everything in a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Safe(KeyringBackend):
    """Keeps passwords by service and account; a locked one refuses."""

    priority = 1.0

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self._locked = locked

    def get_password(self, service: str, username: str) -> str | None:
        self._see_open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._see_open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._see_open()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")

    def _see_open(self) -> None:
        if self._locked:
            raise KeyringLocked("locked, and sk-SENTINEL would be here")


@contextmanager
def installed(safe: Safe) -> Iterator[Safe]:
    """Let the library use this one."""
    before = keyring.get_keyring()
    keyring.set_keyring(safe)
    try:
        yield safe
    finally:
        keyring.set_keyring(before)
