from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.estimates.numerals import parse_numeral
from interviewer.estimates.tokens import tokenize
from tests.estimates.spoken import in_words, with_suffix


def read(text: str) -> float | None:
    """Return the number ``text`` begins with, provided it takes up the whole text."""
    tokens = tokenize(text)
    numeral = parse_numeral(tokens, 0)
    return numeral.value if numeral is not None and numeral.end == len(tokens) else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a hundred mil", 1e8),
        ("1.2k", 1.2e3),
        ("100M", 1e8),
        ("1.5 bil", 1.5e9),
        ("5B", 5e9),
        ("ten to the nine", 1e9),
        ("ten to the ninth", 1e9),
        ("10 to the power of 9", 1e9),
        ("10^9", 1e9),
        ("10⁹", 1e9),
        ("1e9", 1e9),
        ("two to the thirty", 2.0**30),
        ("ten to the minus three", 1e-3),
        ("half a billion", 5e8),
        ("a quarter of a million", 2.5e5),
        ("two and a half million", 2.5e6),
        ("a million and a half", 1.5e6),
        ("a couple hundred", 200),
        ("a dozen", 12),
        ("one point five", 1.5),
        ("1 point 5 million", 1.5e6),
        ("oh point two", 0.2),
        ("zero point zero five", 0.05),
        ("point one", 0.1),
        ("twelve hundred", 1200),
        ("86,400", 86_400),
        ("eighty six thousand four hundred", 86_400),
        ("one twenty eight", 128),
        ("one two eight", 128),
        ("two fifty six", 256),
        ("five twelve", 512),
        ("seven sixty eight", 768),
        ("ten twenty four", 1024),
        ("a hundred thousand", 1e5),
        ("hundred thousand million", None),
        ("1 million 200 thousand", 1.2e6),
        ("one in a thousand", 1e-3),
        ("million", None),
        ("users", None),
    ],
)
def test_spoken_numbers(text: str, value: float | None) -> None:
    assert read(text) == (value if value is None else pytest.approx(value))


def test_a_size_after_a_count_is_a_number_of_its_own() -> None:
    tokens = tokenize("one hundred million one twenty eight dimensional vectors")
    numeral = parse_numeral(tokens, 0)
    assert numeral is not None
    assert numeral.value == 1e8


def test_vague_numbers_are_wide() -> None:
    numeral = parse_numeral(tokenize("a few thousand"), 0)
    assert numeral is not None
    assert numeral.low < 3000 < numeral.high


@given(st.integers(0, 10**15 - 1), st.booleans())
def test_words_round_trip(number: int, joined_by_and: bool) -> None:
    assert read(in_words(number, joined_by_and=joined_by_and)) == number


@given(st.integers(1, 999), st.sampled_from([1, 10**3, 10**6, 10**9]))
def test_suffixes_round_trip(mantissa: int, scale: int) -> None:
    assert read(with_suffix(mantissa * scale)) == pytest.approx(mantissa * scale)


@given(st.integers(0, 10**12))
def test_grouped_digits_round_trip(number: int) -> None:
    assert read(f"{number:,}") == number
