"""A turn that goes on is kept as far as it was understood."""

from __future__ import annotations

from interviewer.channels.base import SegmentHeardNow
from interviewer.open_turn import OpenTurn


def test_a_turn_that_is_broken_off_is_told_as_far_as_it_went() -> None:
    turn = OpenTurn()
    turn.add(SegmentHeardNow("We log every trip", 10.0, 12.0, 0.8, "audio/1.flac"))
    turn.add(SegmentHeardNow("and the route.", 13.0, 14.0, 0.4))
    assert turn.since_s == 10.0
    said = turn.broken_off(15.0, 3)
    assert said is not None
    assert (said.t_s, said.turn, said.start_s, said.end_s) == (15.0, 3, 10.0, 14.0)
    assert said.text == "We log every trip and the route."
    assert said.confidence is not None
    assert round(said.confidence, 3) == 0.6
    assert said.audio == ("audio/1.flac",)


def test_a_turn_that_was_told_leaves_nothing() -> None:
    turn = OpenTurn()
    turn.add(SegmentHeardNow("We log every trip.", 10.0, 12.0))
    turn.close()
    assert turn.since_s is None
    assert turn.broken_off(15.0, 3) is None
