from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.minds.llm.decision import AnswerReader, Malformed

ANSWER = "2\nFair enough, e.g. 2.5 times. You said trees! So why trees, and not a network?\nGo on"
SENTENCES = [
    "Fair enough, e.g. 2.5 times.",
    "You said trees!",
    "So why trees, and not a network?",
    "Go on",
]


def read(pieces: list[str]) -> tuple[int | None, list[str]]:
    reader = AnswerReader()
    sentences = [sentence for piece in pieces for sentence in reader.feed(piece)]
    sentences += reader.end()
    return reader.number, sentences


@given(st.lists(st.integers(0, len(ANSWER)), max_size=12))
def test_it_does_not_matter_how_the_stream_is_cut(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(ANSWER)]
    pieces = [ANSWER[a:b] for a, b in pairwise(edges)]
    assert read(pieces) == (2, SENTENCES)


@pytest.mark.parametrize(
    "text",
    ["3\nWhy?", "3. Why?", "[3] Why?", "Option 3: Why?", "**3**\nWhy?", "\n\n 3\n\nWhy?",
     "<think>Is it 1?\n2?</think>\n3\nWhy?"],
)  # fmt: skip
def test_models_write_the_decision_in_many_ways(text: str) -> None:
    assert read([text]) == (3, ["Why?"])


def test_a_sentence_is_known_before_the_answer_ends() -> None:
    reader = AnswerReader()
    assert reader.feed("1\nFair enough. So ") == ["Fair enough."]


@pytest.mark.parametrize("text", ["", "   ", "Well, hello there friend", "<think>hm", '{"a": 1}'])
def test_no_decision_is_told(text: str) -> None:
    with pytest.raises(Malformed):
        read([text])


def test_an_answer_without_end_is_cut_off() -> None:
    reader = AnswerReader()
    reader.feed("1\n")
    with pytest.raises(Malformed):
        reader.feed("word " * 10_000)
