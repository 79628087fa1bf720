"""Puts the assessment together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from interviewer.assessment.advice import advice_of, outline_of
from interviewer.assessment.checklist import checklist_of
from interviewer.assessment.coverage import coverage_of
from interviewer.assessment.depth import depth_of
from interviewer.assessment.explain import is_doubtful, score_of, summary_of
from interviewer.assessment.mistakes import mistakes_of
from interviewer.assessment.observe import Observed
from interviewer.assessment.passages import quote
from interviewer.assessment.prompting import hints_of
from interviewer.assessment.result import SCHEMA, Assessment, EstimateChecked, Judged, Pause
from interviewer.assessment.scores import judge
from interviewer.assessment.speech import speech_of
from interviewer.assessment.spent import data_share_of, timeline_of
from interviewer.assessment.verdict import overall_of, tempered, verdict_of
from interviewer.assessment.withheld import withhold
from interviewer.conversation import Conversation
from interviewer.library.guides import MistakeGuide, Rubric
from interviewer.library.people import LevelGuide
from interviewer.matching.matcher import Matcher

JUDGE: Final = "deterministic"
DOUBTFUL_WORDS: Final = "the words were recognised with low confidence"


def assess(
    conversation: Conversation,
    rubric: Rubric,
    mistakes: Sequence[MistakeGuide],
    level_guide: LevelGuide,
    matcher: Matcher | None = None,
) -> Assessment:
    """Assess an interview.

    Args:
        conversation: the interview as it was held.
        rubric: the dimensions with their anchors.
        mistakes: the eight classic mistakes, for their wording.
        level_guide: what the level must show.
        matcher: one for the same card, where it exists already.
    """
    seen = Observed(conversation, matcher)
    judged = judge(seen, depth_of(seen))
    scores = tuple(score_of(one, seen, rubric) for one in judged)
    overall = overall_of(judged, conversation.provenance.complete)
    verdict = verdict_of(overall, conversation.level)
    if is_doubtful(seen):
        verdict = tempered(verdict)
    made = mistakes_of(seen, mistakes)
    estimates = estimates_of(seen)
    whole = Assessment(
        schema=SCHEMA,
        question=conversation.question.id,
        company=conversation.company,
        interviewer=conversation.interviewer,
        level=conversation.level,
        verdict=verdict,
        overall=overall,
        scores=scores,
        coverage=coverage_of(
            conversation.question,
            seen.best if seen.enough else {},
            conversation.level,
            seen.about_this,
        ),
        mistakes=made,
        estimates=estimates,
        speech=speech_of(seen),
        pauses=_pauses(conversation),
        timeline=timeline_of(seen),
        advice=advice_of(seen, judged, made, estimates, rubric),
        provenance=_provenance(seen),
        title=conversation.question.title,
        summary=summary_of(verdict, scores, made, seen),
        level_title=level_guide.title,
        must_show=level_guide.must_show,
        hints=hints_of(conversation.turns, conversation.question),
        checklist=checklist_of(seen, judged, rubric),
        data_share=data_share_of(seen),
        data_share_of_great=rubric.data_share_of_great,
        outline=outline_of(seen, judged, rubric) if seen.enough else None,
        breaks=conversation.breaks,
    )
    return withhold(whole) if conversation.provenance.withheld else whole


def estimates_of(seen: Observed) -> tuple[EstimateChecked, ...]:
    """The candidate's figures with what they come to."""
    turns = {turn.index: turn for turn in seen.turns}
    return tuple(
        EstimateChecked(
            quote=one.quote,
            stated=one.stated,
            computed=one.computed,
            ratio=one.ratio,
            ok=one.ok,
            working=one.working,
            issue=one.issue,
            kind=one.kind,
            evidence=quote(turns[one.turn], one.start_char, one.end_char),
        )
        for one in seen.estimates
    )


def _pauses(conversation: Conversation) -> tuple[Pause, ...]:
    return tuple(
        Pause(one.start_s, one.duration_s, one.phase, one.announced, one.severity, one.after)
        for one in conversation.silences
    )


def _provenance(seen: Observed) -> Judged:
    given = seen.conversation.provenance
    known = {one.name: getattr(given, one.name) for one in fields(given)}
    reason = given.withheld or given.reason or _reason(seen)
    return Judged(**known | {"reason": reason}, judge=JUDGE)


def _reason(seen: Observed) -> str | None:
    if not seen.enough:
        return f"only {seen.words} words of the candidate's speech"
    if seen.about_this < 1 and seen.about_this <= 0.34:
        return "little of what was said is about this problem"
    if seen.conversation.provenance.low_confidence:
        return DOUBTFUL_WORDS
    return None
