"""What an engine is handed: one line, nothing to obey, never too long."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.errors import EngineError
from audio.tts.text import LONGEST_TEXT, pieces, speakable


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("  Okay.\n\tGo on. ", "Okay. Go on."),
        ("a\x00b\x01c\x1b[31m", "a b c [31m"),
        ("say [[hEllo]] or [[[x", "say [hEllo] or [x"),
        ("p99 < 50 ms", "p99 less than 50 ms"),
        ("zero\u200bwidth \u202eright", "zero width right"),
        ("half a \ud83d pair", "half a pair"),
        ("...", ""),
        ("", ""),
        ("--stdout and -o x", "--stdout and -o x"),
    ],
)
def test_text_is_made_safe(raw: str, said: str) -> None:
    assert speakable(raw) == said


@given(st.text(max_size=300))
def test_speakable_text_has_no_control_characters_and_is_stable(text: str) -> None:
    said = speakable(text)
    assert not any(unicodedata.category(c)[0] == "C" for c in said)
    assert "[[" not in said
    assert "<" not in said
    assert speakable(said) == said


def test_a_short_text_is_one_piece() -> None:
    assert pieces("Okay. What would you measure?") == ["Okay. What would you measure?"]


def test_a_long_text_is_cut_at_sentence_ends() -> None:
    sentence = "The model is trained every night on the last ninety days of clicks."
    found = pieces(" ".join([sentence] * 12), longest=200)
    assert all(piece.endswith(".") and len(piece) <= 200 for piece in found)
    assert " ".join(found) == " ".join([sentence] * 12)


@given(st.text(alphabet="ab .,?!", max_size=800), st.integers(20, 60))
def test_pieces_lose_no_word_and_respect_the_limit(text: str, longest: int) -> None:
    found = pieces(text, longest=longest)
    assert all(0 < len(piece) <= longest for piece in found)
    letters = [c for c in text if c.isalnum()]
    assert [c for c in "".join(found) if c.isalnum()] == letters


def test_a_word_longer_than_a_piece_is_cut() -> None:
    assert [len(piece) for piece in pieces("a" * 950, longest=400)] == [400, 400, 150]


def test_a_text_nobody_meant_is_refused() -> None:
    with pytest.raises(EngineError, match="too long to speak"):
        pieces("word " * LONGEST_TEXT)
