"""What a language model is told: texts with holes, read from data and filled by code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import StringConstraints, model_validator

from interviewer.library.base import Line, Record
from interviewer.library.load import parse_file, shipped_folder
from interviewer.vocabulary import Move

Sheet = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
HOLE = re.compile(r"\{(\w+)\}")
SYSTEM_HOLES: Final = frozenset(
    [
        "name",
        "role",
        "background",
        "speaks",
        "listens_for",
        "company",
        "team",
        "values",
        "style",
        "level",
        "shows",
        "mark",
    ]
)
TURN_HOLES: Final = frozenset(
    ["phase", "phase_left", "total_left", "coverage", "transcript", "fence", "options"]
)

NOTES_HOLES: Final = frozenset(["question", "points", "speech", "fence"])


class Prompt(Record):
    """The texts for one kind of request.

    Attributes:
        system: who the model is and how it works; holes as in ``SYSTEM_HOLES``.
        turn: where the interview stands; holes as in ``TURN_HOLES``.
        notes: asks for points in what was said; holes as in ``NOTES_HOLES``.
        check: asked once before an interview, to see that the model answers.
        moves: what each move means.
        purposes: what a phrase list of the phrasebook is for, by its name.
    """

    system: Sheet
    turn: Sheet
    notes: Sheet
    check: Line
    moves: dict[Move, Line]
    purposes: dict[str, Line]

    @model_validator(mode="after")
    def _holes_are_known_and_used(self) -> Self:
        for name, text, holes in (
            ("system", self.system, SYSTEM_HOLES),
            ("turn", self.turn, TURN_HOLES),
            ("notes", self.notes, NOTES_HOLES),
        ):
            found = set(HOLE.findall(text))
            if found != holes:
                wrong = ", ".join(sorted(found ^ holes))
                raise ValueError(f"{name}: unknown or missing hole: {wrong}")
        missing = [move.value for move in Move if move not in self.moves]
        if missing:
            raise ValueError(f"moves: nothing for {', '.join(missing)}")
        return self


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill every hole once; braces inside the values stay as they are."""
    return HOLE.sub(lambda hole: values[hole[1]], text)


def interviewer_prompt(folder: Path | None = None) -> Prompt:
    """The shipped prompt of the interviewer.

    Raises:
        LibraryError: the file is missing or faulty.
    """
    return parse_file((folder or shipped_folder()) / "prompts" / "interviewer.yaml", Prompt)
