"""The state machine on scripted probabilities, then on real voices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.events import SpeechEnded, SpeechStarted
from audio.frames import FRAME_S, FRAME_SAMPLES, Frame, FrameCutter, Samples
from audio.segments import Heard, Segment, Segmenter
from audio.vad import SileroVoiceActivity
from tests.audio.sounds import ANSWER, join, say, silence


class ScriptedVoiceActivity:
    """Says what its script says."""

    def __init__(self, script: list[float]) -> None:
        self.script = list(script)
        self.resets = 0

    def probability(self, samples: Samples) -> float:
        return self.script.pop(0)

    def reset(self) -> None:
        self.resets += 1


def run(script: str, **gaps_s: float) -> tuple[Segmenter, list[Heard]]:
    """Run a script of frames: `#` voice, `-` between the thresholds, `.` silence."""
    values = [{"#": 0.9, "-": 0.4, ".": 0.1}[c] for c in script]
    segmenter = Segmenter(ScriptedVoiceActivity(values))
    heard: list[Heard] = []
    for i in range(len(values)):
        samples = np.full(FRAME_SAMPLES, i, np.float32)
        heard += segmenter.push(Frame(samples, i * FRAME_S, gaps_s.get(f"at{i}", 0.0)))
    return segmenter, heard


def segments(heard: list[Heard]) -> list[Segment]:
    return [h for h in heard if isinstance(h, Segment)]


def test_a_stretch_of_speech() -> None:
    _, heard = run("." * 20 + "#" * 10 + "." * 16)
    started, ended, segment = heard
    assert isinstance(started, SpeechStarted)
    assert started.t_s == pytest.approx(20 * FRAME_S)
    assert isinstance(ended, SpeechEnded)
    assert (ended.start_s, ended.end_s) == pytest.approx((20 * FRAME_S, 30 * FRAME_S))
    assert isinstance(segment, Segment)
    assert segment.voiced_s == pytest.approx(10 * FRAME_S)
    assert segment.samples[0] == 12  # eight frames of padding before
    assert segment.samples[-1] == 37  # and after


def test_one_frame_is_not_speech() -> None:
    segmenter, heard = run("." * 5 + "#" + "." * 5)
    assert heard == []
    assert segmenter.speaking_since_s is None


def test_a_knock_is_noticed_but_not_worth_transcribing() -> None:
    assert [type(h) for h in run("#####" + "." * 16)[1]] == [SpeechStarted, SpeechEnded]
    assert len(segments(run("######" + "." * 16)[1])) == 1


def test_between_the_thresholds_speech_goes_on_but_does_not_begin() -> None:
    assert run("-" * 40)[1] == []
    _, heard = run("##" + "-" * 10 + "." * 16)
    assert segments(heard)[0].end_s == pytest.approx(12 * FRAME_S)


def test_a_pause_below_half_a_second_does_not_cut() -> None:
    _, heard = run("#" * 10 + "." * 15 + "#" * 10 + "." * 16)
    assert len(segments(heard)) == 1


def test_long_speech_is_cut_where_it_is_quietest() -> None:
    values = "#" * 700 + "-" + "#" * 300 + "." * 16
    segmenter, heard = run(values)
    first, second = segments(heard)
    assert first.end_s == pytest.approx(701 * FRAME_S)
    assert second.start_s == pytest.approx(701 * FRAME_S)
    (ended,) = [h for h in heard if isinstance(h, SpeechEnded)]
    assert (ended.start_s, ended.end_s) == pytest.approx((0.0, 1001 * FRAME_S))
    assert segmenter.speaking_since_s is None


def test_speech_that_never_pauses_is_held_in_bounded_memory() -> None:
    _, heard = run("#" * 20_000)
    lengths = [len(s.samples) for s in segments(heard)]
    assert len(lengths) > 20
    assert max(lengths) <= 26 * 16_000


def test_flush_closes_what_is_open() -> None:
    segmenter, heard = run("#" * 10 + "...")
    assert segments(heard) == []
    (segment,) = segments(segmenter.flush())
    assert segment.end_s == pytest.approx(10 * FRAME_S)
    assert segmenter.flush() == []


def test_a_long_gap_ends_speech_and_a_short_one_does_not() -> None:
    assert len(segments(run("#" * 10 + "#" * 10 + "." * 16, at10=0.6)[1])) == 2
    assert len(segments(run("#" * 10 + "#" * 10 + "." * 16, at10=0.1)[1])) == 1


def test_a_cut_just_before_the_end_leaves_no_empty_segment() -> None:
    _, heard = run("#" * 770 + "." * 40)
    assert all(s.end_s > s.start_s for s in segments(heard))


SPOKEN = join(silence(0.7), say(ANSWER), silence(0.9), say("Yes."), silence(1.0))


def spans(blocks: list[int]) -> list[tuple[float, float, int]]:
    segmenter, cutter = Segmenter(SileroVoiceActivity()), FrameCutter()
    frames, at = [], 0
    for size in blocks:
        frames += cutter.push(SPOKEN[at : at + size])
        at += size
    frames += cutter.push(SPOKEN[at:]) + cutter.flush()
    heard = [h for f in frames for h in segmenter.push(f)] + segmenter.flush()
    return [(s.start_s, s.end_s, len(s.samples)) for s in segments(heard)]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 9000), max_size=20))
def test_segments_do_not_depend_on_block_sizes(blocks: list[int]) -> None:
    assert spans(blocks) == spans([])
    assert len(spans([])) == 2
