"""Generated arithmetic: what is right is never flagged, what is off by three or more always is."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from interviewer.estimates import Estimate, Statement, find_estimates
from interviewer.estimates.units import result_text
from interviewer.estimates.words import word_list
from tests.estimates.spoken import in_words, with_suffix

_COUNTS = st.sampled_from([1, 2, 5, 10, 40, 75, 100, 250, 800]).flatmap(
    lambda mantissa: st.sampled_from([10**6, 10**7]).map(lambda scale: mantissa * scale)
)
_SPELLERS: st.SearchStrategy[Callable[[int], str]] = st.sampled_from(
    [in_words, with_suffix, "{:,}".format]
)
_LINKS = st.sampled_from(
    [" is ", " so that's about ", ", which comes to ", " gives us roughly ", " = "]
)
_FACTORS = st.sampled_from([3.0, 8.0, 10.0, 100.0, 1000.0, 1 / 3, 0.125, 0.1, 0.01, 0.001])
_FILLERS = st.sampled_from(["", "um ", "so ", "okay let me see, ", "I would say "])


def storage(
    users: int, dims: int, size: int, spell: Callable[[int], str], link: str, base: float
) -> str:
    stated = result_text(base, "GB")
    product = f"{spell(users)} users times {spell(dims)} dimensions times {in_words(size)} bytes"
    return f"{product}{link}{stated}"


def rate(daily: int, spell: Callable[[int], str], link: str, base: float) -> str:
    return f"{spell(daily)} requests a day{link}{result_text(base, 'query/s')}"


def judge(text: str) -> list[Estimate]:
    return find_estimates([Statement(0, text)])


@given(_COUNTS, st.sampled_from([32, 64, 128, 256, 768]), st.sampled_from([1, 2, 4, 8]),
       _SPELLERS, _LINKS, _FILLERS)  # fmt: skip
def test_correct_storage_passes(
    users: int, dims: int, size: int, spell: Callable[[int], str], link: str, filler: str
) -> None:
    found = judge(filler + storage(users, dims, size, spell, link, users * dims * size))
    assert [one.ok for one in found] == [True]


@given(_COUNTS, st.sampled_from([32, 64, 128, 256, 768]), st.sampled_from([1, 2, 4, 8]),
       _SPELLERS, _LINKS, _FACTORS)  # fmt: skip
def test_wrong_storage_is_flagged(
    users: int, dims: int, size: int, spell: Callable[[int], str], link: str, factor: float
) -> None:
    (found,) = judge(storage(users, dims, size, spell, link, users * dims * size * factor))
    assert not found.ok
    assert abs(found.ratio / factor - 1) < 0.02


@given(_COUNTS, _SPELLERS, _LINKS)
def test_correct_rates_pass(daily: int, spell: Callable[[int], str], link: str) -> None:
    assert [one.ok for one in judge(rate(daily, spell, link, daily / 86_400))] == [True]


@given(_COUNTS, _SPELLERS, _LINKS, _FACTORS)
def test_wrong_rates_are_flagged(
    daily: int, spell: Callable[[int], str], link: str, factor: float
) -> None:
    assert [one.ok for one in judge(rate(daily, spell, link, daily / 86_400 * factor))] == [False]


@given(st.lists(st.integers(5, 120), min_size=2, max_size=5), st.booleans())
def test_latency_budgets(parts: list[int], fits: bool) -> None:
    names = ["retrieval", "ranking", "network", "features", "serialization"]
    listed = ", ".join(f"{ms} ms for {name}" for ms, name in zip(parts, names, strict=False))
    stated = sum(parts) if fits else round(sum(parts) / 3)
    (found,) = judge(f"{listed}, so {stated} ms in total")
    assert found.ok is fits
    assert found.kind == "latency"


_WORDS = st.sampled_from(
    word_list(
        "100M 4B 128 dims bytes times divided by is so that's per second a day users each x = "
        "50 TB million ten percent of that plus peak QPS wait no sorry , . ms total under 0 to "
        "the minus and half over twice double = 1 in 10 float32 ^ - $ 80/20 p99 squared"
    )
)


@given(st.lists(_WORDS, max_size=40))
def test_any_soup_of_words_is_judged_without_error(words: list[str]) -> None:
    text = " ".join(words)
    for found in judge(text):
        assert text[found.start_char : found.end_char] == found.quote
        assert found.ratio > 0
        assert found.ok == (found.issue is None)
