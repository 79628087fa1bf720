"""A whole interview as it was held: what is assessed, whether it comes from a journal or a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from interviewer.library.question import Question
from interviewer.vocabulary import Level, Move, Part, Phase, Severity

Speaker = Literal["interviewer", "candidate", "unknown"]
"""Nobody is judged by the words of an unknown speaker."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of speech; turns are numbered from 0 over both speakers.

    Attributes:
        start_s: seconds since the interview began; None where the input has no times.
        audio: path of the recording, relative to the session's folder.
        move: what the interviewer did with this turn; None for the candidate, or when unknown.
        target: what the move was about: the id of a point, fact, estimate, deep dive or trap.
        confidence: the recogniser's own, 0 to 1; None where it gives none or nothing was heard.
    """

    index: int
    speaker: Speaker
    text: str
    start_s: float | None = None
    end_s: float | None = None
    phase: Phase | None = None
    move: Move | None = None
    target: str | None = None
    audio: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """A phase, or a part of solution design, as planned and as it went."""

    phase: Phase | Part
    planned_s: float
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A long silence while the candidate had the floor.

    Attributes:
        after: what the interviewer last said.
    """

    start_s: float
    duration_s: float
    phase: Phase | None
    announced: bool
    severity: Severity
    after: str


@dataclass(frozen=True, slots=True)
class Break:
    """A stop of the interview's clock: by the candidate, or because the microphone was lost.

    Attributes:
        start_s: where the interview's clock stood.
        duration_s: real time that passed meanwhile, which the interview's clock leaves out.
    """

    start_s: float
    duration_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a language model was asked during the interview, and what that came to.

    Attributes:
        requests: in all; ``ahead`` of them before a turn's end was sure, ``dropped`` of these in
            vain, ``notes`` to find points in what was said.
        estimated: not all tokens were counted by the server; some are guessed from the length.
        cost_usd: None where no price was given.
    """

    model: str
    requests: int = 0
    ahead: int = 0
    dropped: int = 0
    notes: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    cost_usd: float | None = None

    @property
    def in_words(self) -> str:
        """One line for a person."""
        about = "about " if self.estimated else ""
        tokens = f"{about}{self.input_tokens:,} tokens in and {self.output_tokens:,} out"
        ahead = f", {self.ahead} of them ahead of time ({self.dropped} in vain)"
        cost = "" if self.cost_usd is None else f", {about}${self.cost_usd:.4f}"
        asked = f"{self.requests} requests{ahead if self.ahead else ''}"
        return f"{self.model}: {asked}; {tokens}{cost}"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which engines were at work, and whether the interview came to its end.

    Attributes:
        stt: name of the speech-to-text engine; None for typed text.
        low_confidence: the words themselves are doubtful (pocketsphinx), so scores are too.
        fallbacks: what failed and what took its place, one line each.
        model_use: what a language model was asked; None where none was.
        withheld: why nothing may be judged, with what to do about it; None where it may.
    """

    stt: str | None = None
    mind: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    complete: bool = True
    reason: str | None = None
    low_confidence: bool = False
    fallbacks: tuple[str, ...] = ()
    withheld: str | None = None
    model_use: ModelUse | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything an assessment is made from.

    Attributes:
        timed: whether turns carry times, so that pauses and pace mean something.
        fillers_by_ear: stretches of voice without words, heard by voice activity; each is a
            likely filled pause that speech-to-text dropped.
    """

    question: Question
    level: Level
    turns: tuple[Turn, ...]
    company: str | None = None
    interviewer: str | None = None
    minutes: float | None = None
    phases: tuple[PhaseSpan, ...] = ()
    silences: tuple[Silence, ...] = ()
    breaks: tuple[Break, ...] = ()
    timed: bool = False
    fillers_by_ear: int = 0
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def candidate_turns(self) -> tuple[Turn, ...]:
        """What the candidate said."""
        return tuple(turn for turn in self.turns if turn.speaker == "candidate")
