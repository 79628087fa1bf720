"""What a model is shown of the talk: recent turns whole, older ones as a running summary, bounded.

by area, in the candidate's words      what has been settled, however long ago
earlier turns in a line each           as far back as there is room
the last ten turns                     whole
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from interviewer.director import Situation

RECENT_TURNS: Final = 10
GIST_WORDS: Final = 14
QUOTES_PER_AREA: Final = 3
CHARACTERS_PER_TOKEN: Final = 3.0
"""English has about four; three is on the safe side for figures and abbreviations."""


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the conversation."""

    speaker: str
    text: str


def transcript(situation: Situation, most_tokens: int) -> str:
    """The conversation so far as untrusted speech within ``most_tokens``, to be fenced.

    The last turn is always there, cut in its middle where it alone is too long.
    """
    lines = conversation(situation)
    room = int(most_tokens * CHARACTERS_PER_TOKEN)
    recent = _fitting((_whole(line, room // 2) for line in reversed(lines[-RECENT_TURNS:])), room)
    older = lines[: len(lines) - len(recent)]
    if not older:
        return "\n".join(reversed(recent)) or "(nothing yet)"
    room -= _length(recent)
    settled = _fitting(_by_area(situation), room // 2)
    gists = _fitting((_gist(line) for line in reversed(older)), room - _length(settled))
    left_out = ["(earlier turns left out)"] if len(gists) < len(older) else []
    return "\n".join([*settled, *left_out, *reversed(gists), *reversed(recent)])


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


def _fitting(texts: Iterable[str], room: int) -> list[str]:
    """The first texts, as many as fit."""
    kept: list[str] = []
    for text in texts:
        room -= len(text) + 1
        if room < 0:
            break
        kept.append(text)
    return kept


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) + 1 for text in texts)


def _by_area(situation: Situation) -> Iterable[str]:
    """What the candidate has settled so far, area by area."""
    quotes: dict[str, list[str]] = {}
    for point in situation.setting.question.points:
        if point.id in situation.quotes:
            quotes.setdefault(point.area.value, []).append(_cut(situation.quotes[point.id]))
    for area, found in quotes.items():
        yield f"Candidate on {area.replace('_', ' ')}: {' / '.join(found[:QUOTES_PER_AREA])}"


def _whole(line: Line, most: int) -> str:
    text = inert(line.text)
    if len(text) > most:
        half = max(20, most // 2)
        text = f"{text[:half]} ... {text[-half:]}"
    return f"{line.speaker}: {text}"


def _gist(line: Line) -> str:
    return f"{line.speaker} (earlier): {_cut(line.text)}"


def _cut(text: str) -> str:
    words = inert(text).split()
    return " ".join(words[:GIST_WORDS]) + (" ..." if len(words) > GIST_WORDS else "")
