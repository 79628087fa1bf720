from __future__ import annotations

import pytest

from interviewer.director.steps import in_mid_sentence
from interviewer.vocabulary import Move
from tests.stage import LIBRARY, play

TO_THE_DIVE = ("How many rides per day?", "I'm done.", "I'm done.")


def dives(interviewer: str, seed: int = 1) -> list[str]:
    show = play(*TO_THE_DIVE, *["I would measure it and then decide."] * 8,
                interviewer=interviewer, seed=seed)  # fmt: skip
    return [(m.target or "").split(":")[0] for m in show.made(Move.DEEP_DIVE)]


def test_infra_digs_into_serving_and_research_into_models() -> None:
    card = LIBRARY.question("ride-eta").deep_dives
    assert set(dives("infra")[:3]) <= {d.id for d in card.infra}
    assert set(dives("research")[:3]) <= {d.id for d in card.research}


def test_a_dive_is_three_questions_deep() -> None:
    show = play(*TO_THE_DIVE, *["I would measure it and then decide."] * 8, interviewer="infra")
    steps = [m.target for m in show.made(Move.DEEP_DIVE)][:3]
    first = (steps[0] or "").split(":")[0]
    assert steps == [f"{first}:0", f"{first}:1", f"{first}:2"]


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("A runaway type", "a runaway type"),
        ("Late labels", "late labels"),
        ("GPS noise", "GPS noise"),
        ("A/B tests", "A/B tests"),
        ("X-ray views", "X-ray views"),
    ],
)
def test_a_title_stands_inside_a_sentence(title: str, inside: str) -> None:
    assert in_mid_sentence(title) == inside


def test_a_thin_answer_is_dug_into_once() -> None:
    show = play(
        *TO_THE_DIVE, "I would just tune the weights a bit.", "I would tune it some more then."
    )
    assert show.answers("just tune").kind is Move.PUSH_BACK
    assert show.answers("some more").kind is Move.DEEP_DIVE


def test_the_seed_decides_and_reproduces() -> None:
    assert dives("infra", seed=5) == dives("infra", seed=5)
