"""What the candidate asks of the interview itself: repeat, time, a hint, a moment, to move on."""

from __future__ import annotations

from interviewer.director.moving import move_on
from interviewer.director.option import Option
from interviewer.director.situation import Situation
from interviewer.director.steps import next_question
from interviewer.matching.acts import Act
from interviewer.vocabulary import Area, Move, Phase, Request

SHORT_ANNOUNCEMENT = 25
"""In more words than these, a request for time is only a part of what was said."""


AS_SAID = {
    Request.MINUTE: Act.ANNOUNCED_PAUSE,
    Request.REPEAT: Act.REPEAT_REQUEST,
    Request.TIME: Act.TIME_REQUEST,
    Request.HINT: Act.HINT_REQUEST,
    Request.SKIP: Act.SKIP_REQUEST,
}
"""What a key asks for is what the words would."""


def requested(situation: Situation, now_s: float, asked: Request | None = None) -> Option | None:
    """The answer to a request, the most urgent first; None when there is none.

    Args:
        situation: where the interview stands; holds what was said.
        now_s: the interview's clock.
        asked: what was asked for by a key, after or instead of words.
    """
    if asked in AS_SAID:
        return _answer_to(frozenset({AS_SAID[asked]}), situation, now_s)
    answer = situation.answer
    if answer is None:
        return None
    acts = answer.acts
    if Act.ANNOUNCED_PAUSE in acts and answer.words > SHORT_ANNOUNCEMENT:
        acts -= {Act.ANNOUNCED_PAUSE}
    if _nothing_left_to_ask(situation):
        acts |= {Act.END_REQUEST}
    return _answer_to(acts, situation, now_s)


def _answer_to(acts: frozenset[Act], situation: Situation, now_s: float) -> Option | None:
    if Act.END_REQUEST in acts:
        return move_on(situation, "the candidate is done", skip=True)
    if acts & {Act.REPEAT_REQUEST, Act.REPHRASE_REQUEST}:
        return _repeat(situation)
    if Act.TIME_REQUEST in acts:
        return time_check(situation, now_s, "the candidate asked")
    if Act.HINT_REQUEST in acts:
        return hint(situation, "the candidate asked for a hint")
    if Act.SKIP_REQUEST in acts:
        return _skip(situation)
    if Act.ANNOUNCED_PAUSE in acts:
        return Option(Move.LISTEN, "the candidate asked for a moment", phrases="take_your_time")
    return None


def _nothing_left_to_ask(situation: Situation) -> bool:
    answer = situation.answer
    if answer is None or situation.phase is not Phase.CANDIDATE_QUESTIONS:
        return False
    low = answer.said.text.lower()
    return Act.QUESTION not in answer.acts and any(
        low.startswith(no) or no in low.split(",")[0]
        for no in ("no", "nope", "nothing", "that's all", "that is all", "i'm good", "i am good")
    )


def _repeat(situation: Situation) -> Option:
    asked = [m for m in situation.moves if m.kind not in (Move.LISTEN, Move.NUDGE, Move.REPEAT)]
    text = asked[-1].text if asked else situation.setting.question.prompt
    return Option(Move.REPEAT, "the candidate asked to hear it again", say=text, repeatable=True)


def time_check(situation: Situation, now_s: float, reason: str) -> Option:
    """How much time is left in the interview."""
    left_s = max(0.0, situation.setting.plan.total_s - now_s)
    return Option(
        Move.TIME_CHECK,
        reason,
        target=f"{int(now_s // 60)}",
        topic=spoken_minutes(left_s),
        phrases="time_check",
        repeatable=True,
    )


def _skip(situation: Situation) -> Option:
    """On to the next question of a dive; on to the next phase from anywhere else."""
    reason = "the candidate asked to move on"
    onward = next_question(situation, None) if situation.phase is Phase.DEEP_DIVE else None
    return onward or move_on(situation, reason, skip=True)


def hint(situation: Situation, reason: str) -> Option:
    """The next rung of the ladder in the area under discussion."""
    area = _area_for_hint(situation)
    ladder = situation.setting.question.hints.get(area, ())
    rung = situation.hints.get(area, 0)
    if rung < len(ladder):
        return Option(
            Move.HINT, reason, area.value, area_name(area), say=ladder[rung], phrases="hint_lead"
        )
    gaps = situation.missing(area)
    say = gaps[0].probe if gaps else ""
    return Option(
        Move.HINT,
        f"{reason}; the ladder is used up",
        gaps[0].id if gaps else None,
        area_name(area),
        say=say,
        phrases="hint_lead" if say else "no_fact",
    )


def _area_for_hint(situation: Situation) -> Area:
    if situation.phase in (Phase.PROBLEM, Phase.CLARIFICATION):
        return Area.SCOPE if situation.hints.get(Area.SCOPE, 0) < 2 else Area.SCALE
    last = situation.last_spoken
    area = situation.setting.area_of(last.target) if last else None
    return area or situation.focus


def area_name(area: Area) -> str:
    """The area as it is spoken."""
    return area.value.replace("_", " ").replace("tradeoffs", "the trade-offs")


_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spoken_minutes(seconds: float) -> str:
    """Minutes in words, rounded: "twelve"."""
    minutes = round(seconds / 60)
    if minutes < len(_NUMBERS):
        return _NUMBERS[minutes]
    if minutes >= 100:
        return str(minutes)
    tens, ones = divmod(minutes, 10)
    return _TENS[tens - 2] + (f"-{_NUMBERS[ones]}" if ones else "")
