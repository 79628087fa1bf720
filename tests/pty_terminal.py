"""A program in a terminal of its own: a pseudo-terminal, with an emulator that shows its screen."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyte

LIMIT_S = 60.0
"""A wait that takes longer has failed; on a busy machine programs start slowly."""


class PtyTerminal:
    """Drives a program by keys and shows what a person would see.

    Attributes:
        sent: everything the program wrote, control sequences included.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], ours: int, theirs: int, columns: int, rows: int
    ) -> None:
        self._process = process
        self._fd = ours
        self._theirs = theirs
        self._screen = pyte.HistoryScreen(columns, rows, history=2_000)
        self._stream = pyte.ByteStream(self._screen)
        self.sent = b""

    @property
    def lines(self) -> list[str]:
        """The rows of the screen as they stand, without trailing spaces."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The same in one piece."""
        return "\n".join(self.lines)

    @property
    def modes(self) -> list[int]:
        """The local modes of the terminal, which decide about echo and line editing."""
        mode: list[int] = termios.tcgetattr(self._fd)
        return [mode[0], mode[3]]

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._fd, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, as when a window is dragged."""
        _set_size(self._fd, columns, rows)
        self._screen.resize(rows, columns)
        self._process.send_signal(signal.SIGWINCH)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def scribble(self, text: str) -> None:
        """Write on the screen as another program might."""
        self._stream.feed(text.encode())

    def hang_up(self) -> None:
        """Close the window and wait until the program has left."""
        for fd in (self._theirs, self._fd):
            os.close(fd)
        self._theirs = self._fd = -1
        self._process.wait(LIMIT_S)

    def close(self) -> None:
        """End the program if it still runs."""
        self._process.kill()
        self._process.wait()
        for fd in (self._theirs, self._fd):
            if fd >= 0:
                os.close(fd)

    def wait_for(self, what: str | Callable[[PtyTerminal], bool]) -> str:
        """Read until the screen shows a text, or fulfils a condition; the screen then."""
        fulfilled = what if callable(what) else lambda terminal: what in terminal.text
        deadline_s = time.monotonic() + LIMIT_S
        while not fulfilled(self):
            if time.monotonic() > deadline_s or not self._read():
                message = f"{what!r} did not come; the screen:\n{self.text}"
                raise AssertionError(message)
        return self.text

    def wait(self) -> int:
        """Read to the end of the program; its exit status."""
        while self._read():
            pass
        return self._process.wait(LIMIT_S)

    def _read(self) -> bool:
        """Take what comes within a moment; False at the end."""
        if not select.select([self._fd], [], [], 0.1)[0]:
            return self._process.poll() is None
        try:
            data = os.read(self._fd, 65_536)
        except OSError:  # Linux says so when the program has closed its side
            return False
        self.sent += data
        self._stream.feed(data)
        return bool(data)


@contextlib.contextmanager
def terminal(
    *arguments: str, env: Mapping[str, str], columns: int = 80, rows: int = 24
) -> Iterator[PtyTerminal]:
    """Run ``python -m interviewer`` with arguments in a terminal; killed at the end if need be."""
    ours, theirs = pty.openpty()
    _set_size(theirs, columns, rows)
    process = subprocess.Popen(
        [sys.executable, "-m", "interviewer", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=plain_environment() | dict(env),
        start_new_session=True,
        preexec_fn=_controlling,  # Ctrl-C has to reach the program as in life
        cwd=Path(__file__).parents[1],
    )
    shown = PtyTerminal(process, ours, theirs, columns, rows)
    try:
        yield shown
    finally:
        shown.close()


def plain_environment() -> dict[str, str]:
    """This process's environment without what changes how programs write."""
    left_out = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "INTERVIEWER_PLAIN")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


def _controlling() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _set_size(fd: int, columns: int, rows: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
