"""Reports that say little: why there is no verdict once, and nothing about a candidate unknown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from interviewer.assessment.result import Assessment
from interviewer.assessment.withheld import withhold
from interviewer.conversation import Conversation
from interviewer.report import render_html, render_markdown
from interviewer.report.marks import moments
from interviewer.report.picture import draw
from interviewer.report.quotes import Quotes
from interviewer.report.scale import RIGHT, Scale
from interviewer.vocabulary import Move
from tests.report import sample
from tests.report.page import plain, read

WHY = "Nobody can tell who speaks: add --solo."


def withheld() -> tuple[Conversation, Assessment]:
    """A recording of an hour of talk in which nobody knows who is who."""
    held = sample.conversation()
    turns = tuple(replace(one, speaker="unknown", phase=None, move=None) for one in held.turns)
    held = replace(held, turns=turns, phases=(), silences=())
    judged = sample.assessment()
    origin = replace(judged.provenance, withheld=WHY, reason=WHY)
    timeline = tuple(replace(one, actual_s=None, start_s=None) for one in judged.timeline)
    return held, withhold(replace(judged, provenance=origin, timeline=timeline, pauses=()))


def test_a_withheld_report_says_why_once_and_judges_nothing() -> None:
    for written in (render_html(*withheld()), render_markdown(*withheld())):
        assert written.count("Nobody can tell who speaks") == 1
        for section in ("Scores", "Mistakes", "Coverage", "Practise next", "How you spoke"):
            assert section not in written
    page = read(render_html(*withheld()))
    assert plain(page.tagged("h1")[0].text).startswith("No verdict")
    assert not page.tagged("mark")
    assert {one.text for turn in page.with_class("turn") for one in turn.tagged("b")} == {
        "Somebody"
    }


def test_without_phases_there_is_no_plan_to_compare_with() -> None:
    held, judged = withheld()
    drawn = draw(held, judged, Quotes(held, judged))
    assert drawn is not None
    assert (drawn.planned, drawn.actual) == ((), ())
    assert drawn.talk[-1].x + drawn.talk[-1].width == pytest.approx(RIGHT, abs=0.2)
    assert drawn.top > 0
    assert ">Planned<" not in render_html(held, judged)


def test_eight_times_nothing_is_said_once() -> None:
    for written in (render_html(*sample.empty()), render_markdown(*sample.empty())):
        assert written.count("Nothing was scored") == 1
        assert "not enough evidence" in written
        assert written.count("words") < 12


@pytest.mark.parametrize("case", [sample.empty, sample.minimal, withheld])
def test_headings_are_in_order_however_little_there_is(case: object) -> None:
    assert callable(case)
    page = read(render_html(*case()))
    levels = [int(one.tag[1]) for one in page.tagged("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_last_label_of_the_axis_is_not_cut_off() -> None:
    for total_s in (52.0, 900.0, 1800.0, 3600.0, 5400.0):
        ticks = Scale(total_s).ticks()
        assert all(one.anchor == "end" for one in ticks if one.x > RIGHT - 15)
        assert ticks[0].anchor == "middle"


def test_a_deep_dive_is_marked_once_for_all_its_questions() -> None:
    held = sample.conversation()
    asked = next(one for one in held.turns if one.speaker == "interviewer")
    dive = replace(asked, move=Move.DEEP_DIVE, target="cold-start:0", start_s=100.0)
    deeper = replace(dive, target="cold-start:1", start_s=140.0)
    other = replace(dive, target="drift:0", start_s=180.0)
    talk = replace(held, turns=(dive, deeper, other, replace(dive, start_s=220.0)))
    found = moments(talk, sample.assessment(), Quotes(talk, sample.assessment()))
    assert [one.t_s for one in found if one.kind == "deep_dive"] == [100.0, 180.0, 220.0]
