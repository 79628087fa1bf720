"""Names what went wrong in an estimate, and what kind of estimate it is."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.estimates import items as it
from interviewer.estimates.claims import Marker
from interviewer.estimates.items import Item
from interviewer.estimates.quantities import Quantity
from interviewer.estimates.readings import Reading
from interviewer.estimates.units import DAY_S, NO_DIMS, Dims
from interviewer.estimates.values import evaluate, period_seconds, value_of
from interviewer.estimates.words import word_set

_PEAK = frozenset({"peak", "peaks", "peaking"})
_NOT_PEAK = word_set("average avg mean off-peak off not before steady without")


def classify(reading: Reading, stated: Quantity) -> str:
    """Return the issue of an estimate that does not fit."""
    ratio = reading.match.ratio
    dims = stated.dims
    if dims == Dims(time=1) and any(o.op == "+" for o in reading.operands):
        return "latency_budget"
    if dims.data and _bits_involved(reading, stated) and _near(ratio, (8.0, 1 / 8), 1.15):
        return "bits_bytes"
    if dims.time == -1 and _near(ratio, (DAY_S, 1 / DAY_S), 1.35):
        return "per_day_per_second"
    if dims.time == -1 and _near(ratio, (24.0, 60.0, 3600.0, 1 / 24, 1 / 60, 1 / 3600), 1.1):
        return "per_day_per_second"
    powers = [base**power for base in (1000.0, 1024.0) for power in (-4, -3, -2, -1, 1, 2, 3, 4)]
    if any(dims) and _near(ratio, powers, 1.2):
        return "units"
    return "arithmetic"


def _near(ratio: float, targets: Sequence[float], room: float) -> bool:
    return any(target / room <= ratio <= target * room for target in targets)


def _bits_involved(reading: Reading, stated: Quantity) -> bool:
    quantities = [stated, *[operand.quantity for operand in reading.operands]]
    return any(quantity.head.endswith("bit") for quantity in quantities)


def kind_of(stated: Quantity, reading: Reading) -> str:
    """Return the kind of an estimate from the dimensions of its result."""
    dims = stated.dims if any(stated.dims) or stated.unit else evaluate(reading.operands).dims
    if dims.data:
        return "bandwidth" if dims.time < 0 else "storage"
    if dims.flop:
        return "compute"
    if dims.money:
        return "cost"
    if dims == Dims(time=1):
        return "latency" if reading.match.computed_base < 10 else "time"
    if dims.time < 0:
        return "rate"
    return "share" if stated.head == "percent" else "count"


def average_called_peak(
    stream: Sequence[Item],
    begin: int,
    marker: Marker,
    index: int,
    reading: Reading,
    stated: Quantity,
) -> bool:
    """Say whether a daily volume spread evenly over the day is presented as the peak."""
    rate = stated.dims.time == -1 or evaluate(reading.operands).dims.time == -1
    if not rate or not _spread_evenly(reading):
        return False
    clause = _clause_words(stream, marker, index) | _subject(stream, index)
    if not clause & _PEAK or clause & _NOT_PEAK:
        return False
    earlier = {item.words for item in stream[begin : marker.index]}
    return not earlier & {"average", "avg"}


def _subject(stream: Sequence[Item], index: int) -> set[str]:
    """Return the words a sentence begins with, before its first number: "Peak QPS is"."""
    start = index
    while start > 0 and stream[start - 1].kind != it.STOP:
        start -= 1
    words: set[str] = set()
    for item in stream[start:index]:
        if item.quantity is not None or (item.kind == it.COMMA and item.value != ":"):
            break
        words.add(item.words)
    return words


def _spread_evenly(reading: Reading) -> bool:
    """Say whether the working goes from per day to per second with no peak factor."""
    daily = any(o.quantity.per and o.quantity.per[-1] == "day" for o in reading.operands)
    daily = daily or any(o.quantity.daily for o in reading.operands)
    seconds = [period_seconds(value_of(o.quantity)) for o in reading.operands if o.op == "/"]
    divided = any(s is not None and 75_000 <= s <= 105_000 for s in seconds)
    factors = [
        o for o in reading.operands if o.quantity.noun in {"x", "time"} and not o.quantity.per
    ]
    bare = [
        o for o in reading.operands[1:]
        if o.op == "*" and o.quantity.dims == NO_DIMS and not o.quantity.unit
        and 1 < o.quantity.magnitude <= 10 and o.order > 1
    ]  # fmt: skip
    return (daily or divided) and not factors and not bare


def _clause_words(stream: Sequence[Item], marker: Marker, index: int) -> set[str]:
    """Return the words that name the result: from its marker to the next comma or number."""
    words = {item.words for item in stream[max(marker.index - 2, 0) : index]}
    for item in stream[index + 1 : index + 6]:
        if item.kind in {it.STOP, it.COMMA, it.CONCLUSION} or item.quantity is not None:
            break
        if item.words in {"and", "but", "with"}:
            break
        words.add(item.words)
    return words
