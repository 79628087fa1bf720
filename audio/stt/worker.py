"""A thread for a blocking engine, which can be left behind when the engine hangs.

A thread that is stuck inside a C library cannot be stopped. It is abandoned with its queue and
the next call gets a fresh thread; after a few of those the engine is given up. Threads are
daemons, so a hung engine never keeps the program from ending.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from audio.errors import AudioError, EngineError, EngineTimeout

T = TypeVar("T")
_Job: TypeAlias = "tuple[asyncio.AbstractEventLoop, asyncio.Future[Any], Callable[[], Any]] | None"

MOST_STUCK = 3


class Worker:
    """Runs one blocking call at a time, in order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job] | None = None
        self._stuck = 0
        self._closed = False

    async def run(self, call: Callable[[], T], timeout_s: float) -> T:
        """Run `call` in the thread and wait for its result.

        Raises:
            EngineTimeout: No result in time; the thread is left behind.
            EngineError: The call raised, or the worker is closed or given up.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue().put((loop, future, call))
        try:
            return await asyncio.wait_for(future, timeout_s)
        except TimeoutError as error:
            self._abandon()
            msg = f"{self._name} did not answer within {timeout_s:.0f} s"
            raise EngineTimeout(msg) from error
        except asyncio.CancelledError:
            self._abandon()
            raise
        except AudioError:
            raise
        except Exception as error:  # whatever a C library throws ends here
            msg = f"{self._name} failed: {' '.join(str(error).split()) or type(error).__name__}"
            raise EngineError(msg) from error

    def close(self) -> None:
        """Let the thread end after what it is doing."""
        self._closed = True
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None

    def _queue(self) -> queue.SimpleQueue[_Job]:
        if self._closed:
            msg = f"{self._name} is closed"
            raise EngineError(msg)
        if self._stuck >= MOST_STUCK:
            msg = f"{self._name} has hung {self._stuck} times and is given up; restart the program"
            raise EngineError(msg)
        if self._jobs is None:
            self._jobs = queue.SimpleQueue()
            threading.Thread(
                target=_serve, args=(self._jobs,), name=self._name, daemon=True
            ).start()
        return self._jobs

    def _abandon(self) -> None:
        if self._jobs is not None:
            self._stuck += 1
            self._jobs.put(None)
            self._jobs = None


def _serve(jobs: queue.SimpleQueue[_Job]) -> None:
    while (job := jobs.get()) is not None:
        loop, future, call = job
        if future.cancelled():
            continue
        try:
            result = call()
        except Exception as error:  # noqa: BLE001 - handed to the caller, who knows what it means
            _post(loop, _set_exception, future, error)
        else:
            _post(loop, _set_result, future, result)


def _post(loop: asyncio.AbstractEventLoop, deliver: Callable[..., None], *args: object) -> None:
    try:
        loop.call_soon_threadsafe(deliver, *args)
    except RuntimeError:
        return  # the loop has closed: nobody waits for this any more


def _set_result(future: asyncio.Future[Any], result: object) -> None:
    if not future.done():
        future.set_result(result)


def _set_exception(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
