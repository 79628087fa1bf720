"""Progress as one HTML page that loads nothing: what changed, what is usually left out, when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from interviewer.progress.plots import HEIGHT, WIDTH, Plot, ceiling, plot
from interviewer.progress.row import SessionRow
from interviewer.progress.shelf import Skipped
from interviewer.progress.trends import DimensionTrend, Progress
from interviewer.report import words
from interviewer.report.html import digest
from interviewer.report.templating import environment, source
from interviewer.report.text import counted, inert, number, score
from interviewer.vocabulary import Area

if TYPE_CHECKING:
    from jinja2 import Template

MOST_COLUMNS: Final = 16
"""Sessions on the coverage map; more would be too narrow to point at."""
MOST_LISTED: Final = 100
STEADY: Final = 0.15
"""A smaller change of the mean is no change worth a word."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A plot with its name and what it says in words."""

    name: str
    says: str
    plot: Plot


@dataclass(frozen=True, slots=True)
class Strip:
    """An area's row of the coverage map; a cell is a share, 0 to 1, or None if not expected."""

    name: str
    says: str
    missed: bool
    cells: tuple[tuple[float | None, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything the template needs."""

    heading: str
    summary: str
    caveats: tuple[str, ...]
    overall: Panel
    dimensions: tuple[Panel, ...]
    habits: tuple[Panel, ...]
    strips: tuple[Strip, ...]
    mistakes: tuple[str, ...]
    listed: tuple[SessionRow, ...]
    unlisted: int
    skipped: tuple[Skipped, ...]


def render_progress(progress: Progress, skipped: tuple[Skipped, ...]) -> str:
    """The page."""
    style = source("report.css") + source("progress.css")
    policy = f"default-src 'none'; style-src '{digest(style)}'; base-uri 'none'; form-action 'none'"
    return _template().render(
        view=build(progress, skipped),
        words=words,
        policy=policy,
        style=Markup(style),  # noqa: S704 (our own file)
        width=round(WIDTH),
        height=round(HEIGHT),
    )


@cache
def _template() -> Template:
    return environment(_finalize).get_template("progress.html.j2")


def _finalize(value: object) -> object:
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def build(progress: Progress, skipped: tuple[Skipped, ...]) -> View:
    """Settle what the page says."""
    rows = progress.rows
    return View(
        heading=counted(len(rows), "interview") if rows else "No interview yet",
        summary=" ".join(sentences(progress)),
        caveats=tuple(caveats(progress, skipped)),
        overall=_panel("Overall", [row.overall for row in rows], rows, score, 1, 5, 1),
        dimensions=tuple(_dimension(one, rows) for one in progress.dimensions),
        habits=tuple(_habits(rows)),
        strips=tuple(_strip(one.area, one.share, one.usually_missed, rows)
                     for one in progress.areas),
        mistakes=tuple(
            f"{words.MISTAKES[one.mistake]}: in {counted(one.sessions, 'interview')}"
            for one in progress.mistakes
        ),
        listed=rows[::-1][:MOST_LISTED],
        unlisted=max(0, len(rows) - MOST_LISTED),
        skipped=skipped,
    )  # fmt: skip


def sentences(progress: Progress) -> list[str]:
    """What is worth saying first: the last verdict, the greatest change, the commonest gap."""
    judged = [row for row in progress.rows if row.verdict is not None]
    if not judged:
        return ["There is nothing to compare yet: begin with interviewer start."]
    last = judged[-1]
    assert last.verdict is not None
    said = [f"Last verdict: {words.VERDICTS[last.verdict].lower()} at {last.level.value}."]
    moved = [one for one in progress.dimensions if one.change is not None]
    best = max(moved, key=lambda one: one.change or 0.0, default=None)
    if best is not None and (best.change or 0.0) >= STEADY:
        said.append(f"{words.DIMENSIONS[best.dimension]} rose most, by {number(best.change)}.")
    known = [one for one in progress.dimensions if one.latest is not None]
    lowest = min(known, key=lambda one: one.latest or 0.0)
    said.append(f"Lowest of late is {words.DIMENSIONS[lowest.dimension].lower()}, at "
                f"{score(lowest.latest)}.")  # fmt: skip
    missed = [words.AREAS[one.area].lower() for one in progress.areas if one.usually_missed]
    if missed:
        said.append(f"Usually left out: {', '.join(missed[:4])}.")
    return said


def caveats(progress: Progress, skipped: Sequence[Skipped]) -> list[str]:
    """What does not count, and why."""
    said = []
    if progress.only_rehearsed:
        said.append(
            "A simulated candidate sat all of these; your own interviews will replace them."
        )
    drills = sum(row.drill is not None for row in progress.left_out)
    rehearsed = len(progress.left_out) - drills
    if rehearsed:
        said.append(f"{counted(rehearsed, 'rehearsal')} by a simulated candidate left out.")
    if drills:
        said.append(f"{counted(drills, 'drill')} left out, as each is about one thing only.")
    if any(row.doubtful for row in progress.rows):
        said.append("Some were recognised with low confidence, so their scores are rough.")
    if skipped:
        said.append(f"{counted(len(skipped), 'session')} could not be read.")
    return said


def _dimension(trend: DimensionTrend, rows: Sequence[SessionRow]) -> Panel:
    name = words.DIMENSIONS[trend.dimension]
    return _panel(name, trend.scores, rows, score, 1, 5, 1, trend.change)


def _habits(rows: Sequence[SessionRow]) -> list[Panel]:
    dead = [row.silences.dead_s / 60 for row in rows]
    fillers = [row.fillers_per_100_words for row in rows]
    pace = [row.words_per_minute for row in rows]
    return [
        _panel("Minutes of long, unannounced silence", dead, rows, number, 0, ceiling(dead, 1)),
        _panel("Filled pauses in 100 words, at least", fillers, rows, number, 0,
               ceiling(fillers, 1)),
        _panel("Words a minute", pace, rows, lambda value: number(value, 0), 0,
               ceiling(pace, 100)),
    ]  # fmt: skip


def _panel(
    name: str,
    values: Sequence[float | None],
    rows: Sequence[SessionRow],
    spelled: Callable[[float | None], str],
    low: float,
    high: float,
    step: float | None = None,
    change: float | None = None,
) -> Panel:
    titles = [f"{row.date[:10]}: {spelled(v)}" for row, v in zip(rows, values, strict=True)]
    known = [value for value in values if value is not None]
    says = f"latest {spelled(known[-1])}" if known else "no figure yet"
    if change is not None:
        way = "up" if change > 0 else "down"
        steady = abs(change) < STEADY
        says += ", steady" if steady else f", {way} {number(abs(change))}"
    return Panel(name, says, plot(values, titles, low, high, step or (high - low) / 2))


def _strip(area: Area, share: float, missed: bool, rows: Sequence[SessionRow]) -> Strip:
    cells = []
    for row in [one for one in rows if one.areas][-MOST_COLUMNS:]:
        had = row.areas.get(area)
        said = f"{had.raised} of {had.expected}" if had else "not expected"
        cells.append((had.raised / had.expected if had else None, f"{row.date[:10]}: {said}"))
    says = f"{round(100 * share)}\N{NO-BREAK SPACE}%"
    return Strip(words.AREAS[area], says, missed, tuple(cells))
