"""A candidate who never runs out of words, so that an interview lasts as long as planned."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from interviewer.candidates.base import Utterance
from interviewer.candidates.script import ScriptedCandidate
from interviewer.library.load import Library

SENTENCES = 3
BREATH_S = 2.5


@cache
def _library() -> Library:
    return Library()


def _words(question: str) -> Iterator[str]:
    """What the cards hold as examples: those of this question first, then all others."""
    library = _library()
    names = sorted(library.names("questions"), key=lambda name: (name != question, name))
    for name in names:
        yield from (point.example for point in library.question(name).points)


def talker(
    question: str, minutes: float, *, words_per_minute: float = 150.0, seed: int = 0
) -> ScriptedCandidate:
    """Somebody who has more to say than the interview is long; each seed says it differently."""
    lines: list[Utterance] = []
    enough, said = minutes * words_per_minute, 0
    examples = list(_words(question))
    random.Random(seed).shuffle(examples)
    for at in range(0, len(examples), SENTENCES):
        text = " ".join(examples[at : at + SENTENCES])
        lines.append(Utterance(text, BREATH_S))
        said += len(text.split())
        if said > enough:
            break
    return ScriptedCandidate(lines, "talker")
