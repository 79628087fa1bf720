from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.timeline import DRILL_PHASES, Plan, plan_drill, plan_interview
from interviewer.vocabulary import Part, Phase
from tests.stage import LIBRARY

GUIDE = LIBRARY.timeline()


def test_an_hour_is_the_reference_interview() -> None:
    plan = plan_interview(GUIDE, 60)
    assert [plan.phases[p] / 60 for p in Phase] == [3, 7, 30, 15, 5]
    assert [plan.parts[p] / 60 for p in Part] == [5, 5, 8, 5, 5, 2]


@given(st.floats(5, 180))
def test_any_length_keeps_the_proportions(minutes: float) -> None:
    plan = plan_interview(GUIDE, minutes)
    assert plan.total_s == pytest.approx(60 * minutes)
    assert plan.starts_s(Phase.DEEP_DIVE) == pytest.approx(plan.total_s * 40 / 60)
    assert sum(plan.parts.values()) == pytest.approx(plan.phases[Phase.SOLUTION_DESIGN])


@given(st.floats(0, 4000))
def test_every_second_of_the_design_belongs_to_a_part(design_s: float) -> None:
    assert plan_interview(GUIDE, 60).part_at(design_s) in Part


@pytest.mark.parametrize("drill", sorted(DRILL_PHASES))
def test_a_drill_is_one_phase(drill: str) -> None:
    plan = plan_drill(GUIDE, drill, 10)
    assert plan.total_s == pytest.approx(600)
    assert plan.after(Phase.PROBLEM) is DRILL_PHASES[drill]
    assert plan.after(DRILL_PHASES[drill]) is None


def test_a_plan_survives_the_journal() -> None:
    plan = plan_interview(GUIDE, 45)
    assert Plan.from_seconds(plan.as_seconds()) == plan
