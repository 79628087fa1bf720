"""Inventions go, speech stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.stt.cleaning import MOST_CHARACTERS, RawSegment, clean, collapse_loops, tidy


def texts(
    *segments: RawSegment, doubtful: bool = False, hotwords: tuple[str, ...] = ()
) -> list[str]:
    return [s.text for s in clean(segments, doubtful=doubtful, hotwords=hotwords)]


@pytest.mark.parametrize(
    "segment",
    [
        RawSegment("Thank you for watching!"),
        RawSegment("Please subscribe."),
        RawSegment("Subtitles by the Amara.org community"),
        RawSegment("we use trees", no_speech_probability=0.9, mean_logprob=-0.9),
        RawSegment("asd qwe", mean_logprob=-1.8),
        RawSegment("Thank you.", no_speech_probability=0.7, mean_logprob=-0.3),
        RawSegment("ご視聴ありがとうございました"),
        RawSegment("Спасибо за внимание"),
        RawSegment(" ... "),
        RawSegment(""),
    ],
    ids=lambda s: s.text,
)
def test_what_nobody_said_goes(segment: RawSegment) -> None:
    assert texts(segment) == []


@pytest.mark.parametrize(
    "segment",
    [
        RawSegment("We use two towers.", no_speech_probability=0.1, mean_logprob=-0.3),
        RawSegment("We use two towers.", no_speech_probability=0.8, mean_logprob=-0.3),
        RawSegment("We use two towers.", no_speech_probability=0.1, mean_logprob=-1.2),
        RawSegment("Thank you."),
        RawSegment("You predict the watching time of a video."),
        RawSegment("naïve Bayes, a café, 128 dimensions"),
    ],
    ids=lambda s: s.text,
)
def test_what_was_said_stays(segment: RawSegment) -> None:
    assert texts(segment) == [segment.text]


def test_doubt_makes_known_inventions_and_echoed_hotwords_go() -> None:
    said = [RawSegment("Thank you."), RawSegment("NDCG, recall"), RawSegment("recall is low")]
    assert texts(*said, doubtful=True, hotwords=("recall", "NDCG")) == ["recall is low"]
    assert len(texts(*said, hotwords=("recall", "NDCG"))) == 3


def test_a_segment_that_repeats_is_kept_twice_at_most() -> None:
    assert len(texts(*[RawSegment("We use trees.")] * 30)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we we we we we use it", "we use it"),
        ("a very very very good idea", "a very very very good idea"),
        ("and then. And then, and then and then and then we rank", "and then. we rank"),
        (
            "so " + "we rank the items by score " * 5 + "and stop",
            "so we rank the items by score and stop",
        ),
        ("no loop at all", "no loop at all"),
        ("", ""),
    ],
)
def test_loops(text: str, expected: str) -> None:
    assert collapse_loops(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two\n towers \t", "two towers"),
        ("a\x00b\x1b[31mc\u202ed", "a b [31mc d"),
        ("[Music] we rank (applause) them ♪ la la ♪", "we rank them"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("Спасибо за просмотр", ""),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


def test_an_endless_answer_is_cut_and_quickly() -> None:
    begun_s = time.perf_counter()
    assert len(tidy(" ".join(f"word{n}" for n in range(100_000)))) <= MOST_CHARACTERS
    assert tidy("x" * 10_000_000) == "x" * MOST_CHARACTERS
    assert tidy("again and " * 1_000_000) == "again and"
    assert time.perf_counter() - begun_s < 5


@given(st.text(max_size=300))
def test_tidy_text_is_tidy(text: str) -> None:
    once = tidy(text)
    assert "\n" not in once
    assert once == once.strip()
    once.encode()
