"""Ctrl-C, SIGTERM, SIGHUP: once ends the interview and writes the report, twice stops at once."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Iterator

GRACE_S = 3.0
"""How long the end may take: the last words may still be on their way from sound to text."""

SIGNALS = [signal.SIGINT, signal.SIGTERM]
if sys.platform != "win32":
    SIGNALS.append(signal.SIGHUP)  # the terminal's window was closed


@contextlib.contextmanager
def stopping_politely(leave: Callable[[], None], notice: Callable[[str], None]) -> Iterator[None]:
    """Ask the session to end on the first signal and insist on the second.

    Args:
        leave: asks the session to end; the running task is cancelled if it does not soon.
        notice: told that the end is under way.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    insisting: list[asyncio.TimerHandle] = []

    def stop() -> None:
        if insisting or task is None:
            raise KeyboardInterrupt
        notice("ending the interview; the report follows (once more to stop at once)")
        insisting.append(loop.call_later(GRACE_S, task.cancel))
        leave()

    try:
        for one in SIGNALS:
            loop.add_signal_handler(one, stop)
    except (NotImplementedError, RuntimeError, ValueError):  # Windows: Ctrl-C stops at once
        yield
        return
    try:
        yield
    finally:
        for one in SIGNALS:
            loop.remove_signal_handler(one)
        for timer in insisting:
            timer.cancel()
