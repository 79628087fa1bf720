"""What the report says, settled once; HTML and Markdown are two ways of writing it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviewer.assessment.result import (
    Assessment,
    CoverageItem,
    OpinionScore,
    Pause,
    TimelineEntry,
)
from interviewer.conversation import Conversation
from interviewer.report import coverage, figures, picture, transcript
from interviewer.report.coverage import AreaRow
from interviewer.report.figures import Figure
from interviewer.report.notices import Notice, notices
from interviewer.report.picture import Picture
from interviewer.report.quotes import Quotes
from interviewer.report.transcript import PrintedTurn
from interviewer.report.words import VERDICTS, company_name
from interviewer.vocabulary import Dimension, Part, Phase, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One of the six verdicts on the scale."""

    name: str
    given: bool


@dataclass(frozen=True, slots=True)
class View:
    """Everything the templates need, in the order people read it."""

    title: str
    heading: str
    for_whom: str
    why: str
    steps: tuple[Step, ...]
    facts: tuple[Figure, ...]
    assessment: Assessment
    conversation: Conversation
    quotes: Quotes
    picture: Picture | None
    timeline: tuple[TimelineEntry, ...]
    areas: tuple[AreaRow, ...]
    gaps: tuple[CoverageItem, ...]
    tally: dict[str, int]
    speech: tuple[Figure, ...]
    pace: str
    pace_range: tuple[float, float] | None
    origins: tuple[Figure, ...]
    notices: tuple[Notice, ...]
    no_mistakes: str
    late_silences: tuple[Pause, ...]
    turns: tuple[PrintedTurn, ...]
    audible: frozenset[int]

    def second(self, dimension: Dimension) -> OpinionScore | None:
        """What the second judge made of a dimension; None where there is none, or it is unusable.

        An answer that could not be used is told with the reason why there is no second verdict.
        """
        opinion = self.assessment.second_opinion
        found = (one for one in opinion.scores if one.dimension is dimension) if opinion else ()
        return next((one for one in found if one.problem is None), None)

    @property
    def scored(self) -> bool:
        """Whether there is a score; eight times none need not be told eight times."""
        return any(one.score is not None for one in self.assessment.scores)

    @property
    def judged(self) -> bool:
        """Whether anything is said of the candidate; without, only words and times are shown."""
        return self.assessment.provenance.withheld is None

    def is_part(self, phase: object) -> bool:
        """Whether a row of the timeline is a part of solution design."""
        return isinstance(phase, Part)

    def offset(self, turn: int, start_s: float | None) -> str:
        """Seconds from the beginning of a turn to a moment in it, for the player."""
        began_s = next((one.start_s for one in self.conversation.turns if one.index == turn), None)
        if start_s is None or began_s is None:
            return "0"
        return f"{max(0.0, start_s - began_s):.1f}"

    def anchor_after(self, pause: Pause) -> str:
        """Where in the transcript a silence was broken."""
        return picture.anchor_after(pause, self.conversation.turns)


def build(
    conversation: Conversation,
    assessment: Assessment,
    *,
    audio: Mapping[str, str],
    title: str | None,
    date: str | None,
) -> View:
    """Settle what the report says."""
    quotes = Quotes(conversation, assessment)
    verdict = assessment.verdict
    heading = VERDICTS[verdict] if verdict else "No verdict"
    turns = transcript.printed(conversation, assessment.pauses, quotes, audio)
    question = assessment.title or conversation.question.title
    why = assessment.summary if verdict else _why_not(assessment)
    return View(
        title=title or f"{question}: {heading}",
        heading=heading,
        for_whom=_for_whom(assessment),
        why=why,
        steps=tuple(Step(VERDICTS[one], one is verdict) for one in Verdict),
        facts=tuple(figures.facts(conversation, assessment, date)),
        assessment=assessment,
        conversation=conversation,
        quotes=quotes,
        picture=picture.draw(conversation, assessment, quotes),
        timeline=tuple(_nested(assessment.timeline)) if _is_known(assessment.timeline) else (),
        areas=tuple(coverage.by_area(assessment.coverage, quotes)),
        gaps=tuple(coverage.gravest_gaps(assessment.coverage)) if verdict else (),
        tally=coverage.tally(assessment.coverage),
        speech=tuple(figures.speech_figures(assessment.speech)),
        pace=figures.pace_points(assessment.speech.pace),
        pace_range=figures.pace_range(assessment.speech.pace),
        origins=tuple(figures.origins(assessment.provenance)),
        notices=tuple(notices(assessment, why)),
        no_mistakes=figures.why_no_mistakes(assessment),
        late_silences=_late(assessment, turns),
        turns=tuple(turns),
        audible=frozenset(one.turn.index for one in turns if one.audio),
    )


def _nested(timeline: Sequence[TimelineEntry]) -> Iterator[TimelineEntry]:
    """The phases, solution design followed by its parts."""
    parts = [entry for entry in timeline if isinstance(entry.phase, Part)]
    for entry in timeline:
        if isinstance(entry.phase, Part):
            continue
        yield entry
        if entry.phase is Phase.SOLUTION_DESIGN:
            yield from parts


def _is_known(timeline: Sequence[TimelineEntry]) -> bool:
    """Whether anything went into the phases; a plan alone says nothing about this interview."""
    return any(entry.actual_s is not None for entry in timeline)


def _for_whom(assessment: Assessment) -> str:
    level = f"at {assessment.level.value}"
    company = company_name(assessment.company)
    return f"{level}, {company}" if company and assessment.company != "generic" else level


def _why_not(assessment: Assessment) -> str:
    """Why there is no verdict; what the assessor says of it comes after the plain reason."""
    reason = figures.why_no_verdict(assessment)
    if assessment.speech.words < figures.ENOUGH_WORDS:
        return reason
    summary = assessment.summary
    return f"{reason} {summary}".strip() if summary and summary not in reason else reason


def _late(assessment: Assessment, turns: list[PrintedTurn]) -> tuple[Pause, ...]:
    """Silences after the last turn, which no turn could be printed after."""
    shown = [pause for turn in turns for pause in turn.silences]
    return tuple(pause for pause in assessment.pauses if pause not in shown)
