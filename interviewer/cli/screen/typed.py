"""Lines that are typed, sent where they belong: commands to the session, answers to the channel."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TextIO

from interviewer.channels.commands import is_command, request_of
from interviewer.cli.screen.base import Answers
from interviewer.vocabulary import Request

HELP = "/repeat  /minute  /time  /hint  /pause  /skip  /done  /quit"


class Typed:
    """Sends lines on.

    Args:
        ask: takes requests.
        notice: told what was not understood.
        answers: takes answers; None where they are spoken, so that every line is a command.
    """

    def __init__(
        self,
        ask: Callable[[Request], None],
        notice: Callable[[str], None],
        answers: Answers | None,
    ) -> None:
        self._ask = ask
        self._notice = notice
        self._answers = answers

    def take(self, line: str | None) -> None:
        """Send one line on; None is the end of all lines."""
        if line is None:
            if self._answers is not None:
                self._answers(None)
            return
        request = request_of(line, slash=self._answers is not None)
        if request is not None:
            self._ask(request)
        elif self._answers is None or is_command(line):
            if line.strip():
                self._notice(f"Commands: {HELP}")
        else:
            self._answers(line)


def read_beside(lines: TextIO, take: Callable[[str | None], None]) -> None:
    """Read lines in a thread, because a terminal blocks, and take them in the event loop.

    The thread ends with the lines or with the process.
    """
    loop = asyncio.get_running_loop()

    def pass_on(line: str | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
            loop.call_soon_threadsafe(take, line)

    def read() -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in lines:
                pass_on(line)
        pass_on(None)

    threading.Thread(target=read, daemon=True).start()
