"""The units and nouns that interview arithmetic is spoken in, and how results are written out.

pint does the conversions, with a small registry of our own: it is imported on first use.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from interviewer.estimates.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY_S = 86_400.0


class Dims(NamedTuple):
    """Exponents of bytes, seconds, dollars and floating point operations; counts have none."""

    data: int = 0
    time: int = 0
    money: int = 0
    flop: int = 0

    def times(self, other: Dims, sign: int = 1) -> Dims:
        """Return the dimensions of a product (``sign`` 1) or a quotient (``sign`` -1)."""
        return Dims(*(a + sign * b for a, b in zip(self, other, strict=True)))


NO_DIMS = Dims()
_PREFIXES = {"kilo": "K", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E"}
_DATA = {"byte": "B", "bytes": "B", "bit": "bit", "bits": "bit", "meg": "MB", "megs": "MB"}
_DATA |= {"gig": "GB", "gigs": "GB", "tera": "TB", "teras": "TB", "kay": "KB"}
_FLOPS = {"flop": "FLOP", "flops": "FLOP"}
for _name, _letter in _PREFIXES.items():
    for _ending in ("", "s"):
        _DATA[f"{_name}byte{_ending}"] = f"{_letter}B"
        _DATA[f"{_name}bit{_ending}"] = f"{_letter}bit"
        _FLOPS[f"{_name}flop{_ending}"] = f"{_letter}FLOP"
        _FLOPS[f"{_letter.lower()}flop{_ending}"] = f"{_letter}FLOP"
    _DATA[f"{_letter.lower()}b"] = f"{_letter}B"
    _DATA[f"{_letter.lower()}bs"] = f"{_letter}B"
    _DATA[f"{_letter.lower()}ib"] = f"{_letter}iB"
    _DATA[f"{_name[:2]}bibyte"] = _DATA[f"{_name[:2]}bibytes"] = f"{_letter}iB"
PER_SECOND_DATA = {
    f"{letter}bps": f"{letter.upper()}bit" for letter in "kmgt"
}  # Mbps is bits; "MBps" is told apart by its case
_TIME = {"s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s", "min": "min"}
_TIME |= {"mins": "min", "minute": "min", "minutes": "min", "hour": "hour", "hours": "hour"}
_TIME |= {"hr": "hour", "hrs": "hour", "h": "hour", "day": "day", "days": "day"}
_TIME |= {"week": "week", "weeks": "week", "month": "month", "months": "month"}
_TIME |= {"year": "year", "years": "year", "yr": "year", "yrs": "year"}
_TIME |= {"ms": "ms", "msec": "ms", "msecs": "ms", "millisecond": "ms", "milliseconds": "ms"}
_TIME |= {"millis": "ms", "milli": "ms", "mils": "ms", "us": "us", "µs": "us"}
_TIME |= {"microsecond": "us", "microseconds": "us", "micros": "us"}
_TIME |= {"ns": "ns", "nanosecond": "ns", "nanoseconds": "ns"}
_MONEY = {"dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD", "usd": "USD"}
_MONEY |= {"cent": "cent", "cents": "cent"}
PHYSICAL = _DATA | _FLOPS | _TIME | _MONEY | {"percent": "percent", "%": "percent"}
TIME_WORDS = _TIME
RATE_WORDS = {"qps": "query", "rps": "request", "tps": "transaction", "qbs": "query"}
ADVERBS = {"daily": "day", "hourly": "hour", "weekly": "week", "monthly": "month"}
ADVERBS |= {"yearly": "year", "annually": "year", "annual": "year"}
PRECISIONS = {"fp64": 8.0, "float64": 8.0, "double64": 8.0, "fp32": 4.0, "float32": 4.0}
PRECISIONS |= {"f32": 4.0, "int32": 4.0, "fp16": 2.0, "float16": 2.0, "bf16": 2.0}
PRECISIONS |= {"bfloat16": 2.0, "f16": 2.0, "int16": 2.0, "int8": 1.0, "fp8": 1.0, "uint8": 1.0}
PRECISIONS |= {"int64": 8.0, "int4": 0.5, "fp4": 0.5}

DIMENSION_NOUNS = word_set(
    "dim dimension dimensional float value parameter param weight entry element component "
    "feature coordinate"
)
EVENT_NOUNS = word_set(
    "request query search event impression click view session call prediction inference scoring "
    "refresh visit action interaction message transaction post upload ride order trip play ad "
    "write read lookup time hit swipe purchase log row example sample record comment notification "
    "recommendation page auction bid pageview load open scroll listen watch stream swipe booking "
    "payment email point rating review checkin fetch"
)
COPY_NOUNS = word_set("copy replica x way fold replication region")
MACHINE_NOUNS = word_set(
    "server machine box node gpu instance host pod "
    "worker core shard replica cpu card vm accelerator "
    "container partition"
)
KNOWN_NOUNS = (
    DIMENSION_NOUNS
    | EVENT_NOUNS
    | COPY_NOUNS
    | MACHINE_NOUNS
    | word_set(
        "user item product video document doc image photo song track listing pin tweet story "
        "driver rider customer member people person dau mau daus maus active creator advertiser "
        "token vector embedding candidate label positive negative category class model stage "
        "merchant seller buyer account device city country hotel restaurant article book movie "
        "title image frame pixel character word sentence chunk passage file table positives "
        "engineer annotator rater layer head neighbor neighbour hop"
    )
)
PEOPLE = word_set(
    "user dau mau daus maus active person "
    "member customer visitor rider driver buyer seller shopper "
    "viewer listener player subscriber creator advertiser guest host courier device account"
)


@lru_cache(maxsize=1)
def _registry() -> Any:
    """Return the pint registry; its base units are byte, second, dollar and FLOP."""
    import pint

    registry: Any = pint.UnitRegistry(None)
    for line in ("B = [data]", "s = [time]", "USD = [money]", "FLOP = [operations]"):
        registry.define(line)
    registry.define("bit = B / 8")
    registry.define("cent = USD / 100")
    for power, letter in enumerate("KMGTPE", start=1):
        registry.define(f"{letter}B = {1000**power} * B")
        registry.define(f"{letter}iB = {1024**power} * B")
        registry.define(f"{letter}bit = {1000**power} * bit")
        registry.define(f"{letter}FLOP = {1000**power} * FLOP")
    for name, seconds in _SECONDS.items():
        registry.define(f"{name} = {seconds} * s")
    return registry


_SECONDS = {"ns": "1e-9", "us": "1e-6", "ms": "1e-3", "min": "60", "hour": "3600"}
_SECONDS |= {"day": "86400", "week": "604800", "month": "2592000", "year": "31536000"}
_KNOWN_SYMBOLS = frozenset(PHYSICAL.values()) - {"percent"}


@lru_cache(maxsize=512)
def unit_base(unit: str) -> tuple[float, Dims]:
    """Return the size of ``unit`` ("GB/day") in bytes, seconds, dollars, FLOPs, and its dimensions.

    Parts that are no physical unit (user, request) count things: size 1, no dimensions.
    """
    factor, dims = 1.0, NO_DIMS
    for position, part in enumerate(unit.split("/")):
        size, own = _part_base(part)
        factor = factor / size if position else factor * size
        dims = dims.times(own, -1 if position else 1)
    return factor, dims


def _part_base(part: str) -> tuple[float, Dims]:
    if part == "percent":
        return 0.01, NO_DIMS
    if part not in _KNOWN_SYMBOLS:
        return 1.0, NO_DIMS
    base = _registry().Quantity(1.0, part).to_base_units()
    powers = {str(name): int(power) for name, power in base.dimensionality.items()}
    names = ("[data]", "[time]", "[money]", "[operations]")
    return float(base.magnitude), Dims(*(powers.get(name, 0) for name in names))


def singular(word: str) -> str:
    """Return the singular of a counted noun, well enough to compare nouns."""
    low = word.lower()
    if low in {"people", "persons"}:
        return "person"
    if low.endswith("ies") and len(low) > 4 and low not in {"movies", "cookies"}:
        return low[:-3] + "y"
    if low[:-1] in KNOWN_NOUNS and low.endswith("s"):
        return low[:-1]
    for ending in ("ches", "shes", "xes", "sses"):
        if low.endswith(ending):
            return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 2:
        return low[:-1]
    return low


def number_text(value: float) -> str:
    """Write a number as an engineer would read it: 100,000,000, 51.2, 0.035."""
    size = abs(value)
    if size >= 1e15 or (0 < size < 1e-4):
        return f"{value:.3g}"
    if size >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _short(value: float) -> str:
    """Write a result with three figures: 1,160 rather than 1,157.41."""
    rounded = float(f"{value:.3g}")
    return number_text(rounded)


_DATA_STEPS = [("EB", 1e18), ("PB", 1e15), ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("KB", 1e3)]
_BIT_STEPS = [("Tbit", 1e12), ("Gbit", 1e9), ("Mbit", 1e6), ("Kbit", 1e3), ("bit", 1.0)]
_FLOP_STEPS = [
    ("EFLOP", 1e18),
    ("PFLOP", 1e15),
    ("TFLOP", 1e12),
    ("GFLOP", 1e9),
    ("MFLOP", 1e6),
    ("FLOP", 1.0),
]
_TIME_STEPS = [("year", 31536000.0), ("month", 2592000.0), ("day", DAY_S), ("hour", 3600.0)]
_TIME_STEPS += [("min", 60.0), ("s", 1.0), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9)]


def result_text(base: float, unit: str) -> str:
    """Write ``base`` (in base units) in the unit family of ``unit``, prefix chosen to fit."""
    head, *per = unit.split("/")
    for part in per:
        base *= _part_base(part)[0]
    tail = "".join(f"/{part}" for part in per)
    if unit == "query/s":
        return f"{_short(base)} QPS"
    number, name = _scaled(base, head)
    name = name.upper() if name in {"gpu", "cpu", "vm"} else name
    if name == "USD":
        return f"${number}{tail}"
    if name == "percent":
        return f"{number}%"
    plain = _plural(name, number)
    return f"{number} {plain}{tail}".strip() if name else f"{number}{tail}"


def _scaled(base: float, head: str) -> tuple[str, str]:
    if head == "percent":
        return _short(base * 100), head
    if head in {"USD", "cent"}:
        return _short(base), "USD"
    dims = _part_base(head)[1]
    if dims.data and head.endswith("bit"):
        return _pick(base * 8, _BIT_STEPS)
    for present, steps in ((dims.data, [*_DATA_STEPS, ("B", 1.0)]), (dims.flop, _FLOP_STEPS)):
        if present:
            return _pick(base, steps)
    if dims.time:
        return _pick(base, _TIME_STEPS)
    return _short(base), head


def _pick(base: float, steps: Sequence[tuple[str, float]]) -> tuple[str, str]:
    for name, size in steps:
        if abs(base) >= size * 0.9995:
            return _short(base / size), name
    name, size = steps[-1]
    return _short(base / size), name


def _plural(name: str, number: str) -> str:
    """Pluralise counted nouns and written-out times, never symbols."""
    spelled = name in {"hour", "day", "week", "month", "year"} or name not in _KNOWN_SYMBOLS
    if not name or number == "1" or not spelled or name.endswith(("s", "x")):
        return name
    if name.endswith("y") and name[-2:] not in {"ay", "ey", "oy"}:
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("ch", "sh")) else "s")
