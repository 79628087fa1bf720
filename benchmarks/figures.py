"""One measured figure, and the table that shows many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich import box
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was measured.

    Attributes:
        what: what was measured, in a few words.
        value: the measurement with its unit, as it is read.
        beside: what was measured beside it in the same run: a peer, a baseline, or nothing.
        ratio: the figure over what stands beside it; None where there is nothing.
        goal: what it should be, in words; empty where there is no goal.
        holds: whether the goal is met; None where there is no goal.
    """

    what: str
    value: str
    beside: str = ""
    ratio: float | None = None
    goal: str = ""
    holds: bool | None = None


def table_of(groups: Iterable[tuple[str, Iterable[Figure]]]) -> Table:
    """Every figure, grouped by the benchmark that measured it."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("measured")
    table.add_column("figure", justify="right")
    table.add_column("beside")
    table.add_column("ratio", justify="right")
    table.add_column("goal")
    table.add_column("", justify="right")
    for name, figures in groups:
        table.add_row(f"[bold]{name}[/bold]")
        for row in _rows(figures):
            table.add_row(*row)
    return table


def _rows(figures: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    met = {True: "met", False: "MISSED", None: ""}
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        yield f"  {one.what}", one.value, one.beside, ratio, one.goal, met[one.holds]


def milliseconds(seconds: float) -> str:
    """A duration as it is read in the table."""
    return f"{seconds * 1e3:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
