"""Adds up latency budgets: "retrieval 50, ranking 80, 30 network, so under 100 ms total"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from interviewer.estimates import items as it
from interviewer.estimates.claims import Marker, make_claim
from interviewer.estimates.items import Item
from interviewer.estimates.model import Estimate
from interviewer.estimates.quantities import Quantity
from interviewer.estimates.readings import SUM_TOLERANCE
from interviewer.estimates.units import Dims, number_text, result_text
from interviewer.estimates.words import word_set

_TIME = Dims(time=1)
_LONGEST_S = 60.0
_TOTAL_WORDS = word_set(
    "total altogether overall sum together combined end adds all totals latency up"
)
_PARALLEL = word_set("parallel concurrently concurrent overlap overlaps simultaneously async")
_BUDGET = word_set("budget target sla slo requirement within under below limit constraint")
_REQUIRED = word_set("need needs must should requirement sla slo target want require")
_INSIDE = word_set("fits within under below inside")
_HEDGED = 1.2


def judge_latency(
    stream: Sequence[Item], begin: int, index: int, marker: Marker, texts: Mapping[int, str]
) -> Estimate | None:
    """Return the judged total at ``index``, or None when it does not conclude a list of parts."""
    stated = stream[index].quantity
    assert stated is not None
    if not _is_short(stated):
        return None
    before = _recent(stream[begin : marker.index])
    parts = _parts(before)
    if len(parts) < 2 or not _in_milliseconds(before, stated):
        return None
    if not _concludes(stream, marker, index, parts):
        return None
    return _estimate(stream, marker, index, stated, parts, before, texts)


def _is_short(quantity: Quantity) -> bool:
    if quantity.dims == _TIME:
        return quantity.base <= _LONGEST_S and not quantity.per
    return not quantity.unit and 1 <= quantity.magnitude <= 10_000


def _recent(stream: Sequence[Item]) -> Sequence[Item]:
    stops = [position for position, item in enumerate(stream) if item.kind == it.STOP]
    return stream[stops[-6] + 1 :] if len(stops) >= 6 else stream


def _parts(before: Sequence[Item]) -> list[Item]:
    """Return the latencies listed, or none when the list is not a plain sum."""
    words = {item.words for item in before}
    percentiles = {word for word in words if re.fullmatch(r"p\d{2,}", word)}
    if words & _PARALLEL or len(percentiles) > 1:
        return []
    parts: list[Item] = []
    for position, item in enumerate(before):
        if item.kind == it.OPERATOR and item.value in {"*", "/", "-"}:
            return []
        quantity = item.quantity
        if quantity is None:
            if item.kind == it.FACTOR:
                return []
            continue
        if quantity.each:
            return []
        if _is_short(quantity) and not quantity.noun and not _is_budget(before, position):
            if _is_subtotal(before, position, parts):
                parts = []
            parts.append(item)
    return parts


def _is_subtotal(before: Sequence[Item], position: int, parts: Sequence[Item]) -> bool:
    """Say whether a number only sums up the parts so far: "20 plus 50, that's 70"."""
    quantity = before[position].quantity
    sums = sum(p.quantity.magnitude for p in parts if p.quantity is not None)
    if quantity is None or len(parts) < 2 or abs(quantity.magnitude - sums) > 0.05 * sums:
        return False
    return any(i.kind == it.CONCLUSION for i in before[max(0, position - 3) : position])


def _is_budget(before: Sequence[Item], position: int) -> bool:
    """Say whether a time is the limit given beforehand rather than a part."""
    near: list[str] = []
    for item in reversed(before[max(0, position - 4) : position]):
        if item.quantity is not None or item.kind in {it.STOP, it.COMMA}:
            break
        near.append(item.words)
    for item in before[position + 1 : position + 4]:
        if item.quantity is not None or item.kind in {it.STOP, it.COMMA}:
            break
        near.append(item.words)
    return bool(set(near) & (_BUDGET | {"total", "end"})) and "wise" not in near


def _in_milliseconds(parts: Sequence[Item], stated: Quantity) -> bool:
    """Say whether a time unit was said at all, so that bare numbers may take it over."""
    spoken = [p.quantity for p in parts if p.quantity is not None and p.quantity.dims == _TIME]
    return stated.dims == _TIME or len(spoken) >= 1


def _concludes(stream: Sequence[Item], marker: Marker, index: int, parts: Sequence[Item]) -> bool:
    before = {word for item in stream[marker.index : index] for word in item.words.split()}
    after: set[str] = set()
    for item in stream[index + 1 : index + 5]:
        if item.kind in {it.STOP, it.COMMA} or item.quantity is not None:
            break
        after.update(item.words.split())
    if before & _REQUIRED:
        return False
    if after & _BUDGET:
        return marker.strong and len(parts) >= 3 and bool(before & _INSIDE)
    if (before | after) & {"each", "per", "leaves", "leaving", "left", "p50", "remaining"}:
        return False
    if (before | after) & _TOTAL_WORDS:
        return True
    phrase = stream[marker.index].words
    summed = phrase.startswith(("add", "sum", "total", "in total", "come", "coming"))
    first = next(at for at, item in enumerate(stream) if item is parts[0])
    added = any(i.kind == it.OPERATOR and i.value == "+" for i in stream[first:index])
    return summed or (marker.strong and (len(parts) >= 3 or added))


def _estimate(
    stream: Sequence[Item],
    marker: Marker,
    index: int,
    stated: Quantity,
    parts: Sequence[Item],
    before: Sequence[Item],
    texts: Mapping[int, str],
) -> Estimate:
    unit = stated.unit or next(
        i.quantity.unit for i in before if i.quantity is not None and i.quantity.dims == _TIME
    )
    spoken = [_seconds(p.quantity, unit) for p in parts if p.quantity is not None]
    total = sum(middle for middle, _, _ in spoken)
    low, high = sum(s[1] for s in spoken), sum(s[2] for s in spoken)
    claimed = _seconds(stated, unit)
    claim = make_claim(stream, marker, index, stated)
    hedged = bool(claim.near & {"about", "roughly", "around", "approximately", "like", "maybe"})
    room = _HEDGED if hedged else SUM_TOLERANCE
    if claim.bound == "upper":
        ok = low <= claimed[2] * 1.01
    elif claim.bound == "lower":
        ok = high >= claimed[1] * 0.99
    else:
        ok = low / room <= claimed[2] and claimed[1] <= high * room
    item = stream[index]
    start = next(
        (p.start_char for p in before if p in parts and p.turn == item.turn), item.start_char
    )
    computed = result_text(total, unit)
    return Estimate(
        quote=texts[item.turn][start : item.end_char], turn=item.turn, start_char=start,
        end_char=item.end_char, stated=stated.text, computed=computed,
        ratio=claimed[0] / total, ok=ok,
        working=f"{_listed(spoken, unit)} = {computed}",
        kind="latency", issue=None if ok else "latency_budget",
    )  # fmt: skip


def _seconds(quantity: Quantity, unit: str) -> tuple[float, float, float]:
    """Return (middle, low, high) in seconds; a bare number takes ``unit``."""
    from interviewer.estimates.units import unit_base

    size = unit_base(quantity.unit or unit)[0]
    return quantity.magnitude * size, quantity.low * size, quantity.high * size


def _listed(spoken: Sequence[tuple[float, float, float]], unit: str) -> str:
    from interviewer.estimates.units import unit_base

    size = unit_base(unit)[0]
    return " + ".join(number_text(round(middle / size, 3)) for middle, _, _ in spoken) + f" {unit}"
