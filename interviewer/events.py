"""What has happened in an interview, as facts. The journal is a list of these and nothing else.

Times are seconds on the interview's clock, which starts when the session does.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from interviewer.errors import JournalError
from interviewer.vocabulary import Level, Move, Phase, Request, Severity


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """An interview began; everything needed to understand the rest stands here.

    Attributes:
        question: the whole card, so that a session outlives a change of the library.
        plan_s: planned seconds of each phase and part, by name.
        engines: name of each engine at work ("stt", "tts", "mind"); absent where there is none.
        reasons: why each of them was chosen, one line each.
        recorded: whether audio is kept.
    """

    t_s: float
    session_id: str
    question: dict[str, Any]
    company: str
    interviewer: str
    level: Level
    minutes: float
    mode: str
    seed: int
    plan_s: dict[str, float]
    engines: dict[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    recorded: bool = True
    drill: str | None = None


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    """The interview moved into a phase."""

    t_s: float
    phase: Phase


@dataclass(frozen=True, slots=True)
class SegmentHeard:
    """A stretch of the candidate's speech was transcribed; its words also stand in the turn.

    Attributes:
        audio: the recording, relative to the session's folder; None when audio is not kept.
    """

    t_s: float
    start_s: float
    end_s: float
    text: str
    confidence: float | None = None
    audio: str | None = None


@dataclass(frozen=True, slots=True)
class CandidateSaid:
    """The candidate ended a turn.

    Attributes:
        t_s: when the interviewer could have answered.
        audio: recordings of its segments, in order.
        silent_voice: stretches of voice without words, likely filled pauses.
    """

    t_s: float
    turn: int
    text: str
    start_s: float
    end_s: float
    confidence: float | None = None
    audio: tuple[str, ...] = ()
    silent_voice: int = 0


@dataclass(frozen=True, slots=True)
class MoveMade:
    """The interviewer decided; journalled before a word of it is spoken.

    Attributes:
        target: id of what it is about (a point, fact, estimate, deep dive, trap or area).
        topic: the same in words.
        text: what is about to be said; empty for silence. Where the words are still being made,
            the first sentence; ``InterviewerSaid`` holds all that was said.
        mind: which mind worded it.
        reason: why this move now.
    """

    t_s: float
    kind: Move
    target: str | None
    topic: str
    text: str
    mind: str
    reason: str


@dataclass(frozen=True, slots=True)
class InterviewerSaid:
    """The interviewer's words were spoken (or shown).

    Attributes:
        text: what was really heard; shorter than planned if it was stopped.
    """

    t_s: float
    turn: int
    text: str
    start_s: float
    end_s: float
    kind: Move
    target: str | None = None
    audio: str | None = None


@dataclass(frozen=True, slots=True)
class PauseFlagged:
    """A long silence of the candidate is over.

    Attributes:
        after: what the interviewer last said.
    """

    t_s: float
    start_s: float
    duration_s: float
    phase: Phase
    announced: bool
    severity: Severity
    after: str


@dataclass(frozen=True, slots=True)
class CandidateAsked:
    """The candidate asked for something by a key or a command instead of in words."""

    t_s: float
    request: Request


@dataclass(frozen=True, slots=True)
class InterviewPaused:
    """The interview's clock was stopped; until it goes on nothing is heard or recorded."""

    t_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class InterviewResumed:
    """The interview's clock goes on.

    Attributes:
        paused_s: how long it stood still, in real time.
    """

    t_s: float
    paused_s: float


@dataclass(frozen=True, slots=True)
class PointNoted:
    """A language model found a point of the card in the candidate's words.

    It steers the interviewer, who need not ask for it any more. No score comes of it.

    Attributes:
        quote: the words, as they were said.
    """

    t_s: float
    point: str
    quote: str


@dataclass(frozen=True, slots=True)
class NotesFailed:
    """The language model could not look for points; the interviewer goes by the words alone."""

    t_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """What a session asked of a language model, told once at its end.

    Attributes:
        requests: sent in all, those below included.
        ahead: sent before it was sure that the candidate had finished.
        dropped: of these, the ones whose answer nobody wanted in the end.
        notes: sent to find points in what was said.
        estimated: at least one request was not counted by the server, but by its length.
        cost_usd: None where no price was given.
    """

    t_s: float
    model: str
    requests: int
    ahead: int
    dropped: int
    notes: int
    input_tokens: int
    output_tokens: int
    estimated: bool
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """An engine failed and something else took its place; the interview went on."""

    t_s: float
    engine: str
    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The interview is over.

    Attributes:
        complete: whether it came to its own end.
        reason: why it ended, in a few words.
    """

    t_s: float
    complete: bool
    reason: str


@dataclass(frozen=True, slots=True)
class OpinionGiven:
    """After the end, a language model judged the interview; nothing of it is checked yet.

    Attributes:
        answers: its raw answer for each dimension.
        failure: why some or all are missing; empty where none is.
        mark: the canary it was told; an answer with it is not believed.
    """

    t_s: float
    model: str
    answers: dict[str, str]
    failure: str = ""
    mark: str = ""


Event = (
    SessionStarted
    | PhaseEntered
    | SegmentHeard
    | CandidateSaid
    | MoveMade
    | InterviewerSaid
    | PauseFlagged
    | CandidateAsked
    | InterviewPaused
    | InterviewResumed
    | PointNoted
    | NotesFailed
    | ModelUsed
    | EngineFailed
    | SessionEnded
    | OpinionGiven
)

KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}


def to_record(event: Event) -> tuple[str, dict[str, Any]]:
    """The event's name and its fields as JSON can hold them."""
    return type(event).__name__, asdict(event)


def from_record(kind: str, fields: dict[str, Any]) -> Event:
    """Rebuild an event.

    Raises:
        JournalError: the kind is unknown or a field does not fit.
    """
    if kind not in KINDS:
        raise JournalError(f"the journal holds an unknown event {kind!r}")
    try:
        event: Event = _adapter(kind).validate_python(fields)
    except ValidationError as error:
        raise JournalError(f"the journal holds a damaged event {kind}") from error
    return event


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])
