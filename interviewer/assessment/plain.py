"""A text without its fillers, and the way back to where everything stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_FILLER: Final = re.compile(
    r"(?:(?<=\s)|^)(?:u+m+|u+h+m*|e+r+m*|h+m+|you know|i mean)\b,?\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` is what is left; ``origin[i]`` is where its i-th character stood."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the spoken text that ``text[start:end]`` came from."""
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1


def without_fillers(text: str) -> Plain:
    """Leave out "um", "uh" and the like, which break numbers in two."""
    kept: list[int] = []
    at = 0
    for match in _FILLER.finditer(text):
        kept.extend(range(at, match.start()))
        at = match.end()
    kept.extend(range(at, len(text)))
    return Plain("".join(text[i] for i in kept), (*kept, len(text)))
