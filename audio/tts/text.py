"""Making text safe to hand to any synthesiser, and short enough for it."""

from __future__ import annotations

import re
import unicodedata

from audio.errors import EngineError

LONGEST_PIECE = 400
"""Characters handed to an engine at once: a long sentence, about 25 s of speech."""

LONGEST_TEXT = 6_000
"""Characters in one request, some six minutes of speech: beyond this nobody meant it."""

_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")


def speakable(text: str) -> str:
    """Return the text on one line with nothing in it that an engine would obey.

    Control characters are commands to espeak-ng, `[[...]]` is phoneme or command input to
    espeak-ng and macOS, and a leading `<` makes Windows parse XML; none of it survives.
    Returns an empty string where there is nothing to pronounce.
    """
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    plain = re.sub(r"\[{2,}", "[", re.sub(r"\]{2,}", "]", plain))
    plain = plain.replace("<", " less than ").replace(">", " greater than ")
    plain = " ".join(plain.split())
    return plain if any(c.isalnum() for c in plain) else ""


def pieces(text: str, longest: int = LONGEST_PIECE) -> list[str]:
    """Cut speakable text into pieces an engine can take, at sentence ends where there are any.

    Raises:
        EngineError: The whole is beyond `LONGEST_TEXT`.
    """
    plain = speakable(text)
    if len(plain) > LONGEST_TEXT:
        raise EngineError(
            f"a text of {len(plain)} characters is too long to speak at once; "
            f"send it in parts of at most {LONGEST_TEXT}"
        )
    if len(plain) <= longest:
        return [plain] if plain else []
    found: list[str] = []
    for sentence in _SENTENCE_END.split(plain):
        for part in _at_spaces(sentence, longest):
            if found and len(found[-1]) + 1 + len(part) <= longest:
                found[-1] = f"{found[-1]} {part}"
            else:
                found.append(part)
    return [piece for piece in found if any(c.isalnum() for c in piece)]


def _at_spaces(sentence: str, longest: int) -> list[str]:
    parts: list[str] = []
    while len(sentence) > longest:
        cut = sentence.rfind(" ", 1, longest + 1)
        cut = cut if cut > 0 else longest
        parts.append(sentence[:cut].rstrip())
        sentence = sentence[cut:].lstrip()
    return [*parts, sentence] if sentence else parts
