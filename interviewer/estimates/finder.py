"""Goes through the candidate's words in order and judges every conclusion it can recompute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from interviewer.estimates import items as it
from interviewer.estimates.blocks import Block, known_from_facts, read_block
from interviewer.estimates.claims import Marker, find_marker, make_claim, with_unit_of_clause
from interviewer.estimates.issues import average_called_peak, classify, kind_of
from interviewer.estimates.items import Item, read_items
from interviewer.estimates.latency import judge_latency
from interviewer.estimates.model import Estimate, Statement
from interviewer.estimates.quantities import Quantity
from interviewer.estimates.readings import Reading, fits, weigh
from interviewer.estimates.units import NO_DIMS, Dims, result_text
from interviewer.estimates.values import Operand, evaluate, working_text


@dataclass(slots=True)
class _Scan:
    """The stream of items and what has been understood of it so far."""

    texts: Mapping[int, str]
    stream: list[Item]
    known: dict[str, Quantity]
    begin: int = 0
    previous: Quantity | None = None
    found: list[Estimate] = field(default_factory=list)


def find_estimates(
    statements: Sequence[Statement], facts: Mapping[str, str] | None = None
) -> list[Estimate]:
    """Return the recomputed estimates of a candidate, in the order they were spoken.

    Args:
        statements: the candidate's turns, in order.
        facts: quantities of the question card by name ("users": "100e6 users"), used only to
            resolve references such as "times the number of users".
    """
    stream = [item for s in statements for item in read_items(s.text, s.turn)]
    scan = _Scan({s.turn: s.text for s in statements}, stream, known_from_facts(facts or {}))
    index = 0
    while index < len(stream):
        quantity = stream[index].quantity
        if quantity is not None:
            index = _visit(scan, index, quantity)
        index += 1
    return scan.found


def _visit(scan: _Scan, index: int, quantity: Quantity) -> int:
    """Judge the quantity at ``index``; returns the index of the last item that was used up."""
    judged = _judge(scan, index, quantity)
    if judged is None:
        if quantity.noun and quantity.role == "":
            scan.known[quantity.noun] = quantity
        return index
    estimate, last, result = judged
    if estimate is not None:
        scan.found.append(estimate)
    scan.begin, scan.previous = last + 1, result
    return last


def _judge(
    scan: _Scan, index: int, quantity: Quantity
) -> tuple[Estimate | None, int, Quantity] | None:
    marker = find_marker(scan.stream, scan.begin, index)
    if marker is None or quantity.role == "metric" or _concludes_nothing(scan.stream, index):
        return None
    quantity = with_unit_of_clause(scan.stream, marker, index, quantity)
    before = scan.stream[scan.begin : marker.index]
    latency = judge_latency(scan.stream, scan.begin, index, marker, scan.texts)
    if latency is not None:
        return latency, index, quantity
    closing = scan.stream[marker.index].words.startswith(("that", "this", "it"))
    block = read_block(before, scan.previous, scan.known, closing_reference=closing)
    if scan.previous is not None and not block.core and not _has_result(block.operands):
        block.operands.insert(0, Operand(scan.previous, order=-1, result=True))
        _add_owner(scan, block.operands)
    _begin_anew(block, scan.stream[index].turn)
    core = block.core
    if core and core[-1].sentence < block.sentence and not marker.strong:
        return None  # a calculation left behind two sentences ago
    if not _may_conclude(scan.stream, index, marker, bool(block.core)):
        return None
    corrected = _correction(scan.stream, index, quantity)
    if corrected == "withdrawn":
        return None
    last = index
    if isinstance(corrected, tuple):
        last, quantity = corrected
    claim = make_claim(scan.stream, marker, last, quantity)
    reading = weigh(block, claim, _trailing(scan.stream, last))
    if reading is None:
        return None
    ok = fits(reading, claim)
    return _estimate(scan, marker, last, quantity, reading, ok=ok), last, quantity


def _begin_anew(block: Block, turn: int) -> None:
    """Leave a calculation of an earlier turn behind where this turn brings numbers of its own."""
    core, own = block.core, [one for one in block.operands if one.turn == turn]
    if core and own and max(one.turn for one in core) < turn:
        block.operands = own


def _concludes_nothing(stream: Sequence[Item], index: int) -> bool:
    """Whether it is "several pings", "a month or two" or "four in a thousand"."""
    quantity, before = stream[index].quantity, stream[max(0, index - 2) : index]
    assert quantity is not None
    vague = quantity.role == "rough" and quantity.low != quantity.high
    words = [item.words for item in before]
    share = words[-1:] == ["in"] and before[0].quantity is not None
    return vague or share or (words[-1:] == ["or"] and quantity.role == "rough")


def _add_owner(scan: _Scan, operands: list[Operand]) -> None:
    """Join "512 bytes per pin" with the number of pins said earlier."""
    if len(operands) != 1:
        return
    for part in operands[0].quantity.per:
        owner = scan.known.get(part)
        if owner is not None:
            operands.insert(0, Operand(owner, order=-2))
            return


def _has_result(operands: Sequence[Operand]) -> bool:
    return any(operand.result for operand in operands)


def _may_conclude(stream: Sequence[Item], index: int, marker: Marker, has_core: bool) -> bool:
    """Tell a conclusion from the first input of the next calculation ("so 100M times 128 ...")."""
    nxt = stream[index + 1] if index + 1 < len(stream) else None
    fresh = nxt is not None and nxt.words.startswith(("divid", "multiply"))  # "divide that by"
    if (
        nxt is not None
        and not fresh
        and nxt.kind == it.OPERATOR
        and nxt.value in {"*", "/", "+", "-"}
    ):
        return has_core and marker.strong
    return has_core or marker.drawing


def _correction(
    stream: Sequence[Item], index: int, quantity: Quantity
) -> tuple[int, Quantity] | str | None:
    """Return where and how the speaker took the result back, or "withdrawn", or None."""
    stops, strong = 0, ""
    for ahead in range(index + 1, min(index + 16, len(stream))):
        item = stream[ahead]
        if item.kind == it.STOP:
            stops += 1
            if stops > 1 or item.value == "turn":
                break
        elif item.kind == it.CORRECTION:
            near = ahead - index <= 3
            strong = strong or (item.value if item.value == it.STRONG or near else "")
        elif item.kind == it.OPERATOR and item.value in {"*", "/"} and strong:
            return "withdrawn"
        elif item.quantity is not None:
            if not strong:
                return None
            other = item.quantity
            follows = stream[ahead + 1] if ahead + 1 < len(stream) else None
            chained = follows is not None and follows.kind == it.OPERATOR
            if other.dims == quantity.dims and not chained:
                return ahead, other
            if not other.unit and not chained:
                return ahead, replace(other, unit=quantity.unit)
            return "withdrawn" if strong == it.STRONG else None
    return "withdrawn" if strong == it.STRONG else None


def _trailing(stream: Sequence[Item], index: int) -> list[Operand]:
    """Return the quantities said after the result in the same sentence ("with three copies")."""
    found: list[Operand] = []
    for item in stream[index + 1 :]:
        if item.kind == it.STOP:
            break
        if item.quantity is not None and item.quantity.role != "metric":
            found.append(Operand(item.quantity, order=1000 + len(found)))
        if item.kind == it.FACTOR:
            factor = item.factor
            quantity = Quantity(item.value, 0, 0, factor, "x", factor, factor, "x")
            found.append(Operand(quantity, order=1000 + len(found)))
    return found[:3]


def _estimate(
    scan: _Scan, marker: Marker, index: int, stated: Quantity, reading: Reading, *, ok: bool
) -> Estimate:
    item = scan.stream[index]
    text = scan.texts[item.turn]
    start = _quote_start(scan, marker, index)
    computed = _computed_text(reading, stated)
    issue = None if ok else classify(reading, stated)
    if ok and average_called_peak(scan.stream, scan.begin, marker, index, reading, stated):
        ok, issue = False, "average_called_peak"
        computed += " on average"
    return Estimate(
        quote=text[start : item.end_char],
        turn=item.turn,
        start_char=start,
        end_char=item.end_char,
        stated=stated.text,
        computed=computed,
        ratio=reading.match.ratio,
        ok=ok,
        working=f"{working_text(reading.operands)}{reading.match.note} = {computed}",
        kind=kind_of(stated, reading),
        issue=issue,
    )


def _computed_text(reading: Reading, stated: Quantity) -> str:
    """Write the result in the unit family of the claim, or of the inputs if it has none."""
    value = evaluate(reading.operands)
    if stated.unit or value.dims == NO_DIMS:
        return result_text(reading.match.computed_base, stated.unit)
    if value.dims == Dims(time=-1):
        return (
            result_text(value.base, "/s")
            if stated.magnitude < 30 * value.base
            else (result_text(value.base, _borrowed_unit(reading)))
        )
    return result_text(value.base, _borrowed_unit(reading))


def _borrowed_unit(reading: Reading) -> str:
    """Return the unit of the input that carries dimensions, for a result said without one."""
    for operand in reading.operands:
        if any(operand.quantity.dims):
            return operand.quantity.unit
    return ""


def _quote_start(scan: _Scan, marker: Marker, index: int) -> int:
    """Start the quote at the first input of the sentence, or at the marker if there is none."""
    turn = scan.stream[index].turn
    start = min(marker.index, index)
    quote = scan.stream[start].start_char if scan.stream[start].turn == turn else 0
    for position in range(start - 1, scan.begin - 1, -1):
        item = scan.stream[position]
        if item.kind == it.STOP or item.turn != turn:
            break
        if item.quantity is not None or item.kind in {it.OPERATOR, it.REFERENCE, it.FACTOR}:
            quote = item.start_char
    return quote
