"""Where the product keeps what it writes: one folder, private to its owner."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interviewer.clock import wall_time
from interviewer.errors import ConfigError, JournalError
from interviewer.journal import FILE_NAME

SESSION_NAME = re.compile(r"^\d{8}-\d{6}-([a-z0-9-]+)-[0-9a-f]{4}$")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder, by default the user's data folder; ``INTERVIEWER_HOME`` names another."""

    folder: Path

    @classmethod
    def find(cls, environ: Mapping[str, str] = os.environ) -> Home:
        """The folder in force."""
        chosen = environ.get("INTERVIEWER_HOME")
        if chosen:
            return cls(Path(chosen).expanduser())
        from platformdirs import user_data_path

        return cls(user_data_path("mock-interviewer", appauthor=False))

    @property
    def sessions(self) -> Path:
        """One folder a session."""
        return self.folder / "sessions"

    @property
    def models(self) -> Path:
        """Speech-to-text models."""
        return self.folder / "models"

    @property
    def library(self) -> Path:
        """The user's own interviewers, companies and questions."""
        return self.folder / "library"

    def make(self) -> None:
        """Make the folder, private to its owner, if it is not there.

        Raises:
            ConfigError: it cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ConfigError(
                f"{self.folder}: cannot be made ({error.strerror}); set INTERVIEWER_HOME to a "
                "folder that can"
            ) from error

    def new_session(self, question: str) -> Path:
        """Make the folder of a new session and return it.

        Raises:
            ConfigError: the folder cannot be written; said before any microphone opens.
        """
        stamp = wall_time().strftime("%Y%m%d-%H%M%S")
        path = self.sessions / f"{stamp}-{question}-{secrets.token_hex(2)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.sessions.mkdir(exist_ok=True, mode=0o700)
            path.mkdir(mode=0o700)
        except OSError as error:
            raise ConfigError(
                f"{path}: cannot be written ({error.strerror}); set INTERVIEWER_HOME to a folder "
                "that can"
            ) from error
        return path

    def session_names(self) -> list[str]:
        """The sessions there are, oldest first."""
        if not self.sessions.is_dir():
            return []
        return sorted(p.name for p in self.sessions.iterdir() if (p / FILE_NAME).is_file())

    def questions_had(self) -> list[str]:
        """The questions of the sessions there are, oldest first."""
        return [SESSION_NAME.sub(r"\1", name) for name in self.session_names()]

    def session(self, name: str | None = None) -> Path:
        """The folder of a session, by its name or the beginning of it; the latest without one.

        Raises:
            JournalError: there is no such session, or more than one begins so.
        """
        names = self.session_names()
        if not names:
            raise JournalError("there is no session yet; begin one with: interviewer start")
        if name is None:
            return self.sessions / names[-1]
        found = [one for one in names if one == name] or [n for n in names if n.startswith(name)]
        if len(found) != 1:
            what = "no session is" if not found else f"{len(found)} sessions are"
            raise JournalError(f"{what} called {name!r}; list them with: interviewer sessions")
        return self.sessions / found[0]

    def delete_session(self, name: str) -> str:
        """Remove a session with its recordings and report; returns its full name."""
        path = self.session(name)
        shutil.rmtree(path)
        return path.name


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner only.

    Raises:
        JournalError: it cannot be written.
    """
    partial = path.with_suffix(path.suffix + ".part")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                       encoding="utf-8") as file:  # fmt: skip
            file.write(text)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise JournalError(f"{path}: cannot be written: {error.strerror}") from error
