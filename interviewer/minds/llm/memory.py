"""What a model is shown of the talk: recent turns whole, older ones in a line each, bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from interviewer.director import Situation

RECENT_TURNS: Final = 10
GIST_WORDS: Final = 14
CHARACTERS_PER_TOKEN: Final = 3.0
"""English has about four; three is on the safe side for figures and abbreviations."""


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the conversation."""

    speaker: str
    text: str


def transcript(situation: Situation, most_tokens: int) -> str:
    """The conversation so far as fenced, untrusted speech within ``most_tokens``.

    The last turn is always there, cut in its middle where it alone is too long.
    """
    lines = conversation(situation)
    budget = int(most_tokens * CHARACTERS_PER_TOKEN)
    kept: list[str] = []
    for age, line in enumerate(reversed(lines)):
        text = _whole(line, budget // 2) if age < RECENT_TURNS else _gist(line)
        budget -= len(text) + 1
        if budget < 0 and kept:
            kept.append("(earlier turns left out)")
            break
        kept.append(text)
    return "\n".join(reversed(kept)) or "(nothing yet)"


def conversation(situation: Situation) -> list[Line]:
    """Both speakers' turns in order; turn numbers run over both."""
    candidate = {said.turn: said.text for said in situation.answers}
    spoken = iter(situation.said)
    lines = []
    for turn in range(len(candidate) + len(situation.said)):
        text = candidate.get(turn)
        if text is not None:
            lines.append(Line("Candidate", text))
        elif (said := next(spoken, None)) is not None:
            lines.append(Line("Interviewer", said))
    return lines


def inert(text: str) -> str:
    """Speech that cannot pass for a fence, a role or a line of its own."""
    return " ".join(re.sub(r"[<>{}\[\]`|#]", " ", text).split())


def _whole(line: Line, most: int) -> str:
    text = inert(line.text)
    if len(text) > most:
        half = max(20, most // 2)
        text = f"{text[:half]} ... {text[-half:]}"
    return f"{line.speaker}: {text}"


def _gist(line: Line) -> str:
    words = inert(line.text).split()
    more = " ..." if len(words) > GIST_WORDS else ""
    return f"{line.speaker} (earlier): {' '.join(words[:GIST_WORDS])}{more}"
