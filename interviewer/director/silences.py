"""The ladder for silence: a quiet word, then an offer to think aloud, then a hint."""

from __future__ import annotations

from interviewer.director.closing import closing
from interviewer.director.designing import designing, questions_on_design
from interviewer.director.moving import move_on
from interviewer.director.option import Option, listen
from interviewer.director.requests import hint
from interviewer.director.situation import Situation
from interviewer.director.steps import next_question
from interviewer.vocabulary import Move, Phase

OFFER_S = 5.0
"""After a turn the interviewer let pass, they take the floor when nothing more comes."""

QUIET_S = 10.0
THINK_ALOUD_S = 20.0
HINT_S = 30.0
MOVE_ON_S = 60.0


def silent(situation: Situation, silence_s: float, announced: bool, now_s: float) -> list[Option]:
    """Moves after a silence of a known length; the first is the best."""
    silence_s = round(silence_s, 3)  # the difference of two times falls short of a mark by rounding
    if silence_s < QUIET_S:
        return _take_the_floor(situation, now_s)
    if announced:
        if silence_s < HINT_S:
            return [listen("the candidate asked for this time")]
        return [_rung(situation, "nudge_quiet", "an announced pause has grown long")]
    if _through(situation, now_s):
        return [move_on(situation, "nothing about the design is left to ask")]
    if silence_s < THINK_ALOUD_S:
        return [_rung(situation, "nudge_quiet", "ten seconds of silence")]
    if silence_s < HINT_S:
        return [_rung(situation, "nudge_think_aloud", "twenty seconds of silence")]
    if situation.phase is Phase.CANDIDATE_QUESTIONS:
        return [move_on(situation, "no further questions")]
    if silence_s < MOVE_ON_S:
        return [_hint_once(situation)]
    return [_out_of_the_hole(situation)]


def _take_the_floor(situation: Situation, now_s: float) -> list[Option]:
    """The candidate has finished after all: speak instead of waiting for an awkward silence."""
    stay = listen("the candidate was just asked something")
    if situation.listened == 0:
        return [stay]
    by_phase = {
        Phase.SOLUTION_DESIGN: lambda: [*designing(situation, now_s), *_ahead(situation, now_s)],
        Phase.CANDIDATE_QUESTIONS: lambda: closing(situation),
    }
    options = by_phase.get(situation.phase, list)()
    return [*(o for o in options if o.move is not Move.LISTEN), stay]


def _ahead(situation: Situation, now_s: float) -> list[Option]:
    """Questions for a candidate who is through their design before the plan is."""
    answer = situation.answer
    return questions_on_design(situation, answer, now_s, ahead=True) if answer else []


def _through(situation: Situation, now_s: float) -> bool:
    """Whether nothing is left to say or to ask about the design."""
    return situation.phase is Phase.SOLUTION_DESIGN and not _ahead(situation, now_s)


def _rung(situation: Situation, phrases: str, reason: str) -> Option:
    """One rung of the ladder; each is used once in a silence."""
    target = f"{phrases}:{len(situation.answers)}"
    if situation.has(Move.NUDGE, target):
        return listen("this much was said already")
    return Option(Move.NUDGE, reason, target, phrases=phrases)


def _hint_once(situation: Situation) -> Option:
    last = situation.last_spoken
    if last is not None and last.kind is Move.HINT:
        return listen("a hint was just given")
    return hint(situation, "half a minute of silence")


def _out_of_the_hole(situation: Situation) -> Option:
    """After a minute of silence a new question is kinder than another hint."""
    if situation.phase is Phase.DEEP_DIVE:
        onward = next_question(situation, None)
        if onward is not None:
            return onward
    return move_on(situation, "a minute of silence")
