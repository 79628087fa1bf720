"""What a model answered, checked: scores it may give, and quotes that were said. Pure.

Whatever cannot be believed is dropped and told. The deterministic scores are never touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from interviewer.assessment.passages import quote
from interviewer.assessment.result import (
    Assessment,
    Evidence,
    Judged,
    OpinionScore,
    Score,
    SecondOpinion,
)
from interviewer.assessment.verdict import verdict_of, weighted_mean
from interviewer.conversation import Conversation, Turn
from interviewer.matching.text import words_of
from interviewer.vocabulary import Dimension, Verdict

STEP: Final = 1.0
"""Scores further apart than this are said to disagree; verdicts likewise, in steps of the scale."""
FEWEST_WORDS, MOST_WORDS = 3, 60
MOST_FINDINGS: Final = 6
MOST_EXPLANATION: Final = 500
_FENCED: Final = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class _Answered(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Finding(_Answered):
    """Something the model says the candidate showed."""

    claim: Text = ""
    turn: int | None = None
    quote: Text


class Answer(_Answered):
    """The model's answer for one dimension; its schema is sent with the request."""

    score: Annotated[float, Field(ge=1, le=5, allow_inf_nan=False)] | None
    explanation: Text
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back, before anything of it is believed.

    Attributes:
        model: its name.
        texts: the raw answers, by dimension.
        failure: why some or all are missing, in our own words; empty where none is.
        mark: the canary that was sent.
    """

    model: str
    texts: Mapping[Dimension, str]
    failure: str = ""
    mark: str = ""


def with_opinion(
    assessment: Assessment, conversation: Conversation, answers: Answers
) -> Assessment:
    """The assessment with a second opinion beside it; its own scores and verdict stay."""
    ours = {one.dimension: one for one in assessment.scores}
    scores = tuple(_score(one, conversation, answers, ours[one]) for one in ours)
    answered = any(one.problem is None for one in scores)
    overall = _overall(scores, assessment)
    verdict = verdict_of(overall, conversation.level)
    opinion = SecondOpinion(
        judge=answers.model,
        verdict=verdict,
        overall=overall,
        scores=scores if answered else (),
        differs=_steps_apart(verdict, assessment.verdict) > STEP,
        failure=answers.failure or _unusable(scores),
    )
    return replace(
        assessment, second_opinion=opinion, provenance=_told(assessment.provenance, opinion)
    )


def _overall(scores: Sequence[OpinionScore], ours: Assessment) -> float | None:
    """By our arithmetic; None unless every answer could be used and we have a verdict as well."""
    if ours.verdict is None or any(one.problem is not None for one in scores):
        return None
    counted = [one for one in scores if ours.provenance.complete or one.score is not None]
    return weighted_mean({one.dimension: one.score for one in counted}) if counted else None


def _told(origin: Judged, opinion: SecondOpinion) -> Judged:
    judge, told = origin.judge, origin.fallbacks
    if opinion.scores:
        judge += f", with a second opinion by {opinion.judge}"
    if opinion.failure:
        alone = "" if opinion.scores else "; the deterministic judgement stands alone"
        told += (f"judge {opinion.judge}: {opinion.failure}{alone}",)
    return replace(origin, judge=judge, fallbacks=told)


def _unusable(scores: Sequence[OpinionScore]) -> str:
    bad = sum(one.problem is not None for one in scores)
    return f"{bad} of {len(scores)} answers could not be used" if bad else ""


def _score(
    dimension: Dimension, conversation: Conversation, answers: Answers, ours: Score
) -> OpinionScore:
    answer, problem = _read(answers.texts.get(dimension), answers.mark)
    if answer is None:
        return OpinionScore(dimension, None, problem=problem)
    turns = conversation.candidate_turns
    found = [locate(one, turns) for one in answer.findings[:MOST_FINDINGS]]
    evidence = tuple(dict.fromkeys(one for one in found if one is not None))
    invented = sum(one is None for one in found)
    if answer.score is not None and (not evidence or invented > len(evidence)):
        return OpinionScore(
            dimension, None, problem="its quotes were not the candidate's words, so it was dropped"
        )
    apart = None not in (answer.score, ours.score)
    return OpinionScore(
        dimension,
        answer.score,
        explanation=_one_line(answer.explanation),
        evidence=evidence if answer.score is not None else (),
        differs=apart and abs((answer.score or 0) - (ours.score or 0)) > STEP,
        dropped=invented,
    )


def _read(text: str | None, mark: str) -> tuple[Answer | None, str | None]:
    if text is None:
        return None, "there was no answer"
    if mark and mark in text:
        return None, "it repeated what is confidential"
    fenced = _FENCED.match(text)
    try:
        raw: Any = json.loads(fenced.group(1) if fenced else text, parse_constant=_refuse)
        return Answer.model_validate_json(json.dumps(raw)), None
    except (ValidationError, ValueError, RecursionError):
        return None, "it was not what was asked for"


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def locate(finding: Finding, turns: Sequence[Turn]) -> Evidence | None:
    """The candidate's own words that a model quotes, whatever its punctuation; None if not said.

    The turn it names is looked at first. A quote with something left out is none.
    """
    wanted = [word.norm for word in words_of(finding.quote, fillers=True)]
    if not FEWEST_WORDS <= len(wanted) <= MOST_WORDS:
        return None
    for turn in sorted(turns, key=lambda one: one.index != finding.turn):
        words = words_of(turn.text, fillers=True)
        norms = [word.norm for word in words]
        for at in range(len(norms) - len(wanted) + 1):
            if norms[at : at + len(wanted)] == wanted:
                return quote(turn, words[at].start, words[at + len(wanted) - 1].end)
    return None


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= MOST_EXPLANATION:
        return line
    return line[:MOST_EXPLANATION].rsplit(" ", 1)[0] + " …"


def _steps_apart(one: Verdict | None, other: Verdict | None) -> int:
    order = list(Verdict)
    return 0 if one is None or other is None else abs(order.index(one) - order.index(other))
