from __future__ import annotations

import pytest

from interviewer.vocabulary import Move
from tests.stage import LIBRARY, STATEMENT, play, wait


def test_repeat_says_the_last_question_again() -> None:
    show = play("How many rides per day?", "Sorry, could you repeat that?")
    told = show.answers("How many rides").text
    again = show.answers("repeat that")
    assert again.kind is Move.REPEAT
    assert told in again.text


def test_the_time_left_is_told_in_minutes() -> None:
    show = play("How many rides per day?", "How much time do we have left?", minutes=45)
    told = show.answers("time do we have")
    assert told.kind is Move.TIME_CHECK
    assert "forty-four minutes" in told.text


def test_a_hint_climbs_the_ladder() -> None:
    show = play("How many rides per day?", "Can I have a hint please?", "Another hint please?")
    ladder = LIBRARY.question("ride-eta").hints
    first, second = show.made(Move.HINT)
    assert any(first.text.endswith(rungs[0]) for rungs in ladder.values())
    assert first.text != second.text


def test_an_announced_pause_is_granted_and_not_nudged() -> None:
    show = play("How many rides per day?", "Let me think about this for a moment.",
                wait(27), STATEMENT)  # fmt: skip
    granted = show.answers("Let me think")
    assert granted.kind is Move.LISTEN
    assert not show.made(Move.NUDGE)


@pytest.mark.parametrize("wish", ["Let's move on.", "I'm done.", "Can we move on please?"])
def test_wishes_to_go_on_are_granted(wish: str) -> None:
    show = play("How many rides per day?", STATEMENT, wish)
    assert show.answers(wish).kind in (Move.MOVE_ON, Move.DEEP_DIVE)


def test_one_who_is_done_everywhere_reaches_the_end() -> None:
    show = play("How many rides per day?", "I'm done.", "I'm done.", "I'm done.", "I'm done.")
    assert show.moves[-1].kind is Move.WRAP_UP
