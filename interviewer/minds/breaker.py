"""A circuit breaker: an engine that keeps failing is left alone for a while, then tried again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Breaker:
    """Opens after failures in a row; a single probe later closes it again. Time is passed in.

    Attributes:
        opens_after: failures in a row that open it.
        within_s: they count together only when no further apart than this.
        probe_after_s: how long it stays open before one request is let through.
    """

    opens_after: int = 3
    within_s: float = 300.0
    probe_after_s: float = 30.0
    _failures: int = 0
    _last_failure_s: float = 0.0
    _closed_until_probe_s: float | None = None
    _broken: bool = False

    def allows(self, now_s: float) -> bool:
        """Whether a request may be sent now; an allowed probe keeps others out until it ends."""
        if self._broken:
            return False
        if self._closed_until_probe_s is None:
            return True
        if now_s < self._closed_until_probe_s:
            return False
        self._closed_until_probe_s = now_s + self.probe_after_s
        return True

    @property
    def broken(self) -> bool:
        """Whether it failed for good."""
        return self._broken

    def succeeded(self) -> None:
        """A request was answered: all is well again."""
        self._failures, self._closed_until_probe_s = 0, None

    def failed(self, now_s: float, retry_after_s: float | None = None) -> None:
        """A request failed; ``retry_after_s`` is how long the endpoint asked to be left alone."""
        together = self._failures and now_s - self._last_failure_s <= self.within_s
        self._failures = self._failures + 1 if together else 1
        self._last_failure_s = now_s
        if self._failures >= self.opens_after:
            self._closed_until_probe_s = now_s + self.probe_after_s
        if retry_after_s is not None:
            until_s = now_s + retry_after_s
            self._closed_until_probe_s = max(until_s, self._closed_until_probe_s or 0.0)

    def broke(self) -> None:
        """It failed for good; nothing more is sent."""
        self._broken = True
