"""``questions ride-eta`` and the like: one record of the library in full.

A question shows what a candidate may know before the interview; the rest takes ``--spoilers``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from rich.padding import Padding
from rich.text import Text

from interviewer.cli.catalogue import company_row, persona_row, question_row
from interviewer.cli.console import out
from interviewer.cli.holding import open_library
from interviewer.home import Home
from interviewer.library.load import Library
from interviewer.library.people import Company, Interviewer
from interviewer.library.question import Question

Section = tuple[str, str | list[str]]
"""A heading, and a text or a list under it."""


def show_one(
    kind: str, name: str, own: Path | None, *, as_json: bool, spoilers: bool = False
) -> None:
    """Print one record.

    Raises:
        LibraryError: there is no such record, or its file is faulty.
    """
    row, sections = _read(kind, name, open_library(own, Home.find()), spoilers=spoilers)
    if as_json:
        typer.echo(json.dumps(row, ensure_ascii=False, indent=2))
        return
    for heading, content in sections:
        out().print(Text(heading, style="bold"))
        lines = [content] if isinstance(content, str) else [f"- {line}" for line in content]
        for line in lines:
            out().print(Padding(Text(line), (0, 0, 0, 2)))


def _read(
    kind: str, name: str, library: Library, *, spoilers: bool
) -> tuple[dict[str, Any], list[Section]]:
    if kind == "personas":
        person = library.interviewer(name)
        return persona_row(person) | {"background": person.background}, list(_persona(person))
    if kind == "companies":
        company = library.company(name)
        return company_row(company) | {"style": company.style}, list(_company(company))
    card = library.question(name)
    row = question_row(card) | {"may_be_asked_about": _topics(card)}
    sections = list(_question(card))
    if spoilers:
        row["card"] = card.model_dump(mode="json")
        sections += _hidden(card)
    return row, sections


def _persona(person: Interviewer) -> Iterator[Section]:
    yield f"{person.name} ({person.id})", person.role
    yield "Background", person.background
    yield "Listens for", list(person.listens_for)
    yield "Speaks", person.speaks
    yield "When an answer is good", person.on_good_answer
    yield "When an answer is vague", person.on_vagueness
    yield "When they disagree", person.pushes_back
    yield "When it is silent", person.on_silence


def _company(company: Company) -> Iterator[Section]:
    yield f"{company.name} ({company.id})", f"{company.team}: {company.focus}"
    yield "Interview", f"{company.minutes} minutes. {company.style}"
    yield "Values", list(company.values)
    yield "Products", list(company.products)
    yield "Questions", ", ".join(company.questions)
    yield "Interviewers", ", ".join(company.interviewers)
    yield "Reading", list(company.reading)


def _question(card: Question) -> Iterator[Section]:
    yield f"{card.title} ({card.id})", card.prompt
    yield "Asked by", ", ".join(card.companies)
    yield "You can ask about", ", ".join(_topics(card))
    row = question_row(card)
    yield (
        "Points of a strong answer, by area",
        ", ".join(f"{area.replace('_', ' ')} {count}" for area, count in row["points"].items()),
    )
    dives = card.deep_dives
    yield (
        "Also on the card",
        (
            f"{len(card.estimates)} estimates, {len(dives.infra)} deep dives for infrastructure, "
            f"{len(dives.research)} for research, {len(card.curveballs)} changes of the rules"
        ),
    )
    yield "Practise it", f"interviewer start --question {card.id}"


def _topics(card: Question) -> list[str]:
    return sorted({fact.topic for fact in card.facts})


def _hidden(card: Question) -> Iterator[Section]:
    """What a candidate should find out or come up with."""
    yield "Facts, told when asked for", [fact.answer for fact in card.facts]
    yield "Problem statement", card.problem_statement
    yield (
        "Points",
        [
            f"{point.area.value}, {point.level.value}: {point.point} {point.why}"
            for point in card.points
        ],
    )
    yield "Estimates", [estimate.spoken for estimate in card.estimates]
    yield "Traps", [f"{trap.why} Instead: {trap.instead}" for trap in card.traps]
    yield "Outline of a great answer", [step.text for step in card.outline]
