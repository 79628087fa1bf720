"""What a judging model is told: texts with holes, read from data."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Self

from pydantic import model_validator

from interviewer.library.base import Record
from interviewer.library.load import parse_file, shipped_folder
from interviewer.library.prompts import HOLE, Sheet

HOLES: Final = {
    "system": frozenset(["level", "shows", "mark"]),
    "interview": frozenset(["title", "question", "fence", "transcript"]),
    "dimension": frozenset(["dimension", "asks", "one", "three", "five"]),
}


class JudgePrompt(Record):
    """The texts of one request; their holes are those in ``HOLES``.

    Attributes:
        system: how the model judges.
        interview: the interview, the same for every dimension, so that servers can keep it.
        dimension: what is asked of it.
    """

    system: Sheet
    interview: Sheet
    dimension: Sheet

    @model_validator(mode="after")
    def _holes_are_known_and_used(self) -> Self:
        for name, holes in HOLES.items():
            found = set(HOLE.findall(getattr(self, name)))
            if found != holes:
                wrong = ", ".join(sorted(found ^ holes))
                raise ValueError(f"{name}: unknown or missing hole: {wrong}")
        return self


def judge_prompt(folder: Path | None = None) -> JudgePrompt:
    """The shipped prompt of the judge.

    Raises:
        LibraryError: the file is missing or faulty.
    """
    return parse_file((folder or shipped_folder()) / "prompts" / "judge.yaml", JudgePrompt)
