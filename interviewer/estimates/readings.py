"""Weighs the ways a conclusion can be read: a charitable one that fits, a plain one that fails.

A calculation is called wrong only if one reading is plain (the operators were spoken, or the
inputs fill known roles such as "each" and "bytes per") and no sensible reading fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from interviewer.estimates.blocks import Block
from interviewer.estimates.quantities import Quantity
from interviewer.estimates.units import (
    COPY_NOUNS,
    DIMENSION_NOUNS,
    EVENT_NOUNS,
    MACHINE_NOUNS,
    NO_DIMS,
    PEOPLE,
    Dims,
)
from interviewer.estimates.values import (
    Match,
    Operand,
    compare,
    evaluate,
    period_seconds,
    value_of,
)
from interviewer.estimates.words import word_set

#: Spoken results are rounded to one or two figures ("58k" becomes "about 60k", 1024^4 becomes
#: 10^12): a factor 1.3 covers one rounding, one binary prefix, or 86,400 taken as 100,000.
TOLERANCE = 1.3
#: Sums of a few small numbers are done exactly; only a hedge earns them some room.
SUM_TOLERANCE = 1.08
#: "On the order of" promises no more than the power of ten.
ORDER_TOLERANCE = 3.5
#: People lose a thousand between units; beyond this factor it is the words that were misread.
_MOST_WRONG = 1e5
_MAX_LOOSE = 6
_VAGUE_SPREAD = 1.7
_SIDE_BY_SIDE = word_set("parallel concurrently batch batches batched fan fans async")
_TIME_VERBS = word_set("takes take train training process processing finish scan run done")
_PERIOD_NAMES = word_set("s min hour day week month year")
_LINK_WORDS = word_set("each every per average averages avg apiece typical typically")


@dataclass(frozen=True, slots=True)
class Claim:
    """What was concluded, with the words that colour it."""

    stated: Quantity
    strong: bool
    bound: str  # "", "upper" ("under"), "lower" ("over")
    tolerance: float
    near: frozenset[str]  # words of the concluding clause
    doubtful: bool  # provisioning, limits, conditions: never an alarm


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to compute the claim."""

    operands: tuple[Operand, ...]
    match: Match
    plain: bool


def weigh(block: Block, claim: Claim, trailing: Sequence[Operand]) -> Reading | None:
    """Return the reading that fits, else the plain one that does not, else None."""
    if block.broken:
        return None
    core = block.core
    plain = (
        _plain_with_core(block, core, claim) if core else _plain_implicit(block, claim, trailing)
    )
    for reading in plain:
        if fits(reading, claim):
            return reading
    chosen = next((r for r in plain if r.plain and r.match.sure), None)
    if chosen is None and not core:
        return None
    for reading in _charitable(block, core, claim, trailing):
        if fits(reading, claim):
            return replace(reading, plain=False)
    if chosen is None or claim.doubtful or _vague(chosen.operands) or _far_fetched(chosen, claim):
        return None
    return chosen


def _far_fetched(reading: Reading, claim: Claim) -> bool:
    """Whether the words were misread: too far off, or a share that no division led to."""
    ratio = reading.match.ratio
    share = claim.stated.head == "percent" or (claim.stated.base < 1 and not claim.stated.unit)
    derived = any(o.op == "/" or o.quantity.head == "percent" for o in reading.operands)
    return not 1 / _MOST_WRONG < ratio < _MOST_WRONG or (share and not derived)


def fits(reading: Reading, claim: Claim) -> bool:
    """Say whether the claim agrees with the reading, ranges and bounds considered."""
    low, high = _span(reading.operands)
    room = claim.tolerance
    if any(o.op in {"+", "-"} for o in reading.operands) and claim.tolerance == TOLERANCE:
        room = SUM_TOLERANCE
    stated = claim.stated
    least = reading.match.ratio * stated.low / stated.magnitude / high / room
    most = reading.match.ratio * stated.high / stated.magnitude / low * room
    if claim.bound == "upper":
        return most >= 1.0
    if claim.bound == "lower":
        return least <= 1.0 and most >= 0.1
    return least <= 1.0 <= most


def _span(operands: Sequence[Operand]) -> tuple[float, float]:
    """Return how far below and above the middle the inputs' ranges allow the result."""
    low = high = 1.0
    for operand in operands:
        quantity = operand.quantity
        if quantity.magnitude and quantity.low != quantity.high:
            low *= quantity.low / quantity.magnitude
            high *= quantity.high / quantity.magnitude
    return low, high


def _vague(operands: Sequence[Operand]) -> bool:
    low, high = _span(operands)
    return high / low > _VAGUE_SPREAD


def _readings(operands: Sequence[Operand], claim: Claim, *, plain: bool) -> list[Reading]:
    """Return the readings of one chain of operands."""
    if not operands:
        return []
    value = evaluate(operands)
    # "1.2 gigs plus another 400": nobody said 400 of what.
    guessed = any(value.dims) and any(
        o.op in {"+", "-"} and not o.quantity.unit for o in operands[1:]
    )
    found = [
        Reading(tuple(operands), match, plain and not guessed)
        for match in compare(value, claim.stated)
    ]
    if len({o.op for o in operands[1:]} & {"+", "-"}) and len(operands) > 2:
        strict = evaluate(operands, strict_order=True)
        others = [replace(match, sure=False) for match in compare(strict, claim.stated)]
        found += [Reading(tuple(operands), match, plain) for match in others]
    return found


def _plain_with_core(block: Block, core: list[Operand], claim: Claim) -> list[Reading]:
    """Read the spoken chain, first with what was added after it ("at four bytes each")."""
    last = core[-1].order
    after = [o for o in block.loose if o.order > last and o.quantity.role != "rough"]
    after = [o for o in after if period_seconds(value_of(o.quantity)) is None]
    plain = bool(claim.strong or claim.near) and len(after) <= 1
    readings: list[Reading] = []
    if after:
        readings += _readings([*core, *after], claim, plain=plain)
        if len(after) == 1:
            divided = replace(after[0], op="/")
            readings += _readings([*core, divided], claim, plain=False)
    readings += _readings(core, claim, plain=not after)
    for variant in _other_letters(core):
        readings += _readings(variant, claim, plain=False)
    return readings


def _other_letters(operands: Sequence[Operand]) -> Iterator[list[Operand]]:
    """Yield the chains in which an ambiguous letter ("4B") takes its other meaning."""
    for index, operand in enumerate(operands):
        other = operand.quantity.alternative
        if other is not None:
            changed = list(operands)
            changed[index] = replace(operand, quantity=other)
            yield changed


def _charitable(
    block: Block, core: list[Operand], claim: Claim, trailing: Sequence[Operand]
) -> Iterator[Reading]:
    """Yield readings with the other quantities in reach as further factors or divisors."""
    extras = [o for o in block.loose if not core or _may_join(o, core)] + list(trailing)
    extras = [o for o in extras if o.quantity.magnitude > 0 and not _vague([o])][-_MAX_LOOSE:]
    for size in range(0 if core else 1, len(extras) + 1):
        for chosen in combinations(extras, size):
            if not core and all(o in trailing for o in chosen):
                continue
            if not core and size == 1 and _repeats(chosen[0].quantity, claim.stated):
                continue
            for chain in _joined(core, chosen):
                yield from _readings(chain, claim, plain=False)
    if core:
        for chain in [*_parts(core), *_without_bits_factor(core, claim)]:
            yield from _readings(chain, claim, plain=False)


def _repeats(quantity: Quantity, stated: Quantity) -> bool:
    """Say whether the result only says an input again, which explains nothing."""
    return abs(quantity.magnitude - stated.magnitude) < 0.01 * stated.magnitude


def _parts(core: list[Operand]) -> Iterator[list[Operand]]:
    """Yield percentages read as their complement ("95% cached, so 5% reach us")."""
    for index, operand in enumerate(core):
        quantity = operand.quantity
        if quantity.head == "percent" and 0 < quantity.magnitude < 100:
            changed = list(core)
            changed[index] = replace(operand, quantity=_complement(quantity))
            yield changed
            changed = list(core)
            changed[index] = replace(operand, quantity=_grown(quantity))
            yield changed


def _without_bits_factor(core: list[Operand], claim: Claim) -> Iterator[list[Operand]]:
    """Yield the chain without the 8 of "one gigabyte times eight is eight gigabits"."""
    if claim.stated.head.endswith("bit") or any(o.quantity.head.endswith("bit") for o in core):
        for index, operand in enumerate(core[1:], start=1):
            if operand.quantity.magnitude == 8 and not operand.quantity.unit:
                yield core[:index] + core[index + 1 :]


def _complement(quantity: Quantity) -> Quantity:
    rest = 100 - quantity.magnitude
    return replace(quantity, magnitude=rest, low=rest, high=rest)


def _grown(quantity: Quantity) -> Quantity:
    more = 100 + quantity.magnitude
    return replace(quantity, magnitude=more, low=more, high=more)


def _may_join(operand: Operand, core: Sequence[Operand]) -> bool:
    """Say whether a quantity outside the spoken chain could have been meant as a factor too."""
    quantity = operand.quantity
    if operand.order > core[-1].order:
        return True
    linked = bool(set(quantity.per) - _PERIOD_NAMES) or quantity.each
    kinds = quantity.noun in COPY_NOUNS or quantity.head == "percent" or operand.result
    return linked or kinds or quantity.dims.time == 1


def _joined(core: Sequence[Operand], chosen: Sequence[Operand]) -> Iterator[list[Operand]]:
    """Yield the core with the chosen quantities multiplied on, and one of them divided by."""
    base = [*core, *[replace(o, op="*") for o in chosen]]
    yield base
    for index in range(len(chosen)):
        rest = [replace(o, op="*") for at, o in enumerate(chosen) if at != index]
        front = [*core, *rest]
        if front:
            yield [*front, replace(chosen[index], op="/")]
        if chosen[index].quantity.head == "percent" and chosen[index].quantity.magnitude < 100:
            for changed in (_complement, _grown):
                part = replace(chosen[index], op="*", quantity=changed(chosen[index].quantity))
                yield [*front, part]


def _plain_implicit(block: Block, claim: Claim, trailing: Sequence[Operand]) -> list[Reading]:
    """Read inputs that were listed without operators, if they fill known roles."""
    pool = [o for o in block.operands if o.quantity.role != "rough" or o.quantity.each]
    pool = [o for o in pool if not _is_period_constant(o.quantity)]
    pool = _without_subtotals(pool)
    if not any(o.quantity.dims.data for o in pool):
        pool += [o for o in trailing if o.quantity.role == "precision"]
    if not pool or len(pool) > _MAX_LOOSE:
        return []
    if len(pool) == 1 or _restates_rate(pool[-1], claim):
        return _conversion(pool[-1], claim)
    if len(pool) == 2 and _is_plain_pair(pool, claim):
        return _readings(pool, claim, plain=claim.strong)
    return _by_role(pool, claim)


def _is_plain_pair(pool: Sequence[Operand], claim: Claim) -> bool:
    """Say whether two inputs can only be multiplied: a result and its copies, or operations."""
    copied = pool[0].result and pool[1].quantity.noun in COPY_NOUNS
    return copied or (claim.stated.dims.flop == 1 and any(o.quantity.dims.flop for o in pool))


def _by_role(pool: Sequence[Operand], claim: Claim) -> list[Reading]:
    """Read the pool as the kind of estimate its result asks for."""
    target = claim.stated.dims
    if target.data == 1:
        return _size_product(pool, claim)
    if target.money == 1:
        return _cost_product(pool, claim)
    if target == Dims(time=1):
        return _duration(pool, claim)
    if claim.stated.noun in MACHINE_NOUNS:
        return _fleet(pool, claim)
    if target in {NO_DIMS, Dims(time=-1)}:
        return _count_product(pool, claim)
    return []


def _without_subtotals(pool: list[Operand]) -> list[Operand]:
    """Drop inputs already multiplied up: "50 features, 8 bytes each, 400 bytes"."""
    for index in range(len(pool) - 1, 1, -1):
        total = pool[index].quantity
        value = evaluate([replace(o, op="*") for o in pool[:index]])
        same = value.dims == total.dims and total.dims.data
        if same and 1 / TOLERANCE <= total.base / value.base <= TOLERANCE:
            return pool[index:]
    return pool


def _is_period_constant(quantity: Quantity) -> bool:
    seconds = period_seconds(value_of(quantity))
    return seconds is not None and 75_000 <= seconds <= 105_000 and quantity.magnitude > 1


def _restates_rate(operand: Operand, claim: Claim) -> bool:
    """Say whether the last input is the same kind of rate, per another period."""
    quantity = operand.quantity
    other_period = quantity.per != claim.stated.per
    linked = quantity.each or set(quantity.per) - _PERIOD_NAMES
    return (
        quantity.dims == claim.stated.dims
        and quantity.dims.time == -1
        and other_period
        and not linked
    )


def _conversion(operand: Operand, claim: Claim) -> list[Reading]:
    """Read "100 million a day, so 1.2k per second"."""
    quantity, stated = operand.quantity, claim.stated
    if quantity.each or quantity.dims.data != stated.dims.data:
        return []
    bits = quantity.head.endswith("bit") != stated.head.endswith("bit")
    if bits and quantity.dims == stated.dims and quantity.dims.data and quantity.per == stated.per:
        return _readings([operand], claim, plain=claim.strong)
    if quantity.dims.time == -1 and stated.dims.time == -1 and quantity.per != stated.per:
        return _readings([operand], claim, plain=_same_things(quantity.noun, stated.noun))
    counted = quantity.daily or quantity.noun in EVENT_NOUNS
    if quantity.dims == NO_DIMS and stated.dims == Dims(time=-1) and quantity.daily and counted:
        return _readings([operand], claim, plain=quantity.noun not in PEOPLE)
    return []


def _same_things(left: str, right: str) -> bool:
    """Say whether two counted nouns may stand for the same thing."""
    if not left or not right or left == right:
        return True
    return "time" in {left, right} or (left in EVENT_NOUNS and right in EVENT_NOUNS)


def _linked(operand: Operand, block_words: frozenset[str]) -> bool:
    quantity = operand.quantity
    return (
        quantity.each or bool(set(quantity.per) - _PERIOD_NAMES) or bool(block_words & _LINK_WORDS)
    )


def _size_product(pool: Sequence[Operand], claim: Claim) -> list[Reading]:
    """Read "100 million users, 128 dims, four bytes each, so 51 gigs"."""
    sizes = [o for o in pool if o.quantity.dims.data == 1]
    if len(sizes) != 1:
        return []
    others = [o for o in pool if o is not sizes[0]]
    named = set(claim.stated.per) - _PERIOD_NAMES
    others = [o for o in others if o.quantity.noun not in named or not named]
    things = [o for o in others if _is_thing(o.quantity)]
    if not others:
        return []
    candidates = [[*others, sizes[0]]]
    owners = [o for o in things if o.quantity.noun in sizes[0].quantity.per]
    if len(things) > 1 and owners:
        others = [o for o in others if o not in things or o is owners[-1]]
        things = owners[-1:]
        candidates = [[*others, sizes[0]]]
    if len(things) > 1:
        rest = [o for o in others if o not in things]
        candidates = [[thing, *rest, sizes[0]] for thing in reversed(things)]
    found: list[Reading] = []
    for index, chain in enumerate(candidates):
        plain = len(things) <= 1 and index == 0 and _size_roles(chain, claim)
        found += _readings([replace(o, op="*") for o in chain], claim, plain=plain)
    return found


def _is_thing(quantity: Quantity) -> bool:
    """Say whether the quantity counts users, items or events, not dimensions or copies."""
    if quantity.dims.data or quantity.dims.time > 0 or quantity.head == "percent":
        return False
    if quantity.each or quantity.noun in DIMENSION_NOUNS | COPY_NOUNS:
        return quantity.noun == "param" or quantity.noun == "parameter"
    return True


def _size_roles(chain: Sequence[Operand], claim: Claim) -> bool:
    """Say whether every factor of a storage product has a role of its own."""
    counted = [o for o in chain if not o.quantity.dims.data]
    dims = [o for o in counted if o.quantity.noun in {"dim", "dimension", "feature", "float"}]
    percents = [o for o in chain if o.quantity.head == "percent"]
    machines = [o for o in chain if o.quantity.noun in MACHINE_NOUNS - COPY_NOUNS]
    return len(dims) <= 1 and not percents and not machines and claim.strong


def _cost_product(pool: Sequence[Operand], claim: Claim) -> list[Reading]:
    """Read "100 GPUs at 2 dollars an hour for a month"."""
    prices = [o for o in pool if o.quantity.dims.money == 1]
    if len(prices) != 1 or len(pool) < 2:
        return []
    return _readings([replace(o, op="*") for o in pool], claim, plain=claim.strong)


def _duration(pool: Sequence[Operand], claim: Claim) -> list[Reading]:
    """Read "a billion examples at ten thousand a second takes 28 hours"."""
    if len(pool) != 2 or claim.bound:
        return []
    first, second = pool
    if second.quantity.dims == Dims(time=1) and first.quantity.dims == NO_DIMS:
        linked = second.quantity.each or bool(second.quantity.per)
        # A handful of calls, or calls in a batch or in parallel, need not add up.
        side_by_side = first.quantity.magnitude < 100 or bool(claim.near & _SIDE_BY_SIDE)
        linked = linked and not side_by_side and first.quantity.noun not in MACHINE_NOUNS
        return _readings(pool, claim, plain=claim.strong) if linked else []
    if not claim.near & _TIME_VERBS:
        return []
    if second.quantity.dims.time != -1 or first.quantity.dims.time != 0:
        return []
    if first.quantity.dims != second.quantity.dims._replace(time=0):
        return []
    return _readings([first, replace(second, op="/")], claim, plain=claim.strong)


def _fleet(pool: Sequence[Operand], claim: Claim) -> list[Reading]:
    """Read "12k QPS, 500 QPS per server, so 24 servers"; machines are rounded up, with headroom."""
    if len(pool) < 2:
        return []
    single, total = sorted(pool[-2:], key=lambda o: o.quantity.base)
    if total.quantity.dims != single.quantity.dims or total.quantity.dims == NO_DIMS:
        return []
    linked = single.quantity.each or bool(set(single.quantity.per) & MACHINE_NOUNS)
    linked = linked and not total.quantity.each
    found = _readings([total, replace(single, op="/")], claim, plain=linked and claim.strong)
    return [_with_headroom(reading) for reading in found]


def _with_headroom(reading: Reading) -> Reading:
    """Count up to twice the machines as headroom, and one more as rounding up."""
    ratio, computed = reading.match.ratio, reading.match.computed_base
    generous = 1.0 < ratio <= 2.5 or (ratio > 1 and ratio * computed <= computed + 1)
    return (
        replace(reading, match=replace(reading.match, sure=not generous)) if generous else reading
    )


def _count_product(pool: Sequence[Operand], claim: Claim) -> list[Reading]:
    """Read "100 million users, ten searches each, so a billion searches a day"."""
    if any(o.quantity.dims.data or o.quantity.dims.money for o in pool):
        return []
    percents = [o for o in pool if o.quantity.head == "percent"]
    if len(pool) == 2 and len(percents) == 1:
        return _share(pool, percents[0], claim)
    if not percents and claim.stated.head != "percent":
        handed = _handed_out(pool, claim)
        if handed:
            return handed
    people = [o for o in pool if o.quantity.noun in PEOPLE]
    rates = [o for o in pool if o not in people and _per_head(o, claim)]
    if len(people) != 1 or len(rates) != 1 or len(pool) != 2 + len(percents):
        return []
    if claim.stated.noun and not _same_things(rates[0].quantity.noun, claim.stated.noun):
        return []
    plain = not percents and claim.strong
    return _readings([*people, *rates, *percents], claim, plain=plain)


def _handed_out(pool: Sequence[Operand], claim: Claim) -> list[Reading]:
    """Read "50 million listings, three images each, so 150 million images"."""
    last = pool[-1]
    holders = {part for part in last.quantity.per if part not in _PERIOD_NAMES}
    if len(pool) < 2 or not (last.quantity.each or holders):
        return []
    if not _same_things(last.quantity.noun, claim.stated.noun):
        return []
    owners = [o for o in pool[:-1] if o.quantity.noun in holders] if holders else [pool[-2]]
    if not owners or owners[-1].quantity.dims.time:
        return []
    plain = claim.strong and (bool(holders) or len(pool) == 2)
    return _readings([owners[-1], replace(last, op="*")], claim, plain=plain)


def _per_head(operand: Operand, claim: Claim) -> bool:
    quantity = operand.quantity
    return quantity.magnitude <= 100_000 and (
        _linked(operand, claim.near) or quantity.noun in EVENT_NOUNS
    )


def _share(pool: Sequence[Operand], percent: Operand, claim: Claim) -> list[Reading]:
    """Read "ten million a day, 0.1 percent positive, so ten thousand positives"."""
    whole = next(o for o in pool if o is not percent)
    if claim.stated.head == "percent" or percent.quantity.magnitude >= 100:
        return []
    found = _readings([whole, replace(percent, op="*")], claim, plain=claim.strong)
    rest = replace(percent, op="*", quantity=_complement(percent.quantity))
    return found + _readings([whole, rest], claim, plain=False)
