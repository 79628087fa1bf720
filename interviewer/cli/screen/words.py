"""Words and times as both screens write them."""

from __future__ import annotations

from typing import Final

from interviewer.vocabulary import Phase

PHASE_TITLES: Final = {
    Phase.PROBLEM: "Problem",
    Phase.CLARIFICATION: "Clarification",
    Phase.SOLUTION_DESIGN: "Solution design",
    Phase.DEEP_DIVE: "Deep dive",
    Phase.CANDIDATE_QUESTIONS: "Your questions",
}


def clock_time(seconds: float) -> str:
    """Minutes and seconds since the beginning: ``07:05``."""
    return f"{int(seconds // 60):02d}:{int(seconds % 60):02d}"


def span(seconds: float) -> str:
    """A stretch of time: ``42 s``, ``3:10``."""
    whole = int(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d}"


def minutes(seconds: float) -> str:
    """Minutes and seconds of a countdown: ``8:05``."""
    whole = int(max(0.0, seconds))
    return f"{whole // 60}:{whole % 60:02d}"
