"""What an interview needs of a screen: to be shown, and to hand over what is typed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from interviewer.assembly import Engines, Screen
from interviewer.session import Session

Answers = Callable[[str | None], None]
"""Takes a typed answer; None when no more will come."""


class Front(Protocol):
    """A screen with its keys."""

    def screen(self) -> Screen:
        """The hooks a session calls."""

    def type_into(self, answers: Answers) -> None:
        """From now on answers are typed; before, or without, only commands are."""

    def running(self, session: Session, engines: Engines) -> AbstractContextManager[None]:
        """Show the session and read the keys meanwhile; the terminal is as before afterwards."""

    def notice(self, text: str) -> None:
        """One line about what is going on."""
