"""Commands that can be typed where answers are: ``/repeat`` asks what "could you repeat" does."""

from __future__ import annotations

from typing import Final

from interviewer.vocabulary import Request

ALIASES: Final = {
    "resume": Request.PAUSE,
    "continue": Request.PAUSE,
    "end": Request.QUIT,
    "exit": Request.QUIT,
    "finish": Request.QUIT,
    "next": Request.SKIP,
    "again": Request.REPEAT,
    "think": Request.MINUTE,
}


def is_command(line: str) -> bool:
    """Whether a line is meant for the program and not for the interviewer."""
    word = line.strip()
    return word.startswith("/") and word[1:].isalpha()


def request_of(line: str, *, slash: bool = True) -> Request | None:
    """What a line asks for; None where it is no command, or one that is not known.

    Args:
        line: what was typed.
        slash: a command begins with one; without, the bare word or its first letter will do.
    """
    word = line.strip().lower()
    if slash and not is_command(word):
        return None
    name = word.removeprefix("/")
    known = {request.value: request for request in Request} | ALIASES
    if name in known:
        return known[name]
    letters = {request.value[0]: request for request in Request}
    return letters.get(name)
