"""From eight scores to one number and a recommendation for the level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from interviewer.assessment.scores import Judged
from interviewer.vocabulary import Dimension, Level, Verdict

WEIGHTS: Final[dict[Dimension, float]] = {
    Dimension.PROBLEM_FRAMING: 1.2,
    Dimension.DATA_THINKING: 1.3,
    Dimension.MODEL_CHOICE: 1.1,
    Dimension.EVALUATION: 1.1,
    Dimension.SYSTEM_INTEGRATION: 1.2,
    Dimension.TRADE_OFFS: 0.8,
    Dimension.QUANTIFICATION: 0.9,
    Dimension.COMMUNICATION: 0.9,
}
"""Data weighs most: it sets good and great candidates apart."""

NOT_SHOWN: Final = 1.0
"""What a dimension without evidence counts in the overall score; its own score stays None."""

BARS: Final[dict[Level, tuple[float, float, float, float, float]]] = {
    Level.L3: (1.6, 2.1, 2.6, 3.2, 4.1),
    Level.L4: (1.7, 2.2, 2.7, 3.3, 4.15),
    Level.L5: (1.8, 2.3, 2.8, 3.4, 4.2),
    Level.L6: (1.9, 2.4, 2.9, 3.5, 4.25),
}
"""The overall score from which each verdict above strong_no_hire is given.

What is expected grows with the level as well (the card's points), so the bars grow little.
"""


def overall_of(judged: Sequence[Judged], complete: bool) -> float | None:
    """The weighted mean; None when nothing was shown at all.

    What was not shown counts as one, except in an interview that broke off: there only what was
    reached counts.
    """
    shown = [one for one in judged if one.value is not None]
    if not shown:
        return None
    counted = judged if complete else shown
    return weighted_mean({one.dimension: one.value for one in counted})


def weighted_mean(scores: Mapping[Dimension, float | None]) -> float:
    """Of at least one dimension; what was not shown counts as one."""
    values = [
        (NOT_SHOWN if value is None else value) * WEIGHTS[dimension]
        for dimension, value in scores.items()
    ]
    return sum(values) / sum(WEIGHTS[dimension] for dimension in scores)


def tempered(verdict: Verdict | None) -> Verdict | None:
    """The same without "strong", which doubtful words cannot carry."""
    plain = {
        Verdict.STRONG_NO_HIRE: Verdict.NO_HIRE,
        Verdict.STRONG_HIRE: Verdict.HIRE,
    }
    return plain.get(verdict, verdict) if verdict is not None else None


def verdict_of(overall: float | None, level: Level) -> Verdict | None:
    """The verdict for an overall score at a level."""
    if overall is None:
        return None
    return list(Verdict)[sum(overall >= bar for bar in BARS[level])]
