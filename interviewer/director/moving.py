"""Moving through the phases: by the clock, when a phase is done, or when the candidate asks."""

from __future__ import annotations

from dataclasses import replace

from interviewer.director.option import Option
from interviewer.director.situation import Situation
from interviewer.director.steps import ask
from interviewer.vocabulary import Move, Phase

PHASE_GRACE_S = 20.0
"""A phase that is over by no more than this waits for the candidate's next turn end anyway."""


def move_on(situation: Situation, reason: str, *, skip: bool = False) -> Option:
    """Open the next phase, or close the interview after the last one.

    Args:
        situation: where the interview stands.
        reason: why now.
        skip: the candidate wants to; nothing is asked about what was left open.
    """
    following = situation.setting.plan.after(situation.phase)
    if following is None:
        return wrap_up(reason)
    if following is Phase.SOLUTION_DESIGN and not skip:
        return Option(
            Move.MOVE_ON,
            reason,
            following.value,
            "the design",
            phrases="move_on",
            enters=following,
        )
    if following is Phase.DEEP_DIVE:
        return open_deep_dives(situation, reason)
    if following is Phase.CANDIDATE_QUESTIONS:
        return Option(
            Move.MOVE_ON,
            reason,
            following.value,
            phrases="invite_questions",
            enters=following,
        )
    return Option(
        Move.MOVE_ON, reason, following.value, "the design", phrases="move_on", enters=following
    )


def open_deep_dives(situation: Situation, reason: str) -> Option:
    """Enter the deep dive with its first question."""
    first = ask(situation.setting.dives[0], 0, "deep_dive_open")
    return replace(first, reason=reason, enters=Phase.DEEP_DIVE)


def wrap_up(reason: str) -> Option:
    """Close the interview."""
    return Option(Move.WRAP_UP, reason, "end", phrases="wrap_up", ends=True)


def by_the_clock(situation: Situation, now_s: float) -> Option | None:
    """The move the clock asks for, if any."""
    plan = situation.setting.plan
    if now_s >= plan.total_s:
        return wrap_up("the time is up")
    if now_s >= plan.ends_s(situation.phase) and plan.after(situation.phase) is not None:
        return move_on(situation, f"the time for {situation.phase.value} is over")
    return None
