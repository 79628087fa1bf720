"""Figures as people read them, and what is invisible made harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.report.markdown import escape
from interviewer.report.text import clock, inert, length, number, percent, score, times_off

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.0, "0:00"),
        (59.99, "0:59"),
        (754, "12:34"),
        (3723, "1:02:03"),
        (-3, "0:00"),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_clock(seconds: float | None, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(14.4, "14 s"), (59.7, "1 min"), (125, "2 min 5 s"), (None, "–"), (float("inf"), "–")],
)
def test_length(seconds: float | None, shown: str) -> None:
    assert length(seconds).replace(NBSP, " ") == shown


def test_numbers() -> None:
    assert [number(x) for x in (3.0, 3.46, 1240, 0.04, None)] == ["3", "3.5", "1,240", "0", "–"]
    assert (score(3.0), score(None)) == ("3.0", "–")
    assert percent(0.276).replace(NBSP, " ") == "28 %"
    assert number(1e300) == "1e+300"


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (977.0, "about 980 times too high"),
        (1000.0, "about 1,000 times too high"),
        (0.0994, "about 10 times too low"),
        (2.0, "about 2 times too high"),
        (1.25, "25 % too high"),
        (0.8, "25 % too low"),
        (0.0, "cannot be compared"),
        (float("inf"), "cannot be compared"),
    ],
)
def test_times_off(ratio: float, shown: str) -> None:
    assert times_off(ratio).replace(NBSP, " ") == shown


@given(st.text(st.characters()))
def test_inert_text_has_as_many_characters_and_none_that_act(text: str) -> None:
    out = inert(text)
    assert len(out) == len(text)
    assert not set(out) & {chr(code) for code in (0, 7, 8, 27, 127, 155, 0x202E, 0x2066)}
    assert inert(out) == out
    out.encode("utf-8")


def test_other_scripts_are_left_alone() -> None:
    kept = "שלום עולם, مرحبا, 你好, naïve café 👩‍💻 a\tb\nc"
    assert inert(kept) == kept


def test_escaping_leaves_plain_sentences_as_they_are() -> None:
    plain = "It costs 3.5 ms (at p99), doesn't it? Yes - about 40 %!"
    assert escape(plain) == plain
