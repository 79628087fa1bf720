"""One turn of the model: the decision, then guarded sentences, with other words wherever it fails.

turn ends     first_sound_s           turn_s
|------------------|---------------------|
decision and first sentence: spoken as they come
                   nothing yet: a short word is said, the model may still follow
                                         still nothing: the scripted words for the same move
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from interviewer.director import Option, Situation
from interviewer.minds.base import Reply, Trouble, as_sentences, split_sentences
from interviewer.minds.guard import Guard, Refused, Rules
from interviewer.minds.llm.answering import Answering, Bounds, Decided, Ended
from interviewer.minds.llm.rules import Secrets
from interviewer.minds.scripted import ScriptedMind
from interviewer.vocabulary import Move

SCRIPTED = "the scripted words"
VERBATIM = frozenset({Move.REPEAT, Move.TIME_CHECK, Move.NUDGE, Move.WRAP_UP})
"""Moves whose words are settled: a model would only add delay and risk."""

LEAD_OF_MOVE = {
    Move.PROBE: "acknowledge",
    Move.FOLLOW_UP: "acknowledge",
    Move.CURVEBALL: "acknowledge",
    Move.DEEP_DIVE: "acknowledge",
    Move.ANSWER: "answer_lead",
    Move.HINT: "hint_lead",
}
"""What can be said while the model is slow, without knowing what it will say."""


class Broken(Exception):
    """The model cannot word this turn; the message says why."""


def is_verbatim(option: Option) -> bool:
    """Whether the scripted words are the right ones anyway: settled moves, and bare transitions."""
    opening = option.target == "prompt"
    return option.move in VERBATIM or opening or (option.enters is not None and not option.say)


class Turn:
    """Makes one reply.

    Args:
        answering: the request under way.
        situation: where the interview stands.
        options: what may be chosen, numbered from 1; the first is the best.
        scripted: takes over.
        secrets: what must not be said.
        bounds: how long anything may take.
    """

    def __init__(
        self,
        answering: Answering,
        situation: Situation,
        options: tuple[Option, ...],
        scripted: ScriptedMind,
        secrets: Secrets,
        bounds: Bounds,
    ) -> None:
        self._answering, self._situation, self._options = answering, situation, options
        self._scripted, self._secrets, self._bounds = scripted, secrets, bounds
        self._option: Option | None = None
        self._guard = Guard(Rules(options[0]))
        self.troubles: list[Trouble] = []

    async def reply(self) -> Reply:
        """The model's move, or the one that takes its place."""
        try:
            async with asyncio.timeout(self._bounds.first_sound_s):
                option = await self._decide()
                silent = option.move is Move.LISTEN
                first = None if silent or is_verbatim(option) else await self._sentence()
        except TimeoutError:
            return await self._late()
        except (Broken, Refused) as error:
            return await self._replaced(self._option or self._options[0], str(error))
        if silent:
            self._answering.leave()
            return Reply(option, as_sentences(""), "llm", troubles=self.troubles)
        if is_verbatim(option):
            self._answering.leave()
            return self._by_script(option)
        if first is None:
            return await self._replaced(option, "the model said nothing")
        return self._streamed(option, self._speak(option, first))

    async def _decide(self) -> Option:
        item = await self._answering.next()
        if isinstance(item, Ended):
            raise Broken(item.failure or "the model answered with nothing")
        number = item.number if isinstance(item, Decided) else 0
        if not 1 <= number <= len(self._options):
            raise Broken("the model chose a move that is not open")
        self._choose(self._options[number - 1])
        return self._options[number - 1]

    def _choose(self, option: Option) -> None:
        self._option = option
        self._guard = Guard(self._secrets.rules(self._situation, option))

    async def _sentence(self) -> str | None:
        """The next sentence that may be spoken; None after the last one."""
        while not self._guard.full:
            item = await self._answering.next()
            if isinstance(item, Ended):
                if item.failure is not None:
                    raise Broken(item.failure)
                return None
            if isinstance(item, str) and (text := self._guard.take(item)):
                return text
        return None

    async def _speak(self, option: Option, first: str) -> AsyncGenerator[str]:
        yield first
        async with aclosing(self._rest(option)) as rest:
            async for sentence in rest:
                yield sentence

    async def _rest(self, option: Option) -> AsyncGenerator[str]:
        """What follows the first sentence; what is still missing of the move comes last."""
        late, whole = False, False
        try:
            while True:
                async with asyncio.timeout(self._bounds.turn_s):
                    text = await self._sentence()
                if text is None:
                    break
                yield text
        except (Broken, Refused, TimeoutError) as error:
            late = isinstance(error, TimeoutError)
            why = "the model server is too slow" if late else str(error)
            self.troubles.append(Trouble(why, "what was said stands"))
            for sentence in self._completion(option, broken=True):
                yield sentence
        else:
            whole = True
            for sentence in self._completion(option, broken=False):
                yield sentence
        finally:
            if whole:
                self._answering.leave()
            else:
                await self._answering.stop(failed=late)

    def _completion(self, option: Option, *, broken: bool) -> list[str]:
        """Sentences that complete the move in the scripted way; none when it is complete."""
        missing = self._guard.missing()
        asked = any(sentence.endswith("?") for sentence in self._guard.said)
        if missing and not broken:
            self.troubles.append(Trouble("the model left out what it had to say", "it was added"))
        if not missing and broken and not asked and not option.say:
            missing = self._scripted.fresh_words(self._situation, option)
        return split_sentences(missing)

    async def _late(self) -> Reply:
        """Nothing to say in time: settle on a move, and cover the wait with a short word."""
        option = self._option or self._options[0]
        lead = self._lead(option)
        if not lead:
            return await self._replaced(option, "the model server is too slow", failed=True)
        decided = self._option is not None
        if not decided:
            self._choose(option)
        return self._streamed(option, self._after_lead(option, lead, decided=decided))

    def _streamed(self, option: Option, sentences: AsyncGenerator[str]) -> Reply:
        return Reply(option, sentences, "llm", streams=True, troubles=self.troubles)

    def _lead(self, option: Option) -> str:
        name = LEAD_OF_MOVE.get(option.move)
        if name is None or is_verbatim(option) or (option.move is Move.ANSWER and not option.say):
            return ""
        return self._scripted.word(self._situation, Option(option.move, "", phrases=name))

    async def _after_lead(self, option: Option, lead: str, *, decided: bool) -> AsyncGenerator[str]:
        """A short word, then the model's sentences if they come in time, else the scripted ones."""
        yield lead
        try:
            async with asyncio.timeout(self._bounds.turn_s - self._bounds.first_sound_s):
                first = await self._belated(option, decided=decided)
        except (Broken, Refused, TimeoutError) as error:
            late = isinstance(error, TimeoutError)
            await self._answering.stop(failed=late)
            why = "the model server is too slow" if late else str(error)
            self.troubles.append(Trouble(why, SCRIPTED))
            words = option.say or self._scripted.fresh_words(self._situation, option)
            for sentence in split_sentences(words):
                yield sentence
            return
        yield first
        async with aclosing(self._rest(option)) as rest:
            async for sentence in rest:
                yield sentence

    async def _belated(self, option: Option, *, decided: bool) -> str:
        """The first sentence of an answer that comes late; the move is settled by now."""
        if not decided and await self._decide() is not option:
            raise Broken("the model decided too late")
        first = await self._sentence()
        if first is None:
            raise Broken("the model said nothing")
        return first

    async def _replaced(self, option: Option, why: str, *, failed: bool = False) -> Reply:
        await self._answering.stop(failed=failed)
        self.troubles.append(Trouble(why, SCRIPTED))
        return self._by_script(option, *(one for one in self._options if one is not option))

    def _by_script(self, *options: Option) -> Reply:
        option, words = self._scripted.choose(self._situation, options)
        return Reply(option, as_sentences(words), self._scripted.name, troubles=self.troubles)
