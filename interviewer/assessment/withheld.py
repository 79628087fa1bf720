"""What is left of an assessment when nobody may be judged: the words and the times."""

from __future__ import annotations

from dataclasses import replace

from interviewer.assessment.result import Assessment, Score


def withhold(assessment: Assessment) -> Assessment:
    """The same without a verdict, scores, or anything else that is said of the candidate."""
    reason = assessment.provenance.withheld or ""
    return replace(
        assessment,
        verdict=None,
        overall=None,
        scores=tuple(_unscored(one) for one in assessment.scores),
        coverage=(),
        mistakes=(),
        estimates=(),
        advice=(),
        checklist=(),
        hints=(),
        data_share=None,
        outline=None,
        summary=reason,
    )


def _unscored(one: Score) -> Score:
    return replace(
        one,
        score=None,
        confidence=0.0,
        explanation="Withheld, as there is no verdict.",
        evidence=(),
    )
