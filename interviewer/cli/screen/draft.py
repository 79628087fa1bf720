"""The line that is being typed, and what each key makes of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from interviewer.cli.screen.keys import Key
from interviewer.vocabulary import Request


@dataclass(frozen=True, slots=True)
class Draft:
    """Typed text, and the place in it where the next character goes."""

    text: str = ""
    at: int = 0

    def typed(self, text: str) -> Draft:
        """Insert text."""
        return Draft(self.text[: self.at] + text + self.text[self.at :], self.at + len(text))

    def moved(self, at: int) -> Draft:
        """Go to a place, at most to either end."""
        return Draft(self.text, min(len(self.text), max(0, at)))

    def cut(self, start: int, end: int) -> Draft:
        """Take out a stretch."""
        start, end = max(0, start), min(len(self.text), end)
        return Draft(self.text[:start] + self.text[end:], start)

    @property
    def word_start(self) -> int:
        """Where the word before the cursor begins."""
        before = self.text[: self.at].rstrip()
        return before.rfind(" ") + 1

    @property
    def word_end(self) -> int:
        """Where the word after the cursor ends."""
        after = self.text[self.at :]
        lead = len(after) - len(after.lstrip())
        found = after.find(" ", lead)
        return len(self.text) if found < 0 else self.at + found


_EDITS: Final[dict[str, Callable[[Draft], Draft]]] = {
    "left": lambda d: d.moved(d.at - 1),
    "right": lambda d: d.moved(d.at + 1),
    "home": lambda d: d.moved(0),
    "end": lambda d: d.moved(len(d.text)),
    "word-left": lambda d: d.moved(d.word_start),
    "word-right": lambda d: d.moved(d.word_end),
    "backspace": lambda d: d.cut(d.at - 1, d.at),
    "delete": lambda d: d.cut(d.at, d.at + 1),
    "ctrl-a": lambda d: d.moved(0),
    "ctrl-b": lambda d: d.moved(d.at - 1),
    "ctrl-e": lambda d: d.moved(len(d.text)),
    "ctrl-f": lambda d: d.moved(d.at + 1),
    "ctrl-k": lambda d: d.cut(d.at, len(d.text)),
    "ctrl-u": lambda d: d.cut(0, d.at),
    "ctrl-w": lambda d: d.cut(d.word_start, d.at),
    "tab": lambda d: _completed(d),
}
"""What editing keys do; the same as in a shell."""


def edited(draft: Draft, key: Key) -> Draft:
    """The draft after a key that edits; unchanged after any other."""
    if key.text:
        return draft.typed(" ".join(key.text.split("\n")) if key.name == "paste" else key.text)
    edit = _EDITS.get(key.name)
    return edit(draft) if edit is not None else draft


def _completed(draft: Draft) -> Draft:
    """Complete a command as far as it is the only one that begins so."""
    if not draft.text.startswith("/"):
        return draft
    fitting = [f"/{one.value}" for one in Request if f"/{one.value}".startswith(draft.text)]
    return Draft(fitting[0], len(fitting[0])) if len(fitting) == 1 else draft
