"""From a journal's events to the conversation that is assessed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.conversation import (
    Break,
    Conversation,
    ModelUse,
    PhaseSpan,
    Provenance,
    Silence,
    Turn,
)
from interviewer.errors import JournalError
from interviewer.events import (
    CandidateSaid,
    EngineFailed,
    Event,
    InterviewerSaid,
    InterviewPaused,
    InterviewResumed,
    ModelUsed,
    MoveMade,
    PauseFlagged,
    PhaseEntered,
    SessionEnded,
    SessionStarted,
)
from interviewer.library.question import Question
from interviewer.timeline import Plan
from interviewer.vocabulary import Phase

DOUBTFUL_ENGINES = frozenset({"pocketsphinx"})


def conversation_of(events: Sequence[Event]) -> Conversation:
    """Tell the interview from its events.

    Raises:
        JournalError: the journal does not begin with a session.
    """
    if not events or not isinstance(events[0], SessionStarted):
        raise JournalError("the journal does not begin with a session; nothing can be told from it")
    started = events[0]
    turns = _turns(events)
    return Conversation(
        question=Question.model_validate(started.question),
        level=started.level,
        turns=turns,
        company=started.company,
        interviewer=started.interviewer,
        minutes=started.minutes,
        phases=_phases(events, started),
        silences=tuple(_silence(e) for e in events if isinstance(e, PauseFlagged)),
        breaks=_breaks(events),
        timed=started.mode != "text",
        fillers_by_ear=sum(e.silent_voice for e in events if isinstance(e, CandidateSaid)),
        provenance=_provenance(events, started),
    )


def moves_of(events: Sequence[Event]) -> list[MoveMade]:
    """Every move with all that was said of it.

    A move is journalled before it is spoken, so that of a streamed one it holds only the first
    sentence; the rest stands in the ``InterviewerSaid`` that follows.
    """
    moves: list[MoveMade] = []
    for event in events:
        if isinstance(event, MoveMade):
            moves.append(event)
        elif isinstance(event, InterviewerSaid) and moves:
            moves[-1] = replace(moves[-1], text=event.text)
    return moves


def _turns(events: Sequence[Event]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    phase = Phase.PROBLEM
    for event in events:
        if isinstance(event, PhaseEntered):
            phase = event.phase
        elif isinstance(event, CandidateSaid):
            turns.append(
                Turn(
                    len(turns),
                    "candidate",
                    event.text,
                    event.start_s,
                    event.end_s,
                    phase,
                    audio="\n".join(event.audio) or None,
                    confidence=event.confidence,
                )
            )
        elif isinstance(event, InterviewerSaid) and event.text:  # empty: stopped before a word
            turns.append(
                Turn(
                    len(turns),
                    "interviewer",
                    event.text,
                    event.start_s,
                    event.end_s,
                    phase,
                    event.kind,
                    event.target,
                    event.audio,
                )
            )
    return tuple(turns)


def _phases(events: Sequence[Event], started: SessionStarted) -> tuple[PhaseSpan, ...]:
    entered = {e.phase: e.t_s for e in reversed(events) if isinstance(e, PhaseEntered)}
    end_s = events[-1].t_s
    plan = Plan.from_seconds(started.plan_s)
    begun = sorted(entered.items(), key=lambda item: item[1])
    ends = {
        phase: (begun[i + 1][1] if i + 1 < len(begun) else end_s)
        for i, (phase, _) in enumerate(begun)
    }
    spans = [
        PhaseSpan(phase, plan.phases.get(phase, 0.0), entered.get(phase), ends.get(phase))
        for phase in Phase
    ]
    return (*spans, *(PhaseSpan(part, planned_s) for part, planned_s in plan.parts.items()))


def _silence(event: PauseFlagged) -> Silence:
    return Silence(
        event.start_s, event.duration_s, event.phase, event.announced, event.severity, event.after
    )


def _breaks(events: Sequence[Event]) -> tuple[Break, ...]:
    """The stops of the clock; one that never ended, as after a crash, took no known time."""
    begun = [event for event in events if isinstance(event, InterviewPaused)]
    ended = [event.paused_s for event in events if isinstance(event, InterviewResumed)]
    lasted = [*ended, *([0.0] * (len(begun) - len(ended)))]
    return tuple(Break(one.t_s, s, one.reason) for one, s in zip(begun, lasted, strict=False))


def _provenance(events: Sequence[Event], started: SessionStarted) -> Provenance:
    ended = next((e for e in reversed(events) if isinstance(e, SessionEnded)), None)
    stt = started.engines.get("stt")
    reason = ended.reason if ended else "the program was stopped before the interview ended"
    complete = ended is not None and ended.complete
    return Provenance(
        stt=stt,
        mind=started.engines.get("mind"),
        versions=dict(started.versions),
        complete=complete,
        reason=None if complete else reason,
        low_confidence=(stt or "").split()[0] in DOUBTFUL_ENGINES if stt else False,
        fallbacks=tuple(
            f"{e.engine}: {e.reason}; {e.instead}" for e in events if isinstance(e, EngineFailed)
        ),
        model_use=_model_use([e for e in events if isinstance(e, ModelUsed)]),
    )


def _model_use(parts: Sequence[ModelUsed]) -> ModelUse | None:
    """All that was asked, also where an interview was held in several sittings."""
    if not parts:
        return None
    costs = [part.cost_usd for part in parts if part.cost_usd is not None]
    return ModelUse(
        parts[-1].model,
        sum(part.requests for part in parts),
        sum(part.ahead for part in parts),
        sum(part.dropped for part in parts),
        sum(part.notes for part in parts),
        sum(part.input_tokens for part in parts),
        sum(part.output_tokens for part in parts),
        any(part.estimated for part in parts),
        sum(costs) if len(costs) == len(parts) else None,
    )
