"""What a session's requests come to, in tokens and dollars, and when it is enough. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from interviewer.settings import LlmSettings

MOST_TOKENS: Final = 2_000_000
"""The cap of one session where none is set; see docs/llm.md for what sessions came to."""

CHARACTERS_PER_TOKEN: Final = 4.0
"""Of English text, roughly; only used where a server does not count."""


class Purpose(StrEnum):
    """What a request is for."""

    CHECK = "check"
    TURN = "turn"
    AHEAD = "ahead"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Usage:
    """What one request came to, in tokens.

    Attributes:
        estimated: from the length of the text, because the server did not tell.
    """

    input_tokens: int
    output_tokens: int
    estimated: bool = False

    @classmethod
    def of_text(cls, sent: int, received: int) -> Usage:
        """An estimate from numbers of characters."""
        in_tokens, out_tokens = (round(n / CHARACTERS_PER_TOKEN) for n in (sent, received))
        return cls(in_tokens, out_tokens, estimated=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one session may use, and what it costs; None means: not known, or no limit.

    Attributes:
        max_tokens: in and out together.
        input_usd_per_mtok: dollars for a million tokens sent.
        output_usd_per_mtok: dollars for a million tokens received.
    """

    max_tokens: int | None = MOST_TOKENS
    max_cost_usd: float | None = None
    input_usd_per_mtok: float | None = None
    output_usd_per_mtok: float | None = None

    def cost_usd(self, input_tokens: int, output_tokens: int) -> float | None:
        """What so many tokens cost; None where no price is known."""
        if self.input_usd_per_mtok is None or self.output_usd_per_mtok is None:
            return None
        sent = input_tokens * self.input_usd_per_mtok
        return (sent + output_tokens * self.output_usd_per_mtok) / 1e6


def limits_of(settings: LlmSettings) -> Limits:
    """The limits a user has set, and the cap on tokens where none is."""
    return Limits(
        settings.max_tokens or MOST_TOKENS,
        settings.max_cost_usd,
        settings.input_usd_per_mtok,
        settings.output_usd_per_mtok,
    )


@dataclass(slots=True)
class Spending:
    """Adds up one session.

    Attributes:
        requests: sent, by what they were for.
        dropped: requests that were sent ahead and whose answer nobody wanted in the end.
        estimated: at least one request was not counted by the server.
    """

    limits: Limits = field(default_factory=Limits)
    requests: dict[Purpose, int] = field(default_factory=dict)
    dropped: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False

    def sent(self, purpose: Purpose) -> None:
        """A request went out."""
        self.requests[purpose] = self.requests.get(purpose, 0) + 1

    def used(self, usage: Usage) -> None:
        """A request is over, one way or another."""
        self.input_tokens += usage.input_tokens
        self.output_tokens += usage.output_tokens
        self.estimated = self.estimated or usage.estimated

    @property
    def cost_usd(self) -> float | None:
        """What it came to so far; None where no price is known."""
        return self.limits.cost_usd(self.input_tokens, self.output_tokens)

    @property
    def spent(self) -> str:
        """Which limit is reached, in words; empty while none is."""
        limits = self.limits
        tokens = self.input_tokens + self.output_tokens
        if limits.max_tokens is not None and tokens >= limits.max_tokens:
            return f"the session's limit of {limits.max_tokens:,} tokens is reached"
        cost = self.cost_usd
        if limits.max_cost_usd is not None and cost is not None and cost >= limits.max_cost_usd:
            return f"the session's limit of ${limits.max_cost_usd:g} is reached"
        return ""
