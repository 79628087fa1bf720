"""Finds every number with its unit in a turn: "100 million users", "50 ms", "3 nines"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from interviewer.estimates import units
from interviewer.estimates.numerals import Numeral, parse_numeral
from interviewer.estimates.tokens import Token, tokenize
from interviewer.estimates.words import word_set

_STOP = word_set(
    "a an the of and or so is are was were be been to for in on at with by per each every times x "
    "over plus minus divided multiplied divide multiply that this it which we you i they he she "
    "then than from about roughly around approximately maybe say gives give makes make means comes "
    "come equals equal gets get need needs if but because since as into not no yes just like let "
    "lets let's that's it's we're we'd i'd we'll i'm you're there there's these those our your my "
    "their its has have had do does did can could would should will may might also only even now "
    "when where while after before between under within below above up down out off per total "
    "takes take costs cost um uh er erm okay ok right well actually sorry wait hmm whereas through "
    "across assuming assume given plus versus vs until during leaves leaving stay stays squared "
    "cubed class users' pass is"
)
_ID_BEFORE = word_set(
    "top level version v phase step option number stage part tier layer chapter figure section "
    "question p percentile type team iteration epoch round resnet bert gpt llama page k"
)
_METRICS = word_set(
    "auc accuracy precision recall f1 ndcg mrr rmse mae logloss correlation auroc auprc "
    "threshold temperature alpha beta gamma epsilon lambda dropout"
)
_METRIC_LINKS = word_set(
    "of is at about around was an a the to by up from k roughly and score maybe @ = say least over "
    "above near improves improved improve goes went drops"
)
_PLURAL_EXCEPTIONS = word_set(
    "this was as has does its is us yes less bias process class plus thus always perhaps across "
    "minus basis analysis loss access versus guess address gives makes means comes gets needs "
    "takes costs ones says seems happens sits stays leaves goes runs fits hits grows has let's"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A spoken number with its unit.

    ``magnitude`` is in ``unit`` ("GB/day", "user", "" when none was said); ``low`` and ``high``
    differ for ranges and vague words. Character positions are into the text that was searched.
    """

    text: str
    start_char: int
    end_char: int
    magnitude: float
    unit: str
    low: float
    high: float
    noun: str = ""  # what is counted, singular
    role: str = ""  # "", "metric", "precision", "rough" (small number words)
    each: bool = False  # "10 searches each"
    daily: bool = False  # "daily active users"
    first_token: int = 0
    end_token: int = 0
    alternative: Quantity | None = None  # "4B": four bytes or four billion

    @property
    def base(self) -> float:
        """Return the magnitude in bytes, seconds, dollars or FLOPs."""
        return self.magnitude * units.unit_base(self.unit)[0]

    @property
    def dims(self) -> units.Dims:
        """Return the physical dimensions; counts have none."""
        return units.unit_base(self.unit)[1]

    @property
    def per(self) -> tuple[str, ...]:
        """Return what the quantity is per, times included: ("user", "day")."""
        return tuple(self.unit.split("/")[1:])

    @property
    def head(self) -> str:
        """Return the unit without its "per" parts."""
        return self.unit.split("/")[0]

    @property
    def spread(self) -> float:
        """Return by what factor the ends of a range differ."""
        return self.high / self.low if self.low > 0 else 1.0


@lru_cache(maxsize=1_000)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return every number of ``text`` with its unit, in order.

    Identifiers (p99, top 20, L5) and splits (80/20) are no quantities; metric values are.
    """
    found = read_quantities(text, tokenize(text))
    return tuple(one for one in found if one.role not in {"precision", "rough"})


def read_quantities(text: str, tokens: Sequence[Token]) -> list[Quantity]:
    """Return all quantities, also those only of use to arithmetic ("float32", "two")."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _read_one(text, tokens, at)
        if quantity is None:
            at = _past_identifier(tokens, at)
        else:
            found.append(quantity)
            at = max(quantity.end_token, at + 1)
    return _join_ranges(text, tokens, found)


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _past_identifier(tokens: Sequence[Token], at: int) -> int:
    """Step over one token, or over the whole number of an identifier or a split."""
    if tokens[at].kind == "number":
        numeral = parse_numeral(tokens, at)
        end = numeral.end if numeral else at + 1
        return _split_end(tokens, at) or end
    return at + 1


def _read_one(text: str, tokens: Sequence[Token], at: int) -> Quantity | None:
    precision = _precision(text, tokens, at)
    if precision is not None:
        return precision
    money = tokens[at].text in "$€£"
    first = at + 1 if money else at
    numeral = parse_numeral(tokens, first)
    if numeral is None and _low(tokens, at) == "hundred" and _low(tokens, at + 1) in {
        "million", "mil", "billion", "thousand", "k", "bil", "trillion",
    }:  # fmt: skip
        numeral = _bare_hundred(tokens, at)
    if numeral is None:
        numeral = _article(tokens, at)
    if numeral is None or _is_identifier(tokens, at, numeral):
        return None
    return _with_unit(text, tokens, at, numeral, money=money)


def _article(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "a terabyte" as one; "a day" and "a second" are too often no quantity."""
    unit = units.PHYSICAL.get(_low(tokens, at + 1), "")
    whole = units.unit_base(unit)[1].data and len(_low(tokens, at + 1)) > 2
    if _low(tokens, at) == "a" and whole and _low(tokens, at + 1) not in {"bit", "byte"}:
        return Numeral(1.0, 1.0, at + 1)
    return None


def _bare_hundred(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "hundred million", its article lost by the recogniser."""
    one = Token("one", "word", tokens[at].start, tokens[at].start)
    numeral = parse_numeral([one, *tokens[at:]], 0)
    return replace(numeral, end=at + numeral.end - 1) if numeral else None


def _precision(text: str, tokens: Sequence[Token], at: int) -> Quantity | None:
    """Read "float32", "fp 16", "int eight" and "half precision" as bytes per value."""
    low, nxt = _low(tokens, at), _low(tokens, at + 1)
    size, used = units.PRECISIONS.get(low), 1
    if size is None and low in {"float", "fp", "int", "bf", "bfloat", "f"} and nxt:
        numeral = parse_numeral(tokens, at + 1)
        if numeral is not None:
            size = units.PRECISIONS.get(f"{low}{numeral.value:.0f}")
            used = numeral.end - at
    if size is None and nxt == "precision":
        size, used = {"single": 4.0, "full": 4.0, "half": 2.0, "double": 8.0}.get(low), 2
    if size is None:
        return None
    start, end = tokens[at].start, tokens[at + used - 1].end
    return Quantity(
        text[start:end], start, end, size, "B", size, size,
        role="precision", first_token=at, end_token=at + used,
    )  # fmt: skip


def _is_identifier(tokens: Sequence[Token], at: int, numeral: Numeral) -> bool:
    """Say whether the number names something rather than measures it."""
    before, nxt = _low(tokens, at - 1), _low(tokens, numeral.end)
    if _split_end(tokens, at) is not None:
        return True
    if nxt in {"st", "nd", "rd", "th"} and tokens[numeral.end].glued:
        return True
    if nxt == "percentile":
        return True
    if before in _ID_BEFORE and not (before in {"number", "k"} and _low(tokens, at - 2) != ""):
        return not _measured(nxt)
    if before == "at" and _low(tokens, at - 2) in {"recall", "precision", "ndcg", "map", "hit"}:
        return True
    if before == "@":
        return True
    if before == ":" and tokens[at].glued and tokens[at - 1].glued:
        return True
    year = tokens[at].text.isdigit() and 1990 <= numeral.value <= 2035 and numeral.end == at + 1
    if year and before in {"in", "since", "of", "by"}:
        return not _measured(nxt)
    pronoun = tokens[at].low == "one" and numeral.end == at + 1
    return pronoun and not _measured(nxt)


def _measured(word: str) -> bool:
    """Say whether ``word`` is a unit that makes the number before it a measure."""
    return word in units.PHYSICAL or word in units.RATE_WORDS or word in {"times", "dims"}


def _split_end(tokens: Sequence[Token], at: int) -> int | None:
    """Return the end of a split such as 80/20, 50-50 or 24/7, or None when there is none."""
    if tokens[at].kind != "number":
        return None
    triple = _triple_end(tokens, at)
    if triple is not None:
        return triple
    for start in (at, at - 2):
        if start < 0 or start + 2 >= len(tokens):
            continue
        left, mark, right = tokens[start : start + 3]
        if mark.text not in "/-:–" or left.kind != "number" or right.kind != "number":
            continue
        if not (mark.glued and right.glued):
            continue
        pair = (left.text, right.text)
        if pair == ("24", "7") or _adds_to_whole(pair):
            return start + 3
    return None


def _triple_end(tokens: Sequence[Token], at: int) -> int | None:
    """Return the end of a split in three, such as 70/20/10."""
    run = tokens[at : at + 5]
    if len(run) < 5 or any(token.text not in "/-:" for token in run[1::2]):
        return None
    glued = all(token.glued for token in run[1:])
    parts = tuple(token.text for token in run[::2])
    return at + 5 if glued and _adds_to_whole(parts) else None


def _adds_to_whole(pair: tuple[str, ...]) -> bool:
    return all(part.isdigit() for part in pair) and sum(map(int, pair)) == 100


def _with_unit(
    text: str, tokens: Sequence[Token], at: int, numeral: Numeral, *, money: bool
) -> Quantity | None:
    numeral, forced, other = _resolve_suffix(tokens, at, numeral)
    head, noun, after = (forced, "", numeral.end) if forced else _head(tokens, numeral)
    if head == "nines":
        return _nines(text, tokens, at, numeral, after)
    factor = 1.0
    if head == "basis":
        head, factor = "percent", 0.01
    if numeral.end > at + 2 and numeral.value < 1 and _low(tokens, at + 1) in {"in", "out"}:
        head, noun, factor = "percent", "", 100.0  # "1 in 10,000 posts"
    if money:
        head = "USD"
        after = after if head == "USD" and _low(tokens, after - 1) == "dollars" else numeral.end
    if noun == "model" and numeral.value >= 1e6:
        noun = "param"  # "a 7B model"
    adverb = _adverb_between(tokens, numeral.end, after)
    people = noun in units.PEOPLE
    per, after, divisor, each = _per(tokens, after)
    if head in units.RATE_WORDS:
        noun, head, per = units.RATE_WORDS[head], units.RATE_WORDS[head], ["s", *per]
    if head.lower().endswith("bps"):
        head, per = _line_rate(head), ["s", *per]
    if adverb and not people and not any(p in units.ADVERBS.values() for p in per):
        per = [*per, adverb]
    if head == "B" and not per and _byte_sized(tokens, after):
        noun, each = units.singular(_low(tokens, after)), True
    start, end = tokens[at].start, tokens[after - 1].end
    unit = "/".join([head or noun, *per]) if (head or noun or per) else ""
    values = [v * factor / divisor for v in (numeral.value, numeral.low, numeral.high)]
    quantity = Quantity(
        text[start:end], start, end, values[0], unit, values[1], values[2], noun,
        _role(tokens, at, numeral, unit), each, bool(adverb) or noun in {"dau", "daus"}, at, after,
    )  # fmt: skip
    return replace(quantity, alternative=_alternative(quantity, other)) if other else quantity


def _line_rate(word: str) -> str:
    """Return the unit of "Mbps" (bits) or "MBps" (bytes)."""
    return word[0].upper() + "B" if word[1] == "B" else units.PER_SECOND_DATA[word.lower()]


def _byte_sized(tokens: Sequence[Token], at: int) -> bool:
    """Say whether "four-byte" is followed by what has that size: "four-byte floats"."""
    low = _low(tokens, at)
    return low.endswith("s") and units.singular(low) in units.KNOWN_NOUNS


def _nines(
    text: str, tokens: Sequence[Token], at: int, numeral: Numeral, after: int
) -> Quantity | None:
    count = numeral.value
    if not 1 <= count <= 9 or count != int(count):
        return None
    value = 100 - 10 ** (2 - count)
    start, end = tokens[at].start, tokens[after - 1].end
    return Quantity(
        text[start:end], start, end, value, "percent", value, value, "availability", "metric",
        first_token=at, end_token=after,
    )  # fmt: skip


def _role(tokens: Sequence[Token], at: int, numeral: Numeral, unit: str) -> str:
    if _is_metric(tokens, at):
        return "metric"
    if numeral.bare_words and units.unit_base(unit)[1] == units.NO_DIMS and unit != "percent":
        return "rough"
    return ""


def _is_metric(tokens: Sequence[Token], at: int) -> bool:
    """Say whether the number is the value of a metric: "recall at 100 of 60 percent"."""
    for back in range(at - 1, max(at - 8, -1), -1):
        token = tokens[back]
        if token.low in _METRICS:
            return _low(tokens, back - 1) not in {"half", "single", "full", "double"}
        if token.kind != "number" and token.low not in _METRIC_LINKS:
            return False
    return False


def _resolve_suffix(tokens: Sequence[Token], at: int, numeral: Numeral) -> tuple[Numeral, str, str]:
    """Decide whether a glued letter is a scale or a unit: "4B" bytes, "7B" billions.

    Returns the numeral, the forced unit ("" for none) and the unit of the other reading.
    """
    letter = numeral.ambiguous_suffix
    if letter not in {"B", "b", "T"}:
        return numeral, "", ""
    plain = replace(
        numeral, low=numeral.low / numeral.scale, high=numeral.high / numeral.scale, scale=1.0
    )
    nxt = _low(tokens, numeral.end)
    counted = nxt not in _STOP and (
        units.singular(nxt) in units.KNOWN_NOUNS or nxt in units.ADVERBS or nxt.startswith("param")
    )
    if letter == "T":
        return (numeral, "", "TB") if counted or nxt in units.PHYSICAL else (plain, "TB", "T")
    if not counted and _bytes_meant(tokens, at, plain.value, nxt, numeral.end):
        return plain, "B", "billion"
    return numeral, "", "B"


def _bytes_meant(tokens: Sequence[Token], at: int, value: float, nxt: str, after: int) -> bool:
    product = _low(tokens, at - 1) in {"x", "times", "×", "*", "by", "at"}
    per_thing = (
        nxt in {"per", "each", "/"} and units.singular(_low(tokens, after + 1)) not in _times()
    )
    power_of_two = value >= 1 and value == int(value) and math.log2(value) % 1 == 0
    if per_thing:
        return value <= 4096
    return power_of_two and (product or value >= 32)


def _times() -> set[str]:
    return {units.singular(word) for word in units.TIME_WORDS}


def _alternative(quantity: Quantity, other: str) -> Quantity:
    """Return the second reading of an ambiguous suffix."""
    tail = quantity.per
    if other == "billion":
        scale, head = 1e9, quantity.noun
    elif other == "T":
        scale, head = 1e12, quantity.noun
    else:
        scale, head = (1e-12 if other == "TB" else 1e-9), other
    unit = "/".join([head, *tail]) if head or tail else ""
    return replace(
        quantity, magnitude=quantity.magnitude * scale, low=quantity.low * scale,
        high=quantity.high * scale, unit=unit, alternative=None,
    )  # fmt: skip


def _head(tokens: Sequence[Token], numeral: Numeral) -> tuple[str, str, int]:
    """Return (physical unit, counted noun, index after) for what follows a number."""
    at = numeral.end
    if at >= len(tokens):
        return "", "", at
    if _low(tokens, at) == "of" and _low(tokens, at + 1) in {"a", "an"}:
        at += 2
    elif _low(tokens, at) in {"a", "an"} and numeral.value < 1:
        at += 1
    direct = _unit_word(tokens, at, numeral)
    if direct is not None:
        return direct
    noun, after = _noun(tokens, at)
    return "", noun, (after if noun else numeral.end)


def _unit_word(tokens: Sequence[Token], at: int, numeral: Numeral) -> tuple[str, str, int] | None:
    if at >= len(tokens):
        return None
    token, low = tokens[at], tokens[at].low
    for phrase, found in _UNIT_PHRASES.items():
        if tuple(_low(tokens, at + ahead) for ahead in range(len(phrase))) == phrase:
            return (*found, at + len(phrase))
    if low in units.RATE_WORDS:
        return low, "", at + 1
    if low in units.PER_SECOND_DATA:
        return (token.text if token.text[1:2] == "B" else low), "", at + 1
    if low in {"d", "g", "x"} or token.text == "h":
        return _letter(token, at, numeral)
    if low in units.PHYSICAL:
        return _physical(tokens, at)
    return None


_UNIT_PHRASES: dict[tuple[str, ...], tuple[str, str]] = {
    ("per", "cent"): ("percent", ""),
    ("basis", "points"): ("basis", ""),
    ("basis", "point"): ("basis", ""),
    ("nines",): ("nines", ""),
    ("q", "p", "s"): ("qps", "query"),
    ("dim",): ("", "dim"),
    ("dims",): ("", "dim"),
    ("dimension",): ("", "dim"),
    ("dimensions",): ("", "dim"),
    ("dimensional",): ("", "dim"),
}


def _letter(token: Token, at: int, numeral: Numeral) -> tuple[str, str, int] | None:
    """Read a glued letter: "128d", "50G", "3x", "24h"."""
    if not token.glued and token.low != "d":
        return None
    if token.low == "d":
        small = numeral.value < 32 or numeral.value in {60, 90, 180, 365}
        return ("day", "", at + 1) if small and token.glued else ("", "dim", at + 1)
    if token.low == "g":
        return "GB", "", at + 1
    if token.low == "x":
        return "", "x", at + 1
    return "hour", "", at + 1


def _physical(tokens: Sequence[Token], at: int) -> tuple[str, str, int] | None:
    token = tokens[at]
    low = token.low
    if low in {"s", "us", "h", "mils", "tera", "kay"} and not (token.glued or low == "s"):
        return None
    unit = units.PHYSICAL[low]
    if unit == "s" and low == "second" and not _plain_second(tokens, at):
        return None
    line = token.text[1:2] == "b" and len(token.text) == 2 and _low(tokens, at + 1) in {"/", "per"}
    if line and token.text[0].isupper() and unit.endswith("B"):
        return unit[0] + "bit", "", at + 1
    return unit, "", at + 1


def _plain_second(tokens: Sequence[Token], at: int) -> bool:
    """Tell "one second" from the ordinal in "a second stage"."""
    nxt = _low(tokens, at + 1)
    return nxt not in {"stage", "model", "tower", "step", "option", "pass", "phase"}


def _noun(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the counted noun within the next words ("daily active users"), and the index after."""
    for ahead in range(at, min(at + 4, len(tokens))):
        token = tokens[ahead]
        low = token.low
        if token.kind != "word":
            return "", at
        if low == "times" and ahead == at and _counts_times(tokens, ahead):
            return "time", ahead + 1
        if low in _STOP or (low in units.PHYSICAL and ahead > at):
            return "", at
        if low in units.ADVERBS:
            continue
        if low.startswith("dimension"):
            return "dim", ahead + 1
        name = units.singular(low)
        if name in units.KNOWN_NOUNS and not _modifier(tokens, ahead, name):
            return name, ahead + 1
        if low.endswith("s") and low not in _PLURAL_EXCEPTIONS and len(low) > 3:
            return name, ahead + 1
    return "", at


def _modifier(tokens: Sequence[Token], at: int, name: str) -> bool:
    """Say whether a known noun only describes the next one: "user vectors", "search requests"."""
    nxt = _low(tokens, at + 1)
    if tokens[at].low.endswith("s") or nxt in _STOP:
        return False
    return units.singular(nxt) in units.KNOWN_NOUNS and nxt.endswith("s") and name != "dim"


def _counts_times(tokens: Sequence[Token], at: int) -> bool:
    """Tell "10 times a day" from "10 times that"."""
    nxt, after = _low(tokens, at + 1), _low(tokens, at + 2)
    if nxt in units.ADVERBS:
        return True
    if nxt not in {"a", "an", "per", "each", "every"}:
        return False
    return after in units.TIME_WORDS or units.singular(after) in units.KNOWN_NOUNS


def _adverb_between(tokens: Sequence[Token], start: int, end: int) -> str:
    """Return the period of "daily" and the like inside a noun phrase or right after it."""
    for at in range(start, min(end + 1, len(tokens))):
        if tokens[at].low in units.ADVERBS:
            return units.ADVERBS[tokens[at].low]
    return ""


def _per(tokens: Sequence[Token], at: int) -> tuple[list[str], int, float, bool]:
    """Read "per user per day", "a second", "/s", "each": (parts, index after, divisor, each)."""
    parts: list[str] = []
    divisor, each = 1.0, False
    while at < len(tokens):
        step = _per_step(tokens, at)
        if step is not None:
            part, at, share = step
            parts.append(part)
            divisor *= share
        elif tokens[at].low in {"each", "apiece"} and not each:
            each, at = True, at + 1
        elif tokens[at].low in units.ADVERBS and not parts:
            parts.append(units.ADVERBS[tokens[at].low])
            at += 1
        else:
            break
    return parts, at, divisor, each


def _per_step(tokens: Sequence[Token], at: int) -> tuple[str, int, float] | None:
    link = tokens[at].low
    if link not in {"per", "/", "a", "an", "each", "every"}:
        return None
    start = at + 1 + (1 if _low(tokens, at + 1) == "single" else 0)
    word = _low(tokens, start)
    if not word or tokens[start].kind not in {"word", "number"}:
        return None
    if word in units.TIME_WORDS and word not in {"us", "mils"}:
        return units.TIME_WORDS[word], start + 1, 1.0
    if link in {"per", "/"} and word != "cent":
        return _per_thing(tokens, start, link)
    if units.singular(word) in units.KNOWN_NOUNS and word == units.singular(word):
        return (word, start + 1, 1.0) if link in {"each", "every", "a", "an"} else None
    return None


def _per_thing(tokens: Sequence[Token], at: int, link: str) -> tuple[str, int, float] | None:
    """Read the noun of "per user", "per active user", "per million tokens"."""
    amount = parse_numeral(tokens, at)
    divisor = 1.0
    if amount is None and _low(tokens, at) in {"million", "thousand", "billion", "hundred"}:
        amount = parse_numeral([Token("one", "word", 0, 0), *tokens[at:]], 0)
        amount = replace(amount, end=at + amount.end - 1) if amount else None
    if amount is not None:
        if link == "/":
            return None
        divisor, at = amount.value, amount.end
    if at >= len(tokens) or tokens[at].kind not in {"word", "ident"}:
        return None
    word, nxt = _low(tokens, at), _low(tokens, at + 1)
    if word in units.MACHINE_NOUNS and nxt in units.TIME_WORDS:
        return f"{word}/{units.TIME_WORDS[nxt]}", at + 2, divisor  # "per GPU hour"
    noun, after = _noun(tokens, at)
    if word in units.PHYSICAL and word not in {"%", "percent"}:
        return units.PHYSICAL[word], at + 1, divisor
    if noun:
        return noun, after, divisor
    if word in units.RATE_WORDS or word in _STOP or (amount is not None and not noun):
        return None
    return (units.singular(word), at + 1, divisor) if tokens[at].text.isalnum() else None


def _join_ranges(text: str, tokens: Sequence[Token], found: list[Quantity]) -> list[Quantity]:
    """Fold "40 to 60 thousand", "50-60k" and "two or three hundred" into one quantity."""
    joined: list[Quantity] = []
    for quantity in found:
        merged = _range(text, tokens, joined[-1], quantity) if joined else None
        if merged is None:
            joined.append(quantity)
        else:
            joined[-1] = merged
    return joined


def _range(text: str, tokens: Sequence[Token], left: Quantity, right: Quantity) -> Quantity | None:
    between = [token.low for token in tokens[left.end_token : right.first_token]]
    opened = "between" in {
        _low(tokens, left.first_token - 1), _low(tokens, left.first_token - 2)
    }  # fmt: skip
    if between not in (["to"], ["-"], ["–"], ["or"], ["and"], ["or", "maybe"], ["or", "even"]):
        return None
    if (between == ["and"] and not opened) or left.role == "precision" or left.role == "metric":
        return None
    if left.unit and left.unit != right.unit and left.head != right.head:
        return None
    low = left.low * _shared_scale(left, right)
    if not 0 < low < right.high or right.high / low > (11 if opened or between == ["to"] else 3.1):
        return None
    high = right.high
    start, end = left.start_char, right.end_char
    return replace(
        right, text=text[start:end], start_char=start, low=low, high=high,
        magnitude=(low * high) ** 0.5, first_token=left.first_token, alternative=None, role="",
    )  # fmt: skip


def _shared_scale(left: Quantity, right: Quantity) -> float:
    """Return what "40" must be multiplied by in "40 to 60 thousand"."""
    if left.unit or left.magnitude >= right.magnitude:
        return 1.0
    for scale in (1e9, 1e6, 1e3, 1e2):
        if right.low >= scale and left.high < 1000 and left.high * scale < right.high:
            return scale
    return 1.0
