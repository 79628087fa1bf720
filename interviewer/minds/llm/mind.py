"""The mind itself: asks the model where that gains something, and never lets a turn go missing."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass

from interviewer.clock import Clock
from interviewer.director import Guidance, Option, Situation
from interviewer.errors import MindError
from interviewer.events import Event, ModelUsed, NotesFailed, PointNoted
from interviewer.library.prompts import Prompt
from interviewer.library.question import Point
from interviewer.minds.base import Reply, Trouble, as_sentences
from interviewer.minds.breaker import Breaker
from interviewer.minds.llm.ahead import Ahead
from interviewer.minds.llm.answering import Answering, Bounds, Query
from interviewer.minds.llm.client import LlmFailed, Message, Wire
from interviewer.minds.llm.noting import Noter
from interviewer.minds.llm.prompting import TRANSCRIPT_TOKENS, messages, notes_messages, offered
from interviewer.minds.llm.rules import Secrets
from interviewer.minds.llm.spending import Limits, Purpose, Spending
from interviewer.minds.llm.turn import SCRIPTED, Turn, is_verbatim
from interviewer.minds.scripted import ScriptedMind
from interviewer.vocabulary import Move

TAKES_OVER = "the scripted interviewer takes over"
LEAST_MEMORY_TOKENS = 250


@dataclass(frozen=True, slots=True)
class Habits:
    """What a model is used for beyond the turns themselves.

    Attributes:
        thinks_ahead: whether requests are sent before the end of a turn is sure.
        takes_notes: whether it looks for points while the candidate talks.
    """

    thinks_ahead: bool = True
    takes_notes: bool = True


class LlmMind:
    """Chooses and words moves with a language model; the scripted mind stands behind every turn.

    Args:
        wire: the way to the model.
        prompt: what it is told.
        scripted: takes every turn, or part of one, that the model cannot.
        clock: real time, whatever the interview's clock is: an endpoint lives in real time.
        model: what it is called in the journal.
        limits: how much a session may use.
        habits: what it is used for besides.
        bounds: how long anything may take.
        breaker: leaves an endpoint alone that keeps failing.
        mark: the canary of this interview; random when empty.
    """

    name = "llm"

    def __init__(
        self,
        wire: Wire,
        prompt: Prompt,
        scripted: ScriptedMind,
        clock: Clock,
        *,
        model: str = "",
        limits: Limits | None = None,
        habits: Habits | None = None,
        bounds: Bounds | None = None,
        breaker: Breaker | None = None,
        mark: str = "",
    ) -> None:
        self._wire, self._prompt, self._scripted, self._clock = wire, prompt, scripted, clock
        self._model, self._habits = model, habits or Habits()
        self._bounds = bounds or Bounds()
        self._breaker = breaker or Breaker()
        self._mark = mark or f"mark-{secrets.token_hex(8)}"
        self._spending = Spending(limits or Limits())
        self._memory_tokens = TRANSCRIPT_TOKENS
        self._secrets: Secrets | None = None
        self._under_way: Answering | None = None
        self._ahead = Ahead()
        self._noter = Noter(wire, self._notes_query, self._bounds, clock)
        self._stopped_spending = False

    async def check(self, within_s: float) -> None:
        """See that the model answers, before an interview depends on it.

        Raises:
            MindError: it does not; the message says why.
        """
        asked = [Message("user", self._prompt.check)]
        self._spending.sent(Purpose.CHECK)
        stream = self._wire.stream(
            asked, first_s=within_s, stall_s=within_s, used=self._spending.used
        )
        async with aclosing(stream):
            try:
                await anext(stream, None)
            except LlmFailed as error:
                raise MindError(str(error)) from None
            with suppress(LlmFailed, TimeoutError):  # it answers; the rest tells what it counted
                async with asyncio.timeout(self._bounds.last_words_s):
                    async for _ in stream:
                        pass

    async def reply(self, situation: Situation, guidance: Guidance) -> Reply:
        """Take one move; a failure is told in the reply, never raised."""
        await self._hang_up()
        options = offered(situation, guidance)
        answering = self._ahead.take(situation, options)
        await self._ahead.drop()
        if answering is None:
            if not _worth_asking(options):
                return self._by_script(situation, options)
            why = self._why_not()
            if why is not None:
                return self._by_script(situation, options, *why)
            answering = await self._ask(situation, options, Purpose.TURN)
        self._under_way = answering
        turn = Turn(
            answering, situation, options, self._scripted, self._known(situation), self._bounds
        )
        return await turn.reply()

    async def prepare(self, situation: Situation, guidance: Guidance) -> None:
        """Send the request that the turn's end would make, if it is worth it and allowed."""
        options = offered(situation, guidance)
        most = self._bounds.ahead if self._habits.thinks_ahead else 0
        if self._ahead.sent_in(situation) >= most or not _worth_asking(options):
            return
        await self._ahead.drop()
        if not self._spending.spent and self._breaker.allows(self._clock.now()):
            answering = await self._ask(situation, options, Purpose.AHEAD)
            self._ahead.keep(situation, options, answering)

    async def study(self, situation: Situation, saying: str) -> None:
        """Drop what was prepared for other words; look for points in what was said."""
        await self._ahead.drop(saying)
        if self._habits.takes_notes and not self._spending.spent:
            self._noter.study(situation, saying)

    def news(self, now_s: float) -> list[Event]:
        """Points that were found, and why others could not be."""
        found, failures = self._noter.take()
        return [
            *(PointNoted(now_s, one.point, one.quote) for one in found),
            *(NotesFailed(now_s, why) for why in failures),
        ]

    async def settle(self, now_s: float) -> list[Event]:
        """Hang up everywhere and tell what the session came to."""
        await self._hang_up()
        await self._ahead.drop()
        await self._noter.stop()
        spending = self._spending
        used = ModelUsed(
            now_s,
            self._model,
            sum(spending.requests.values()),
            spending.requests.get(Purpose.AHEAD, 0),
            self._ahead.dropped,
            spending.requests.get(Purpose.NOTES, 0),
            spending.input_tokens,
            spending.output_tokens,
            spending.estimated,
            spending.cost_usd,
        )
        return [*self.news(now_s), used]

    async def close(self) -> None:
        """Hang up and close connections."""
        await self.settle(0.0)
        await self._wire.close()

    async def _hang_up(self) -> None:
        """A reply that was cut off by the candidate may still be coming in."""
        if self._under_way is not None:
            await self._under_way.stop()
            self._under_way = None

    def _why_not(self) -> list[Trouble] | None:
        """Why the model is not asked now, told the first time only; None when it is."""
        if spent := self._spending.spent:
            first, self._stopped_spending = not self._stopped_spending, True
            return [Trouble(spent, TAKES_OVER)] if first else []
        if self._breaker.broken:
            return []
        if not self._breaker.allows(self._clock.now()):
            return [Trouble("the model server is at rest", SCRIPTED)]
        return None

    async def _ask(
        self, situation: Situation, options: tuple[Option, ...], purpose: Purpose
    ) -> Answering:
        """Send the request for a turn; what is looked for in the background gives way to it."""
        await self._noter.stop()
        fence = secrets.token_hex(6)

        def words() -> list[Message]:
            return messages(
                self._prompt, situation, options,
                mark=self._mark, fence=fence, most_tokens=self._memory_tokens,
            )  # fmt: skip

        def shorter() -> list[Message]:
            self._memory_tokens = max(LEAST_MEMORY_TOKENS, self._memory_tokens // 2)
            return words()

        query = Query(words(), shorter, self._spending.used, lambda: self._spending.sent(purpose))
        return Answering(self._wire, query, self._bounds, self._breaker, self._clock)

    def _notes_query(self, situation: Situation, points: Sequence[Point], said: str) -> Query:
        sheet = notes_messages(self._prompt, situation, points, said, fence=secrets.token_hex(6))
        sent = Purpose.NOTES
        return Query(sheet, lambda: sheet, self._spending.used, lambda: self._spending.sent(sent))

    def _known(self, situation: Situation) -> Secrets:
        if self._secrets is None:
            rules = self._prompt.system.partition("How you work:")[2]
            self._secrets = Secrets(situation.setting.question, (rules,), self._mark)
        return self._secrets

    def _by_script(
        self, situation: Situation, options: tuple[Option, ...], *troubles: Trouble
    ) -> Reply:
        option, words = self._scripted.choose(situation, options)
        return Reply(option, as_sentences(words), self._scripted.name, troubles=[*troubles])


def _worth_asking(options: tuple[Option, ...]) -> bool:
    """Whether a model has anything to choose or to word."""
    return not all(o.move is Move.LISTEN or is_verbatim(o) for o in options)
