"""Looks for points of the card in what was said, off the spoken path, while nobody waits.

A model finds points that were put in unusual words. What it claims counts only where the very words
were said and not denied, and it steers the director alone: no score and no secret depends on it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from interviewer.clock import Clock
from interviewer.director import Situation
from interviewer.library.question import Point
from interviewer.matching.scope import context_of
from interviewer.matching.text import words_of
from interviewer.minds.breaker import Breaker
from interviewer.minds.llm.answering import Bounds, Query
from interviewer.minds.llm.client import LlmFailed, Wire

ENOUGH_WORDS: Final = 25
"""Fewer words than this are not worth a request; they wait for more."""

QUOTE_WORDS: Final = 3
MOST_FOUND: Final = 6
MOST_CHARACTERS: Final = 2000
_LINE = re.compile(r"^\W*([\w-]+)\s*[:=]\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """A point and the candidate's words that make it."""

    point: str
    quote: str


def found_in(answer: str, said: str, wanted: Iterable[Point]) -> list[Found]:
    """What holds of a model's answer: known points, with words that were said and not denied."""
    ids = {point.id for point in wanted}
    found: dict[str, Found] = {}
    for name, quote in _LINE.findall(answer):
        words = spoken(quote, said) if name in ids and name not in found else ""
        if words:
            found[name] = Found(name, words)
    return list(found.values())[:MOST_FOUND]


def spoken(quote: str, said: str) -> str:
    """The quote as it stands in what was said; empty where it does not, or is denied there."""
    wanted = [word.norm for word in words_of(quote)]
    words = words_of(said)
    norms = [word.norm for word in words]
    if len(wanted) < QUOTE_WORDS:
        return ""
    denied = context_of(words).denied
    for at in range(len(norms) - len(wanted) + 1):
        last = at + len(wanted)
        if norms[at:last] == wanted and not any(denied[at:last]):
            return said[words[at].start : words[last - 1].end]
    return ""


class Noter:
    """One request at a time, on what has not been looked at yet.

    Args:
        wire: the way to the model.
        query: the request for points in a text.
        bounds: how long it may take.
        clock: real time.
    """

    def __init__(
        self,
        wire: Wire,
        query: Callable[[Situation, Sequence[Point], str], Query],
        bounds: Bounds,
        clock: Clock,
    ) -> None:
        self._wire, self._query, self._bounds, self._clock = wire, query, bounds, clock
        self._breaker = Breaker()
        self._seen = 0
        self._task: asyncio.Task[None] | None = None
        self._found: list[Found] = []
        self._failures: list[str] = []
        self._told: set[str] = set()

    def study(self, situation: Situation, saying: str) -> None:
        """Begin to look at what was said, unless that is going on or not worth it."""
        if self._task is not None and not self._task.done():
            return
        whole = " ".join([*(said.text for said in situation.answers), saying]).rstrip()
        unseen = whole[self._seen :].strip()
        points = wanted(situation)
        if len(unseen.split()) < ENOUGH_WORDS or not points:
            return
        if self._breaker.allows(self._clock.now()):
            query = self._query(situation, points, unseen)
            self._task = asyncio.create_task(self._look(query, points, unseen, len(whole)))

    async def stop(self) -> None:
        """Give way; what was not looked at to the end is looked at again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def take(self) -> tuple[list[Found], list[str]]:
        """Points found and reasons for failures since the last call; each reason once."""
        found, self._found = self._found, []
        fresh = [one for one in dict.fromkeys(self._failures) if one not in self._told]
        self._told.update(fresh)
        self._failures.clear()
        return found, fresh

    async def _look(self, query: Query, points: Sequence[Point], said: str, upto: int) -> None:
        try:
            answer = await self._read(query)
        except (LlmFailed, TimeoutError) as error:
            self._failed(error)
        else:
            self._breaker.succeeded()
            self._found += found_in(answer, said, points)
        self._seen = upto

    async def _read(self, query: Query) -> str:
        query.sent()
        answer = ""
        stream = self._wire.stream(
            query.messages,
            first_s=self._bounds.turn_s,
            stall_s=self._bounds.stall_s,
            used=query.used,
        )
        async with asyncio.timeout(self._bounds.whole_s), aclosing(stream) as pieces:
            async for piece in pieces:
                answer += piece
                if len(answer) > MOST_CHARACTERS:
                    break
        return answer

    def _failed(self, error: LlmFailed | TimeoutError) -> None:
        self._failures.append(str(error) or "the model server's answer had no end")
        if isinstance(error, LlmFailed) and error.permanent:
            self._breaker.broke()
        else:
            self._breaker.failed(self._clock.now(), getattr(error, "retry_after_s", None))


def wanted(situation: Situation) -> list[Point]:
    """Points that this level should raise and nobody has."""
    setting = situation.setting
    rank = setting.level.id.rank
    return [
        point
        for point in setting.question.points
        if point.level.rank <= rank and not situation.covered(point)
    ]
