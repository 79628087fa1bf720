"""How ``start`` holds an interview on this machine, and why; the doctor asks the same."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from interviewer.cli.console import is_interactive
from interviewer.errors import ConfigError

MODES: Final = ("auto", "voice", "text")
AS_ASKED: Final = "as asked"

PIPE_WAIT_S = 0.3
"""How long a pipe may take to show that somebody writes into it."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to hold an interview.

    Attributes:
        name: by voice, typed in a terminal, piped in, or a rehearsal because nobody is there.
        reason: why, in a few words.
    """

    name: Literal["voice", "text", "piped", "rehearsal"]
    reason: str


def why_no_microphone() -> str | None:
    """None where there is one, else why not."""
    from audio.devices import find_input
    from audio.errors import DeviceUnavailable

    try:
        find_input()
    except DeviceUnavailable as error:
        return str(error)
    return None


def has_piped_text() -> bool:
    """Whether somebody pipes lines in; an empty pipe or no input is nobody."""
    if sys.stdin is None or sys.stdin.closed or is_interactive():
        return False
    try:
        kind = os.fstat(sys.stdin.fileno()).st_mode
        if stat.S_ISREG(kind):
            return True
        ready = stat.S_ISFIFO(kind) and select.select([sys.stdin], [], [], PIPE_WAIT_S)[0]
    except (OSError, ValueError):
        return False
    buffer = sys.stdin.buffer
    return bool(ready and isinstance(buffer, io.BufferedReader) and buffer.peek(1))


def choose_mode(
    wanted: str,
    *,
    interactive: Callable[[], bool] = is_interactive,
    piped: Callable[[], bool] = has_piped_text,
    no_microphone: Callable[[], str | None] = why_no_microphone,
) -> Mode:
    """The mode for what was asked: ``auto``, ``voice`` or ``text``.

    Raises:
        ConfigError: it is none of these.
    """
    if wanted not in MODES:
        raise ConfigError(f"no mode {wanted!r}; choose {', '.join(MODES[:-1])} or {MODES[-1]}")
    if wanted == "voice":
        return Mode("voice", AS_ASKED)
    if wanted == "text":
        return Mode("text" if interactive() else "piped", AS_ASKED)
    if piped():
        return Mode("piped", "because text comes in through a pipe")
    missing = no_microphone()
    if missing is None:
        return Mode("voice", "because there is a microphone")
    if interactive():
        return Mode("text", f"because {missing}")
    return Mode("rehearsal", f"because there is no terminal and {missing}")
