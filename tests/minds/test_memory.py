from __future__ import annotations

from interviewer.events import CandidateSaid, InterviewerSaid
from interviewer.minds.llm.memory import CHARACTERS_PER_TOKEN, conversation, transcript
from interviewer.vocabulary import Move
from tests.minds.table import situation


def after_many_turns(turns: int, words: int) -> str:
    now = situation()
    for turn in range(2, 2 + 2 * turns, 2):
        asked = InterviewerSaid(0.0, turn, f"Question {turn}?", 0.0, 1.0, Move.PROBE)
        said = CandidateSaid(0.0, turn + 1, f"Answer {turn + 1} " + "word " * words, 0.0, 1.0)
        now.apply(asked)
        now.apply(said)
    return transcript(now, 1500)


def test_both_speakers_stand_in_their_order() -> None:
    now = situation("First.")
    now.apply(InterviewerSaid(0.0, 2, "Second?", 0.0, 1.0, Move.PROBE))
    now.apply(CandidateSaid(0.0, 3, "Third.", 0.0, 1.0))
    now.apply(CandidateSaid(0.0, 4, "Fourth.", 0.0, 1.0))
    assert [line.text for line in conversation(now)][1:] == [
        "First.",
        "Second?",
        "Third.",
        "Fourth.",
    ]


def test_ninety_minutes_fit_and_the_last_turns_are_whole() -> None:
    text = after_many_turns(150, 20)
    assert len(text) <= 1500 * CHARACTERS_PER_TOKEN + 100
    assert text.splitlines()[-1].count("word") == 20
    assert "(earlier)" in text
    assert text.startswith("(earlier turns left out)")


def test_one_endless_turn_is_cut_in_its_middle() -> None:
    text = transcript(situation("start " + "word " * 20_000 + "finish"), 1000)
    assert len(text) <= 1000 * CHARACTERS_PER_TOKEN
    assert "start" in text
    assert text.endswith("finish")


def test_the_same_conversation_gives_the_same_text() -> None:
    assert after_many_turns(40, 30) == after_many_turns(40, 30)
