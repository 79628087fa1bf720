"""Arithmetic on quantities, and the comparison of what was computed with what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.estimates.quantities import Quantity
from interviewer.estimates.units import DAY_S, NO_DIMS, TIME_WORDS, Dims, number_text, unit_base

#: Numbers that stand for the seconds of a period when somebody divides by them.
#: "Call it a hundred thousand seconds in a day" is ordinary practice, hence the wide day.
_PERIOD_NUMBERS = (
    ("day", 75_000.0, 105_000.0, 86_400.0),
    ("month", 2.4e6, 2.75e6, 2_592_000.0),
    ("year", 3.0e7, 3.3e7, 31_536_000.0),
    ("hour", 3_600.0, 3_600.0, 3_600.0),
)
#: Bare factors that carry a rate to a longer period: "16 dollars an hour, times 24".
_STEPS_UP = {
    1.0: (60.0, 3600.0), 60.0: (60.0,), 3600.0: (24.0,), 86_400.0: (7.0, 30.0, 31.0, 365.0),
    604_800.0: (4.0, 52.0), 2_592_000.0: (12.0,),
}  # fmt: skip
_PERIODS = frozenset(TIME_WORDS.values())


@dataclass(frozen=True, slots=True)
class Value:
    """A computed value in base units with the period it is per, in seconds."""

    base: float
    dims: Dims
    period_s: float | None = None
    daily: bool = False
    raw: float = 1.0  # the numbers multiplied as spoken, units ignored
    bare: bool = False  # a single number said without any unit


@dataclass(frozen=True, slots=True)
class Operand:
    """One input of a calculation and the operator that joins it to what came before."""

    quantity: Quantity
    op: str = "*"  # * / + - or "of"
    hard: bool = False  # the operator was spoken, not inferred
    sentence: int = 0
    order: int = 0
    result: bool = False  # concluded earlier by the candidate
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """How a value compares with the stated quantity; ``sure`` allows an alarm."""

    ratio: float
    computed_base: float
    sure: bool
    note: str = ""  # what had to be assumed, for the working


def value_of(quantity: Quantity) -> Value:
    """Return the value of one quantity."""
    raw = quantity.base if quantity.head == "percent" else quantity.magnitude
    period = period_of(quantity)
    daily = quantity.daily or period == DAY_S
    return Value(quantity.base, quantity.dims, period, daily, raw, not quantity.unit)


def period_of(quantity: Quantity) -> float | None:
    """Return the seconds of the period a rate is given per, or None."""
    for part in quantity.per:
        if part in _PERIODS:
            return unit_base(part)[0]
    return None


def evaluate(operands: Sequence[Operand], *, strict_order: bool = False) -> Value:
    """Return the value of a chain; products bind before sums unless ``strict_order``."""
    total: Value | None = None
    sign = "+"
    current = value_of(operands[0].quantity)
    for operand in operands[1:]:
        right = value_of(operand.quantity)
        if operand.op in {"+", "-"} and _is_margin(operand.quantity, current):
            share = right.base if operand.op == "+" else -right.base
            current = replace(
                current, base=current.base * (1 + share), raw=current.raw * (1 + share)
            )
        elif operand.op in {"+", "-"} and not strict_order:
            total, sign, current = _add(total, current, sign), operand.op, right
        elif operand.op in {"+", "-"}:
            current = _add(current, _like(right, current), operand.op)
        elif operand.op == "/":
            current = divide(current, right)
        else:
            current = multiply(current, right)
    return _add(total, current, sign)


def _is_margin(quantity: Quantity, current: Value) -> bool:
    """Say whether "plus 20%" means 20% of what came before."""
    return quantity.head == "percent" and (any(current.dims) or current.base > 1)


def _like(right: Value, left: Value) -> Value:
    """Give a bare number added to a measure the measure's dimensions and scale."""
    if right.dims == left.dims or right.dims != NO_DIMS or not left.raw:
        return right
    return replace(right, base=right.raw * left.base / left.raw, dims=left.dims)


def _add(left: Value | None, right: Value, sign: str) -> Value:
    if left is None:
        return right
    right = _like(right, left)
    factor = 1.0 if sign == "+" else -1.0
    dims = left.dims if left.dims == right.dims else Dims(9, 9, 9, 9)
    return replace(
        left,
        base=left.base + factor * right.base,
        dims=dims,
        raw=left.raw + factor * right.raw,
        period_s=left.period_s or right.period_s,
        daily=left.daily or right.daily,
    )


def multiply(left: Value, right: Value) -> Value:
    """Return the product; multiplying by a period undoes "per day"."""
    seconds = period_seconds(right)
    if right.dims == NO_DIMS and seconds and left.period_s and left.period_s < seconds:
        right = replace(right, dims=Dims(time=1))  # "1.2k QPS times 86,400"
    if right.bare and left.period_s and right.base in _STEPS_UP.get(left.period_s, ()):
        right = replace(right, base=right.base * left.period_s, dims=Dims(time=1))
    dims = left.dims.times(right.dims)
    period = left.period_s or right.period_s
    if dims.time < -1 and left.period_s and right.period_s:
        # "100 million daily users times 10 searches per day" is per day, not per day squared.
        left = replace(left, base=left.base * left.period_s)
        dims = dims._replace(time=dims.time + 1)
    return Value(
        left.base * right.base,
        dims,
        period if dims.time < 0 else None,
        left.daily or right.daily,
        left.raw * right.raw,
    )


def divide(left: Value, right: Value) -> Value:
    """Return the quotient; dividing a rate by a period's seconds turns it into per second."""
    if right.base == 0:
        return replace(left, base=float("inf"))
    raw = left.raw / right.raw if right.raw else float("inf")
    seconds = period_seconds(right)
    if left.dims.time == -1 and seconds is not None and left.period_s:
        return replace(left, base=left.base * left.period_s / seconds, raw=raw)
    if left.dims.time == 0 and seconds is not None and right.dims == NO_DIMS:
        dims = left.dims._replace(time=-1)
        return Value(left.base / seconds, dims, seconds, left.daily, raw)
    dims = left.dims.times(right.dims, -1)
    period = left.period_s if dims.time < 0 else None
    if right.dims.time == 1 and dims.time == -1:
        period = right.base
    return Value(left.base / right.base, dims, period, left.daily or right.daily, raw)


def period_seconds(value: Value) -> float | None:
    """Return the seconds a divisor stands for ("86,400", "100k", "a day"), or None."""
    if value.dims == Dims(time=1):
        return value.base
    if value.dims == NO_DIMS:
        for _, low, high, _ in _PERIOD_NUMBERS:
            if low <= value.base <= high:
                return value.base
    return None


def invert(value: Value) -> Value:
    """Return one over the value."""
    return divide(Value(1.0, NO_DIMS), value)


def compare(value: Value, stated: Quantity) -> list[Match]:
    """Return every sensible comparison of a computed value with the stated quantity."""
    matches = _direct(value, stated)
    if stated.alternative is not None:
        matches += [replace(m, sure=False) for m in _direct(value, stated.alternative)]
    return [m for m in matches if 0 < m.ratio < float("inf")]


def _match(computed: float, stated_base: float, *, sure: bool, note: str = "") -> Match:
    ratio = stated_base / computed if computed else float("inf")
    return Match(ratio, computed, sure, note)


def _direct(value: Value, stated: Quantity) -> list[Match]:
    target, base, period = stated.dims, stated.base, period_of(stated)
    found: list[Match] = []
    if value.dims == target:
        bare = target == NO_DIMS and not stated.unit
        found.append(_match(value.base, base, sure=True))
        if bare:
            found.append(_match(value.raw, stated.magnitude, sure=False))
    elif value.dims == target._replace(time=0) and target.time == -1 and period:
        found += _missing_period(value, base, period)
    elif target == value.dims._replace(time=0) and value.dims.time == -1 and value.period_s:
        found += _unsaid_period(value, stated)
    elif target.data == 1 and value.dims == target._replace(data=0):
        found += _unsaid_bytes(value, base)
    elif target.money == 1 and value.dims.money == 1:
        found.append(_match(value.raw * base / stated.magnitude, base, sure=True))
    elif target == NO_DIMS:
        found += _bare(value, stated)
    elif target.flop:
        found += _operations(value, target, base)
    elif target == Dims(time=1) and value.dims == NO_DIMS:
        found.append(_match(value.raw * base / stated.magnitude, base, sure=False))
    return found


def _operations(value: Value, target: Dims, base: float) -> list[Match]:
    """Compare floating point operations, whose "per second" is often left out."""
    if value.dims._replace(flop=target.flop) == target:
        return [_match(value.base, base, sure=True)]
    if value.dims.flop and target.time != value.dims.time:
        return [_match(value.base, base, sure=False)]
    return []


def _unsaid_bytes(value: Value, base: float) -> list[Match]:
    """Compare a plain product with stated bytes: "100 million by 128 by 4 is 50 gigs"."""
    sure = value.base >= 1e6
    return [
        _match(value.base * size, base, sure=size == 1 and sure, note=note)
        for size, note in ((1.0, ""), (2.0, " × 2 B"), (4.0, " × 4 B"), (8.0, " × 8 B"))
    ]


def _missing_period(value: Value, base: float, period: float) -> list[Match]:
    """Compare a plain amount with a stated rate: the amount may be per that period, or per day."""
    same = _match(value.base / period, base, sure=period > 1 or not value.daily)
    if period >= 86_400:
        return [same]
    per_day = _match(value.base / 86_400, base, sure=value.daily, note="")
    return [per_day, same] if value.daily else [same, per_day]


def _unsaid_period(value: Value, stated: Quantity) -> list[Match]:
    """Compare a rate with a stated amount: "that's a billion" after daily inputs means per day."""
    period = value.period_s or 1.0
    found = [_match(value.base * period, stated.base, sure=True)]
    if not stated.unit:
        others = (1.0, 3600.0, 86_400.0, 2_592_000.0, 31_536_000.0)
        found += [_match(value.base * other, stated.base, sure=False) for other in others]
    return found


def _bare(value: Value, stated: Quantity) -> list[Match]:
    """Compare a measure with a number said without a unit, in whatever unit makes sense."""
    if stated.unit and stated.unit not in {"x", "time"}:
        return []
    period = value.period_s or 1.0
    base = value.base * (period if value.dims.time < 0 else 1.0)
    scales: tuple[float, ...] = (1.0,)
    if value.dims.data or value.dims.flop:
        scales = (1.0, 1e3, 1e6, 1e9, 1e12, 1e15)
    if value.dims.time > 0:
        scales = (1e-3, 1.0, 60.0, 3600.0, 86_400.0)
    found = [_match(base / scale, stated.magnitude, sure=False) for scale in scales]
    found.append(_match(value.raw, stated.magnitude, sure=False))
    return found


def operand_text(quantity: Quantity) -> str:
    """Write an operand for the working: "100,000,000", "4 B", "0.1%", "5 GB/day"."""
    head = quantity.unit.split("/")[0]
    number = number_text(quantity.magnitude)
    if quantity.low != quantity.high:
        number = f"{number_text(quantity.low)} to {number_text(quantity.high)}"
    tail = "".join(f"/{part}" for part in quantity.per)
    if head == "percent":
        return f"{number}%{tail}"
    if head == "USD":
        return f"${number}{tail}"
    physical = unit_base(head)[1] != NO_DIMS
    if physical:
        return f"{number} {head}{tail}"
    return f"{number}{tail}"


def working_text(operands: Sequence[Operand]) -> str:
    """Write a chain of operands: "100,000,000 × 128 × 4 B"."""
    signs = {"*": "×", "/": "÷", "+": "+", "-": "−", "of": "×"}
    parts = [operand_text(operands[0].quantity)]
    for operand in operands[1:]:
        parts += [signs[operand.op], operand_text(operand.quantity)]
    return " ".join(parts)
