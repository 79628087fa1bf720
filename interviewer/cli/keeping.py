"""``sessions``: what is kept, listed and packed."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import typer
from rich.table import Table

from interviewer.cli.console import note, out
from interviewer.cli.holding import open_library
from interviewer.errors import ConfigError, JournalError
from interviewer.events import SessionEnded, SessionStarted
from interviewer.home import Home
from interviewer.journal import FILE_NAME, first_and_last
from interviewer.outcome import read_outcome, write_report


def list_sessions(*, as_json: bool) -> None:
    """Print the sessions, the latest last."""
    home = Home.find()
    rows = [_row(home.sessions / name) for name in home.session_names()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        note("There is no session yet. Begin one with: interviewer start")
        return
    table = Table("session", "question", "company", "interviewer", "level", "minutes", "state")
    for row in rows:
        keys = ("session", "question", "company", "interviewer", "level", "minutes", "state")
        table.add_row(*(str(row[key]) for key in keys))
    out().print(table)


def _row(folder: Path) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(
        ("session", "question", "company", "interviewer", "level", "minutes", "state"), ""
    )
    row["session"] = folder.name
    try:
        started, ended = first_and_last(folder / FILE_NAME)
    except JournalError as error:
        return row | {"state": str(error)}
    if isinstance(started, SessionStarted):
        row |= {
            "question": started.question["id"],
            "company": started.company,
            "interviewer": started.interviewer,
            "level": started.level.value,
            "minutes": round(started.minutes),
        }
    if not isinstance(ended, SessionEnded):
        return row | {"state": "cut off"}
    return row | {"state": "complete" if ended.complete else ended.reason}


def export(session: str, to: Path | None) -> Path:
    """Pack journal, recordings and report into one zip and return its path.

    Raises:
        InterviewerError: no such session, or the zip cannot be written.
    """
    home = Home.find()
    folder = home.session(session)
    write_report(read_outcome(folder, open_library(None, home)))
    target = to or Path.cwd() / f"{folder.name}.zip"
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, Path(folder.name) / path.relative_to(folder))
    except OSError as error:
        raise ConfigError(f"{target}: cannot be written: {error.strerror}") from error
    return target
