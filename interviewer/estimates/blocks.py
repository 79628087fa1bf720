"""Collects the inputs that stand before a conclusion and how the speaker joined them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from interviewer.estimates import items as it
from interviewer.estimates.items import Item
from interviewer.estimates.quantities import Quantity, find_quantities
from interviewer.estimates.units import (
    COPY_NOUNS,
    KNOWN_NOUNS,
    NO_DIMS,
    TIME_WORDS,
    Dims,
    singular,
)
from interviewer.estimates.values import Operand, period_seconds, value_of
from interviewer.estimates.words import word_set

_REACH = 7  # words between an operator and its operand
_BEFORE_WHOLE = word_set("the our those these all a about roughly around my your say ~")
_SENTENCES = 4  # how far back the inputs of one conclusion may lie


@dataclass(slots=True)
class Block:
    """The operands before a conclusion; ``core`` are those joined by spoken operators."""

    operands: list[Operand] = field(default_factory=list)
    broken: bool = False  # an operator whose operand was never said as a number
    words: list[str] = field(default_factory=list)
    sentence: int = 0

    @property
    def core(self) -> list[Operand]:
        """Return the last run of operands joined by spoken operators (empty if none)."""
        run: list[Operand] = []
        for operand in reversed(self.operands):
            if operand.hard:
                run.insert(0, operand)
            elif run:
                return [operand, *run]
        return []

    @property
    def loose(self) -> list[Operand]:
        """Return the operands outside the core."""
        core = self.core
        return [operand for operand in self.operands if operand not in core]


@dataclass(slots=True)
class _Reader:
    """Walks the items once, keeping the operator that waits for its operand."""

    previous: Quantity | None
    known: Mapping[str, Quantity]
    block: Block = field(default_factory=Block)
    pending: str = ""
    waited: int = 0
    mode: str = ""
    leading: bool = False
    corrected: bool = False
    from_previous: bool = False
    referred: bool = False
    since: list[str] = field(default_factory=list)  # words since the last number

    def read(self, stream: Sequence[Item], *, closing_reference: bool) -> Block:
        for position, item in enumerate(stream):
            before = stream[position - 1] if position else None
            after = stream[position + 1] if position + 1 < len(stream) else None
            self._step(item, before, after)
        if self.pending and closing_reference:
            self._reference(None)
        if self.pending and not self._resolve_words():
            self.block.broken = True
        return self.block

    def _step(self, item: Item, before: Item | None, after: Item | None) -> None:
        if item.quantity is not None:
            self._quantity(item.quantity, item.turn)
        elif item.kind == it.OPERATOR:
            if item.words != "out of" or (before is not None and before.quantity is not None):
                self._operator(item.value, before, after)
        elif item.kind == it.FACTOR:
            self._factor(item, after)
        elif item.kind == it.REFERENCE:
            self._reference(after)
        elif item.kind == it.STOP:
            self._stop()
        elif item.kind == it.CORRECTION:
            self.corrected = True
        else:
            self._word(item)

    def _word(self, item: Item) -> None:
        if item.kind == it.WORD:
            self.block.words.append(item.value)
            self.since.append(item.value)
        if item.value in {"multiply", "multiplying", "take"}:
            self.mode = "*"
        elif item.value in {"divide", "dividing", "split"}:
            self.mode = "/"
        if self.pending == "of" and item.words not in _BEFORE_WHOLE:
            self.pending = ""  # "80 percent of cases": no number follows
        if self.pending:
            self.waited += 1
            if self.waited > _REACH and not self._resolve_words():
                self._give_up()

    def _give_up(self) -> None:
        self.pending, self.block.broken = "", True

    def _stop(self) -> None:
        if self.pending and not self._resolve_words():
            self._give_up()
        self.block.sentence += 1
        self.mode, self.corrected, self.referred, self.since = "", False, False, []

    def _operator(self, value: str, before: Item | None, after: Item | None) -> None:
        adjacent = before is not None and before.quantity is not None
        if value in {"*?", "/?"}:
            referred = before is not None and before.kind == it.REFERENCE
            if not ((adjacent or referred) and after is not None and after.quantity is not None):
                return
            value = value[0]
            if value == "/" and after.quantity is not None and self._lasting(after.quantity):
                value = "*"
        if value == "by":
            if not (adjacent or self.mode):
                return
            value = self.mode or "*"
        if value == "of":
            last = self.block.operands[-1].quantity if self.block.operands and adjacent else None
            if last is None or not (last.head == "percent" or 0 < last.magnitude < 1):
                return
        if not self.block.operands:
            self.leading = True
        self.pending, self.waited = value, 0

    def _lasting(self, right: Quantity) -> bool:
        """Say whether "2 TB a day over 90 days" accumulates rather than divides."""
        left = self.block.operands[-1].quantity if self.block.operands else None
        if left is None or period_seconds(value_of(right)) is None:
            return False
        day = 75_000 <= right.base <= 105_000 and right.magnitude > 1
        return left.dims.time == -1 and right.dims.time == 1 and not day

    def _quantity(self, quantity: Quantity, turn: int) -> None:
        if quantity.role == "metric":
            self._give_up() if self.pending else None
            return
        if self._recurs(quantity):
            self._append(quantity, "/", hard=True, turn=turn)
            self.since = []
            return
        holder = self._holder()
        if holder is not None:
            quantity = _held_by(quantity, holder)
        if "daily" in self.since and quantity.dims == NO_DIMS:
            quantity = replace(quantity, daily=True)
        self.since = []
        if self.corrected and not self.pending and self._replace_last(quantity):
            self.corrected = False
            return
        self.corrected = False
        hard = bool(self.pending)
        op = self.pending or "*"
        if hard and (not self.block.operands):
            if self.previous is None:
                hard = False
            else:
                self._use_previous(turn)
        self._append(quantity, op if hard else "*", hard=hard, turn=turn)
        self.pending = ""

    def _recurs(self, quantity: Quantity) -> bool:
        """Say whether this is the period of what was counted: "a million drivers every 2 s"."""
        counted = self.block.operands[-1].quantity if self.block.operands else None
        every = self.since[-1:] == ["every"] and not self.pending
        whole = counted is not None and counted.dims == NO_DIMS and counted.magnitude > 1
        return every and whole and quantity.dims == Dims(time=1)

    def _holder(self) -> str | None:
        """Return whose number this is: "video" after "each video", "" after "each one"."""
        for word, nxt in pairwise([*self.since, ""]):
            if word in {"each", "every"} and nxt not in TIME_WORDS:
                noun = singular(nxt)
                return noun if noun in KNOWN_NOUNS else ""
        return None

    def _replace_last(self, quantity: Quantity) -> bool:
        operands = self.block.operands
        if not operands or operands[-1].quantity.dims != quantity.dims:
            return False
        old = operands[-1].quantity
        if old.noun and quantity.noun and old.noun != quantity.noun:
            return False
        operands[-1] = replace(operands[-1], quantity=quantity)
        return True

    def _use_previous(self, turn: int) -> None:
        assert self.previous is not None
        self._append(self.previous, "*", hard=False, turn=turn, result=True)

    def _append(
        self, quantity: Quantity, op: str, *, hard: bool, turn: int, result: bool = False
    ) -> None:
        block = self.block
        block.operands.append(
            Operand(quantity, op, hard, block.sentence, len(block.operands), result, turn)
        )

    def _factor(self, item: Item, after: Item | None) -> None:
        """Read "double that", "triple it for replication", "twice the ..."."""
        if after is not None and after.kind == it.WORD and after.value in {"the", "digit", "check"}:
            self.block.words.append(item.value)
            return
        factor = item.factor
        quantity = Quantity(
            item.value, item.start_char, item.end_char, factor, "x", factor, factor, "x"
        )
        if not self.block.operands and self.previous is not None:
            self._use_previous(item.turn)
        if self.block.operands:
            self._append(quantity, "*", hard=True, turn=item.turn)
            self.referred = True
            self.pending = ""

    def _reference(self, after: Item | None) -> None:
        """Resolve "that": as left side of an operator, or as right side ("ten times that")."""
        operands = self.block.operands
        if not self.pending:
            multiplied = after is not None and after.kind == it.OPERATOR
            if multiplied and len(operands) > 1 and operands[-1].quantity.noun in COPY_NOUNS:
                operands.pop()  # "with three replicas, that times three"
            if not operands and self.previous is not None and after is not None:
                nxt = after.kind == it.OPERATOR and after.value in {"*", "/", "+", "-", "by"}
                if nxt or self.mode:
                    self._use_previous(after.turn)
            return
        if self.pending in {"*", "of"} and operands and not self.leading:
            self._swap_in(operands)
        elif self.pending in {"+", "-", "/", "*", "of"} and self.previous is not None:
            self._append(self.previous, self.pending, hard=bool(operands), turn=0, result=True)
        else:
            self.block.broken = True
        self.pending = ""

    def _swap_in(self, operands: list[Operand]) -> None:
        """Read "three times that": the run before it, or the last result, is what is multiplied."""
        factor = operands[-1]
        if len(operands) > 1:
            operands[-1] = replace(factor, hard=True, op="*")
        elif self.previous is not None:
            operands.pop()
            self._use_previous(factor.turn)
            self._append(factor.quantity, "*", hard=True, turn=factor.turn)
        else:
            self.block.broken = True

    def _resolve_words(self) -> bool:
        """Resolve "times the number of users" from quantities and facts known by name."""
        for word in self.block.words[-max(self.waited, 1) :]:
            quantity = self.known.get(singular(word))
            if quantity is not None and self.block.operands:
                op, self.pending = self.pending, ""
                self._append(quantity, op, hard=True, turn=0)
                return True
        return False


def _held_by(quantity: Quantity, holder: str) -> Quantity:
    """Return "five searches per day" as searches per user per day."""
    head, *per = quantity.unit.split("/")
    if holder and not set(per) & KNOWN_NOUNS:
        unit = "/".join([head or quantity.noun, holder, *per])
        return replace(quantity, each=True, unit=unit)
    return replace(quantity, each=True)


def read_block(
    stream: Sequence[Item],
    previous: Quantity | None,
    known: Mapping[str, Quantity],
    *,
    closing_reference: bool = False,
) -> Block:
    """Return the operands of ``stream`` (the items before a conclusion).

    ``closing_reference`` says that the conclusion begins with "that": "ten percent of that is".
    """
    block = _Reader(previous, known).read(_recent(stream), closing_reference=closing_reference)
    _drop_repeated_precision(block)
    _unite_runs(block)
    return block


def _recent(stream: Sequence[Item]) -> Sequence[Item]:
    stops = [index for index, item in enumerate(stream) if item.kind == it.STOP]
    return stream[stops[-_SENTENCES] + 1 :] if len(stops) >= _SENTENCES else stream


def _unite_runs(block: Block) -> None:
    """Keep only one run of spoken operators: an unfinished earlier one is not this calculation."""
    core = block.core
    if core:
        first = core[0].order
        block.operands = [
            replace(o, hard=False) if o.hard and o.order < first else o for o in block.operands
        ]


def _drop_repeated_precision(block: Block) -> None:
    """Count "float32, so four bytes" once."""
    sizes = [o for o in block.operands if o.quantity.dims.data == 1]
    for operand in sizes:
        if operand.quantity.role != "precision":
            continue
        twins = [
            o for o in sizes
            if o is not operand and abs(o.quantity.base - operand.quantity.base) < 1e-9
            and abs(o.order - operand.order) <= 2
        ]  # fmt: skip
        if twins:
            twin = twins[0]
            drop = twin if operand.hard and not twin.hard else operand
            block.operands = [o for o in block.operands if o is not drop]
        elif not operand.hard and len(sizes) > 1:
            block.operands = [o for o in block.operands if o is not operand]


def known_from_facts(facts: Mapping[str, str]) -> dict[str, Quantity]:
    """Return the quantities of the question card by the singular of each word of their names."""
    known: dict[str, Quantity] = {}
    for name, text in facts.items():
        found = find_quantities(text)
        if not found:
            continue
        quantity = found[0]
        for word in name.replace("_", " ").split():
            known.setdefault(singular(word), quantity)
        if quantity.noun and quantity.dims == NO_DIMS:
            known.setdefault(quantity.noun, quantity)
    return known
