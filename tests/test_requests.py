"""What is asked for by a key or a command does what the words would."""

from __future__ import annotations

import pytest

from interviewer.events import CandidateAsked, CandidateSaid, MoveMade, PhaseEntered, SessionEnded
from interviewer.vocabulary import Move, Phase, Request
from tests.director.test_design import INTO_DESIGN
from tests.stage import LIBRARY, Show, play


def after_request(show: Show) -> MoveMade:
    """The first move after something was asked for by a command."""
    at = next(i for i, e in enumerate(show.events) if isinstance(e, CandidateAsked))
    return next(e for e in show.events[at:] if isinstance(e, MoveMade))


@pytest.mark.parametrize(
    ("command", "words", "move"),
    [
        ("/repeat", "Could you repeat that?", Move.REPEAT),
        ("/time", "How much time is left?", Move.TIME_CHECK),
        ("/hint", "Could you give me a hint?", Move.HINT),
        ("/skip", "Let's move on.", Move.MOVE_ON),
    ],
)
def test_a_command_is_answered_as_the_words_are(command: str, words: str, move: Move) -> None:
    by_command = after_request(play("How many rides per day?", command))
    by_words = play("How many rides per day?", words).answers(words)
    assert by_command.kind is by_words.kind is move
    assert by_command.target == by_words.target


def test_a_command_puts_no_words_into_the_candidates_mouth() -> None:
    show = play("How many rides per day?", "/repeat", "/skip")
    assert [e.text for e in show.events if isinstance(e, CandidateSaid)] == [
        "How many rides per day?"
    ]
    asked = [e.request for e in show.events if isinstance(e, CandidateAsked)]
    assert asked == [Request.REPEAT, Request.SKIP]


def test_the_question_can_be_repeated_before_anything_was_said() -> None:
    show = play("/repeat")
    assert "Design" in after_request(show).text
    assert after_request(show).kind is Move.REPEAT


def test_skipping_leads_through_the_phases_to_the_end() -> None:
    show = play("I would start.", *["/skip"] * 40)
    phases = [e.phase for e in show.events if isinstance(e, PhaseEntered)]
    assert phases == list(Phase)
    ended = show.events[-1]
    assert isinstance(ended, SessionEnded)
    assert ended.complete


def test_being_done_makes_an_interviewer_speak_who_would_have_listened() -> None:
    points = [p for p in LIBRARY.question("ride-eta").points if p.level.rank <= 2][:2]
    good = " ".join(p.example for p in points)
    show = play(*INTO_DESIGN, good, "/done")
    assert show.answers(good[:30]).kind is Move.LISTEN
    (done,) = [e for e in show.events if e == CandidateAsked(e.t_s, Request.DONE)]
    spoken = [m for m in show.moves if m.t_s == done.t_s and m.kind is not Move.LISTEN]
    assert len(spoken) == 1


def test_leaving_ends_the_interview_with_its_reason() -> None:
    show = play("How many rides per day?", "/quit", "Never said.")
    ended = show.events[-1]
    assert isinstance(ended, SessionEnded)
    assert not ended.complete
    assert ended.reason == "the candidate ended it"
    assert "Never said." not in [e.text for e in show.events if isinstance(e, CandidateSaid)]


def test_leaving_during_the_last_phase_leaves_a_complete_interview() -> None:
    skips = 0
    while play("I would start.", *["/skip"] * skips).phases[-1] is not Phase.CANDIDATE_QUESTIONS:
        skips += 1
    ended = play("I would start.", *["/skip"] * skips, "/quit").events[-1]
    assert isinstance(ended, SessionEnded)
    assert ended.complete
    assert ended.reason == "the candidate ended it"


def test_a_pause_where_time_is_made_up_changes_nothing() -> None:
    paused = play("How many rides per day?", "/pause", "/resume", "How fast?")
    plain = play("How many rides per day?", "How fast?")
    assert paused.kinds() == plain.kinds()
