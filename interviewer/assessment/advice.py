"""The three things to practise next, from what this very answer lacked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from interviewer.assessment.explain import dimension_title, shorten
from interviewer.assessment.observe import Observed
from interviewer.assessment.result import (
    Advice,
    DrillName,
    EstimateChecked,
    MistakeFound,
    Outline,
)
from interviewer.assessment.scores import Judged
from interviewer.assessment.verdict import WEIGHTS
from interviewer.library.guides import Rubric
from interviewer.vocabulary import DIMENSION_OF_AREA, Dimension, Mistake

MOST: Final = 3
DRILL_OF_DIMENSION: Final[dict[Dimension, DrillName]] = {
    Dimension.PROBLEM_FRAMING: "scoping",
    Dimension.DATA_THINKING: "data",
    Dimension.MODEL_CHOICE: "deep-dive",
    Dimension.EVALUATION: "deep-dive",
    Dimension.SYSTEM_INTEGRATION: "monitoring",
    Dimension.TRADE_OFFS: "deep-dive",
    Dimension.QUANTIFICATION: "capacity",
    Dimension.COMMUNICATION: "scoping",
}
DIMENSION_OF_MISTAKE: Final[dict[Mistake, Dimension]] = {
    Mistake.JUMPS_TO_MODEL: Dimension.PROBLEM_FRAMING,
    Mistake.IGNORES_DATA: Dimension.DATA_THINKING,
    Mistake.FORGETS_SERVING_MONITORING: Dimension.SYSTEM_INTEGRATION,
    Mistake.DOES_NOT_QUANTIFY: Dimension.QUANTIFICATION,
    Mistake.MONOLOGUE: Dimension.COMMUNICATION,
    Mistake.OVER_ENGINEERS_V1: Dimension.MODEL_CHOICE,
    Mistake.NO_BUSINESS_METRIC: Dimension.PROBLEM_FRAMING,
    Mistake.COPIES_A_SYSTEM: Dimension.TRADE_OFFS,
}


def advice_of(
    seen: Observed,
    judged: Sequence[Judged],
    mistakes: Sequence[MistakeFound],
    estimates: Sequence[EstimateChecked],
    rubric: Rubric,
) -> tuple[Advice, ...]:
    """At most three, worst first; a drill is named twice only when nothing else is left."""
    if not seen.enough:
        return (_speak_more(seen),)
    ranked = sorted(judged, key=lambda one: (-_urgency(one, mistakes), one.dimension.value))
    wrong = [one for one in estimates if not one.ok]
    chosen: list[Advice] = []
    for one in ranked:
        if one.value is not None and one.value >= 4.5 and chosen:
            continue
        drill = DRILL_OF_DIMENSION[one.dimension]
        if any(advice.drill == drill for advice in chosen):
            continue
        chosen.append(_advise(one, seen, mistakes, wrong, rubric))
        if len(chosen) == MOST:
            break
    return tuple(chosen)


def _urgency(one: Judged, mistakes: Sequence[MistakeFound]) -> float:
    value = 1.0 if one.value is None else one.value
    slips = sum(m.severity for m in mistakes if DIMENSION_OF_MISTAKE[m.id] is one.dimension)
    return (5 - value + 0.7 * slips) * WEIGHTS[one.dimension]


def _advise(
    one: Judged,
    seen: Observed,
    mistakes: Sequence[MistakeFound],
    wrong: Sequence[EstimateChecked],
    rubric: Rubric,
) -> Advice:
    drill = DRILL_OF_DIMENSION[one.dimension]
    return Advice(_what(one, rubric), _why(one, mistakes, wrong), drill, _command(drill, seen))


def _command(drill: DrillName, seen: Observed) -> str:
    """What starts the drill, on the same question where the library has it."""
    chosen = "" if seen.question.is_generic else f" --question {seen.question.id}"
    return f"interviewer start --drill {drill}{chosen}"


def _what(one: Judged, rubric: Rubric) -> str:
    title = dimension_title(one.dimension, rubric)
    if one.missing:
        return f"{title}: {one.missing[0].point}"
    weak = min(one.parts, key=lambda part: part.share, default=None)
    guide = next(guide for guide in rubric.dimensions if guide.id is one.dimension)
    exercise = guide.practise[0] if guide.practise else guide.question
    if weak is not None and weak.name != "points" and weak.share < 0.5:
        return f"{title}: more {weak.name}. {exercise}"
    return f"{title}: {exercise}"


def _why(one: Judged, mistakes: Sequence[MistakeFound], wrong: Sequence[EstimateChecked]) -> str:
    if one.dimension is Dimension.QUANTIFICATION and wrong:
        first = wrong[0]
        return f"“{shorten(first.quote)}” comes to {first.computed}, not {first.stated}."
    for mistake in mistakes:
        if DIMENSION_OF_MISTAKE[mistake.id] is one.dimension:
            said = f" (“{shorten(mistake.evidence[0].quote)}”)" if mistake.evidence else ""
            return f"{mistake.explanation.rstrip('.')}{said}."
    if one.missing:
        return f"{one.missing[0].why} It never came up."
    if one.evidence:
        return f"The most that was said of it: “{shorten(one.evidence[0].quote)}”."
    return "Nothing that was said shows it."


def _speak_more(seen: Observed) -> Advice:
    return Advice(
        "Answer for a few minutes, thinking aloud.",
        f"With {seen.words} words there is nothing to assess.",
        "scoping",
        _command("scoping", seen),
    )


def outline_of(seen: Observed, judged: Sequence[Judged], rubric: Rubric) -> Outline | None:
    """What a strong answer would have said in the weakest dimension that has an outline."""
    ranked = sorted(judged, key=lambda one: (one.value or 0.0, one.dimension.value))
    for one in ranked:
        steps = [
            step.text
            for step in seen.question.outline
            if DIMENSION_OF_AREA[step.area] is one.dimension
        ]
        steps += [point.example for point in one.missing[: max(0, 4 - len(steps))]]
        if steps:
            title = dimension_title(one.dimension, rubric)
            return Outline(one.dimension, title, tuple(steps))
    return None
