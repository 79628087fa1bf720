"""What can go wrong between a model server and us, told apart in words of our own.

No text of an error ever comes from the server: it may echo the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

MOST_RETRY_AFTER_S = 600.0
BAD_REQUEST, CONTENT_TOO_LARGE, UNPROCESSABLE = 400, 413, 422

TOO_LONG: Final = re.compile(
    r"context[_ ](?:length|size|window)|maximum context|too many tokens|prompt is too long",
    re.IGNORECASE,
)
"""How servers say that a request does not fit the model; read, never quoted."""


class LlmFailed(Exception):
    """The endpoint did not answer as it should.

    Attributes:
        permanent: asking again cannot help (wrong key, unknown model).
        retry_after_s: how long it asked to be left alone, if it did.
        too_long: the request does not fit the model; a shorter one may.
        not_accepted: the server wants the request to look otherwise.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after_s: float | None = None,
        too_long: bool = False,
        not_accepted: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after_s = retry_after_s
        self.too_long = too_long
        self.not_accepted = not_accepted


def translate(error: Exception) -> LlmFailed:
    """What an exception of a vendor's library means, in words of our own."""
    if isinstance(error, LlmFailed):
        return error
    for cause in _causes(error):  # one vendor's library wraps what another's raises
        if (status := _status_of(cause)) is not None:
            return _status(status, cause)
    kinds = {kind.__name__ for cause in _causes(error) for kind in type(cause).__mro__}
    if kinds & {"TimeoutError", "APITimeoutError", "TimeoutException"}:
        return LlmFailed("the model server stopped answering")
    if kinds & {"APIConnectionError", "ConnectError", "OSError"}:
        return LlmFailed("the model server cannot be reached")
    if "APIError" in kinds:
        return LlmFailed("the model server reported an error in the middle of its answer")
    kind = type(error).__name__
    return LlmFailed(f"the model server's answer could not be read ({kind})")


def _status_of(error: BaseException) -> int | None:
    status = getattr(error, "status_code", getattr(error, "code", None))
    return status if isinstance(status, int) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _status(status: int, error: BaseException) -> LlmFailed:
    if status in (401, 403):
        return LlmFailed(f"the model server refused the key ({status})", permanent=True)
    if status == 404:
        return LlmFailed("the model server does not know this model (404)", permanent=True)
    if status == 429 and getattr(error, "code", None) == "insufficient_quota":
        return LlmFailed("the account has no quota left (429)", permanent=True)
    if status == 429:
        headers = getattr(getattr(error, "response", None), "headers", None) or {}
        wait_s = _retry_after(headers.get("retry-after"))
        return LlmFailed("the model server asks for fewer requests (429)", retry_after_s=wait_s)
    if status in (BAD_REQUEST, CONTENT_TOO_LARGE, UNPROCESSABLE):
        too_long = status == CONTENT_TOO_LARGE or bool(TOO_LONG.search(_said(error)))
        why = "finds the request too long" if too_long else "does not accept the request"
        return LlmFailed(
            f"the model server {why} ({status})",
            permanent=True, too_long=too_long, not_accepted=not too_long,
        )  # fmt: skip
    return LlmFailed(f"the model server answered with status {status}")


def _said(error: BaseException) -> str:
    """All that an error says of itself, for looking at and not for showing."""
    return " ".join(str(part) for part in (error, getattr(error, "code", ""), error.args))


def _retry_after(value: str | None) -> float | None:
    """Seconds, capped; dates and nonsense count as nothing."""
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return min(seconds, MOST_RETRY_AFTER_S) if seconds >= 0 else None
