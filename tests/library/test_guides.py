"""The rubric, the timeline, the levels and the classic mistakes are complete and consistent."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from string import Formatter

import pytest
from rapidfuzz import fuzz

from interviewer.errors import LibraryError
from interviewer.library.guides import MistakeGuide, Rubric, TimelineGuide
from interviewer.library.load import parse_file, parse_list
from interviewer.library.people import LevelGuide
from interviewer.vocabulary import (
    AREAS_OF_PART,
    Dimension,
    Level,
    Mistake,
    Part,
    Phase,
)

FOLDER = Path(__file__).parents[2] / "personas"
LEVELS = list(Level)


def rubric() -> Rubric:
    return parse_file(FOLDER / "rubric.yaml", Rubric)


def timeline() -> TimelineGuide:
    return parse_file(FOLDER / "timeline.yaml", TimelineGuide)


def mistakes() -> tuple[MistakeGuide, ...]:
    return parse_list(FOLDER / "mistakes.yaml", MistakeGuide)


def level(which: Level) -> LevelGuide:
    return parse_file(FOLDER / "levels" / f"{which.value}.yaml", LevelGuide)


class TestRubric:
    def test_every_dimension_is_there_in_order(self) -> None:
        assert [dimension.id for dimension in rubric().dimensions] == list(Dimension)

    @pytest.mark.parametrize("which", LEVELS)
    def test_every_dimension_is_anchored_at_every_level(self, which: Level) -> None:
        assert all(which in dimension.anchors for dimension in rubric().dimensions)

    def test_no_anchor_is_another_one_reworded(self) -> None:
        for dimension in rubric().dimensions:
            texts = [
                text
                for anchors in dimension.anchors.values()
                for text in (anchors.one, anchors.three, anchors.five)
            ]
            assert len(texts) == 12
            for one, other in combinations(texts, 2):
                assert fuzz.token_sort_ratio(one, other) < 75, (one, other)

    def test_anchors_are_one_concrete_sentence(self) -> None:
        for dimension in rubric().dimensions:
            for anchors in dimension.anchors.values():
                for text in (anchors.one, anchors.three, anchors.five):
                    assert 8 <= len(text.split()) <= 40, text
                    assert text.endswith("."), text

    def test_every_dimension_says_what_to_practise(self) -> None:
        assert all(len(dimension.practise) >= 3 for dimension in rubric().dimensions)
        assert all(dimension.question.endswith("?") for dimension in rubric().dimensions)

    def test_good_and_great_have_distinct_traits(self) -> None:
        traits = (*rubric().good, *rubric().great)
        assert len({trait.id for trait in traits}) == len(traits)
        assert len(rubric().good) >= 5
        assert len(rubric().great) >= 10

    def test_great_candidates_give_data_a_third_of_their_time(self) -> None:
        assert rubric().data_share_of_great == (0.30, 0.40)


class TestTimeline:
    def test_phases_come_in_order_and_fill_the_hour(self) -> None:
        guide = timeline()
        assert [phase.id for phase in guide.phases] == list(Phase)
        assert [phase.minutes for phase in guide.phases] == [3, 7, 30, 15, 5]
        assert sum(phase.minutes for phase in guide.phases) == guide.minutes == 60

    def test_parts_come_in_order_and_fill_solution_design(self) -> None:
        guide = timeline()
        design = next(phase for phase in guide.phases if phase.id is Phase.SOLUTION_DESIGN)
        assert [part.id for part in guide.parts] == list(Part)
        assert [part.minutes for part in guide.parts] == [5, 5, 8, 5, 5, 2]
        assert sum(part.minutes for part in guide.parts) == design.minutes

    def test_parts_are_spent_on_the_areas_the_program_counts_for_them(self) -> None:
        assert {part.id: part.areas for part in timeline().parts} == AREAS_OF_PART

    def test_every_phase_says_what_it_should_reach(self) -> None:
        assert all(len(phase.reaches) >= 2 for phase in timeline().phases)

    def test_limits(self) -> None:
        guide = timeline()
        assert guide.clarifying_questions == (5, 8)
        assert guide.candidate_questions == (2, 3)
        assert guide.infrastructure_limit_s == 5 * 60

    def test_a_monologue_ends_before_the_longest_part_is_over(self) -> None:
        guide = timeline()
        longest_s = 60 * max(part.minutes for part in guide.parts)
        assert 120 <= guide.monologue_limit_s <= longest_s / 2


class TestLevels:
    def test_the_four_levels_are_there(self) -> None:
        files = sorted(path.stem for path in (FOLDER / "levels").glob("*.yaml"))
        assert files == sorted(each.value for each in Level)

    @pytest.mark.parametrize("which", LEVELS)
    def test_the_id_is_the_name_of_the_file(self, which: Level) -> None:
        assert level(which).id is which

    @pytest.mark.parametrize("which", LEVELS)
    def test_each_says_what_is_shown_what_is_more_and_what_is_too_little(
        self, which: Level
    ) -> None:
        guide = level(which)
        assert min(len(guide.must_show), len(guide.behaviour)) >= 4
        assert min(len(guide.bonus), len(guide.below_bar)) >= 3

    def test_trade_offs_are_expected_unasked_from_senior_on(self) -> None:
        asked = {each: level(each).prompts_for_tradeoffs for each in Level}
        assert asked == {Level.L3: True, Level.L4: True, Level.L5: False, Level.L6: False}

    def test_curveballs_are_for_senior_levels(self) -> None:
        thrown = [level(each).curveballs for each in Level]
        assert thrown[:2] == [0, 0]
        assert 0 < thrown[2] < thrown[3]

    def test_organisation_is_asked_of_staff_only(self) -> None:
        assert [each for each in Level if level(each).organisation] == [Level.L6]

    def test_hints_come_later_the_higher_the_level(self) -> None:
        patience = [level(each).hint_after_probes for each in Level]
        assert all(lower < higher for lower, higher in pairwise(patience))

    def test_no_demand_is_made_twice(self) -> None:
        demands = [text for each in Level for text in level(each).must_show]
        for one, other in combinations(demands, 2):
            if not one.startswith("everything expected"):
                assert fuzz.token_sort_ratio(one, other) < 80, (one, other)


class TestMistakes:
    def test_all_eight_are_there_in_order(self) -> None:
        assert [guide.id for guide in mistakes()] == list(Mistake)

    def test_each_is_heard_in_several_ways(self) -> None:
        for guide in mistakes():
            assert len(set(guide.sounds_like)) == len(guide.sounds_like) >= 3, guide.id

    def test_only_the_title_is_filled_in_and_only_in_what_to_say_instead(self) -> None:
        for guide in mistakes():
            fields = {field for _, field, _, _ in Formatter().parse(guide.instead) if field}
            assert fields <= {"title"}, guide.id
            assert "{" not in guide.instead.format(title="ride arrival times")
            others = (guide.title, guide.why, guide.interviewer_thinks, *guide.sounds_like)
            assert not any("{" in text for text in others), guide.id

    def test_what_to_say_instead_does_not_sound_like_the_mistake(self) -> None:
        for guide in mistakes():
            for example in guide.sounds_like:
                assert fuzz.token_set_ratio(example, guide.instead) < 75, (guide.id, example)

    def test_a_mistake_nobody_knows_is_refused(self, tmp_path: Path) -> None:
        text = (FOLDER / "mistakes.yaml").read_text(encoding="utf-8")
        wrong = tmp_path / "mistakes.yaml"
        wrong.write_text(text.replace("id: monologue", "id: mumbles"), encoding="utf-8")
        with pytest.raises(LibraryError, match="id: "):
            parse_list(wrong, MistakeGuide)
