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

SILENCE_CELLS = 18


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


def meter(level_dbfs: float | None) -> Text:
    """The loudness of the microphone."""
    level = QUIETEST_DBFS if level_dbfs is None else min(0.0, max(QUIETEST_DBFS, level_dbfs))
    lit = round(METER_CELLS * (1 - level / QUIETEST_DBFS))
    style = "red" if level > CLIPPING_DBFS else "yellow" if level > LOUD_DBFS else "green"
    bar = Text("▮" * lit, style=style)
    return bar.append("▯" * (METER_CELLS - lit), style="dim")


def silence_bar(silent_s: float, marks_s: Sequence[float], announced: bool) -> Text:
    """The silence against its next marks; what lies beyond the last in sight is left out."""
    ahead = [mark_s for mark_s in marks_s if mark_s > silent_s]
    whole_s = ahead[0] if ahead else max(silent_s, 1.0)
    lit = min(SILENCE_CELLS, int(SILENCE_CELLS * silent_s / whole_s))
    style = "green" if announced else "yellow" if silent_s > whole_s * 0.6 else "dim"
    return Text("━" * lit, style=style).append("╌" * (SILENCE_CELLS - lit), style="dim")
