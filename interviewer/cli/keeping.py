"""``sessions``: what is kept, listed and packed."""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from interviewer.cli.console import err, fail, note, out, table_width
from interviewer.cli.holding import open_library
from interviewer.errors import ConfigError, InterviewerError, JournalError
from interviewer.events import SessionEnded, SessionStarted
from interviewer.home import Home
from interviewer.journal import FILE_NAME, first_and_last
from interviewer.library.load import Library
from interviewer.outcome import date_of, read_outcome, write_report
from interviewer.progress.shelf import read_row

Row = dict[str, Any]

KEYS = (
    "session", "date", "mode", "question", "company", "interviewer", "level", "minutes", "verdict",
    "state", "problem",
)  # fmt: skip
COMPLETE, CUT_OFF, DAMAGED = "complete", "cut off", "cannot be read"
STAMP = len("20260301-140500")


def list_sessions(*, as_json: bool) -> None:
    """Print the sessions, the latest last."""
    home = Home.find()
    names = home.session_names()
    if not names and not as_json:
        note("There is no session yet. Begin one with: interviewer start")
        return
    library = open_library(None, home)
    with Progress(
        TextColumn("reading sessions"), BarColumn(), console=err(), transient=True
    ) as bar:
        rows = [_row(home.sessions / name, library) for name in bar.track(names)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    out().print(_table(rows))
    for row in rows:
        if row["state"] == DAMAGED:
            fail(row["problem"])


def _table(rows: Sequence[Row]) -> Table:
    """The sessions by the beginning of their names, which is enough to name one."""
    table = Table(box=SIMPLE_HEAD, width=table_width())
    for heading in ("session", "question", "company", "min", "verdict"):
        table.add_column(heading, no_wrap=True, ratio=1 if heading == "question" else None)
    stamps = Counter(row["session"][:STAMP] for row in rows)
    for row in rows:
        stamp = row["session"][:STAMP]
        table.add_row(
            stamp if stamps[stamp] == 1 else row["session"],
            row["question"],
            row["company"],
            str(row["minutes"]),
            _verdict(row),
        )
    return table


def _verdict(row: Row) -> str:
    if row["state"] in (DAMAGED, CUT_OFF):
        return str(row["state"])
    verdict = f"{row['level']} {row['verdict'].replace('_', ' ') or 'no verdict'}"
    return verdict if row["state"] == COMPLETE else f"{verdict}, ended early"


def _row(folder: Path, library: Library) -> Row:
    row: Row = dict.fromkeys(KEYS, "")
    row |= {"session": folder.name, "date": date_of(folder.name)}
    try:
        started, ended = first_and_last(folder / FILE_NAME)
    except JournalError as error:
        return row | {"state": DAMAGED, "problem": str(error)}
    if isinstance(started, SessionStarted):
        row |= {
            "mode": started.mode,
            "question": started.question["id"],
            "company": started.company,
            "interviewer": started.interviewer,
            "level": started.level.value,
            "minutes": round(started.minutes),
        }
    if not isinstance(ended, SessionEnded):
        return row | {"state": CUT_OFF}
    with contextlib.suppress(InterviewerError):  # what is damaged has no verdict
        row["verdict"] = read_row(folder, library).verdict or ""
    return row | {"state": COMPLETE if ended.complete else ended.reason}


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
