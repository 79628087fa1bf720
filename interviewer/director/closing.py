"""The candidate's own questions, answered in the voice of the company's team."""

from __future__ import annotations

from interviewer.director.moving import wrap_up
from interviewer.director.option import Option, listen
from interviewer.director.phrases import phrases_in
from interviewer.director.situation import Situation
from interviewer.library.people import Reply
from interviewer.matching.acts import Act
from interviewer.vocabulary import Move

MOST_INVITATIONS = 3
"""After so many invitations without a question there is none."""


def closing(situation: Situation) -> list[Option]:
    """Moves while the candidate asks about the team."""
    answer = situation.answer
    if answer is None or Act.QUESTION not in answer.acts:
        number = situation.count(Move.FOLLOW_UP, phase_since=True)
        if number >= MOST_INVITATIONS:
            return [wrap_up("no further questions")]
        invite = Option(
            Move.FOLLOW_UP, "room for another question", f"next:{number}", phrases="next_question"
        )
        return [invite, listen("the candidate has the floor")]
    return [_reply(situation, answer.said.text)]


def _reply(situation: Situation, text: str) -> Option:
    company = situation.setting.company
    ranked = sorted(company.replies, key=lambda reply: -len(phrases_in(text, reply.asked)))
    fits: list[Reply] = [reply for reply in ranked if phrases_in(text, reply.asked)]
    fresh = [reply for reply in fits if not situation.has(Move.ANSWER, reply.id)]
    if fresh:
        return Option(
            Move.ANSWER, "a question about the team", fresh[0].id, "the team", say=fresh[0].answer
        )
    if not situation.has(Move.ANSWER, "fallback_reply"):
        return Option(
            Move.ANSWER,
            "a question the company file does not know",
            "fallback_reply",
            say=company.fallback_reply,
        )
    return Option(
        Move.ANSWER,
        "nothing more can be said about it",
        f"more:{situation.count(Move.ANSWER)}",
        phrases="next_question",
    )
