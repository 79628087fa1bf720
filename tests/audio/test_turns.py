"""Turns from segments and texts: a stage script in seconds, no sound."""

import numpy as np
import pytest

from audio.endpointing import decide
from audio.events import TurnEnded, TurnProbablyOver
from audio.segments import Segment
from audio.stt import Transcription, Word
from audio.turns import TurnTracker, certainty


def segment(start_s: float, end_s: float, number: int) -> Segment:
    return Segment(number, start_s, end_s, end_s - start_s, np.zeros(512, np.float32))


class Stage:
    """A tracker driven by lines: what was heard when, and how it was recognised."""

    def __init__(self, patience: float = 1.0) -> None:
        self.tracker = TurnTracker(decide, lambda: patience)
        self.now_s = 0.0
        self.number = 0
        self.ended: list[TurnEnded] = []
        self.probable: list[TurnProbablyOver] = []

    def says(self, start_s: float, end_s: float, text: str, confidence: float = 0.9) -> None:
        self.waits_until(start_s)
        self.waits_until(end_s + 0.5, speaking_since_s=start_s)
        self.number += 1
        piece = segment(start_s, end_s, self.number)
        self.tracker.cut(piece)
        self.tracker.transcribed(piece, Transcription(text, confidence=confidence))

    def waits_until(self, until_s: float, speaking_since_s: float | None = None) -> None:
        while self.now_s < until_s:
            self.now_s += 0.032
            ended = self.tracker.tick(self.now_s, speaking_since_s)
            if ended is not None:
                self.ended.append(ended)
            probable = self.tracker.probably_over(self.now_s)
            if probable is not None:
                self.probable.append(probable)


def test_a_turn_joins_its_segments() -> None:
    stage = Stage()
    stage.says(1.0, 3.0, "We would use the", confidence=0.5)
    stage.says(6.0, 8.0, "two tower model.", confidence=0.9)
    stage.waits_until(20)
    (turn,) = stage.ended
    assert turn.turn_id == 1
    assert (turn.start_s, turn.end_s) == (1.0, 8.0)
    assert turn.text == "We would use the two tower model."
    assert turn.reason == "statement"
    assert turn.decided_s == pytest.approx(9.8, abs=0.1)
    assert turn.speech_s == pytest.approx(4.0)
    assert turn.confidence == pytest.approx(0.7)
    assert turn.segment_ids == (1, 2)
    assert turn.complete


def test_a_probable_end_is_told_once_for_the_same_words_and_again_for_more() -> None:
    stage = Stage()
    stage.says(0.0, 3.0, "We use two towers.")
    stage.waits_until(4.4)
    stage.says(4.4, 6.0, "And we cache them.")
    stage.waits_until(20)
    assert [(p.text, round(p.at_s - p.end_s, 1)) for p in stage.probable] == [
        ("We use two towers.", 0.9),
        ("We use two towers. And we cache them.", 0.9),
    ]
    assert [t.text for t in stage.ended] == ["We use two towers. And we cache them."]


@pytest.mark.parametrize("words", ["We use the", "Let me think about this.", "There are three,"])
def test_words_on_which_nobody_stops_announce_no_end(words: str) -> None:
    stage = Stage()
    stage.says(0.0, 2.0, words)
    stage.waits_until(60)
    assert stage.ended
    assert not stage.probable


def test_the_certainty_is_that_of_the_last_words() -> None:
    words = [Word("we", 0, 0.1, 0.1), *(Word("rank", 0.2, 0.3, p) for p in (0.9, 0.9, 0.6))]
    assert certainty(Transcription("", tuple(words))) == 0.6
    assert certainty(Transcription("", tuple(words[:2]))) == pytest.approx(0.5)
    assert certainty(Transcription("", confidence=0.7)) == 0.7
    assert certainty(Transcription("")) is None


def test_each_turn_ends_once_and_the_next_is_another() -> None:
    stage = Stage()
    stage.says(0, 1, "Yes.")
    stage.waits_until(60)
    stage.says(60, 61, "No.")
    stage.waits_until(120)
    assert [(t.turn_id, t.text) for t in stage.ended] == [(1, "Yes."), (2, "No.")]


@pytest.mark.parametrize("pause_s", [0.6, 1.0, 2.0, 2.9])
@pytest.mark.parametrize("text", ["We need the", "and so", "Let me think.", "which is because"])
def test_a_thinking_pause_is_not_cut(text: str, pause_s: float) -> None:
    stage = Stage(patience=0.1)
    stage.says(0, 2, text)
    stage.says(2 + pause_s, 5 + pause_s, "users of the product.")
    assert stage.ended == []


def test_a_cough_is_no_turn_and_yes_is() -> None:
    stage = Stage()
    stage.says(1.0, 1.2, "")
    stage.waits_until(60)
    assert stage.ended == []
    stage.says(60.0, 60.3, "Yes.")
    stage.waits_until(80)
    assert [t.text for t in stage.ended] == ["Yes."]


def test_a_cough_does_not_postpone_the_end() -> None:
    plain, coughing = Stage(), Stage()
    for stage in (plain, coughing):
        stage.says(0, 2, "We use two towers and")
    coughing.says(4.0, 4.2, "")
    for stage in (plain, coughing):
        stage.waits_until(20)
    assert coughing.ended[0].decided_s == plain.ended[0].decided_s


def test_um_postpones_it_but_not_for_ever() -> None:
    stage = Stage()
    stage.says(0, 2, "We use two towers.")
    for number in range(20):
        stage.says(3.4 + 2 * number, 4.0 + 2 * number, "um" if number % 2 else "")
    stage.waits_until(60)
    assert len(stage.ended) == 1
    assert 21 < stage.ended[0].decided_s < 24


def test_music_under_the_answer_does_not_hold_it_for_ever() -> None:
    """Voice activity stays on after the words; a long wordless piece of it comes back."""
    stage = Stage()
    stage.says(0, 2, "We use two towers.")
    stage.waits_until(27.5, speaking_since_s=2.6)
    assert stage.ended == []
    music = segment(2.6, 27.4, 99)
    stage.tracker.cut(music)
    stage.tracker.transcribed(music, Transcription(""))
    stage.waits_until(30, speaking_since_s=2.6)
    assert len(stage.ended) == 1


def test_speech_after_an_um_is_not_cut() -> None:
    stage = Stage()
    stage.says(0, 2, "We use two towers.")
    stage.says(3.0, 3.6, "")
    stage.says(6.0, 30.0, "and then we rank.")
    assert stage.ended == []


def test_an_um_alone_is_no_turn_but_belongs_to_what_follows() -> None:
    stage = Stage()
    stage.says(0.0, 0.6, "um")
    stage.waits_until(40)
    assert stage.ended == []
    stage.says(40, 41, "Two towers.")
    stage.waits_until(60)
    assert (stage.ended[0].text, stage.ended[0].start_s) == ("um Two towers.", 40)


def test_noise_before_the_first_words_leaves_nothing_behind() -> None:
    stage = Stage()
    for number in range(50):
        stage.says(number * 2.0, number * 2.0 + 0.5, "")
    stage.says(200, 201, "Yes.")
    stage.waits_until(220)
    assert stage.ended[0].segment_ids == (51,)
    assert stage.ended[0].speech_s == pytest.approx(1.0)


def test_words_that_are_still_being_recognised_hold_the_turn() -> None:
    stage = Stage()
    stage.says(0, 2, "Could you repeat that?")
    late = segment(2.6, 3.0, 7)
    stage.tracker.cut(late)
    stage.waits_until(100)
    assert stage.ended == []
    assert stage.tracker.pending
    stage.tracker.transcribed(late, Transcription("please"))
    stage.waits_until(101)
    assert stage.ended[0].text == "Could you repeat that? please"


def test_a_failed_segment_is_a_turn_with_a_hole() -> None:
    stage = Stage()
    piece = segment(0, 2, 1)
    stage.tracker.cut(piece)
    stage.tracker.failed(piece)
    stage.waits_until(40)
    assert [(t.text, t.complete, t.confidence) for t in stage.ended] == [("", False, None)]


def test_a_turn_can_be_ended_from_outside() -> None:
    stage = Stage()
    stage.says(0, 2, "Let me think.")
    stage.tracker.end_now("interrupted")
    stage.waits_until(3)
    assert [(t.reason, t.text) for t in stage.ended] == [("interrupted", "Let me think.")]
    stage.tracker.end_now("interrupted")
    stage.waits_until(60)
    assert len(stage.ended) == 1


def test_the_floor_starts_the_silence_anew() -> None:
    stage = Stage()
    stage.says(0, 2, "We use two towers and")
    stage.tracker.floor_given(7.0)
    stage.waits_until(30)
    assert stage.ended[0].decided_s == pytest.approx(13.0, abs=0.1)
    assert stage.ended[0].end_s == 2


def test_a_monologue_of_45_minutes_is_one_turn_in_bounded_memory() -> None:

    stage = Stage()
    for number in range(270):
        stage.says(number * 10.0, number * 10.0 + 9.4, "and so we look at the features and " * 3)
    assert stage.ended == []
    assert stage.tracker.open
    stage.tracker.end_now("interrupted")
    stage.waits_until(2701)
    assert len(stage.ended[0].text) < 50_000


def test_time_asked_for_by_a_key_is_given_until_the_next_words() -> None:
    stage = Stage()
    stage.says(0, 2, "We use two towers.")
    stage.tracker.announce(stage.now_s)
    assert stage.tracker.announced
    stage.waits_until(20)
    assert stage.ended == []
    stage.says(20, 21, "And we train them on clicks.")
    stage.waits_until(24)
    assert [t.text for t in stage.ended] == ["We use two towers. And we train them on clicks."]


def test_words_said_before_the_key_do_not_take_the_time_away() -> None:
    stage = Stage()
    piece = segment(0, 2, 1)
    stage.tracker.cut(piece)
    stage.tracker.announce(3.0)
    stage.tracker.transcribed(piece, Transcription("We use two towers."))
    assert stage.tracker.announced
