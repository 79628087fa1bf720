"""The journal of one session: an append-only list of events in SQLite.

An event is on the disk before ``append`` returns (WAL, synchronous FULL), so whatever was spoken
can be found again after a crash. The writer holds the database exclusively; the lock is the
operating system's and goes with its process.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from interviewer.errors import JournalError, JournalLocked, JournalTooNew
from interviewer.events import Event, from_record, to_record

SCHEMA: Final = 1
FILE_NAME: Final = "journal.db"

_CREATE = """
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    t_s REAL NOT NULL,
    fields TEXT NOT NULL
) STRICT
"""

_ENDS: Final = """
SELECT kind, fields FROM events
WHERE seq IN (
    SELECT min(seq) FROM events UNION SELECT max(seq) FROM events WHERE kind <> 'OpinionGiven'
)
"""


class Journal:
    """One session's events.

    Args:
        path: the database file; made, with its folder, if it is not there.

    Raises:
        JournalLocked: another process is writing this session.
        JournalTooNew: a later version of the program wrote it.
        JournalError: the file cannot be opened or made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _make_private(path)
        try:
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
            self._prepare()
        except sqlite3.OperationalError as error:
            raise _translated(path, error) from error
        except sqlite3.DatabaseError as error:
            raise JournalError(f"{path}: not a session of this program, or damaged") from error

    def _prepare(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA:  # before anything is changed in it
            self._db.close()
            raise _too_new(self.path)
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("BEGIN EXCLUSIVE")
        self._db.execute(_CREATE)
        self._db.execute(f"PRAGMA user_version = {SCHEMA}")
        self._db.execute("COMMIT")

    def append(self, event: Event) -> None:
        """Write one event; it is on the disk when this returns.

        Raises:
            JournalError: no space, or the disk failed.
        """
        kind, fields = to_record(event)
        text = json.dumps(fields, ensure_ascii=False)
        try:
            self._db.execute(
                "INSERT INTO events (kind, t_s, fields) VALUES (?, ?, ?)", (kind, event.t_s, text)
            )
        except sqlite3.Error as error:
            raise JournalError(f"{self.path}: cannot be written: {error}") from error

    def events(self) -> list[Event]:
        """Every event in order.

        Raises:
            JournalError: a record is damaged.
        """
        return list(self._read())

    def _read(self) -> Iterator[Event]:
        try:
            for kind, text in self._db.execute("SELECT kind, fields FROM events ORDER BY seq"):
                yield from_record(kind, json.loads(text))
        except (sqlite3.DatabaseError, ValueError) as error:
            raise JournalError(f"{self.path}: a record is damaged: {error}") from error

    def close(self) -> None:
        """Release the session; calling twice is harmless."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def first_and_last(path: Path) -> tuple[Event, Event]:
    """The first and the last event of a session, read without writing; what a list needs.

    Raises:
        JournalLocked: another process is writing this session.
        JournalTooNew: a later version of the program wrote it.
        JournalError: it is missing, empty or damaged.
    """
    try:
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.2)
        ) as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version > SCHEMA:
                raise _too_new(path)
            rows = db.execute(_ENDS).fetchall()
        found = [from_record(kind, json.loads(text)) for kind, text in rows]
    except sqlite3.OperationalError as error:
        raise _translated(path, error) from error
    except (sqlite3.DatabaseError, ValueError) as error:
        raise JournalError(f"{path}: not a session of this program, or damaged") from error
    if not found:
        raise JournalError(f"{path}: the session holds nothing")
    return found[0], found[-1]


def _make_private(path: Path) -> None:
    """Make the folder 0700 and the file 0600 before anything is written to it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise JournalError(f"{path.parent}: cannot be written: {error.strerror}") from error


def _too_new(path: Path) -> JournalTooNew:
    return JournalTooNew(f"{path}: written by a later version; update this program")


def _translated(path: Path, error: sqlite3.OperationalError) -> JournalError:
    if "locked" in str(error):
        return JournalLocked(f"{path.parent.name}: another process is running this session")
    return JournalError(f"{path}: cannot be opened: {error}")
