"""``personas``, ``companies`` and ``questions``: what there is to choose from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from interviewer.cli.console import note, out
from interviewer.cli.holding import open_library
from interviewer.errors import LibraryError
from interviewer.home import Home
from interviewer.library.load import Library, check_file

SHOWN = {
    "personas": ("id", "role", "speaks"),
    "companies": ("id", "minutes", "interviewers", "focus"),
    "questions": ("id", "title", "companies"),
}
"""What fits a terminal; ``--json`` has everything."""

FOLDER_OF = {"personas": "interviewers", "companies": "companies", "questions": "questions"}


def show(kind: str, company: str | None, own: Path | None, *, as_json: bool) -> None:
    """Print one kind of records as a table or as JSON.

    Raises:
        LibraryError: the company is unknown or a file is faulty.
    """
    library = open_library(own, Home.find())
    rows = [row for row in _rows(kind, library) if _fits(row, kind, company, library)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table(box=SIMPLE_HEAD)
    for column in SHOWN[kind]:
        table.add_column(column, no_wrap=column in ("id", "minutes"))
    for row in rows:
        table.add_row(*(_cell(row[column]) for column in SHOWN[kind]))
    out().print(table)


def check_own(kind: str, file: Path) -> None:
    """Say every problem of a file.

    Raises:
        LibraryError: there are problems; each is one line.
    """
    problems = check_file(file, FOLDER_OF[kind])
    if problems:
        raise LibraryError(problems[0], tuple(problems))
    note(f"{file}: no problem found")


def _fits(row: dict[str, Any], kind: str, company: str | None, library: Library) -> bool:
    if company is None:
        return True
    chosen = library.company(company)
    names = {
        "personas": chosen.interviewers,
        "companies": (chosen.id,),
        "questions": chosen.questions,
    }[kind]
    return row["id"] in names or company in row.get("companies", ())


def _rows(kind: str, library: Library) -> list[dict[str, Any]]:
    names = library.names(FOLDER_OF[kind])
    if kind == "personas":
        people = [library.interviewer(name) for name in names]
        return [{"id": p.id, "name": p.name, "role": p.role, "speaks": p.speaks} for p in people]
    if kind == "companies":
        companies = [library.company(name) for name in names]
        return [
            {
                "id": c.id,
                "name": c.name,
                "minutes": c.minutes,
                "focus": c.focus,
                "questions": list(c.questions),
                "interviewers": list(c.interviewers),
            }
            for c in companies
        ]
    cards = [library.question(name) for name in names]
    return [
        {
            "id": q.id,
            "title": q.title,
            "family": q.family,
            "companies": list(q.companies),
            "prompt": q.prompt,
        }
        for q in cards
    ]


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
