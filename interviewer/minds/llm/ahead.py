"""A request that was sent before it was sure that the candidate had finished."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.director import Option, Situation
from interviewer.minds.llm.answering import Answering


@dataclass(slots=True)
class Ahead:
    """At most one such request under way, and how many there were in this turn.

    Attributes:
        dropped: those whose answer nobody wanted in the end, in the whole session.
    """

    dropped: int = 0
    _turn: int = -1
    _sent: int = 0
    _words: str = ""
    _options: tuple[Option, ...] = ()
    _answering: Answering | None = None

    def sent_in(self, situation: Situation) -> int:
        """How many were sent in the turn that the situation ends with."""
        return self._sent if self._turn == len(situation.answers) else 0

    def keep(self, situation: Situation, options: tuple[Option, ...], answering: Answering) -> None:
        """Take charge of a request that was just sent."""
        self._sent = self.sent_in(situation) + 1
        self._turn = len(situation.answers)
        self._words, self._options, self._answering = _words(situation), options, answering

    def take(self, situation: Situation, options: tuple[Option, ...]) -> Answering | None:
        """The request, if it is about these very words and options and has not failed."""
        answering = self._answering
        fits = self._words == _words(situation) and self._options == options
        if answering is None or answering.failed or not fits:
            return None
        self._answering = None
        return answering

    async def drop(self, saying: str = "") -> None:
        """Hang up, unless it is about what is being said."""
        if self._answering is not None and self._words != saying:
            self.dropped += self._answering.sent
            answering, self._answering = self._answering, None
            await answering.stop()


def _words(situation: Situation) -> str:
    return situation.answer.said.text if situation.answer is not None else ""
