"""The picture of the interview: the plan above, what happened below, silences and moments on it.

Only geometry is computed here; the template draws it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from interviewer.assessment.result import Assessment, Pause
from interviewer.conversation import Conversation, Turn
from interviewer.report import bands as phase_bands
from interviewer.report.bands import Band, Link, Stretch
from interviewer.report.marks import LETTERS, Mark, Moment, moments, place
from interviewer.report.quotes import Quotes
from interviewer.report.scale import Scale, Tick
from interviewer.report.text import clock, finite, length
from interviewer.report.words import MOVES, SEVERITIES, SPEAKERS
from interviewer.vocabulary import Part, Severity

PLAN_Y: Final = 6
ACTUAL_Y: Final = 70
BAND_HEIGHT: Final = 40
LANES_Y: Final = 130
"""Top of the candidate's lane; the interviewer's lies under it."""

LEVEL_HEIGHT: Final = 19
_LINK_TOP: Final = float(PLAN_Y + BAND_HEIGHT)
_MARKS_Y: Final = 196


@dataclass(frozen=True, slots=True)
class Talk:
    """One turn of speech in its lane."""

    speaker: str
    x: float
    width: float
    turn: int
    title: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A long silence in the candidate's lane.

    Attributes:
        kind: ``announced``, ``long`` or ``serious``.
        anchor: the turn that followed it, or the last one.
        label: its length where there is room to write it.
    """

    kind: str
    x: float
    width: float
    anchor: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """What happened, as a row of the table that says the same as the picture."""

    t_s: float
    what: str
    detail: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template draws.

    Attributes:
        moves_y: middle of the topmost marks of what the interviewer did.
        findings_y: the same for what was found.
        axis_y: where the time axis lies, under everything else.
    """

    planned: tuple[Band, ...]
    planned_parts: tuple[Band, ...]
    actual: tuple[Band, ...]
    actual_parts: tuple[Band, ...]
    links: tuple[Link, ...]
    talk: tuple[Talk, ...]
    gaps: tuple[Gap, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    legend: tuple[tuple[str, str, str], ...]
    moves_y: int
    findings_y: int
    axis_y: int

    @property
    def top(self) -> int:
        """Where the drawing begins: without phases there is nothing above the lanes."""
        return 0 if self.planned else LANES_Y - 16


def draw(conversation: Conversation, assessment: Assessment, quotes: Quotes) -> Picture | None:
    """The picture, or None when the interview has no times to draw."""
    actual = phase_bands.happened(conversation, assessment)
    plan = phase_bands.planned(assessment.timeline) if actual else []
    total_s = _last_second(conversation.turns, assessment.pauses, actual)
    if total_s <= 0:
        return None
    scale = Scale(max([total_s, *(one.end_s for one in plan)]))
    found = moments(conversation, assessment, quotes)
    marks = place(found, scale)
    findings_y = _MARKS_Y + _depth(marks, "moves") + 9
    return Picture(
        planned=tuple(phase_bands.bands(_phases(plan), scale, "planned")),
        planned_parts=tuple(phase_bands.bands(_parts(plan), scale, "planned")),
        actual=tuple(phase_bands.bands(_phases(actual), scale, "as it went")),
        actual_parts=tuple(phase_bands.bands(_parts(actual), scale, "as it went")),
        links=tuple(phase_bands.links(plan, actual, scale, _LINK_TOP, float(ACTUAL_Y))),
        talk=tuple(_talk(conversation.turns, scale)),
        gaps=tuple(_gap(pause, conversation.turns, scale) for pause in assessment.pauses),
        marks=tuple(marks),
        ticks=tuple(scale.ticks()),
        rows=tuple(_rows(found, assessment.pauses, conversation.turns)),
        legend=_legend(found),
        moves_y=_MARKS_Y,
        findings_y=findings_y,
        axis_y=findings_y + _depth(marks, "findings"),
    )


def _depth(marks: Sequence[Mark], row: str) -> int:
    """How much room a row of marks needs; an empty one still has its name."""
    levels = (mark.level for mark in marks if mark.moment.row == row)
    return LEVEL_HEIGHT * (1 + max(levels, default=0))


def _phases(stretches: Sequence[Stretch]) -> list[Stretch]:
    return [one for one in stretches if not isinstance(one.phase, Part)]


def _parts(stretches: Sequence[Stretch]) -> list[Stretch]:
    return [one for one in stretches if isinstance(one.phase, Part)]


def _last_second(
    turns: Sequence[Turn], pauses: Sequence[Pause], actual: Sequence[Stretch]
) -> float:
    ends = [turn.end_s for turn in turns] + [turn.start_s for turn in turns]
    ends += [pause.start_s + pause.duration_s for pause in pauses]
    ends += [one.end_s for one in actual]
    return max((end for end in map(finite, ends) if end is not None), default=0.0)


def _talk(turns: Sequence[Turn], scale: Scale) -> Iterator[Talk]:
    for turn in turns:
        start_s, end_s = finite(turn.start_s), finite(turn.end_s)
        if start_s is None or end_s is None:
            continue
        x, width = scale.span(start_s, end_s, least=1.0)
        title = f"{SPEAKERS[turn.speaker]}, {clock(start_s)}, {length(end_s - start_s)}"
        yield Talk(turn.speaker, x, width, turn.index, title)


def kind_of(pause: Pause) -> str:
    """How a pause is drawn; one that was announced is not held against anyone."""
    return "announced" if pause.announced else pause.severity.value


def _gap(pause: Pause, turns: Sequence[Turn], scale: Scale) -> Gap:
    x, width = scale.span(pause.start_s, pause.start_s + pause.duration_s, least=3.0)
    said = "announced" if pause.announced else SEVERITIES[pause.severity]
    title = f"{clock(pause.start_s)} {said} silence of {length(pause.duration_s)}"
    label = length(pause.duration_s) if pause.severity is Severity.SERIOUS else ""
    after = f", after “{pause.after}”" if pause.after else ""
    return Gap(kind_of(pause), x, width, anchor_after(pause, turns), label, title + after)


def anchor_after(pause: Pause, turns: Sequence[Turn]) -> str:
    """Where the silence was broken: that turn, or the last one there is."""
    later = (t for t in turns if t.start_s is not None and t.start_s >= pause.start_s)
    found = next(later, turns[-1] if turns else None)
    return f"turn-{found.index}" if found else "transcript"


def _rows(found: Sequence[Moment], pauses: Sequence[Pause], turns: Sequence[Turn]) -> list[Row]:
    rows = [Row(one.t_s, one.name, one.detail, one.anchor) for one in found]
    for pause in pauses:
        said = "Announced silence" if pause.announced else f"{SEVERITIES[pause.severity]} silence"
        detail = length(pause.duration_s) + (f" after “{pause.after}”" if pause.after else "")
        rows.append(Row(pause.start_s, said.capitalize(), detail, anchor_after(pause, turns)))
    return sorted(rows, key=lambda row: (row.t_s, row.what))


def _legend(found: Sequence[Moment]) -> tuple[tuple[str, str, str], ...]:
    """Kind, letter and name of every mark that occurs, in a fixed order."""
    order = [move.value for move in LETTERS] + ["cut_in", "mistake", "figure"]
    names = {move.value: MOVES[move] for move in LETTERS} | {
        "cut_in": "Cut in",
        "mistake": "Mistake",
        "figure": "Figure that does not add up",
    }
    letters = {one.kind: one.letter for one in found}
    return tuple((kind, letters[kind], names[kind]) for kind in order if kind in letters)
