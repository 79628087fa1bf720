"""The sessions in the home as rows. What was read once is kept beside the session it is about."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from interviewer.errors import InterviewerError
from interviewer.home import Home, write_private
from interviewer.journal import FILE_NAME
from interviewer.library.load import Library
from interviewer.outcome import Outcome, read_outcome
from interviewer.progress.row import SessionRow, row_of

KEPT_NAME: Final = "progress.json"
LAYOUT: Final = 1
"""Grows when a row gains or changes a field; older files are then read from the journal again."""

_ROW: Final = TypeAdapter(SessionRow)
Told = Callable[[int, int], None]
"""Called with the sessions read so far and all there are."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A session that could not be read, and why in one line."""

    session: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every session there is, oldest first."""

    rows: tuple[SessionRow, ...]
    skipped: tuple[Skipped, ...] = ()


def read_shelf(home: Home, library: Library, told: Told = lambda *_: None) -> Shelf:
    """Read every session; one that is damaged is left out and told.

    Args:
        home: where they are.
        library: the rubric they are graded with.
        told: told how far it is.
    """
    names = home.session_names()
    rows, skipped = [], []
    for at, name in enumerate(names, 1):
        try:
            rows.append(read_row(home.sessions / name, library))
        except InterviewerError as error:
            skipped.append(Skipped(name, str(error)))
        told(at, len(names))
    return Shelf(tuple(rows), tuple(skipped))


def keep_row(outcome: Outcome) -> SessionRow:
    """Keep a session's row beside its journal, for the next time it is asked for.

    Raises:
        JournalError: it cannot be written.
    """
    row = row_of(outcome.folder.name, outcome.date, outcome.started, outcome.assessment)
    document = {"of": _stamp(outcome.folder), "row": asdict(row)}
    write_private(outcome.folder / KEPT_NAME, json.dumps(document, ensure_ascii=False))
    return row


def read_row(folder: Path, library: Library) -> SessionRow:
    """A session's row: the one that was kept, if nothing has changed since, else a new one.

    Raises:
        JournalError: the journal is damaged or in use.
    """
    kept = _kept(folder)
    return kept if kept is not None else keep_row(read_outcome(folder, library))


def _kept(folder: Path) -> SessionRow | None:
    """The row that was kept, unless the journal or the program has changed since."""
    try:
        document = json.loads((folder / KEPT_NAME).read_text("utf-8"))
        if document["of"] != _stamp(folder):
            return None
        return _ROW.validate_python(document["row"])
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None


def _stamp(folder: Path) -> list[str | int]:
    """What a row depends on: this program, and the journal as it lies there."""
    status = (folder / FILE_NAME).stat()
    return [version("mock-interviewer"), LAYOUT, status.st_size, status.st_mtime_ns]
