"""What the three made-up candidates take for the end, and how they answer when they know it all."""

from __future__ import annotations

import itertools

import pytest

from interviewer.candidates.simulated import CLOSING, SimulatedCandidate
from interviewer.vocabulary import Level
from tests.stage import LIBRARY

INTERVIEWERS = LIBRARY.names("interviewers")
AT_THE_ENDS = {"greeting", "invite_questions", "next_question", "wrap_up"}


@pytest.mark.parametrize("name", INTERVIEWERS)
def test_an_invitation_to_ask_is_told_from_every_other_line(name: str) -> None:
    phrases = LIBRARY.interviewer(name).phrases.model_dump()
    taken = {
        key: [line for line in lines if CLOSING.search(line)] for key, lines in phrases.items()
    }
    assert taken["invite_questions"] == list(phrases["invite_questions"])
    assert {key: lines for key, lines in taken.items() if lines and key not in AT_THE_ENDS} == {}


@pytest.mark.parametrize("card", LIBRARY.names("questions"))
def test_no_question_of_a_card_is_taken_for_an_invitation(card: str) -> None:
    question = LIBRARY.question(card)
    dives = question.deep_dives.infra + question.deep_dives.research
    asked = [point.probe for point in question.points]
    asked += [step.ask for dive in dives for step in dive.questions]
    asked += [ball.say for ball in question.curveballs]
    assert [line for line in asked if CLOSING.search(line)] == []


def test_one_who_knows_it_all_answers_every_question_anew() -> None:
    question = LIBRARY.question("ride-eta")
    company = LIBRARY.company(question.companies[0])
    great = SimulatedCandidate("great", question, company, Level.L5)
    replies = []
    for _ in range(20):
        great.hear("Why is that?")
        planned = great.plan()
        assert planned is not None
        replies.append(planned.text)
        great.said()
    assert len(set(replies)) == 20
    starts = [reply.split(". ")[0] for reply in replies]
    assert all(one != following for one, following in itertools.pairwise(starts))
