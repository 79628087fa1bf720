"""Finds what makes a quantity a conclusion, and what colours it: bounds, hedges, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.estimates import items as it
from interviewer.estimates.items import Item
from interviewer.estimates.quantities import Quantity
from interviewer.estimates.readings import ORDER_TOLERANCE, TOLERANCE, Claim
from interviewer.estimates.units import NO_DIMS
from interviewer.estimates.words import word_set

_GAP = 8  # words between a conclusion marker and its number
_DRAWING = word_set("so hence therefore thus means meaning")
#: Words that put a last input between marker and result: "so for 100 million users 640 gigs".
_ATTACHING = word_set("for with at across over")
_HEDGES = word_set(
    "about roughly around approximately approx nearly almost like some say maybe call just close "
    "to ~ ish on the order of ballpark more less or so a little bit over slightly in"
)
_TOTALS = word_set("total altogether overall end all sum together combined")
_CLOSING = frozenset({"overall", "total", "altogether", "in total"})
_NEEDING = word_set("need needs take takes")
_UPPER = word_set("fits under below within less most max maximum < ≤ fewer")
_LOWER = word_set("over above least exceeds exceed north upwards > ≥")
_SOFTENERS = word_set("just little bit slightly tad hair bit-under")
_ORDER = word_set("order orders magnitude ballpark")
_DOUBT = word_set(
    "each every shard shards sharding sharded node machine single another instead compressed "
    "compression quantized quantised quantization cache cached "
    "but unless only keep fit fits budget "
    "limit target requirement sla slo want must could might either if compress enough plenty fine "
    "networking network link nic ethernet disks least "
    "threshold headroom buffer sample downsample subsample remaining allow allows capped cap "
    "assume assuming suppose assumption let's provision"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """Where the conclusion begins; ``drawing`` markers may conclude from unjoined inputs."""

    index: int
    strong: bool
    drawing: bool


def find_marker(stream: Sequence[Item], begin: int, index: int) -> Marker | None:
    """Return the marker before the quantity at ``index``, or None when nothing is concluded."""
    if _is_attached(stream, begin, index):
        return None  # "so for 5,000 QPS": an input
    found: Marker | None = None
    words = 0
    inserted = 0  # index after an input that stands between the marker and the result
    for position in range(index - 1, begin - 1, -1):
        item = stream[position]
        if item.quantity is not None and found is None and not inserted:
            if position == begin or stream[position - 1].words not in _ATTACHING:
                break
            inserted = position + 1
        elif item.kind == it.CONCLUSION:
            found, words = _merge(found, _marker(stream, begin, position)), 0
        elif item.kind == it.WORD and item.value in _TOTALS and found is None:
            found = Marker(position, strong=False, drawing=False)
        elif not _passable(item) or words >= (_GAP if found is None else 2):
            break
        if item.kind == it.WORD:
            words += 1
    if found is not None and inserted:
        return replace(found, index=inserted)
    return found or _closing_total(stream, begin, index) or _bare_marker(stream, begin, index)


def _is_attached(stream: Sequence[Item], begin: int, index: int) -> bool:
    """Say whether a preposition makes the quantity an input: "with a one day delay"."""
    for item in reversed(stream[begin:index]):
        if item.kind != it.WORD:
            return False
        if item.words in {"for", "with", "at"}:
            return True
        if item.words not in {"a", "an", "the", "about", "around", "maybe", "say", "roughly"}:
            return False
    return False


def _passable(item: Item) -> bool:
    """Say whether an item may stand between a marker and its number."""
    if item.kind == it.OPERATOR:
        return item.value in {"of", "/?", "by", "*?"}
    if item.kind == it.CORRECTION:
        return item.value == it.SOFT
    return item.kind in {it.WORD, it.REFERENCE, it.COMMA}


def _merge(found: Marker | None, other: Marker) -> Marker:
    if found is None:
        return other
    return Marker(other.index, found.strong or other.strong, found.drawing or other.drawing)


def _marker(stream: Sequence[Item], begin: int, position: int) -> Marker:
    item = stream[position]
    if item.value == it.STRONG:
        return Marker(position, strong=True, drawing=True)
    word = _text_of(stream, position)
    if word in _DRAWING:
        return Marker(position, strong=True, drawing=True)
    needing = item.words.split()[-1] in _NEEDING or item.words in {"would be", "will be"}
    near = _directly_after_inputs(stream, begin, position, across_comma=needing)
    return Marker(position, strong=near, drawing=near)


def _text_of(stream: Sequence[Item], position: int) -> str:
    return stream[position].words


def _directly_after_inputs(
    stream: Sequence[Item], begin: int, position: int, *, across_comma: bool
) -> bool:
    """Say whether "is" follows its own inputs: "128 dims at four bytes is 512 bytes"."""
    last = stream[position - 1].quantity if position > begin else None
    if last is not None and last.dims.time == -1 and not last.each:
        return True  # "3 billion a day is 35k per second"
    words, quantities = 0, 0
    for item in reversed(stream[begin:position]):
        if item.kind == it.STOP or (item.kind == it.CONCLUSION and item.value == it.STRONG):
            break
        if item.quantity is not None:
            quantities += 1
        elif quantities == 0:
            words += 1
            if (item.kind == it.COMMA and not across_comma) or item.value in {"and", "but"}:
                return False
    return quantities >= 2 and words <= 4


def _closing_total(stream: Sequence[Item], begin: int, index: int) -> Marker | None:
    """Accept "and 512 gigabytes overall"."""
    behind = [_said(item) for item in stream[index + 1 : index + 3]]
    if not behind or (behind[0] not in _CLOSING and behind != ["all", "in"]):
        return None
    position = index
    while position > begin and _passable(stream[position - 1]):
        position -= 1
    return Marker(position, strong=True, drawing=True) if index - position <= 4 else None


def _bare_marker(stream: Sequence[Item], begin: int, index: int) -> Marker | None:
    """Accept "100M x 128 x 4 B, about 50 gigs": only hedges between the inputs and the result."""
    hedged = False
    for position in range(index - 1, begin - 1, -1):
        item = stream[position]
        if item.quantity is not None:
            return Marker(position + 1, strong=True, drawing=False) if hedged else None
        if item.kind == it.COMMA or (item.kind == it.WORD and item.value in _HEDGES):
            hedged = True
        elif item.kind != it.OPERATOR or item.value not in {"/?", "of"}:
            return None
    return None


def with_unit_of_clause(
    stream: Sequence[Item], marker: Marker, index: int, quantity: Quantity
) -> Quantity:
    """Give "that's about 1,200" the "per second" said elsewhere in its clause."""
    if quantity.unit or quantity.dims != NO_DIMS:
        return quantity
    words = [_said(item) for item in _clause(stream, marker, index)]
    text = " ".join(words)
    for phrase, period in _PERIOD_PHRASES:
        if phrase in text:
            return replace(quantity, unit=f"/{period}")
    return quantity


_PERIOD_PHRASES = (
    ("per second", "s"), ("a second", "s"), ("qps", "s"), ("each second", "s"),
    ("every second", "s"), ("per day", "day"), ("a day", "day"), ("per minute", "min"),
    ("per hour", "hour"), ("an hour", "hour"), ("per month", "month"),
)  # fmt: skip


def _said(item: Item) -> str:
    return item.words or item.value


def _clause(stream: Sequence[Item], marker: Marker, index: int) -> Iterator[Item]:
    """Yield the words around a result: from a little before its marker to a little after it."""
    first = marker.index
    while first > 0 and marker.index - first < 4 and stream[first - 1].kind == it.WORD:
        first -= 1
    yield from stream[first:index]
    for item in stream[index + 1 : index + 5]:
        if item.kind in {it.STOP, it.COMMA} or item.quantity is not None:
            return
        yield item


def make_claim(stream: Sequence[Item], marker: Marker, index: int, quantity: Quantity) -> Claim:
    """Return the claim at ``index`` with its bound, tolerance and doubts."""
    before = [_said(item) for item in stream[max(marker.index, index - 5) : index]]
    after = [_said(i) for i in _clause(stream, marker, index)]
    sentence = frozenset(_sentence_words(stream, index)) | frozenset(after)
    tolerance = ORDER_TOLERANCE if set(before) & _ORDER else TOLERANCE
    between = set(_since_last_input(stream, index))
    behind = {_said(item) for item in _behind(stream, index)}
    doubtful = bool((between | behind) & _DOUBT)
    return Claim(quantity, marker.strong, _bound(before), tolerance, sentence, doubtful)


def _since_last_input(stream: Sequence[Item], index: int) -> Iterator[str]:
    """Yield the words between the last input and the result."""
    for item in reversed(stream[max(0, index - 12) : index]):
        if item.quantity is not None or item.kind == it.STOP:
            return
        yield from _said(item).split()


def _behind(stream: Sequence[Item], index: int) -> Iterator[Item]:
    for item in stream[index + 1 : index + 5]:
        if item.kind in {it.STOP, it.COMMA, it.CONCLUSION} or item.quantity is not None:
            return
        yield item


def _sentence_words(stream: Sequence[Item], index: int) -> Iterator[str]:
    for item in reversed(stream[:index]):
        if item.kind == it.STOP:
            return
        yield _said(item)


def _bound(before: Sequence[str]) -> str:
    """Return "upper" for "under 100", "lower" for "more than 40"; "just under" is no bound."""
    words = {word for said in before for word in said.split()}
    if words & _SOFTENERS:
        return ""
    if words & _UPPER:
        return "upper"
    if words & _LOWER or ("than" in words and "more" in words):
        return "lower"
    return ""
