"""What an assessment says. The report, the JSON and the progress page are renderings of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any, Final, Literal

from interviewer.conversation import Break, Provenance
from interviewer.vocabulary import (
    Area,
    Dimension,
    Level,
    Mistake,
    Part,
    Phase,
    Severity,
    Status,
    Verdict,
)

SCHEMA: Final = 1
DECIMALS: Final = 3
"""How far numbers are written out; finer would pretend to more than is known."""

DrillName = Literal["scoping", "data", "capacity", "deep-dive", "monitoring"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The candidate's own words.

    ``quote`` is ``text[start_char:end_char]`` of the turn; the seconds are interpolated by
    characters within the turn, and None where the input has no times.
    """

    quote: str
    turn: int
    start_s: float | None = None
    end_s: float | None = None
    start_char: int = 0
    end_char: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """One dimension.

    Attributes:
        score: 1 to 5, or None when there is not enough evidence.
        confidence: 0 to 1.
        title: the dimension as people name it.
        anchor: the rubric's description of the nearest level of performance.
        next_anchor: the description of the next better one; None at the top.
        practise: exercises from the rubric.
    """

    dimension: Dimension
    score: float | None
    confidence: float
    explanation: str
    evidence: tuple[Evidence, ...] = ()
    title: str = ""
    anchor: str | None = None
    next_anchor: str | None = None
    practise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageItem:
    """One point of the question card, and whether it came up.

    Attributes:
        credit: 0 to 1; lower for a name dropped without a reason, and after a hint.
        expected: the level interviewed for should raise it; else it is a bonus.
        why: why the point matters in this problem.
        hinted: the interviewer had given a hint or a probe about it before.
    """

    area: Area
    point: str
    status: Status
    evidence: Evidence | None = None
    point_id: str = ""
    credit: float = 0.0
    expected: bool = True
    essential: bool = False
    why: str = ""
    example: str = ""
    hinted: bool = False


@dataclass(frozen=True, slots=True)
class MistakeFound:
    """One of the eight classic mistakes, with the moment it happened.

    Attributes:
        instead: what it could have sounded like in this question.
        severity: 0 to 1, how badly it happened.
    """

    id: Mistake
    explanation: str
    evidence: tuple[Evidence, ...] = ()
    title: str = ""
    instead: str = ""
    why: str = ""
    severity: float = 1.0


@dataclass(frozen=True, slots=True)
class EstimateChecked:
    """A figure the candidate concluded, computed again. ``ratio`` is stated over computed."""

    quote: str
    stated: str
    computed: str
    ratio: float
    ok: bool
    working: str = ""
    issue: str | None = None
    kind: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Words per minute in one stretch of the interview."""

    start_s: float
    words_per_minute: float


@dataclass(frozen=True, slots=True)
class Speech:
    """How the candidate spoke; shown and explained, never graded beyond communication."""

    words: int
    words_per_minute: float | None
    fillers_at_least: int
    talk_ratio: float | None
    longest_monologue_s: float | None
    check_ins: int
    longest_monologue_words: int = 0
    questions_asked: int = 0
    answer_latency_s: float | None = None
    announced_pauses: int = 0
    pace: tuple[Pace, ...] = ()


@dataclass(frozen=True, slots=True)
class Pause:
    """A long silence; ``after`` is what the interviewer last said."""

    start_s: float
    duration_s: float
    phase: Phase | None
    announced: bool
    severity: Severity
    after: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A phase or part as planned and as it went; ``part_of`` is None for a phase."""

    phase: Phase | Part
    planned_s: float
    actual_s: float | None
    start_s: float | None = None
    part_of: Phase | None = None


@dataclass(frozen=True, slots=True)
class HintGiven:
    """A hint of the interviewer's; it lowers the credit of what it led to."""

    text: str
    turn: int
    t_s: float | None
    area: Area | None
    point: str | None


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One line of the good-against-great checklist; ``met`` is None when it cannot be told."""

    id: str
    text: str
    kind: Literal["good", "great"]
    met: bool | None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What to practise next; ``command`` starts the drill on this question."""

    what: str
    why: str
    drill: DrillName
    command: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A strong answer for the weakest area, step by step."""

    dimension: Dimension
    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpinionScore:
    """What a second judge made of one dimension.

    Attributes:
        score: 1 to 5, or None where it saw no evidence, or its answer could not be used.
        evidence: those of its quotes that are the candidate's words.
        differs: it is more than a step from ours.
        dropped: quotes that were not the candidate's words.
        problem: why its answer could not be used; None where it could.
    """

    dimension: Dimension
    score: float | None
    explanation: str = ""
    evidence: tuple[Evidence, ...] = ()
    differs: bool = False
    dropped: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """A language model's judgement, shown beside ours; it moves no score and no verdict.

    Attributes:
        judge: the model's name.
        verdict: from its own scores by our arithmetic; None unless it judged every dimension.
        scores: empty where it could not be had at all.
        differs: its verdict is more than a step from ours.
        failure: why some or all of it is missing; empty where it is whole.
    """

    judge: str
    verdict: Verdict | None
    overall: float | None
    scores: tuple[OpinionScore, ...]
    differs: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Judged(Provenance):
    """Where the words and the judgement come from.

    Attributes:
        judge: ``deterministic``, or the name of the model that judged beside it.
    """

    judge: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the feedback consists of.

    Attributes:
        summary: two sentences that say why, citing evidence.
        level_evidence: what the level must show, in the words of the level guide.
        data_share: the part of the solution-design talk that went to data, labels and
            features, 0 to 1; None when there was too little of it.
        data_share_of_great: the range great candidates show.
    """

    schema: int
    question: str
    company: str | None
    interviewer: str | None
    level: Level
    verdict: Verdict | None
    overall: float | None
    scores: tuple[Score, ...]
    coverage: tuple[CoverageItem, ...]
    mistakes: tuple[MistakeFound, ...]
    estimates: tuple[EstimateChecked, ...]
    speech: Speech
    pauses: tuple[Pause, ...]
    timeline: tuple[TimelineEntry, ...]
    advice: tuple[Advice, ...]
    provenance: Judged
    title: str = ""
    summary: str = ""
    level_title: str = ""
    must_show: tuple[str, ...] = ()
    hints: tuple[HintGiven, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    data_share: float | None = None
    data_share_of_great: tuple[float, float] = (0.3, 0.4)
    outline: Outline | None = None
    second_opinion: SecondOpinion | None = None
    breaks: tuple[Break, ...] = ()


def to_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain values in a fixed order; the same input gives the same bytes."""
    plain = _plain(assessment)
    assert isinstance(plain, dict)
    return plain


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if not (one.name == "part_of" and getattr(value, one.name) is None)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0
    if isinstance(value, dict):
        return {str(key): _plain(value[key]) for key in sorted(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value
