"""Whole interviews with a model that misbehaves at random: nobody notices more than a dull line.

``FUZZ_SESSIONS=200`` holds more of them.
"""

from __future__ import annotations

import os

import pytest

from interviewer.events import MoveMade
from interviewer.history import moves_of
from tests.minds.sessions import held, wrongs

MANY = int(os.environ.get("FUZZ_SESSIONS", "4"))


@pytest.mark.sessions
@pytest.mark.parametrize("seed", range(MANY))
async def test_an_interview_with_a_moody_model_is_whole(seed: int) -> None:
    show = await held(seed)
    assert list(wrongs(show)) == []
    moves = [e for e in show.events if isinstance(e, MoveMade)]
    assert {e.mind for e in moves} == {"llm", "scripted"}
    assert moves_of(show.events) != moves  # some were streamed
    assert show.failures
    used = show.used
    assert used.requests >= len(show.requests)
    assert 0 <= used.dropped <= used.ahead < used.requests
    assert used.input_tokens > 1000
