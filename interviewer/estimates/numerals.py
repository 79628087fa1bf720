"""Reads one spoken number: digits, words, or the mixtures that speech recognition produces.

"a hundred mil", "1.2k", "ten to the nine", "two and a half million", "one twenty eight",
"half a billion", "oh point two", "a couple hundred" and "10^9" all end up as one value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.estimates.tokens import Token, superscript_value
from interviewer.estimates.words import word_list

UNITS = {
    word: value
    for value, word in enumerate(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        )
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        word_list("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
} | {"fourty": 40}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "grand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "mil": 1e6,
    "mill": 1e6,
    "mn": 1e6,
    "mm": 1e6,
    "m": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "bil": 1e9,
    "bill": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "t": 1e12,
    "quadrillion": 1e15,
}
_PLURAL_SCALES = {"hundreds", "thousands", "millions", "billions", "trillions"}
_GLUED_ONLY = {"k", "m", "mm", "mn", "b", "t", "tn", "bill", "mill"}
_SPACED_LETTERS = {"k", "m", "b"}  # "1.2 k", "100 M": read as scales after a digit number
_FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_FRACTIONS |= {"hundredth": 0.01, "thousandth": 0.001}
_FRACTIONS |= {word + "s": value for word, value in list(_FRACTIONS.items()) if word != "half"}
# The spans of vague counts are wide on purpose: a vague input must never carry an alarm.
_VAGUE = {"few": (2.0, 5.0), "several": (3.0, 9.0), "couple": (2.0, 2.0), "dozen": (12.0, 12.0)}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        word_list(
            "zeroth first second third fourth fifth "
            "sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
        )
    )
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as spoken: ``low`` and ``high`` differ only for vague words such as "a few"."""

    low: float
    high: float
    end: int  # index of the first token after the number
    scale: float = 1.0  # the last scale word spoken, so that "40 to 60 thousand" can share it
    ambiguous_suffix: str = ""  # a glued letter that may be a scale or a unit: "4B", "50T"
    bare_words: bool = False  # only small number words, such as "one" or "two"

    @property
    def value(self) -> float:
        """Return the number, or the geometric middle of a vague one."""
        return self.low if self.low == self.high else (self.low * self.high) ** 0.5


def parse_numeral(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Return the number that starts at token ``at``, or None."""
    for reader in (_power, _fraction, _vague, _digits, _words):
        found = reader(tokens, at)
        if found is not None:
            return _scientific(tokens, found) if found.value < 100 else found
    return None


def _scientific(tokens: Sequence[Token], mantissa: Numeral) -> Numeral:
    """Read "1.2 times 10 to the 20" as one number."""
    ten = _low(tokens, mantissa.end + 1) in {"ten", "10"}
    if mantissa.scale != 1 or not ten or _low(tokens, mantissa.end) not in {"times", "x", "×", "*"}:
        return mantissa
    power = _power(tokens, mantissa.end + 1)
    if power is None:
        return mantissa
    low, high = mantissa.low * power.value, mantissa.high * power.value
    return Numeral(low, high, power.end, power.value)


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _simple(tokens: Sequence[Token], at: int) -> Numeral | None:
    return _digits(tokens, at) or _words(tokens, at)


def _power(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "ten to the nine", "10 to the power of 9", "10^9", "2**30", "10⁹"."""
    base, after = _small(tokens, at)
    if base is None:
        return None
    nxt = tokens[after] if after < len(tokens) else None
    if nxt is None:
        return None
    if nxt.kind == "power" and nxt.text != "**" and nxt.glued:
        value = base ** superscript_value(nxt.text)
        return Numeral(value, value, after + 1)
    if nxt.text in {"^", "**"}:
        return _raise(tokens, base, after + 1)
    if nxt.low == "to" and _low(tokens, after + 1) in {"the", "power"}:
        skip = after + 2
        while _low(tokens, skip) in {"power", "of"}:
            skip += 1
        return _raise(tokens, base, skip)
    return None


def _raise(tokens: Sequence[Token], base: float, at: int) -> Numeral | None:
    sign = 1
    if _low(tokens, at) in {"minus", "negative", "-", "−"}:
        sign, at = -1, at + 1
    exponent, after = _small(tokens, at)
    if exponent is None:
        exponent, after = _ORDINALS.get(_low(tokens, at)), at + 1
    if exponent is None or abs(exponent) > 60 or exponent != int(exponent):
        return None
    if _low(tokens, after) in {"th", "rd", "nd", "st"} and tokens[after].glued:
        after += 1
    if _low(tokens, after) == "power":
        after += 1
    value = float(base) ** (sign * int(exponent))
    return Numeral(value, value, after)


def _small(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """Read a plain integer without scales: the base or exponent of a power."""
    if at >= len(tokens):
        return None, at
    token = tokens[at]
    if token.kind == "number":
        return float(token.text.replace(",", "")), at + 1
    low = token.low
    if low in TENS:
        ones = UNITS.get(_low(tokens, at + 1), 0)
        if 0 < ones < 10:
            return TENS[low] + ones, at + 2
        return TENS[low], at + 1
    return (UNITS[low], at + 1) if low in UNITS else (None, at)


def _fraction(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "half a billion", "a quarter of a million", "three quarters", "one in a thousand"."""
    low = _low(tokens, at)
    after = at
    count = 1.0
    if low in {"a", "an", "one"}:
        after += 1
    elif low in {"two", "three"}:
        count, after = float(UNITS[low]), at + 1
    share = _FRACTIONS.get(_low(tokens, after))
    if share is None:
        return _one_in(tokens, at)
    if count > 1 and not _low(tokens, after).endswith("s"):
        return None
    after += 1
    ahead = after + (1 if _low(tokens, after) == "of" else 0)
    ahead += 1 if _low(tokens, ahead) in {"a", "an"} else 0
    scale = SCALES.get(_low(tokens, ahead))
    if scale is not None and not (ahead == after and len(_low(tokens, ahead)) < 3):
        value = count * share * scale
        return Numeral(value, value, ahead + 1, scale)
    if _low(tokens, after - 1).endswith("s") and low not in {"two", "three"}:
        return None
    value = count * share
    return Numeral(value, value, after)


def _one_in(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "one in a thousand" and "1 in 200" as shares."""
    if _low(tokens, at) not in {"one", "1"} or _low(tokens, at + 1) not in {"in", "out"}:
        return None
    start = at + 2 + (1 if _low(tokens, at + 2) == "of" else 0)
    start += 1 if _low(tokens, start) == "every" else 0
    whole = _simple(tokens, start)
    if whole is None or whole.value < 3:
        return None
    share = 1 / whole.value
    return Numeral(share, share, whole.end)


def _vague(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "a couple hundred", "a few thousand", "several million", "a dozen"."""
    after = at + (1 if _low(tokens, at) in {"a", "the"} else 0)
    span = _VAGUE.get(_low(tokens, after))
    if span is None or (_low(tokens, at) == "the"):
        return None
    after += 1
    if _low(tokens, after) == "of":
        after += 1
    scale, after = _scales(tokens, after, digits=False)
    return Numeral(span[0] * scale, span[1] * scale, after, scale, bare_words=scale == 1)


def _digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read a number that starts with digits: "1.2k", "100 million", "1 point 5 mil"."""
    if at >= len(tokens) or tokens[at].kind != "number":
        return None
    value = float(tokens[at].text.replace(",", ""))
    after = at + 1
    if _low(tokens, after) == "point" and tokens[at].text.isdigit():
        decimals, past = _decimals(tokens, after + 1)
        if decimals:
            value, after = float(f"{int(value)}.{decimals}"), past
    value, after = _and_a_half(tokens, value, after)
    suffix = _ambiguous(tokens, after)
    scale, past = _scales(tokens, after, digits=True)
    value, past = _and_a_half_scale(tokens, value * scale, scale, past)
    value, past = _append_thousands(tokens, value, scale, past)
    return Numeral(value, value, past, scale, suffix if past == after + 1 else "")


def _ambiguous(tokens: Sequence[Token], at: int) -> str:
    if at < len(tokens) and tokens[at].glued and tokens[at].text in {"B", "T", "M", "b"}:
        return tokens[at].text
    return ""


def _append_thousands(
    tokens: Sequence[Token], value: float, scale: float, at: int
) -> tuple[float, int]:
    """Read "1 million 200 thousand" and "86 thousand 400" as one number."""
    if scale < 1e3 or at >= len(tokens) or tokens[at].kind != "number":
        return value, at
    more = float(tokens[at].text.replace(",", ""))
    nxt = SCALES.get(_low(tokens, at + 1), 1.0)
    spoken_scale = nxt if nxt >= 1e3 and len(_low(tokens, at + 1)) > 3 else 1.0
    if spoken_scale > 1 and more * spoken_scale < scale and more < 1000:
        return value + more * spoken_scale, at + 2
    if scale == 1e3 and more == 400.0 and value == 86e3:
        return value + more, at + 1
    return value, at


def _scales(tokens: Sequence[Token], at: int, *, digits: bool) -> tuple[float, int]:
    """Return the product of the scale words at ``at`` and the index after them."""
    scale = 1.0
    while at < len(tokens):
        low = tokens[at].low
        factor = SCALES.get(low)
        if factor is None or not _scale_allowed(tokens, at, low, digits=digits and scale == 1):
            break
        if scale > 1 and len(low) == 1:
            break
        scale *= factor
        at += 1
    return scale, at


def _scale_allowed(tokens: Sequence[Token], at: int, low: str, *, digits: bool) -> bool:
    if low not in _GLUED_ONLY:
        return True
    if not digits:
        return low == "k"
    if tokens[at].glued:
        return True
    return low in _SPACED_LETTERS and not (low == "b" and tokens[at].text == "b")


def _and_a_half(tokens: Sequence[Token], value: float, at: int) -> tuple[float, int]:
    """Read the "and a half" of "two and a half million"."""
    if _low(tokens, at) != "and" or value != int(value):
        return value, at
    skip = at + 1 + (1 if _low(tokens, at + 1) in {"a", "one"} else 0)
    share = _FRACTIONS.get(_low(tokens, skip))
    if share in {0.5, 0.25} and skip > at + 1:
        return value + share, skip + 1
    if _low(tokens, at + 1) == "three" and _low(tokens, at + 2) == "quarters":
        return value + 0.75, at + 3
    return value, at


def _and_a_half_scale(
    tokens: Sequence[Token], value: float, scale: float, at: int
) -> tuple[float, int]:
    """Read the "and a half" of "a million and a half"."""
    if scale < 1e3:
        return value, at
    if [_low(tokens, at + n) for n in range(3)] == ["and", "a", "half"]:
        return value + scale / 2, at + 3
    return value, at


def _decimals(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the digits after "point": "two", "oh five", "1 5", "twenty five"."""
    digits = ""
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "number" and token.text.isdigit():
            digits += token.text
        elif token.low in {"oh", "o", "zero"}:
            digits += "0"
        elif token.low in UNITS:
            digits += str(UNITS[token.low])
        elif token.low in TENS:
            ones = UNITS.get(_low(tokens, at + 1), 0)
            if 0 < ones < 10:
                digits, at = digits + str(TENS[token.low] + ones), at + 1
            else:
                digits += str(TENS[token.low])
        else:
            break
        at += 1
    return digits, at


def _words(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read a number spoken in words, with an optional decimal part and scales."""
    start = at
    low = _low(tokens, at)
    if low == "point" or (low in {"oh", "zero", "o"} and _low(tokens, at + 1) == "point"):
        return _pointed(tokens, at)
    if low in {"a", "an"}:
        if SCALES.get(_low(tokens, at + 1), 0) < 100 or _low(tokens, at + 1) in _GLUED_ONLY:
            return None
        at += 1
    spoken = _spoken_digits(tokens, at) if at == start else None
    if spoken is not None:
        return _finish(tokens, *spoken)
    value, after, scale = _cardinal(tokens, at, article=at > start)
    if value is None:
        return None
    if scale == 1 and _low(tokens, after) == "point":
        decimals, past = _decimals(tokens, after + 1)
        if decimals:
            return _finish(tokens, float(f"{int(value)}.{decimals}"), past)
    if scale == 1:
        halved, past = _and_a_half(tokens, value, after)
        if past != after:
            return _finish(tokens, halved, past)
    value, after = _and_a_half_scale(tokens, value, scale, after)
    bare = scale == 1 and after - start == 1 and value <= 10
    return Numeral(value, value, after, scale, bare_words=bare)


def _pointed(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "point one" and "oh point two"; "the point two" and the like are no numbers."""
    if _low(tokens, at) == "point":
        if _low(tokens, at - 1) in {"the", "a", "this", "that", "my", "first", "second", "data"}:
            return None
        digits, after = _decimals(tokens, at + 1)
    else:
        digits, after = _decimals(tokens, at + 2)
    return _finish(tokens, float(f"0.{digits}"), after) if digits else None


def _finish(tokens: Sequence[Token], value: float, at: int) -> Numeral:
    scale, after = _scales(tokens, at, digits=False)
    return Numeral(value * scale, value * scale, after, scale)


def _spoken_digits(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """Read sizes said in pairs or digit by digit: "one twenty eight", "one two eight"."""
    first = _low(tokens, at)
    run = at
    while UNITS.get(_low(tokens, run), 10) < 10 or (run > at and _low(tokens, run) == "oh"):
        run += 1
    if run - at >= 3:
        text = "".join(str(UNITS.get(_low(tokens, i), 0)) for i in range(at, run))
        return float(text), run
    head = UNITS.get(first) or TENS.get(first)
    if head is None or not (0 < head < 100):
        return None
    nxt = at + 1
    if first in TENS and 0 < UNITS.get(_low(tokens, nxt), 0) < 10:
        head, nxt = head + UNITS[_low(tokens, nxt)], nxt + 1
    tail = _low(tokens, nxt)
    if tail in TENS:
        ones = UNITS.get(_low(tokens, nxt + 1), 0)
        end = nxt + 1 + (1 if 0 < ones < 10 else 0)
        return head * 100 + TENS[tail] + (ones if ones < 10 else 0), end
    if head == 5 and tail == "twelve":
        return 512.0, nxt + 1
    return None


def _cardinal(
    tokens: Sequence[Token], at: int, *, article: bool
) -> tuple[float | None, int, float]:
    """Read an ordinary cardinal ("two hundred and fifty six thousand"); returns the last scale."""
    total, current, scale = 0.0, 1.0 if article else 0.0, 1.0
    seen, last = article, 1e18
    begin = at
    while at < len(tokens):
        low = tokens[at].low
        step = at
        if low == "and" and at > begin and _continues(tokens, at + 1, current):
            step = at + 1
            low = _low(tokens, step)
        if low in UNITS or low in TENS:
            value = UNITS.get(low, TENS.get(low, 0))
            if not _fits(current, value, scaled=seen and at > begin) or _sizes(tokens, step, total):
                break
            current, seen, at = current + value, True, step + 1
        elif low in SCALES and seen and low not in _GLUED_ONLY | {"k"}:
            factor = SCALES[low]
            current, total, scale, last = _apply(current, total, factor, last)
            at = step + 1
        elif low == "k" and seen:
            current, total, scale, last = _apply(current, total, 1e3, last)
            at = step + 1
        else:
            break
    return (total + current if seen and at > begin else None), at, scale


def _apply(
    current: float, total: float, factor: float, last: float
) -> tuple[float, float, float, float]:
    """Fold a scale word into the running number."""
    if factor == 100:
        return max(current, 1.0) * 100, total, 100.0, last
    if current == 0 and total:
        return 0.0, total * factor, factor, last
    if factor > last:
        return 0.0, (total + current) * factor, factor, factor
    return 0.0, total + max(current, 1.0) * factor, factor, factor


def _fits(current: float, value: int, *, scaled: bool) -> bool:
    """Say whether a number word can extend the running group ("twenty" + "five")."""
    if current == 0:
        return True
    if not scaled:
        return False
    if current % 100 == 0:
        return value < 100
    return current % 100 >= 20 and current % 10 == 0 and 0 < value < 10


def _continues(tokens: Sequence[Token], at: int, current: float) -> bool:
    """Say whether "and" goes on with the number: "two hundred and fifty"."""
    low = _low(tokens, at)
    return (low in UNITS or low in TENS) and current >= 100 and current % 100 == 0 and low != "a"


def _sizes(tokens: Sequence[Token], at: int, total: float) -> bool:
    """Say whether the words ahead are a size of their own: "a million one twenty eight dims"."""
    if total == 0:
        return False
    for ahead in range(at, min(at + 6, len(tokens))):
        low = tokens[ahead].low
        if low.startswith("dim") or low in {"d", "byte", "bytes", "bit"}:
            return True
        if low not in UNITS and low not in TENS and low != "hundred":
            return False
    return False
