"""The deep dive: one line of questioning at a time, three questions deep, and a curveball.

When every dive was asked and there is time, it goes back to what the design left open.
"""

from __future__ import annotations

from interviewer.director.clarifying import answer_question
from interviewer.director.designing import objection, questions_on_design
from interviewer.director.moving import move_on
from interviewer.director.option import Option, listen
from interviewer.director.situation import Answer, Situation
from interviewer.director.steps import current, holds, in_mid_sentence, next_question
from interviewer.matching import key_phrase
from interviewer.matching.acts import Act
from interviewer.vocabulary import Move

SHORT_ANSWER_WORDS = 30
MOST_DIGS = 6
"""Times an interviewer insists before they take thin answers for what they are."""

CURVEBALL_AFTER_S = 0.35
"""Share of the deep dive after which a curveball may be thrown."""


def diving(situation: Situation, now_s: float) -> list[Option]:
    """Moves in the deep dive, most fitting first."""
    answer = situation.answer
    if answer is None:
        return [listen("the candidate has the floor")]
    wrong = objection(situation, answer)
    if wrong is not None:
        return [wrong]
    question = answer_question(situation)
    if question is not None:
        return [question]
    return [
        option
        for option in (
            _dig(situation, answer),
            _curveball(situation, now_s),
            next_question(situation, answer),
            *_time_left(situation, answer, now_s),
            move_on(situation, "every deep dive of the card was asked"),
        )
        if option is not None
    ]


def _time_left(situation: Situation, answer: Answer, now_s: float) -> list[Option]:
    """What the design left open, for the time that remains once every dive was asked."""
    at = current(situation)
    last = situation.setting.dives[-1:]
    if at is None or [at[0]] != list(last) or at[1] + 1 < len(at[0].questions):
        return []
    return questions_on_design(situation, answer, now_s, ahead=True)


def _dig(situation: Situation, answer: Answer) -> Option | None:
    """Stay with a thin or unsupported answer once before the next question."""
    at = current(situation)
    if at is None or Act.ANNOUNCED_PAUSE in answer.acts:
        return None
    dive, step = at
    target = f"{dive.id}:{step}:dig"
    digs = [m.target for m in situation.moves if m.target and m.target.endswith(":dig")]
    if target in digs or len(digs) >= MOST_DIGS:
        return None
    if holds(answer.said.text, dive.questions[step]) and answer.words >= SHORT_ANSWER_WORDS:
        return None
    words = key_phrase(answer.said.text, situation.setting.question)
    vague = answer.words < SHORT_ANSWER_WORDS or words is None
    return Option(
        Move.PUSH_BACK if vague else Move.FOLLOW_UP,
        "the answer stays on the surface",
        target,
        in_mid_sentence(dive.topic),
        phrases="vague_answer" if vague else "follow_up",
        words=words,
    )


def _curveball(situation: Situation, now_s: float) -> Option | None:
    level, plan = situation.setting.level, situation.setting.plan
    length_s = plan.phases.get(situation.phase, 0.0)
    early = now_s - situation.phase_since_s < CURVEBALL_AFTER_S * length_s
    thrown = situation.count(Move.CURVEBALL)
    if early or thrown >= level.curveballs:
        return None
    last = situation.last_spoken
    if last is not None and last.kind is Move.CURVEBALL:
        return None
    fitting = [c for c in situation.setting.question.curveballs if c.level.rank <= level.id.rank]
    fresh = [c for c in fitting if not situation.has(Move.CURVEBALL, c.id)]
    if not fresh:
        return None
    ball = fresh[situation.setting.seed % len(fresh)]
    return Option(Move.CURVEBALL, "a change of the rules", ball.id, "a change", say=ball.say)
