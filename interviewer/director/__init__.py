"""The director: decides which moves are allowed and which one is due. Pure; it words nothing."""

from __future__ import annotations

from interviewer.director.clarifying import clarifying
from interviewer.director.closing import closing
from interviewer.director.designing import challenge, designing
from interviewer.director.diving import diving
from interviewer.director.moving import by_the_clock, move_on
from interviewer.director.option import Guidance, Occasion, Option, listen
from interviewer.director.requests import requested
from interviewer.director.setting import Setting, areas_by_target, choose_dives
from interviewer.director.silences import silent
from interviewer.director.situation import Situation
from interviewer.vocabulary import Move, Phase, Request

__all__ = [
    "Guidance",
    "Occasion",
    "Option",
    "Setting",
    "Situation",
    "areas_by_target",
    "choose_dives",
    "guide",
]


def guide(
    situation: Situation,
    now_s: float,
    occasion: Occasion,
    *,
    silence_s: float = 0.0,
    announced: bool = False,
    asked: Request | None = None,
) -> Guidance:
    """Say what the interviewer may do now.

    Args:
        situation: where the interview stands.
        now_s: the interview's clock.
        occasion: why the interviewer may act.
        silence_s: how long the candidate has been silent, on a silence.
        announced: whether they asked for that silence.
        asked: what they asked for by a key instead of in words.
    """
    if occasion is Occasion.OPENING:
        return _due(_opening(situation))
    clock = by_the_clock(situation, now_s)
    if occasion is Occasion.SILENCE:
        if clock is not None and not announced:
            return _due(clock)
        return _choice(situation, silent(situation, silence_s, announced, now_s))
    due = _first_due(situation, now_s, occasion, clock, asked)
    if due is not None:
        return _due(due)
    return _choice(situation, _by_phase(situation, now_s))


def _first_due(
    situation: Situation,
    now_s: float,
    occasion: Occasion,
    clock: Option | None,
    request: Request | None,
) -> Option | None:
    """What comes before everything else: requests, a wrong figure, the clock, a monologue."""
    if clock is not None and clock.ends:
        return clock
    asked = requested(situation, now_s, request)
    if asked is not None:
        return asked
    answer = situation.answer
    wrong = challenge(situation, answer) if answer is not None else None
    if wrong is not None:
        return wrong
    if clock is not None:
        return clock
    if occasion is Occasion.INTERRUPTION:
        number = situation.count(Move.FOLLOW_UP)
        return Option(
            Move.FOLLOW_UP, "a long monologue", f"monologue:{number}", phrases="monologue"
        )
    return None


def _by_phase(situation: Situation, now_s: float) -> list[Option]:
    if situation.phase is Phase.PROBLEM:
        return _leave_problem(situation, now_s)
    if situation.phase is Phase.CLARIFICATION:
        return clarifying(situation, now_s)
    if situation.phase is Phase.SOLUTION_DESIGN:
        return designing(situation, now_s)
    if situation.phase is Phase.DEEP_DIVE:
        return diving(situation, now_s)
    return closing(situation)


def _leave_problem(situation: Situation, now_s: float) -> list[Option]:
    """The candidate has begun: whatever they ask is already the next phase."""
    following = situation.setting.plan.after(Phase.PROBLEM)
    if following is Phase.CLARIFICATION:
        return clarifying(situation, now_s)
    if following is Phase.DEEP_DIVE:
        return [move_on(situation, "the drill begins")]
    return designing(situation, now_s)


def _opening(situation: Situation) -> Option:
    setting = situation.setting
    return Option(
        Move.MOVE_ON,
        "the interview begins",
        "prompt",
        setting.question.title,
        say=setting.question.prompt_for(setting.company.id),
        phrases="greeting",
        enters=setting.plan.first,
    )


def _due(option: Option) -> Guidance:
    return Guidance(option, (option,))


def _choice(situation: Situation, options: list[Option]) -> Guidance:
    """Leave out what was done before; silence is always allowed."""
    fresh = [
        o
        for o in options
        if o.move is Move.LISTEN or o.repeatable or not situation.has(o.move, o.target)
    ]
    return Guidance(None, tuple(fresh) or (listen("everything fitting has been asked"),))
