"""``progress``: the sessions over time, as a table, a page, or one JSON document."""

from __future__ import annotations

import json
import webbrowser
from typing import Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from interviewer.cli.console import err, fail, note, out
from interviewer.cli.holding import open_library
from interviewer.home import Home, write_private
from interviewer.progress.document import document_of
from interviewer.progress.page import caveats, render_progress, sentences
from interviewer.progress.shelf import Shelf, read_shelf
from interviewer.progress.trends import Progress as Whole
from interviewer.progress.trends import progress_of
from interviewer.report.text import number, percent, score
from interviewer.report.words import AREAS, DIMENSIONS, VERDICTS

PAGE_NAME: Final = "progress.html"
SHOWN: Final = 5
"""Interviews side by side in the terminal; the page has all of them."""
MOST_AREAS: Final = 5


def show_progress(*, as_json: bool, open_it: bool) -> None:
    """Print the progress and write its page.

    Raises:
        InterviewerError: the page cannot be written.
    """
    home = Home.find()
    shelf = _read(home)
    progress = progress_of(shelf.rows)
    for one in shelf.skipped:
        fail(f"left out {one.session}: {one.reason}")
    if as_json:
        document = document_of(progress, shelf.skipped)
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    if not shelf.rows:
        note("There is no interview to compare yet. Begin one with: interviewer start")
        return
    path = home.folder / PAGE_NAME
    write_private(path, render_progress(progress, shelf.skipped))
    _print(progress, shelf)
    typer.echo(str(path))
    if open_it:
        webbrowser.open(path.as_uri())


def _read(home: Home) -> Shelf:
    columns = (TextColumn("reading sessions"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err(), transient=True) as bar:
        task = bar.add_task("", total=None)
        library = open_library(None, home)
        return read_shelf(
            home, library, lambda done, whole: bar.update(task, completed=done, total=whole)
        )


def _print(progress: Whole, shelf: Shelf) -> None:
    err().print(" ".join(sentences(progress)), style="bold", markup=False, soft_wrap=True)
    for one in caveats(progress, shelf.skipped):
        note(one)
    rows = progress.rows[-SHOWN:]
    table = Table(Column(no_wrap=True), *(row.date[5:10] for row in rows), "change")
    table.add_row("verdict", *(VERDICTS[r.verdict] if r.verdict else "–" for r in rows), "")
    table.add_row("overall", *(score(row.overall) for row in rows), "")
    for trend in progress.dimensions:
        change = "" if trend.change is None else f"{trend.change:+.1f}"
        table.add_row(DIMENSIONS[trend.dimension], *map(score, trend.scores[-SHOWN:]), change)
    table.add_row("long silences", *(str(row.silences.dead) for row in rows), "")
    table.add_row("filled pauses, at least", *(str(row.fillers) for row in rows), "")
    table.add_row("words a minute", *(number(row.words_per_minute, 0) for row in rows), "")
    out().print(table)
    least = [one for one in progress.areas if one.share < 1][:MOST_AREAS]
    for area in least:
        habit = ", usually left out" if area.usually_missed else ""
        out().print(f"{AREAS[area.area]}: {percent(area.share)} of what is expected{habit}")
