"""What could have been said instead is said of this question, not of any."""

from __future__ import annotations

import pytest

from interviewer.assessment.instead import instead_of
from interviewer.vocabulary import Mistake
from tests.assessment.answers import conversation, grade, library

LIBRARY = library()
GENERAL = {one.id: one.instead for one in LIBRARY.mistakes()}
OF_THE_QUESTION = [
    one for one in Mistake if one not in (Mistake.MONOLOGUE, Mistake.COPIES_A_SYSTEM)
]


@pytest.mark.parametrize("mistake", Mistake)
def test_every_question_has_words_for_every_mistake(mistake: Mistake) -> None:
    texts = {
        name: instead_of(mistake, LIBRARY.question(name), GENERAL[mistake])
        for name in LIBRARY.names("questions")
    }
    assert all(len(text.split()) >= 12 and "{" not in text for text in texts.values())
    if mistake in OF_THE_QUESTION:
        assert len(set(texts.values())) == len(texts)


@pytest.mark.parametrize("mistake", Mistake)
def test_a_problem_without_a_card_has_words_too(mistake: Mistake) -> None:
    said = instead_of(mistake, LIBRARY.generic_question(), GENERAL[mistake])
    assert "{" not in said
    assert "outside the library" not in said


def test_the_report_shows_them() -> None:
    card = LIBRARY.question("ride-eta")
    said = "I would take a large transformer, because transformers are the best we have today. "
    result = grade(
        conversation("ride-eta", [said + f"Layer {at} learns more." for at in range(30)])
    )
    found = {one.id: one.instead for one in result.mistakes}
    assert card.problem_statement in found[Mistake.JUMPS_TO_MODEL]
