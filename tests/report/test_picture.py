"""The geometry of the picture."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from interviewer.assessment.result import Pause
from interviewer.conversation import Conversation, Turn
from interviewer.report.marks import CUT_IN, place
from interviewer.report.picture import Picture, draw, kind_of
from interviewer.report.quotes import Quotes
from interviewer.report.scale import LEFT, RIGHT, Scale
from interviewer.vocabulary import Move, Severity
from tests.report import sample


def picture(held: Conversation | None = None) -> Picture:
    conversation = held or sample.conversation()
    judged = sample.assessment()
    drawn = draw(conversation, judged, Quotes(conversation, judged))
    assert drawn is not None
    return drawn


def test_the_plan_fills_the_plot_without_gaps() -> None:
    drawn = picture()
    ends = [band.x + band.width for band in drawn.planned]
    assert [band.name for band in drawn.planned] == [
        "problem",
        "clarification",
        "solution_design",
        "deep_dive",
        "candidate_questions",
    ]
    assert drawn.planned[0].x == LEFT
    assert ends[-1] == pytest.approx(RIGHT, abs=0.2)
    starts = [band.x for band in drawn.planned[1:]]
    assert starts == pytest.approx(ends[:-1], abs=0.2)


def test_parts_lie_within_solution_design() -> None:
    drawn = picture()
    for phases, parts in (
        (drawn.planned, drawn.planned_parts),
        (drawn.actual, drawn.actual_parts),
    ):
        (design,) = [band for band in phases if band.name == "solution_design"]
        assert parts[0].x >= design.x - 0.2
        assert parts[-1].x + parts[-1].width <= design.x + design.width + 0.2


def test_a_minute_is_as_long_everywhere() -> None:
    drawn = picture()
    plan = {band.name: band.width for band in drawn.planned}
    assert plan["solution_design"] / plan["deep_dive"] == pytest.approx(2, abs=0.01)


def test_silences_are_drawn_by_kind() -> None:
    kinds = [gap.kind for gap in picture().gaps]
    assert kinds == ["announced", "long", "long", "serious", "long", "long"]
    pause = Pause(0, 40, None, announced=True, severity=Severity.SERIOUS, after="")
    assert kind_of(pause) == "announced"


def test_every_mark_names_its_moment_and_leads_to_its_turn() -> None:
    drawn = picture()
    kinds = [mark.moment.kind for mark in drawn.marks]
    for kind in ("redirect", "challenge", "cut_in", "hint", "deep_dive", "mistake", "figure"):
        assert kind in kinds
    hint = next(mark for mark in drawn.marks if mark.moment.kind == "hint")
    turn = sample.conversation().turns[hint.moment.turn]
    assert turn.move is Move.HINT
    assert turn.text in hint.title
    assert {mark.moment.name for mark in drawn.marks} <= {row.what for row in drawn.rows}


def test_an_interruption_is_where_the_interviewer_began_before_the_candidate_ended() -> None:
    (cut,) = [mark for mark in picture().marks if mark.moment.letter == CUT_IN]
    turns = sample.conversation().turns
    assert (turns[cut.moment.turn].start_s or 0) < (turns[cut.moment.turn - 1].end_s or 0)


def test_marks_do_not_cover_each_other() -> None:
    by_row: dict[tuple[str, int], list[float]] = {}
    for mark in picture().marks:
        by_row.setdefault((mark.moment.row, mark.level), []).append(mark.x)
    for places in by_row.values():
        assert all(b - a >= 16 for a, b in pairwise(places))


def test_more_marks_than_there_is_room_for_stay_on_the_lowest_level() -> None:
    moment = picture().marks[0].moment
    marks = place([moment] * 6, Scale(900))
    assert [mark.level for mark in marks] == [0, 1, 2, 2, 2, 2]


def test_without_times_there_is_no_picture() -> None:
    held, judged = sample.minimal()
    assert draw(held, judged, Quotes(held, judged)) is None


@pytest.mark.parametrize(
    "times",
    [(50.0, 10.0), (-5.0, 3.0), (float("nan"), 2.0), (0.0, float("inf")), (3.0, None)],
)
def test_odd_times_stay_within_the_plot(times: tuple[float, float | None]) -> None:
    odd = Turn(0, "candidate", "words", *times)
    drawn = picture(replace(sample.conversation(), turns=(odd, *sample.conversation().turns[1:])))
    spans = [(one.x, one.width) for one in (*drawn.planned, *drawn.actual)]
    spans += [(one.x, one.width) for one in drawn.talk]
    spans += [(one.x, one.width) for one in drawn.gaps]
    for x, width in spans:
        assert LEFT <= x <= RIGHT
        assert 0 <= width <= RIGHT - LEFT + 3


@pytest.mark.parametrize("total_s", [0.5, 59, 600, 2700, 5400, 86_400, 1e9])
def test_ticks_are_few_and_round(total_s: float) -> None:
    ticks = Scale(total_s).ticks()
    assert 1 <= len(ticks) <= 14
    assert ticks[0].label == "0:00"
