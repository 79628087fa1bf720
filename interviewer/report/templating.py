"""The templates' environment: strict about what is missing, with our own filters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interviewer.report import text

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = Path(__file__).parent / "templates"


@cache
def source(name: str) -> str:
    """The text of a file beside the templates."""
    return (FOLDER / name).read_text(encoding="utf-8")


def environment(finalize: Callable[[object], object]) -> Environment:
    """An environment in which all that is printed passes through ``finalize``, then is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        clock=text.clock,
        length=text.length,
        number=text.number,
        score=text.score,
        percent=text.percent,
        counted=text.counted,
        times_off=text.times_off,
        count=len,
    )
    return made
