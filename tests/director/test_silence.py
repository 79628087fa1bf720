from __future__ import annotations

from interviewer.events import PauseFlagged
from interviewer.vocabulary import Move, Severity
from tests.stage import STATEMENT, play, wait


def test_ten_seconds_bring_a_quiet_word() -> None:
    show = play("How many rides per day?", wait(14), STATEMENT)
    assert [m.kind for m in show.moves if m.kind is Move.NUDGE] == [Move.NUDGE]


def test_the_ladder_ends_in_a_hint() -> None:
    show = play("How many rides per day?", wait(45), STATEMENT)
    ladder = [m.kind for m in show.moves if m.kind in (Move.NUDGE, Move.HINT)]
    assert ladder == [Move.NUDGE, Move.NUDGE, Move.HINT]


def test_a_long_silence_is_flagged_with_what_came_before_it() -> None:
    show = play("How many rides per day?", wait(14), STATEMENT)
    flagged = [e for e in show.events if isinstance(e, PauseFlagged)]
    assert len(flagged) == 1
    assert flagged[0].severity is Severity.LONG
    assert not flagged[0].announced
    assert flagged[0].after == show.answers("How many rides").text


def test_nudges_do_not_hide_a_serious_silence() -> None:
    show = play("How many rides per day?", wait(40), STATEMENT)
    flagged = [e for e in show.events if isinstance(e, PauseFlagged)]
    assert [e.severity for e in flagged] == [Severity.SERIOUS]
    assert 35 <= flagged[0].duration_s <= 45


def test_the_interviewers_own_speech_is_nobodys_silence() -> None:
    show = play("How many rides per day?", wait(9), STATEMENT)
    assert not [e for e in show.events if isinstance(e, PauseFlagged)]
