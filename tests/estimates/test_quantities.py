from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.estimates import find_quantities


@pytest.mark.parametrize(
    ("text", "magnitude", "unit"),
    [
        ("p99 latency of 50 ms", 50, "ms"),
        ("about 1.2k QPS", 1200, "query/s"),
        ("1,200 q p s", 1200, "query/s"),
        ("five percent", 5, "percent"),
        ("2 basis points", 0.02, "percent"),
        ("half a million", 5e5, ""),
        ("3 nines", 99.9, "percent"),
        ("100 million daily active users", 1e8, "user"),
        ("10 requests per user per day", 10, "request/user/day"),
        ("100M searches a day", 1e8, "search/day"),
        ("100 million daily searches", 1e8, "search/day"),
        ("50TB", 50, "TB"),
        ("fifty gigs", 50, "GB"),
        ("a terabyte", 1, "TB"),
        ("1 Gbps", 1, "Gbit/s"),
        ("40 MBps", 40, "MB/s"),
        ("128-dim", 128, "dim"),
        ("$2 an hour", 2, "USD/hour"),
        ("2 dollars per million tokens", 2e-6, "USD/token"),
        ("200B per event", 200, "B/event"),
        ("a 7B model", 7e9, "param"),
        ("5B requests a day", 5e9, "request/day"),
        ("3x", 3, "x"),
        ("ten times a day", 10, "time/day"),
        ("128 vectors x 4B", 4, "B"),
    ],
)
def test_units(text: str, magnitude: float, unit: str) -> None:
    found = find_quantities(text)[-1]
    assert found.magnitude == pytest.approx(magnitude)
    assert found.unit == unit


@pytest.mark.parametrize(
    "text",
    [
        "p99 and p50",
        "the top 20 and the top k",
        "an L5 at level 5, version 2, phase 1",
        "an 80/20 split, 50-50, 24/7",
        "one of the things",
        "the 99th percentile",
        "recall at 10 on the 2nd try in 2021",
        "H100 and k8s with BM25",
    ],
)
def test_identifiers_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("40 to 60 thousand QPS", 40_000, 60_000),
        ("50-60k", 50_000, 60_000),
        ("between 10 and 20 gigs", 10, 20),
        ("two or three hundred", 200, 300),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    (found,) = find_quantities(text)
    assert (found.low, found.high) == (low, high)


@given(
    st.text(alphabet=st.sampled_from("0123456789.,kMBx%$/^⁹- abtenmillionhudrsper"), max_size=60)
)
def test_spans_are_verbatim_and_in_order(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert text[quantity.start_char : quantity.end_char] == quantity.text
        assert quantity.start_char >= end
        end = quantity.end_char


def test_importing_the_package_does_not_pay_for_pint() -> None:
    code = "import interviewer.estimates, sys; sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
