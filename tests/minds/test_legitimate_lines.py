"""What the library itself would have an interviewer say must pass the guard, card by card."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from interviewer.choices import Choices, build_setting
from interviewer.director import Option, Situation
from interviewer.library.question import Question
from interviewer.minds.base import split_sentences
from interviewer.minds.guard import Guard, Refused
from interviewer.minds.llm.rules import Secrets
from interviewer.vocabulary import Move
from tests.stage import LIBRARY

CARDS = LIBRARY.names("questions")


def decided(card: Question) -> Iterator[Option]:
    """Every move the director could make with words of this card."""
    for fact in card.facts:
        yield Option(Move.ANSWER, "asked", fact.id, say=fact.answer)
    for point in card.points:
        yield Option(Move.PROBE, "a gap", point.id, point.area.value, say=point.probe)
    for estimate in card.estimates:
        yield Option(Move.PROBE, "no number", estimate.id, estimate.title, say=estimate.ask)
    for area, ladder in card.hints.items():
        yield from (Option(Move.HINT, "asked", area.value, say=hint) for hint in ladder)
    for dive in card.deep_dives.infra + card.deep_dives.research:
        for step in dive.questions:
            yield Option(Move.DEEP_DIVE, "next", dive.id, dive.topic, say=step.ask)
    for ball in card.curveballs:
        yield Option(Move.CURVEBALL, "time for one", ball.id, say=ball.say)
    for trap in card.traps:
        yield Option(Move.PUSH_BACK, "fell for it", trap.id, say=trap.push_back)


@pytest.mark.parametrize("name", CARDS)
def test_every_line_of_a_card_passes_unchanged(name: str) -> None:
    card = LIBRARY.question(name)
    choices = Choices(card.companies[0], "generalist", "L5", name, 45.0)
    situation = Situation(build_setting(choices, LIBRARY, 1))
    secrets = Secrets(card, (), "mark-00ff")
    refused = []
    for option in decided(card):
        guard = Guard(secrets.rules(situation, option))
        try:
            said = " ".join(filter(None, map(guard.take, split_sentences(option.say))))
        except Refused as why:
            said = f"({why})"
        if said != option.say or guard.missing():
            refused.append((option.move.value, option.say, said))
    assert refused == []


PHRASES = [
    (kind, line)
    for name in LIBRARY.names("interviewers")
    for kind, lines in LIBRARY.interviewer(name).phrases
    for line in lines
    if kind not in {"wrap_up", "move_on", "time_check", "invite_questions", "greeting"}
]


def test_every_line_of_a_phrasebook_passes_but_for_figures_that_this_card_hides() -> None:
    refused = []
    situation = Situation(build_setting(Choices("uber", question="ride-eta"), LIBRARY, 1))
    secrets = Secrets(situation.setting.question, (), "mark-00ff")
    for kind, line in PHRASES:
        text = line.format(words="the trip data", topic="labels", minutes="ten", company="Uber",
                           phase="the design")  # fmt: skip
        option = Option(Move.FOLLOW_UP, "worth it", "x", "labels", phrases=kind, words="trip data")
        try:
            Guard(secrets.rules(situation, option)).take(split_sentences(text)[0])
        except Refused as why:
            refused.append((line, str(why)))
    assert {line for line, why in refused if why != "a figure that nobody gave"} == set()
    assert len(refused) <= 0.005 * len(PHRASES)
