"""What a model that sits as the candidate is told: texts with holes, read from data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import StringConstraints, model_validator

from interviewer.library.base import Line, Record
from interviewer.library.load import parse_file, shipped_folder
from interviewer.library.prompts import HOLE

Sheet = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
Quality: TypeAlias = Literal["weak", "good", "great"]
SYSTEM_HOLES: Final = frozenset(["question", "quality"])
TURN_HOLES: Final = frozenset(["transcript", "fence", "now"])


class CandidatePrompt(Record):
    """The texts.

    Attributes:
        system: who the model plays; holes as in ``SYSTEM_HOLES``.
        turn: what was said so far; holes as in ``TURN_HOLES``.
        spoken_to: fills ``now`` where an answer is owed.
        silence: fills ``now`` where the interviewer listens.
        check: asked once before the interview, to see that the model answers.
        qualities: what each kind of candidate is like.
    """

    system: Sheet
    turn: Sheet
    spoken_to: Line
    silence: Line
    check: Line
    qualities: dict[Quality, Line]

    @model_validator(mode="after")
    def _holes_are_known_and_used(self) -> Self:
        for text, holes in ((self.system, SYSTEM_HOLES), (self.turn, TURN_HOLES)):
            wrong = set(HOLE.findall(text)) ^ holes
            if wrong:
                raise ValueError(f"unknown or missing hole: {', '.join(sorted(wrong))}")
        if len(self.qualities) != 3:
            raise ValueError("qualities: weak, good and great are all needed")
        return self


def candidate_prompt(folder: Path | None = None) -> CandidatePrompt:
    """The shipped prompt of the candidate.

    Raises:
        LibraryError: the file is missing or faulty.
    """
    return parse_file((folder or shipped_folder()) / "prompts" / "candidate.yaml", CandidatePrompt)
