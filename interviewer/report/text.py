"""Small pieces of text: what is untrusted made inert, and figures as people read them."""

from __future__ import annotations

import math
import re
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters (ANSI escapes among them), overrides of the writing direction, line
separators, lone surrogates and non-characters."""

NOTHING: Final = "–"
"""Stands where there is no figure."""


def inert(text: str) -> str:
    """The text with every invisible character that does something shown instead of done.

    One character stays one character, so positions in the text remain valid.
    """
    return _UNSEEN.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code == 0x0D:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def finite(value: float | None) -> float | None:
    """The number, or None when there is none that can be drawn or written."""
    return value if value is not None and math.isfinite(value) else None


def clock(seconds: float | None) -> str:
    """Seconds since the interview began as ``12:34`` or ``1:02:03``; empty when unknown."""
    if finite(seconds) is None or seconds is None:
        return ""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float | None) -> str:
    """A duration as ``14 s`` or ``2 min 5 s``."""
    if finite(seconds) is None or seconds is None:
        return NOTHING
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return f"{rest}\N{NO-BREAK SPACE}s"
    whole_minutes = f"{minutes}\N{NO-BREAK SPACE}min"
    return f"{whole_minutes} {rest}\N{NO-BREAK SPACE}s" if rest else whole_minutes


def number(value: float | None, decimals: int = 1) -> str:
    """A figure with a few decimals, none where they are zero: ``3.5``, ``3``, ``1,240``."""
    if finite(value) is None or value is None:
        return NOTHING
    if abs(value) >= 1e15:
        return f"{value:.3g}"
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def score(value: float | None) -> str:
    """A score from 1 to 5, always with one decimal: ``3.0``."""
    return NOTHING if finite(value) is None else f"{value:.1f}"


def percent(share: float | None) -> str:
    """A share of one as ``37 %``."""
    if finite(share) is None or share is None:
        return NOTHING
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def counted(count: int, one: str, many: str | None = None) -> str:
    """``1 pause``, ``3 pauses``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def times_off(ratio: float) -> str:
    """How far a stated figure is from the computed one: ``about 1,000 times too high``."""
    if not math.isfinite(ratio) or ratio <= 0:
        return "cannot be compared"
    factor = ratio if ratio >= 1 else 1 / ratio
    side = "high" if ratio >= 1 else "low"
    if factor < 1.5:
        return f"{percent(factor - 1)} too {side}"
    return f"about {_rounded(factor)} times too {side}"


def _rounded(factor: float) -> str:
    if factor < 10:
        return number(factor, 1)
    digits = 1 - math.floor(math.log10(factor))
    return number(round(factor, digits), 0)
