"""A program in a terminal of its own, typed at like a person would."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
from collections.abc import Iterator, Mapping, Sequence

LIMIT_S = 60
"""How long words may take to appear before the test fails; it never waits this long to pass."""

AGAIN_S = 10
"""A key pressed between a prompt and the reading may be lost; it is pressed again then."""

CODES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|[\r\a]")


class Terminal:
    """What is shown and typed; ``shown`` is all of it, without control codes."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self._raw = b""
        self._read_to = 0

    @property
    def shown(self) -> str:
        return CODES.sub(b"", self._raw).decode("utf-8", errors="replace")

    def wait_for(self, words: str) -> str:
        """Wait until these words appear after those waited for before; what led up to them."""
        while (found := self.shown.find(words, self._read_to)) < 0:
            assert self._more(), f"{words!r} did not appear in:\n{self.shown}"
        before = self.shown[self._read_to : found]
        self._read_to = found + len(words)
        return before

    def type(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def press(self, key: str, until: str) -> None:
        """Press a key, as often as it takes, until these words appear."""
        for _ in range(LIMIT_S // AGAIN_S):
            self.type(key)
            while self._more(AGAIN_S):
                if until in self.shown[self._read_to :]:
                    self.wait_for(until)
                    return
        raise AssertionError(f"{until!r} did not appear in:\n{self.shown}")

    def exit_code(self) -> int:
        """Read to the end; the status the program left with."""
        while self._more():
            pass
        return self.process.wait(LIMIT_S)

    def _more(self, limit_s: float = LIMIT_S) -> bool:
        if not select.select([self._descriptor], [], [], limit_s)[0]:
            return False
        try:
            piece = os.read(self._descriptor, 65536)
        except OSError:  # Linux: the other side is closed
            return False
        self._raw += piece
        return bool(piece)


@contextlib.contextmanager
def in_terminal(
    command: Sequence[str], env: Mapping[str, str], columns: int = 80, rows: int = 24
) -> Iterator[Terminal]:
    """Run a program in a terminal; it is ended with the block."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(env), start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(ours)
