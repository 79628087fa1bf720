"""Cuts a candidate's turn into tokens that remember where in the text they stood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""
      (?P<ident>[A-Za-z]+\d[A-Za-z0-9]*)              # p99, fp16, A100, L5
    | (?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+(?![A-Za-z]))?|\.\d+)
    | (?P<word>[A-Za-zµ]+(?:['’][A-Za-z]+)?)
    | (?P<power>\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    | (?P<symbol>[-–—−×*/+=≈~^%$€£<>≤≥→&@:])
    | (?P<stop>[.?!;…]+|\n+)
    | (?P<comma>[,()\[\]"“”])
    """,
    re.VERBOSE,
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``kind`` is number, word, ident, symbol, power, stop or comma."""

    text: str
    kind: str
    start: int
    end: int
    glued: bool = False  # no space between this token and the one before
    low: str = field(init=False)  # in lower case, with typewriter apostrophes

    def __post_init__(self) -> None:
        """Derive what is read a hundred times a token."""
        object.__setattr__(self, "low", self.text.lower().replace("’", "'"))


def tokenize(text: str) -> list[Token]:
    """Return the tokens of ``text`` in order; joining hyphens ("128-dim") are dropped."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        glued = bool(tokens) and tokens[-1].end == match.start()
        token = Token(match.group(), kind, match.start(), match.end(), glued)
        if _is_joiner(text, token, tokens) or _is_abbreviation_dot(text, token, tokens):
            continue
        tokens.extend(_split(token, text))
    return tokens


def superscript_value(text: str) -> int:
    """Return the number a run of superscript digits stands for."""
    return int(text.translate(_SUPERSCRIPTS))


def _is_joiner(text: str, token: Token, before: list[Token]) -> bool:
    """Say whether a hyphen only joins words ("four-byte"), so carries no meaning."""
    if token.text not in "-–" or not before:
        return False
    left = text[token.start - 1 : token.start]
    right = text[token.end : token.end + 1]
    return left.isalnum() and right.isalnum() and not (left.isdigit() and right.isdigit())


def _is_abbreviation_dot(text: str, token: Token, before: list[Token]) -> bool:
    """Say whether a full stop ends no sentence: "i.e.", "approx.", "Q.P.S."."""
    if token.text != "." or not before:
        return False
    if text[token.end : token.end + 1].strip():
        return True
    last = before[-1]
    single = (
        len(last.text) == 1 and last.kind == "word" and text[last.start - 1 : last.start] == "."
    )
    return single or last.low in {"approx", "vs", "etc"}


def _split(token: Token, text: str) -> list[Token]:
    """Split what speech glued together: "Mx" before a digit, and "x3" (times three)."""
    if token.kind == "word" and token.glued and _crosses_digit(token, text):
        cut = token.end - 1
        parts = (
            [Token(token.text[:-1], "word", token.start, cut, glued=True)]
            if cut > token.start
            else []
        )
        return [*parts, Token("x", "word", cut, token.end)]
    if token.kind == "ident" and not token.glued:
        match = re.fullmatch(r"()[xX](\d+)([A-Za-z]\w*)?", token.text)
        if match:
            return _resplit(token, match, text)
    if token.kind == "ident" and token.glued:
        # "100Mx128x4B": the regular expression saw "Mx128x4B" as one name.
        match = re.fullmatch(r"([A-Za-z]*?)[xX](\d+)([A-Za-z]\w*)?", token.text)
        if match:
            return _resplit(token, match, text)
    return [token]


def _crosses_digit(token: Token, text: str) -> bool:
    return token.low.endswith("x") and text[token.end : token.end + 1].isdigit()


def _resplit(token: Token, match: re.Match[str], text: str) -> list[Token]:
    """Split "Mx128x4B" into scale, operator, number, and what follows."""
    scale, digits, rest = match.groups()
    at = token.start
    parts: list[Token] = []
    if scale:
        parts.append(Token(scale, "word", at, at + len(scale), glued=True))
    at += len(scale)
    parts.append(Token("x", "word", at, at + 1))
    at += 1
    parts.append(Token(digits, "number", at, at + len(digits)))
    at += len(digits)
    if rest:
        kind = "ident" if any(c.isdigit() for c in rest) else "word"
        parts.extend(_split(Token(rest, kind, at, at + len(rest), glued=True), text))
    return parts
