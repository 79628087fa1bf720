"""A speech server that is asked over HTTP: what the errors of its client mean.

No text of an error ever comes from the server: it may echo the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audio.errors import EngineBusy, EngineError, EngineTimeout, EngineUnavailable

if TYPE_CHECKING:
    import openai

BACKOFF_S = 0.3
MOST_RETRY_AFTER_S = 600.0
TOO_EARLY = (408, 409, 425, 429)
"""Statuses below 500 that may pass."""


def translate(error: Exception, name: str) -> EngineError:
    """Return what an exception of the openai library means, in words of our own.

    Args:
        error: What was raised.
        name: The engine, such as `openai whisper-1`.

    Returns:
        EngineUnavailable where asking again cannot help, EngineBusy where it may.
    """
    import openai

    if isinstance(error, EngineError):
        return error
    if isinstance(error, (TimeoutError, openai.APITimeoutError)):
        return EngineTimeout(f"{name}: the speech server stopped answering")
    if isinstance(error, openai.APIStatusError):
        return _status(error, name)
    if isinstance(error, openai.APIError):
        return EngineBusy(f"{name}: the speech server cannot be reached", BACKOFF_S)
    return EngineError(f"{name}: the answer could not be read ({type(error).__name__})")


def _status(error: openai.APIStatusError, name: str) -> EngineError:
    status = error.status_code
    if status in (401, 403):
        return EngineUnavailable(f"{name}: the speech server refused the key ({status})")
    if status in (404, 405):
        return EngineUnavailable(f"{name}: the speech server has no such model ({status})")
    if error.code == "insufficient_quota":
        return EngineUnavailable(f"{name}: the account has no quota left ({status})")
    if status < 500 and status not in TOO_EARLY:
        return EngineError(f"{name}: the speech server refused the request ({status})")
    wait_s = _retry_after(error.response.headers.get("retry-after"))
    return EngineBusy(f"{name}: the speech server is busy or broken ({status})", wait_s)


def _retry_after(value: str | None) -> float:
    """Seconds; dates and nonsense count as nothing said."""
    try:
        seconds = float(value or "")
    except ValueError:
        return BACKOFF_S
    return min(max(seconds, BACKOFF_S), MOST_RETRY_AFTER_S) if seconds == seconds else BACKOFF_S
