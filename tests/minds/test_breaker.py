from __future__ import annotations

from interviewer.minds.breaker import Breaker


def test_it_opens_after_three_failures_in_a_row_and_lets_one_probe_through() -> None:
    breaker = Breaker()
    for at_s in (0.0, 5.0, 10.0):
        assert breaker.allows(at_s)
        breaker.failed(at_s)
    assert not breaker.allows(39.9)
    assert breaker.allows(40.0)
    assert not breaker.allows(40.1)
    breaker.succeeded()
    assert breaker.allows(40.2)


def test_a_success_or_a_long_time_between_forgets_failures() -> None:
    breaker = Breaker()
    breaker.failed(0.0)
    breaker.failed(1.0)
    breaker.succeeded()
    breaker.failed(2.0)
    assert breaker.allows(3.0)
    breaker.failed(1000.0)
    breaker.failed(2000.0)
    breaker.failed(3000.0)
    assert breaker.allows(3000.1)


def test_a_failed_probe_keeps_it_open() -> None:
    breaker = Breaker()
    for _ in range(3):
        breaker.failed(0.0)
    assert breaker.allows(30.0)
    breaker.failed(31.0)
    assert not breaker.allows(60.9)
    assert breaker.allows(61.0)


def test_a_wish_to_be_left_alone_is_kept() -> None:
    breaker = Breaker()
    breaker.failed(0.0, retry_after_s=100.0)
    assert not breaker.allows(99.0)
    assert breaker.allows(100.0)


def test_what_is_broken_for_good_stays_so() -> None:
    breaker = Breaker()
    breaker.broke()
    assert breaker.broken
    assert not breaker.allows(1e9)
