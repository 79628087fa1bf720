"""Scoping: answer from the card's hidden facts, hold back the jump to a model, get it framed."""

from __future__ import annotations

import re

from interviewer.director.drift import names_a_model
from interviewer.director.moving import move_on
from interviewer.director.option import Option, listen
from interviewer.director.situation import Answer, Situation
from interviewer.events import CandidateSaid
from interviewer.matching.acts import Act, asking_part
from interviewer.vocabulary import Area, Move, Phase

STATEMENT = re.compile(
    r"\b(to (?:summari[sz]e|recap|sum up|restate)|so (?:we are|we're|we have to|the problem is|the"
    r" task is|the goal is|what we're)|in summary|problem statement|frame (?:this|it) as|framing)\b"
)
STATEMENT_WORDS = 25
MOST_FACTS_AT_ONCE = 2
TWO_QUESTIONS = re.compile(
    r"\?.*\?|\band\b(?: \w+){0,3}? (?:how|what|which|where|who|when)\b"
    r"|\band (?:also |then )?(?:is|are|do|does|can|should|will)\b"
)
CAPACITY_ASKS = 2
NOT_CAUGHT = "not_caught"
MISHEARD = 0.5
"""Certainty of the recogniser below which a question that fits nothing was likely misheard."""


def clarifying(situation: Situation, now_s: float) -> list[Option]:
    """Moves while the problem is being narrowed, most fitting first."""
    answer = situation.answer
    if answer is None:
        return [listen("the candidate has the floor")]
    if _jumps_to_model(situation, answer):
        return [_hold_back(situation)]
    options: list[Option] = []
    if Act.CHECK_IN in answer.acts:
        options.append(_check_in(situation))
    elif Act.QUESTION in answer.acts:
        options.append(_answer(situation, answer))
    options += _framing(situation, answer, now_s)
    options.append(listen("the candidate is narrowing the problem"))
    return options


def _answer(situation: Situation, answer: Answer) -> Option:
    matcher, card = situation.setting.matcher, situation.setting.question
    facts = {fact.id: fact for fact in card.facts}
    question = asking_part(answer.said.text)
    asked = [name for name in matcher.facts_asked(question) if name in facts]
    fresh = [name for name in asked if not situation.has(Move.ANSWER, name)]
    chosen = (fresh or asked)[: _facts_wanted(question)]
    if not chosen and _misheard(situation, answer):
        return Option(
            Move.REPEAT,
            "what they asked was recognised badly and fits nothing on the card",
            target=f"{NOT_CAUGHT}:{answer.said.turn}",
            phrases=NOT_CAUGHT,
        )
    if not chosen:
        return Option(
            Move.ANSWER,
            "they asked for something the card does not hold",
            target=f"assume:{answer.said.turn}",
            phrases="no_fact",
        )
    say = " ".join(facts[name].answer for name in chosen)
    again = "again " if not fresh else ""
    return Option(
        Move.ANSWER,
        f"they asked {again}about {', '.join(chosen)}",
        chosen[0],
        facts[chosen[0]].topic,
        say=say,
        phrases="answer_lead",
        repeatable=not fresh,
    )


def _misheard(situation: Situation, answer: Answer) -> bool:
    """Whether to ask for the question again; never twice in a row."""
    unsure = answer.said.confidence is not None and answer.said.confidence < MISHEARD
    last = situation.moves[-1].target if situation.moves else None
    return unsure and not (last or "").startswith(NOT_CAUGHT)


def _facts_wanted(text: str) -> int:
    """One fact for a question; two where two things were asked in one breath."""
    return MOST_FACTS_AT_ONCE if TWO_QUESTIONS.search(text.lower()) else 1


def answer_question(situation: Situation) -> Option | None:
    """The answer to a question on the problem in any phase; None when none was asked."""
    answer = situation.answer
    if answer is None or Act.QUESTION not in answer.acts or Act.CHECK_IN in answer.acts:
        return None
    return _answer(situation, answer)


def _check_in(situation: Situation) -> Option:
    number = situation.count(Move.FOLLOW_UP)
    return Option(
        Move.FOLLOW_UP, "the candidate checked in", f"check_in:{number}", phrases="check_in_reply"
    )


def _jumps_to_model(situation: Situation, answer: Answer) -> bool:
    early = situation.clarifying_questions < 3 and situation.count(Move.REDIRECT) < 2
    before_a_question = answer.said.text.split("?")[0]
    asks_first = answer.said.text.rstrip().endswith("?") and answer.said.text.count(".") == 0
    return early and answer.words >= 8 and not asks_first and names_a_model(before_a_question)


def _hold_back(situation: Situation) -> Option:
    return Option(
        Move.REDIRECT,
        "jumped to a model before the problem was framed",
        f"model:{situation.count(Move.REDIRECT)}",
        phrases="redirect_model",
    )


def _framing(situation: Situation, answer: Answer, now_s: float) -> list[Option]:
    """Ask for the problem statement, then for the arithmetic, then go on to the design."""
    asked_statement = situation.has(Move.PROBE, "problem_statement")
    stated = asked_statement or any(map(_is_statement, situation.answers))
    plan = situation.setting.plan
    length_s = plan.phases.get(Phase.CLARIFICATION, 0.0)
    spent_s = now_s - situation.phase_since_s
    statement_due = situation.clarifying_questions >= 5 or spent_s > 0.45 * length_s
    asking = Act.QUESTION in answer.acts
    if not stated:
        fits = statement_due and not asking
        return [_ask_statement()] if fits else []
    if asking:
        return []
    capacity = _ask_capacity(situation)
    if capacity is not None and spent_s < 0.95 * length_s:
        return [capacity]
    return [move_on(situation, "the problem is framed and sized")]


def _is_statement(said: CandidateSaid) -> bool:
    long_enough = len(said.text.split()) >= STATEMENT_WORDS
    return long_enough and bool(STATEMENT.search(said.text.lower()))


def _ask_statement() -> Option:
    return Option(
        Move.PROBE,
        "enough questions asked; the problem is not yet stated",
        "problem_statement",
        "the problem statement",
        phrases="ask_problem_statement",
    )


def _ask_capacity(situation: Situation) -> Option | None:
    """The next calculation worth making, unless the candidate is already calculating."""
    asked = [m for m in situation.moves if m.reason.startswith("capacity")]
    if len(asked) >= CAPACITY_ASKS:
        return None
    if not asked and situation.covered_share(Area.SCALE) >= 0.6:
        return None
    estimate = next(
        (e for e in situation.setting.question.estimates if not situation.has(Move.PROBE, e.id)),
        None,
    )
    if estimate is None:
        return None
    return Option(
        Move.PROBE,
        "capacity: the design must fit the numbers",
        estimate.id,
        estimate.title,
        say=estimate.ask,
        phrases=None if asked else "ask_capacity",
    )
