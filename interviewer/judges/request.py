"""Builds the requests for a second opinion: one a dimension, the interview fenced as data. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from interviewer.conversation import Conversation, Turn
from interviewer.judges.prompt import JudgePrompt
from interviewer.library.guides import DimensionGuide
from interviewer.library.people import LevelGuide
from interviewer.library.prompts import fill
from interviewer.minds.llm.memory import inert

MOST_CHARACTERS: Final = 100_000
"""Of transcript in one request; an hour of talk has half of it."""
SHORTEST_TURN: Final = 80
NAMES: Final = {"candidate": "Candidate", "interviewer": "Interviewer", "unknown": "Somebody"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: instructions, and the interview with the question about it."""

    system: str
    user: str

    @property
    def characters(self) -> int:
        """How long it is."""
        return len(self.system) + len(self.user)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What nobody in the room can know.

    Attributes:
        mark: a canary; read anywhere, it proves a leak.
        fence: keeps speech from closing the fence around it.
    """

    mark: str
    fence: str


def request_for(
    guide: DimensionGuide,
    conversation: Conversation,
    level: LevelGuide,
    prompt: JudgePrompt,
    secrets: Secrets,
) -> Request:
    """The request for one dimension."""
    anchors = guide.anchors[conversation.level]
    system = {
        "level": f"{level.id.value}, {level.title}",
        "shows": "; ".join(level.must_show),
        "mark": secrets.mark,
    }
    interview = {
        "title": conversation.question.title,
        "question": inert(conversation.question.prompt_for(conversation.company)),
        "fence": secrets.fence,
        "transcript": transcript(conversation.turns),
    }
    asked = {
        "dimension": guide.title,
        "asks": guide.question,
        "one": anchors.one,
        "three": anchors.three,
        "five": anchors.five,
    }
    user = f"{fill(prompt.interview, interview)}\n{fill(prompt.dimension, asked)}"
    return Request(fill(prompt.system, system), user)


def transcript(turns: Sequence[Turn], most: int = MOST_CHARACTERS) -> str:
    """Numbered turns within ``most`` characters; where they are too long, each loses its middle."""
    lines = [inert(turn.text) for turn in turns]
    longest = _longest(lines, most)
    return "\n".join(
        f"{turn.index}. {NAMES[turn.speaker]}: {_cut(line, longest)}"
        for turn, line in zip(turns, lines, strict=True)
    )


def _longest(lines: Sequence[str], most: int) -> int:
    """How long a turn may be for all of them to fit."""
    longest = max((len(line) for line in lines), default=0)
    while longest > SHORTEST_TURN and sum(min(len(line), longest) for line in lines) > most:
        longest = longest * 3 // 4
    return longest


def _cut(line: str, longest: int) -> str:
    if len(line) <= longest:
        return line
    half = longest // 2
    return f"{line[:half]} ... {line[-half:]}"
