"""Keys as they are pressed: a small Protocol, the bytes of a terminal, and Windows' console."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

PASTE_ON, PASTE_OFF = "\x1b[?2004h", "\x1b[?2004l"
"""Asks a terminal to mark what is pasted, so that line ends in it do not send it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: ``enter``, ``left``, ``ctrl-r``, ...; the character itself for one that is typed,
            ``paste`` for a pasted text.
        text: what it types; empty for a key that types nothing.
    """

    name: str
    text: str = ""


_NAMES: Final = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x1b": "escape",
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1b[H": "home",
    "\x1b[F": "end",
    "\x1bOH": "home",
    "\x1bOF": "end",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    "\x1b[3~": "delete",
    "\x1b[1;5C": "word-right",
    "\x1b[1;5D": "word-left",
    "\x1bf": "word-right",
    "\x1bb": "word-left",
}
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_UNFINISHED: Final = re.compile(r"\x1b\[[0-9;?]*\Z")
_PIECE: Final = re.compile(
    r"\x1b\[200~(?P<paste>.*?)(?:\x1b\[201~|\Z)"
    r"|(?P<sequence>\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|[a-z])?)"
    r"|(?P<one>.)",
    re.DOTALL,
)


def keys_in(data: str) -> Iterator[Key]:
    """The keys in what a terminal has sent; sequences that have no name are left out."""
    for found in _PIECE.finditer(data):
        paste, sequence, one = found.group("paste", "sequence", "one")
        if paste is not None:
            yield Key("paste", paste.replace("\r\n", "\n").replace("\r", "\n"))
        elif sequence is not None:
            if sequence in _NAMES:
                yield Key(_NAMES[sequence])
        elif one in _NAMES:
            yield Key(_NAMES[one])
        elif one < " ":
            yield Key(f"ctrl-{chr(ord(one) + 96)}")
        else:
            yield Key(one, one)


def whole_keys(data: str) -> tuple[str, str]:
    """Part what can be read already from what has only begun: a paste, a sequence."""
    begun = data.rfind(_PASTE_BEGINS)
    if begun >= 0 and data.find(_PASTE_ENDS, begun) < 0:
        return data[:begun], data[begun:]
    unfinished = _UNFINISHED.search(data)
    at = unfinished.start() if unfinished else len(data)
    return data[:at], data[at:]


class Keyboard(Protocol):
    """Reads keys one by one, without waiting for the end of a line."""

    def start(self, take: Callable[[Key], None]) -> None:
        """Begin to hand keys over, in the running event loop."""

    def stop(self) -> None:
        """Leave the terminal as it was found; calling twice is harmless."""


class PosixKeyboard:
    """The terminal on standard input; Ctrl-C still is a signal, Ctrl-Z, -S and -Q are keys."""

    def __init__(self) -> None:
        self._fd = sys.stdin.fileno()
        self._before: list[Any] | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._take: Callable[[Key], None] = lambda _: None
        self._begun = ""

    def start(self, take: Callable[[Key], None]) -> None:
        """Switch line editing and echo off and read."""
        import termios

        self._take = take
        self._before = termios.tcgetattr(self._fd)
        mode = termios.tcgetattr(self._fd)
        mode[0] &= ~(termios.IXON | termios.ICRNL)
        mode[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        mode[6][termios.VSUSP] = bytes([os.fpathconf(self._fd, "PC_VDISABLE") & 0xFF])
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._fd, termios.TCSADRAIN, mode)
        asyncio.get_running_loop().add_reader(self._fd, self._read)

    def stop(self) -> None:
        """Switch them on again."""
        import termios

        if self._before is None:
            return
        before, self._before = self._before, None
        with contextlib.suppress(RuntimeError):
            asyncio.get_running_loop().remove_reader(self._fd)
        with contextlib.suppress(termios.error):  # the terminal itself is gone
            termios.tcsetattr(self._fd, termios.TCSADRAIN, before)

    def _read(self) -> None:
        try:
            data = os.read(self._fd, 65_536)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._fd)
            self._take(Key("eof"))
            return
        whole, self._begun = whole_keys(self._begun + self._decoder.decode(data))
        for key in keys_in(whole):
            self._take(key)


class WindowsKeyboard:
    """The console of Windows, read by a thread."""

    SPECIAL: Final = {
        "H": "up",
        "P": "down",
        "K": "left",
        "M": "right",
        "G": "home",
        "O": "end",
        "S": "delete",
    }

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def start(self, take: Callable[[Key], None]) -> None:
        """Begin to read."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop, take), daemon=True).start()

    def stop(self) -> None:
        """Read no more."""
        self._stopped.set()

    def _read(self, loop: asyncio.AbstractEventLoop, take: Callable[[Key], None]) -> None:
        import importlib

        console: Any = importlib.import_module("msvcrt")
        while not self._stopped.wait(0.02):
            while console.kbhit():
                one = console.getwch()
                special = self.SPECIAL.get(console.getwch()) if one in ("\0", "\xe0") else None
                found = [Key(special)] if special else keys_in(one)
                for key in found:
                    with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
                        loop.call_soon_threadsafe(take, key)


def keyboard() -> Keyboard:
    """The one of this system."""
    return WindowsKeyboard() if sys.platform == "win32" else PosixKeyboard()
