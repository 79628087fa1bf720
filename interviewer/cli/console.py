"""What people see: messages on standard error, documents on standard output, errors in one line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console


@cache
def err() -> Console:
    """Standard error, for messages; made when first used, because rich takes time to import."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


@cache
def out() -> Console:
    """Standard output, for tables."""
    from rich.console import Console

    return Console(highlight=False)


EXIT_MENDABLE = 2
WIDEST = 100
"""Columns of a terminal beyond which a table only falls apart."""


def table_width() -> int:
    """How wide a table is in this terminal."""
    return min(out().width, WIDEST)


@contextmanager
def mendable_errors() -> Iterator[None]:
    """Print an error the user can mend as one line and leave with status 2.

    Raises:
        typer.Exit: with status 2, or 130 after Ctrl-C.
    """
    from audio.errors import AudioError
    from interviewer.errors import InterviewerError

    try:
        yield
    except (InterviewerError, AudioError) as error:
        fail(str(error))
        if isinstance(error, InterviewerError):
            for problem in error.problems[1:]:
                fail(problem)
        raise typer.Exit(EXIT_MENDABLE) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(130) from error


def fail(message: str) -> None:
    """One line about what went wrong."""
    err().print(
        f"interviewer: {' '.join(message.split())}", style="red", markup=False, soft_wrap=True
    )


def note(message: str) -> None:
    """One line about what was chosen or is going on."""
    err().print(message, style="dim", markup=False, soft_wrap=True)


def is_interactive() -> bool:
    """Whether a person sits at this terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def is_dialogue() -> bool:
    """Whether a person can be asked: they sit at this terminal and see what is printed."""
    return is_interactive() and all(
        stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr)
    )
