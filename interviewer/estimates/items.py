"""Turns a candidate's turns into one stream of items: quantities, operators, conclusions, stops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from interviewer.estimates.quantities import Quantity, read_quantities
from interviewer.estimates.tokens import Token, tokenize
from interviewer.estimates.words import word_list, word_set

QUANTITY, OPERATOR, CONCLUSION, REFERENCE = "quantity", "operator", "conclusion", "reference"
STOP, COMMA, CORRECTION, WORD, FACTOR = "stop", "comma", "correction", "word", "factor"

#: Strong conclusions state a result whatever stands before them; soft ones may also define.
STRONG, SOFT = "strong", "soft"

_OPERATORS = {
    "multiplied by": "*", "multiply by": "*", "multiply it by": "*", "multiply that by": "*",
    "times": "*", "x": "*", "×": "*", "*": "*", "into": "*?", "by": "by",
    "divided by": "/", "divide by": "/", "divide it by": "/", "divide that by": "/",
    "divide this by": "/", "dividing by": "/", "dividing that by": "/", "divided over": "/",
    "split across": "/", "spread over": "/", "spread across": "/", "spread evenly over": "/",
    "multiplying by": "*", "multiply this by": "*", "multiplied with": "*", "multiply with": "*",
    "over": "/?", "/": "/", "÷": "/", "out of": "/",
    "plus": "+", "+": "+", "add": "+", "minus": "-", "−": "-", "subtract": "-",
    "of": "of",
}  # fmt: skip
_STRONG_PHRASES = word_list(
    "that's|thats|that is|that would be|that'd be|that'll be|that will be|this is|this gives|"
    "which is|which fits|that fits|it fits|this fits|which would be|"
    "which gives|which makes|which means|which comes to|which comes out to|"
    "=|equals|equal|equal to|is equal to|≈|→|gives|give|gives us|gives me|gives you|giving|yields|"
    "comes to|comes out to|comes out at|comes out as|come out to|come to|come out at|came out to|"
    "coming to|coming out to|works out to|works out at|works out as|work out to|work out at|"
    "works out|makes|makes it|makes that|we get|you get|i get|we'd get|you'd get|i'd get|get|"
    "we're at|we are at|we're looking at|we are looking at|you're looking at|looking at|"
    "we're talking|we're talking about|talking about|end up with|ends up at|ends up being|"
    "end up at|lands at|lands us at|lands around|land at|adds up to|add up to|adding up to|totals|"
    "totaling|totalling|amounts to|translates to|translates into|turns into|boils down to|"
    "gets us to|gets us|gets you|gets you to|brings us to|brings it to|brings that to|puts us at|"
    "puts it at|puts us around|resulting in|results in|leaves|leaving|leaves us|leaves us with|"
    "so it's|so that's|so that is|it's|it is|it would be|it'd be|in total|total of|total is|"
    "call it|call that|ends up|i.e.|namely|sums to|sum to|goes to|go to|becomes|become|"
    "should be|ought to be|should come to|must be|roughly equals|more or less equals",
    "|",
)
_SOFT_PHRASES = word_list(
    "is|are|so|hence|therefore|thus|meaning|means|we need|we'd need|you need|need|needs|"
    "take|takes|it takes|would take|will take|costs|cost|be|was|will be|would be|has|"
    "we have|we store|we'd store|or",
    "|",
)
_CORRECTIONS_STRONG = word_list(
    "wait|no wait|sorry|scratch that|hold on|let me redo|let me redo that|correction|oops|"
    "my mistake|my bad|that's not right|that's wrong|that can't be right|that cannot be right|"
    "i misspoke|misspoke|i meant|i mean|not quite right|off by|let me recompute|let me recalculate|"
    "let me recheck|let me double check|strike that|i made a mistake|messed up|that's off",
    "|",
)
_CORRECTIONS_WEAK = word_list("actually|no|rather|er|make that|not", "|")
_FACTORS = {"double": 2.0, "doubling": 2.0, "twice": 2.0, "triple": 3.0, "tripling": 3.0}
_FACTORS |= {"thrice": 3.0, "quadruple": 4.0, "halve": 0.5, "halving": 0.5}
_FACTORS |= {"doubled": 2.0, "tripled": 3.0, "halved": 0.5, "doubles": 2.0, "triples": 3.0}
_POWERS = {"squared": 2, "cubed": 3}
_REFERENCES = word_set("that this it those these them")
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One element of the stream; ``value`` is the operator, the strength or the words."""

    kind: str
    turn: int
    start_char: int
    end_char: int
    value: str = ""
    quantity: Quantity | None = None
    factor: float = 1.0
    words: str = ""  # what was said, lower case


def _table(phrases: Iterable[str], kind: str, value: str) -> dict[tuple[str, ...], tuple[str, str]]:
    return {tuple(phrase.split()): (kind, value) for phrase in phrases}


_PHRASES: dict[tuple[str, ...], tuple[str, str]] = {
    **_table(_CORRECTIONS_WEAK, CORRECTION, SOFT),
    **_table(_SOFT_PHRASES, CONCLUSION, SOFT),
    **_table(_STRONG_PHRASES, CONCLUSION, STRONG),
    **_table(_CORRECTIONS_STRONG, CORRECTION, STRONG),
}
for _phrase, _op in _OPERATORS.items():
    _PHRASES[tuple(_phrase.split())] = (OPERATOR, _op)


@lru_cache(maxsize=1_000)
def read_items(text: str, turn: int) -> tuple[Item, ...]:
    """Return the items of one turn, closed by a stop; a turn is read several times."""
    tokens = tokenize(text)
    starts = {q.first_token: q for q in read_quantities(text, tokens)}
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        if at in starts:
            quantity = starts[at]
            items.append(
                Item(QUANTITY, turn, quantity.start_char, quantity.end_char, quantity=quantity)
            )
            at = quantity.end_token
            continue
        item, at = _next(tokens, at, starts, turn)
        _push(items, item)
    items.append(Item(STOP, turn, len(text), len(text), "turn"))
    return tuple(items)


def _push(items: list[Item], item: Item) -> None:
    """Append an item; "1000 squared" changes the quantity before it instead."""
    last = items[-1] if items else None
    if item.value in _POWERS and last is not None and last.quantity is not None:
        power = _POWERS[item.value]
        old = last.quantity
        raised = replace(
            old,
            magnitude=old.magnitude**power,
            low=old.low**power,
            high=old.high**power,
        )
        items[-1] = replace(last, quantity=raised, end_char=item.end_char)
        return
    items.append(item)


def _next(
    tokens: Sequence[Token], at: int, starts: dict[int, Quantity], turn: int
) -> tuple[Item, int]:
    """Return the item at ``at`` (longest known phrase first) and the index after it."""
    for length in range(_LONGEST, 0, -1):
        end = at + length
        if end > len(tokens) or any(inner in starts for inner in range(at + 1, end)):
            continue
        known = _PHRASES.get(tuple(token.low for token in tokens[at:end]))
        if known is not None:
            kind, value = known
            if tokens[at].text == "X" and at == 0:
                continue
            said = " ".join(token.low for token in tokens[at:end])
            span = (turn, tokens[at].start, tokens[end - 1].end)
            return Item(kind, *span, value, words=said), end
    token = tokens[at]
    return _single(token, turn), at + 1


def _single(token: Token, turn: int) -> Item:
    """Return the item of one token that belongs to no known phrase."""
    place = (turn, token.start, token.end)
    low = token.low
    if token.kind == "stop" and (token.text == "…" or token.text.startswith("..")):
        return Item(COMMA, *place, token.text, words=low)
    if token.kind == "stop":
        return Item(STOP, *place, token.text, words=low)
    if token.kind == "comma" or token.text in {"—", "–", "-", ":", ";"}:
        return Item(COMMA, *place, token.text, words=low)
    if low in _FACTORS:
        return Item(FACTOR, *place, low, factor=_FACTORS[low], words=low)
    kind = REFERENCE if low in _REFERENCES else WORD
    return Item(kind, *place, low, words=low)
