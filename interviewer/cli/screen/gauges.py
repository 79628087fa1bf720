"""The three gauges of the live screen: the plan, the microphone, the silence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.text import Text

from interviewer.timeline import Plan
from interviewer.vocabulary import Phase

METER_CELLS = 12
QUIETEST_DBFS, LOUD_DBFS, CLIPPING_DBFS = -60.0, -12.0, -3.0
"""The meter's range: a quiet room, a voice close to the microphone, and what is too loud."""

SILENCE_CELLS = 12
WARM = 0.6
"""Share of the time to a nudge from which the bar is coloured."""


def plan_bar(plan: Plan, phase: Phase, since_s: float, now_s: float, width: int) -> Text:
    """The phases side by side, as long as they are planned, filled as far as they have gone."""
    phases = list(plan.phases)
    cells = _shares([plan.phases[one] for one in phases], max(1, width - len(phases) + 1))
    order = list(Phase)
    bar = Text()
    for number, (one, count) in enumerate(zip(phases, cells, strict=True)):
        if number:
            bar.append(" ")
        if order.index(one) < order.index(phase):
            bar.append("━" * count, style="cyan dim")
        elif one is phase:
            gone = min(1.0, max(0.0, (now_s - since_s) / max(1.0, plan.phases[one])))
            filled = round(gone * count)
            bar.append("━" * filled, style="bold cyan").append("─" * (count - filled), style="cyan")
        else:
            bar.append("─" * count, style="dim")
    return bar


def _shares(parts: Sequence[float], cells: int) -> list[int]:
    """Whole cells in proportion, at least one each, that add up."""
    whole = sum(parts) or 1.0
    ends, at = [0], 0.0
    for number, part in enumerate(parts, 1):
        at += part
        end = round(cells * at / whole)
        ends.append(min(max(end, ends[-1] + 1), max(number, cells - len(parts) + number)))
    return [b - a for a, b in pairwise(ends)]


def meter(level_dbfs: float) -> Text:
    """The loudness of the microphone."""
    level = min(0.0, max(QUIETEST_DBFS, level_dbfs))
    lit = round(METER_CELLS * (1 - level / QUIETEST_DBFS))
    style = "red" if level > CLIPPING_DBFS else "yellow" if level > LOUD_DBFS else "green"
    return Text.assemble(("▮" * lit, style), ("▯" * (METER_CELLS - lit), "dim"))


def silence_bar(silent_s: float, until_s: float | None, announced: bool) -> Text:
    """The silence against its next mark; full where none is left."""
    share = 1.0 if until_s is None else min(1.0, silent_s / until_s)
    lit = int(SILENCE_CELLS * share)
    style = "green" if announced else "yellow" if share > WARM else "dim"
    return Text.assemble(("━" * lit, style), ("╌" * (SILENCE_CELLS - lit), "dim"))
