"""Calling what may block for ever: a driver that hangs must not hang the interview."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def call_with_limit(
    function: Callable[[], T],
    limit_s: float,
    *,
    too_late: Callable[[T], object] = lambda _: None,
) -> T:
    """Run a blocking function in a thread of its own and wait for it.

    The thread is a daemon, so a call that never returns does not keep the program from ending.

    Args:
        function: What to call.
        limit_s: How long to wait.
        too_late: Given the result when nobody waits for it any more, to release it.

    Raises:
        TimeoutError: The function is still running.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def succeed(result: T) -> None:
        if future.done():
            threading.Thread(target=too_late, args=(result,), daemon=True).start()
        else:
            future.set_result(result)

    def fail(error: BaseException) -> None:
        if not future.done():
            future.set_exception(error)

    def run() -> None:
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 - raised again by the one who waits
            with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
                loop.call_soon_threadsafe(fail, error)
            return
        try:
            loop.call_soon_threadsafe(succeed, result)
        except RuntimeError:  # the loop has closed meanwhile
            too_late(result)

    threading.Thread(target=run, daemon=True).start()
    async with asyncio.timeout(limit_s):
        return await future
