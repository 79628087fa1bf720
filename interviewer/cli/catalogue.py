"""``personas``, ``companies`` and ``questions``: what there is to choose from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from interviewer.choices import parse_level
from interviewer.cli.console import note, out, table_width
from interviewer.cli.holding import open_library
from interviewer.errors import ConfigError, LibraryError
from interviewer.home import Home
from interviewer.library.load import Library, check_file, unknown
from interviewer.library.people import Company, Interviewer
from interviewer.library.question import Question
from interviewer.vocabulary import Area, Level

Row = dict[str, Any]

SHORT_LIST = 2
"""So many names of a list are shown in a table; ``--json`` and the detail have all."""

FOLDER_OF = {"personas": "interviewers", "companies": "companies", "questions": "questions"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a listing is narrowed to.

    Attributes:
        company: only what this company uses.
        level: counts only the points that are expected at this level.
        area: questions by their points of this area, the richest first.
    """

    company: str | None = None
    level: Level | None = None
    area: Area | None = None


def filter_of(company: str | None, level: str | None = None, area: str | None = None) -> Filter:
    """Read a filter as it is typed.

    Raises:
        ConfigError: there is no such level or area.
    """
    if area is not None and area not in set(Area):
        raise ConfigError(unknown("areas", area, list(Area)))
    return Filter(company, parse_level(level) if level else None, Area(area) if area else None)


def show(kind: str, narrowed: Filter, own: Path | None, *, as_json: bool) -> None:
    """Print one kind of records as a table or as JSON.

    Raises:
        LibraryError: the company is unknown or a file is faulty.
    """
    rows = rows_of(kind, narrowed, open_library(own, Home.find()))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        note(f"There are no {kind} like that.")
        return
    out().print(_table(kind, rows, narrowed.area))


def rows_of(kind: str, narrowed: Filter, library: Library) -> list[Row]:
    """The records of a kind as rows, sorted."""
    if narrowed.company is not None:
        narrowed_to = library.company(narrowed.company)  # refuses an unknown one
    names = library.names(FOLDER_OF[kind])
    if kind == "personas":
        people = [library.interviewer(name) for name in names]
        fit = set(narrowed_to.interviewers) if narrowed.company else set(names)
        return [persona_row(person) for person in people if person.id in fit]
    if kind == "companies":
        return [company_row(library.company(name)) for name in names
                if narrowed.company in (None, name)]  # fmt: skip
    cards = [library.question(name) for name in names]
    if narrowed.company:
        own = narrowed_to.questions
        cards = [card for card in cards if card.id in own or narrowed.company in card.companies]
    rows = [question_row(card, narrowed.level) for card in cards]
    if narrowed.area is not None:
        rows.sort(key=lambda row: -row["points"][narrowed.area])
    return rows


def persona_row(person: Interviewer) -> Row:
    """An interviewer as a row."""
    return {"id": person.id, "name": person.name, "role": person.role, "speaks": person.speaks}


def company_row(company: Company) -> Row:
    """A company as a row."""
    return {
        "id": company.id,
        "name": company.name,
        "minutes": company.minutes,
        "focus": company.focus,
        "questions": list(company.questions),
        "interviewers": list(company.interviewers),
    }


def question_row(card: Question, level: Level | None = None) -> Row:
    """A question as a row; it tells how many points an area has, and none of them."""
    top = level.rank if level else len(Level)
    counted = Counter(point.area for point in card.points if point.level.rank <= top)
    return {
        "id": card.id,
        "title": card.title,
        "family": card.family,
        "companies": list(card.companies),
        "prompt": card.prompt,
        "points": {area.value: counted[area] for area in Area},
    }


Cell = Callable[[Row], str]


def _table(kind: str, rows: Sequence[Row], area: Area | None) -> Table:
    columns = COLUMNS[kind]
    if area is not None:  # instead of the companies, for there is no room for both
        columns = {name: columns[name] for name in ("id", "title", "points")}
        columns = {**columns, area.value: lambda row: str(row["points"][area])}
    cells = {name: [cell(row) for row in rows] for name, cell in columns.items()}
    table = Table(box=SIMPLE_HEAD, width=table_width())
    for name in cells:
        table.add_column(name, no_wrap=True, ratio=1 if name == ELASTIC[kind] else None)
    for line in zip(*cells.values(), strict=True):
        table.add_row(*line)
    return table


def _few(names: Sequence[str]) -> str:
    more = len(names) - SHORT_LIST
    return ", ".join(names[:SHORT_LIST]) + (f" +{more}" if more > 0 else "")


COLUMNS: dict[str, dict[str, Cell]] = {
    "personas": {
        "id": lambda row: row["id"],
        "role": lambda row: row["role"],
    },
    "companies": {
        "id": lambda row: row["id"],
        "minutes": lambda row: str(row["minutes"]),
        "interviewer": lambda row: row["interviewers"][0],
        "questions": lambda row: _few(row["questions"]),
    },
    "questions": {
        "id": lambda row: row["id"],
        "title": lambda row: row["title"],
        "companies": lambda row: _few(row["companies"]),
        "points": lambda row: str(sum(row["points"].values())),
    },
}
"""What of a row is shown, by heading."""

ELASTIC = {"personas": "role", "companies": "questions", "questions": "title"}
"""The column that is cut where the terminal is narrow."""


def check_own(kind: str, file: Path) -> None:
    """Say every problem of a file.

    Raises:
        LibraryError: there are problems; each is one line.
    """
    problems = check_file(file, FOLDER_OF[kind])
    if problems:
        raise LibraryError(problems[0], tuple(problems))
    note(f"{file}: no problem found")
