"""Running a synthesiser's program: no shell, bounded time, and nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

from audio.errors import EngineError, EngineTimeout, EngineUnavailable


async def run_program(
    command: Sequence[str], stdin: bytes = b"", *, engine: str, timeout_s: float
) -> bytes:
    """Run a program to its end and return what it wrote on standard output.

    Raises:
        EngineUnavailable: The program is not installed or may not be run.
        EngineTimeout: It took longer than `timeout_s`; it and its children are killed.
        EngineError: It failed.
    """
    process = await start_program(command, engine=engine, stderr=PIPE)
    try:
        async with asyncio.timeout(timeout_s):
            output, complaint = await process.communicate(stdin)
    except TimeoutError as error:
        raise EngineTimeout(f"{engine} did not finish within {timeout_s:.1f} s") from error
    finally:
        await kill(process)
    if process.returncode:
        said = complaint.decode(errors="replace").strip().splitlines()
        reason = said[0][:200] if said else "no message"
        raise EngineError(f"{engine} failed with exit code {process.returncode}: {reason}")
    return output


async def start_program(command: Sequence[str], *, engine: str, stderr: int = DEVNULL) -> Process:
    """Start a program in a process group of its own, with pipes for its input and output."""
    try:
        return await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=stderr, start_new_session=True
        )
    except OSError as error:
        raise EngineUnavailable(
            f"{engine} cannot be run: {command[0]}: {error.strerror or error}"
        ) from error


async def kill(process: Process) -> None:
    """Kill the program and all it started, and wait until it is gone; harmless when it is."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
    await asyncio.shield(process.wait())
