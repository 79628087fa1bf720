"""What the live screen knows, as a fold over what happens. Pure: no clock, no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from audio.endpointing import is_announced_pause
from interviewer.choices import ANY_COMPANY
from interviewer.cli.screen.draft import Draft
from interviewer.cli.screen.words import span
from interviewer.director import Setting
from interviewer.events import (
    CandidateAsked,
    CandidateSaid,
    EngineFailed,
    Event,
    InterviewerSaid,
    InterviewPaused,
    InterviewResumed,
    MoveMade,
    PauseFlagged,
    PhaseEntered,
    SegmentHeard,
)
from interviewer.timeline import Plan
from interviewer.vocabulary import Move, Phase, Request

MOST_LINES = 40
"""Remembered for the screen; no terminal shows more turns at once."""

ROLES = {"mind": "interviewer:", "stt": "hears with", "tts": "speaks with"}
"""How the engines are introduced."""

Speaker = Literal["interviewer", "you", "note"]


class Doing(StrEnum):
    """What goes on right now."""

    LISTENING = "Listening"
    HEARING = "Hearing you"
    THINKING = "Thinking"
    SPEAKING = "Speaking"


@dataclass(frozen=True, slots=True)
class Line:
    """What one of the two has said; ``open`` while more of it is coming."""

    speaker: Speaker
    text: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """Everything a frame of the screen is drawn from.

    Attributes:
        who: company, level and interviewer, in a few words each.
        engines: what is at work, in a few words each.
        typed: answers are typed and not spoken.
        silent_since_s: when the candidate fell silent; None while one of the two speaks.
        announced: they asked for time to think.
        level_dbfs: loudness of the microphone; None before anything was heard.
        stopped: why the clock stands still; None while it goes.
        notice: a line about what is going on, for a moment.
    """

    title: str
    who: tuple[str, ...]
    plan: Plan
    engines: tuple[str, ...] = ()
    typed: bool = False
    phase: Phase = Phase.PROBLEM
    phase_since_s: float = 0.0
    talk: tuple[Line, ...] = ()
    doing: Doing = Doing.THINKING
    silent_since_s: float | None = None
    announced: bool = False
    level_dbfs: float | None = None
    stopped: str | None = None
    notice: str = ""
    draft: Draft = field(default_factory=Draft)


def beginning(setting: Setting, engines: Mapping[str, str]) -> View:
    """What is known before anything has happened."""
    company = setting.company.name if setting.company.id != ANY_COMPANY else ""
    who = (company, setting.level.id.value, setting.interviewer.name)
    return View(
        setting.question.title,
        tuple(one for one in who if one),
        setting.plan,
        tuple(f"{what} {engines[role]}" for role, what in ROLES.items() if role in engines),
    )


def spoken(view: View, sentence: str) -> View:
    """A sentence of the interviewer begins."""
    return replace(
        _continued(view, "interviewer", sentence),
        doing=Doing.SPEAKING,
        silent_since_s=None,
        announced=False,
    )


def voiced(view: View, until_s: float | None) -> View:
    """The candidate's voice began, or ended at ``until_s``."""
    if view.doing not in (Doing.LISTENING, Doing.HEARING):
        return view
    if until_s is None:
        return replace(view, doing=Doing.HEARING, silent_since_s=None, announced=False)
    return replace(view, doing=Doing.LISTENING, silent_since_s=until_s)


def happened(view: View, event: Event) -> View:
    """An event of the session."""
    if isinstance(event, PhaseEntered):
        return replace(view, phase=event.phase, phase_since_s=event.t_s)
    if isinstance(event, SegmentHeard):
        announced = view.announced or is_announced_pause(event.text)
        return replace(_continued(view, "you", event.text), announced=announced)
    if isinstance(event, CandidateSaid):
        told = _closed(view, "you", event.text)
        return replace(told, doing=Doing.THINKING, silent_since_s=event.end_s)
    if isinstance(event, MoveMade) and event.kind is Move.LISTEN:
        return replace(view, doing=Doing.LISTENING)
    if isinstance(event, InterviewerSaid):
        return replace(
            _closed(view, "interviewer", event.text),
            doing=Doing.LISTENING,
            silent_since_s=event.end_s,
        )
    return _told(view, event)


def _told(view: View, event: Event) -> View:
    """What is worth a note between the lines, or a change of the clock."""
    if isinstance(event, CandidateAsked):
        thinking = event.request is Request.MINUTE
        return replace(view, announced=thinking or view.announced)
    if isinstance(event, InterviewPaused):
        return replace(view, stopped=event.reason)
    if isinstance(event, InterviewResumed):
        since_s = event.t_s if view.silent_since_s is not None else None
        resumed = replace(view, stopped=None, silent_since_s=since_s)
        return _noted(resumed, f"paused for {span(event.paused_s)}")
    if isinstance(event, PauseFlagged):
        kind = ", as announced" if event.announced else ""
        return _noted(view, f"{event.duration_s:.0f} s of silence{kind}")
    if isinstance(event, EngineFailed):
        return _noted(view, f"{event.engine}: {event.reason}; {event.instead}")
    return view


def _continued(view: View, speaker: Speaker, text: str) -> View:
    """Add to the line that is open, or begin one."""
    last = view.talk[-1] if view.talk else None
    if last is not None and last.open and last.speaker == speaker:
        longer = Line(speaker, f"{last.text} {text}", open=True)
        return replace(view, talk=(*view.talk[:-1], longer))
    return _with(view, [Line(speaker, text, open=True)])


def _closed(view: View, speaker: Speaker, text: str) -> View:
    """Put what was said in all in the place of its open pieces; nothing, if it was nothing."""
    rest = tuple(line for line in view.talk if not (line.open and line.speaker == speaker))
    return _with(replace(view, talk=rest), [Line(speaker, text)] if text else [])


def _noted(view: View, text: str) -> View:
    return _with(view, [Line("note", text)])


def _with(view: View, lines: Iterable[Line]) -> View:
    return replace(view, talk=(*view.talk, *lines)[-MOST_LINES:])
