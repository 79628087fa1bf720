"""What the guard must know of one interview: the card's secrets, and what the candidate knows."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.director import Option, Situation
from interviewer.library.question import Question
from interviewer.minds.base import split_sentences
from interviewer.minds.guard import Rules, given_words
from interviewer.vocabulary import Move

SURE = 0.5


class Secrets:
    """The hidden texts of one interview.

    Args:
        question: the card.
        told: texts of the request itself that are nobody's business.
        mark: the canary.
    """

    def __init__(self, question: Question, told: tuple[str, ...], mark: str) -> None:
        self._hidden = (*hidden_texts(question), *told)
        self._mark = mark

    def rules(self, situation: Situation, option: Option) -> Rules:
        """What holds for a turn with this option."""
        heard = [said.text for said in situation.answers]
        setting = situation.setting
        return Rules(
            option,
            (*heard, *situation.said, setting.question.prompt_for(setting.company.id)),
            self._hidden,
            tuple(s for text in situation.said for s in split_sentences(text) if s.endswith("?")),
            (self._mark,),
            _gives_away(situation, option),
        )


class _gives_away:  # noqa: N801  (a function with a memory)
    """The points a text would give away: those it makes that nobody has made."""

    def __init__(self, situation: Situation, option: Option) -> None:
        self._matcher = situation.setting.matcher
        self._given = " ".join(given_words(option))
        known = {m.point_id for m in self._matcher.points_in(self._given)} if self._given else set()
        answer = situation.answer
        known |= {m.point_id for m in answer.matches} if answer is not None else set()
        if option.move is Move.HINT:
            area = situation.setting.area_of(option.target)
            known |= {p.id for p in situation.setting.question.points if p.area is area}
        self._known = known | (set(situation.ledger) - situation.noted)

    def __call__(self, text: str) -> set[str]:
        matches = self._matcher.points_in(text, heard=self._given)
        found = {m.point_id for m in matches if m.strength >= SURE}
        return found - self._known


def hidden_texts(card: Question) -> Iterator[str]:
    """Everything on a card that is told only by an option, or never."""
    yield card.problem_statement
    yield from (fact.answer for fact in card.facts)
    for point in card.points:
        yield from (point.point, point.why, point.example)
    for estimate in card.estimates:
        yield from (estimate.spoken, estimate.result, estimate.consequence)
    for dive in card.deep_dives.infra + card.deep_dives.research:
        yield from (step.answer for step in dive.questions)
    yield from (ball.answer for ball in card.curveballs)
    for trap in card.traps:
        yield from (trap.why, trap.instead)
    yield from (step.text for step in card.outline)
