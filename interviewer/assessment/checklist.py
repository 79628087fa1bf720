"""What sets good and great apart, ticked off where it can be told from the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from interviewer.assessment.observe import Observed
from interviewer.assessment.result import ChecklistItem, Evidence
from interviewer.assessment.scores import Judged
from interviewer.assessment.spent import data_share_of, words_by_part
from interviewer.library.guides import Rubric
from interviewer.vocabulary import Area, Dimension, Part

Tick = tuple[bool | None, Evidence | None]
SOLID: Final = 0.7
STATED: Final = 0.5
COMPONENTS: Final = (
    {Area.SCOPE, Area.METRICS},
    {Area.DATA, Area.LABELS, Area.FEATURES},
    {Area.MODEL, Area.TRAINING},
    {Area.OFFLINE_EVALUATION, Area.ONLINE_EVALUATION},
    {Area.SERVING, Area.FAILURE_MODES, Area.MONITORING},
)


def checklist_of(
    seen: Observed, judged: Sequence[Judged], rubric: Rubric
) -> tuple[ChecklistItem, ...]:
    """Every trait of the rubric; those code cannot judge are left open."""
    ticks = _ticks(seen, {one.dimension: one for one in judged}) if seen.enough else {}
    kinds: tuple[Literal["good", "great"], ...] = ("good", "great")
    found = []
    for kind in kinds:
        for trait in rubric.good if kind == "good" else rubric.great:
            met, evidence = ticks.get(trait.id, (None, None))
            found.append(ChecklistItem(trait.id, trait.text, kind, met, evidence))
    return tuple(found)


def _ticks(seen: Observed, by_id: Mapping[Dimension, Judged]) -> dict[str, Tick]:
    def at_least(dimension: Dimension, bar: float) -> Tick:
        one = by_id[dimension]
        met = one.value is not None and one.value >= bar
        return met, one.evidence[0] if met and one.evidence else None

    return {
        "covers_pipeline": _covers(seen),
        "reasonable_choices": at_least(Dimension.MODEL_CHOICE, 2.6),
        "aware_of_tradeoffs": at_least(Dimension.TRADE_OFFS, 2.2),
        "handles_follow_ups": _follow_ups(seen),
        "keeps_time": _keeps_time(seen),
        "clarification_shapes_design": at_least(Dimension.PROBLEM_FRAMING, 3.8),
        "depth_in_data": _depth_in_data(seen, at_least(Dimension.DATA_THINKING, 3.6)),
        "baseline_then_iterates": _baseline(seen),
        "links_offline_to_business": _links(seen),
        "raises_failure_modes": _unprompted(seen, {Area.FAILURE_MODES}, 1),
        "plans_for_change": _unprompted(seen, {Area.MONITORING}, 1),
        "uses_numbers": (len(seen.quantities) >= 8, _number(seen)),
        "specific_in_depth": _in_depth(seen),
    }


def _solid(seen: Observed, areas: set[Area]) -> list[Evidence]:
    if seen.about_this <= 0:
        return []
    return [
        one.passage.evidence(one.match.start, one.match.end)
        for one in sorted(seen.best.values(), key=lambda one: (-one.credit, one.point.id))
        if one.point.area in areas and one.credit >= SOLID
    ]


def _covers(seen: Observed) -> Tick:
    return all(_solid(seen, areas) for areas in COMPONENTS), None


def _unprompted(seen: Observed, areas: set[Area], enough: int) -> Tick:
    found = [
        one
        for one in seen.best.values()
        if one.point.area in areas and one.credit >= SOLID and not one.led.prompted
    ]
    quotes = [one.passage.evidence(one.match.start, one.match.end) for one in found]
    return len(found) >= enough and seen.about_this > 0, quotes[0] if quotes else None


def _follow_ups(seen: Observed) -> Tick:
    prompted = [one for one in seen.raised if one.led.prompted]
    if not seen.prompts:
        return None, None
    good = [one for one in prompted if one.match.strength >= STATED]
    first = good[0].passage.evidence(good[0].match.start, good[0].match.end) if good else None
    return bool(good), first


def _keeps_time(seen: Observed) -> Tick:
    spent = words_by_part(seen)
    return all(spent[part] > 0 for part in Part), None


def _depth_in_data(seen: Observed, tick: Tick) -> Tick:
    share = data_share_of(seen)
    return bool(tick[0]) and share is not None and share >= 0.25, tick[1]


def _baseline(seen: Observed) -> Tick:
    simple = {"baseline", "logistic_regression", "gbdt"}
    later = {"evolution", "neural_network", "two_tower", "transformer", "multi_task", "multi_stage"}
    first: Evidence | None = None
    for one in seen.sentences:
        concepts = set(seen.matcher.concepts_in(one.text))
        if first is None and concepts & simple:
            first = one.evidence
        if first is not None and concepts & later:
            return True, first
    return False, None


def _links(seen: Observed) -> Tick:
    offline = _solid(seen, {Area.OFFLINE_EVALUATION})
    business = _solid(seen, {Area.METRICS})
    online = _solid(seen, {Area.ONLINE_EVALUATION})
    return bool(offline and business and online), business[0] if business else None


def _number(seen: Observed) -> Evidence | None:
    from interviewer.assessment.passages import quote

    turns = {turn.index: turn for turn in seen.turns}
    for statement, number in seen.quantities:
        return quote(turns[statement.turn], number.start_char, number.end_char)
    return None


def _in_depth(seen: Observed) -> Tick:
    from interviewer.assessment.depth import depth_of

    answers = depth_of(seen)
    if not answers:
        return None, None
    best = max(answers, key=lambda one: one.quality)
    return best.quality >= 1.0, best.evidence
