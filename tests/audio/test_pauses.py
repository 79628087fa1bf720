"""Silences of the candidate, afterwards and as they grow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.pauses import Pause, SilenceTracker, Span, find_pauses


def test_only_the_candidates_own_long_silences_count() -> None:
    speech = [Span(0, 5), Span(16, 20), Span(60, 61)]
    interviewer = [Span(20.5, 25)]
    assert find_pauses(speech, interviewer, until_s=65) == [
        Pause(5, 11, announced=False, severity="long"),
        Pause(25, 35, announced=False, severity="serious"),
    ]


def test_a_nudge_divides_a_silence() -> None:
    pauses = find_pauses([Span(0, 1)], [Span(13, 15)], until_s=27)
    assert [(p.start_s, p.duration_s) for p in pauses] == [(1, 12), (15, 12)]


def test_an_announced_pause_says_so() -> None:
    (pause,) = find_pauses([Span(0, 5), Span(20, 21)], until_s=21, announced_at_s=[4.9])
    assert pause.announced


def test_the_border_counts() -> None:
    assert find_pauses([Span(0, 1), Span(11, 12)], until_s=12)[0].severity == "long"
    assert find_pauses([Span(0, 1), Span(31, 32)], until_s=32)[0].severity == "serious"
    assert find_pauses([Span(0, 1), Span(10.99, 12)], until_s=12) == []


def test_no_speech_at_all_is_one_pause() -> None:
    assert [p.duration_s for p in find_pauses([], until_s=40)] == [40]
    assert find_pauses([], until_s=0) == []


SPANS = st.lists(
    st.tuples(st.floats(0, 300), st.floats(0, 40)).map(lambda p: Span(p[0], p[0] + p[1])),
    max_size=12,
)


@given(SPANS, SPANS)
def test_pauses_never_overlap_anybody(speech: list[Span], taken: list[Span]) -> None:
    pauses = find_pauses(speech, taken, until_s=400)
    for pause in pauses:
        assert pause.duration_s >= 10
        assert pause.start_s + pause.duration_s <= 400 + 1e-9
        middle_s = pause.start_s + pause.duration_s / 2
        assert not any(s.start_s < middle_s < s.end_s for s in [*speech, *taken])


def marks(tracker: SilenceTracker, since_s: float | None, *, start: int, end: int) -> list[float]:
    return [m for second in range(start, end) for m in tracker.at(float(second), since_s)]


def test_every_mark_is_told_once_per_silence() -> None:
    tracker = SilenceTracker()
    assert marks(tracker, 0.0, start=0, end=56) == [10, 20, 30, 40, 50]
    assert marks(tracker, None, start=56, end=60) == []
    assert marks(tracker, 60.0, start=60, end=85) == [10, 20]


def test_a_cough_arms_nothing() -> None:
    tracker = SilenceTracker()
    marks(tracker, 0.0, start=0, end=12)
    marks(tracker, None, start=12, end=14)
    assert marks(tracker, 0.0, start=14, end=22) == [20]


@pytest.mark.parametrize(("given_s", "expected"), [((5,), [5, 15, 25]), ((), [10, 20, 30])])
def test_other_marks(given_s: tuple[float, ...], expected: list[float]) -> None:
    assert marks(SilenceTracker(given_s), 0.0, start=0, end=31) == expected
