"""One request under way: a task reads the stream, so that it goes on while sentences are spoken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass

from interviewer.clock import Clock
from interviewer.minds.breaker import Breaker
from interviewer.minds.llm.client import LlmFailed, Message, Wire
from interviewer.minds.llm.decision import AnswerReader, Malformed
from interviewer.minds.llm.spending import Usage


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long anything may take, in seconds of real time, and how often it is tried.

    Attributes:
        first_sound_s: after a turn ends, something is said by then.
        turn_s: the move itself is on its way by then; also the longest gap between sentences.
        stall_s: the longest wait between two pieces of a stream that has begun.
        whole_s: the longest stream.
        last_words_s: how long a stream may go on once all that is wanted of it was said, so that
            the server can tell what it counted.
        backoff_s: the wait before a second try; the endpoint's own wish counts if it fits.
        tries: requests per turn at most.
        ahead: requests per turn that may be sent before its end is sure.
    """

    first_sound_s: float = 2.5
    turn_s: float = 9.0
    stall_s: float = 4.0
    whole_s: float = 40.0
    last_words_s: float = 1.0
    backoff_s: float = 0.25
    tries: int = 2
    ahead: int = 2


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the model.

    Attributes:
        messages: the whole of it.
        shorter: makes it anew with half the memory, for a model it does not fit.
        used: told what a try came to.
        sent: told of every try.
    """

    messages: list[Message]
    shorter: Callable[[], list[Message]]
    used: Callable[[Usage], None] = lambda _: None
    sent: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Decided:
    """The number of the option that was chosen."""

    number: int


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing more comes; ``failure`` tells why, where it is no proper end."""

    failure: str | None = None


Item = Decided | Ended | str


class Answering:
    """Reads one answer in the background.

    Args:
        wire: sends the request.
        query: what is asked.
        bounds: how long it may take.
        breaker: told how it went.
        clock: real time.
    """

    def __init__(
        self, wire: Wire, query: Query, bounds: Bounds, breaker: Breaker, clock: Clock
    ) -> None:
        self._wire, self._query, self._messages = wire, query, query.messages
        self._bounds, self._breaker, self._clock = bounds, breaker, clock
        self._items: asyncio.Queue[Item] = asyncio.Queue()
        self._told = False
        self._judged = False
        self._shortened = False
        self._failed = False
        self._sent = False
        self._task = asyncio.create_task(self._pump())

    @property
    def sent(self) -> bool:
        """Whether it has gone out, and so may cost something."""
        return self._sent

    @property
    def failed(self) -> bool:
        """Whether it is known that no proper answer comes."""
        return self._failed

    async def next(self) -> Item:
        """The next thing that is complete."""
        return await self._items.get()

    async def stop(self, *, failed: bool = False) -> None:
        """Hang up. ``failed`` counts it against the endpoint, unless it was judged already."""
        self._task.cancel()
        await asyncio.wait([self._task])
        if failed or self._told:
            self._judge(LlmFailed("too late") if failed else None)

    def leave(self) -> None:
        """Want nothing more of it; it is hung up unless it comes to its end shortly."""
        asyncio.get_running_loop().call_later(self._bounds.last_words_s, self._task.cancel)

    async def _pump(self) -> None:
        began_s = self._clock.now()
        left = self._bounds.tries
        while True:
            left -= 1
            self._sent = True
            self._query.sent()
            try:
                async with asyncio.timeout(self._bounds.whole_s):
                    await self._read()
            except Malformed as error:
                self._finish(None, str(error))
            except TimeoutError:
                failure = LlmFailed("the model server's answer had no end")
                self._finish(failure, str(failure))
            except LlmFailed as error:
                if await self._may_try_again(error, left, began_s):
                    continue
                self._finish(error, str(error))
            else:
                self._finish(None, None)
            return

    async def _read(self) -> None:
        reader = AnswerReader()
        stream = self._wire.stream(
            self._messages,
            first_s=self._bounds.turn_s,
            stall_s=self._bounds.stall_s,
            used=self._query.used,
        )
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                self._tell(reader, reader.feed(piece))
        rest = reader.end()
        self._tell(reader, rest)

    def _tell(self, reader: AnswerReader, sentences: list[str]) -> None:
        if reader.number is not None and not self._told:
            self._told = True
            self._items.put_nowait(Decided(reader.number))
        for sentence in sentences:
            self._items.put_nowait(sentence)

    async def _may_try_again(self, error: LlmFailed, left: int, began_s: float) -> bool:
        """Whether there is reason and time for another try; waits before it where it must."""
        if error.too_long and not self._shortened:
            self._shortened, self._messages = True, self._query.shorter()
            return True
        if error.permanent or self._told or left <= 0:
            return False
        wait_s = max(self._bounds.backoff_s, error.retry_after_s or 0.0)
        if self._clock.now() - began_s + wait_s >= self._bounds.first_sound_s / 2:
            return False
        await self._clock.sleep(wait_s)
        return True

    def _finish(self, error: LlmFailed | None, failure: str | None) -> None:
        self._failed = failure is not None
        self._judge(error)
        self._items.put_nowait(Ended(failure))

    def _judge(self, error: LlmFailed | None) -> None:
        if self._judged:
            return
        self._judged = True
        if error is None:
            self._breaker.succeeded()
        elif error.permanent:
            self._breaker.broke()
        else:
            self._breaker.failed(self._clock.now(), error.retry_after_s)
