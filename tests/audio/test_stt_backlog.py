"""The queue before the engine: nothing lost silently, nothing without bound."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audio.frames import SAMPLE_RATE_HZ
from audio.segments import Segment
from audio.stt.backlog import Backlog


def segment(number: int, start_s: float, length_s: float) -> Segment:
    samples = np.full(round(length_s * SAMPLE_RATE_HZ), number, np.float32)
    return Segment(number, start_s, start_s + length_s, length_s, samples)


def test_one_segment_passes_through() -> None:
    backlog = Backlog()
    only = segment(1, 0, 2)
    assert backlog.add(only) == []
    assert backlog.take() == (only, (1,))
    assert len(backlog) == 0


def test_waiting_segments_are_joined_up_to_a_window() -> None:
    backlog = Backlog()
    for number in range(6):
        backlog.add(segment(number, number * 12.0, 10))
    joined, ids = backlog.take()
    assert ids == (0, 1)
    assert (joined.segment_id, joined.start_s, joined.end_s) == (0, 0.0, 22.0)
    assert len(joined.samples) / SAMPLE_RATE_HZ <= 25
    assert backlog.take()[1] == (2, 3)


@given(st.lists(st.floats(0.1, 26), max_size=40))
def test_what_waits_is_bounded_and_accounted_for(lengths_s: list[float]) -> None:
    backlog = Backlog(most_waiting_s=60)
    seen: list[int] = []
    for number, length_s in enumerate(lengths_s):
        seen += [s.segment_id for s in backlog.add(segment(number, number * 30.0, length_s))]
        assert backlog.waiting_s <= 60
    while len(backlog):
        seen += backlog.take()[1]
    assert seen == list(range(len(lengths_s)))
