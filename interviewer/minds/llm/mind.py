"""The mind itself: asks the model where that gains something, and never lets a turn go missing."""

from __future__ import annotations

import secrets

from interviewer.clock import Clock
from interviewer.director import Guidance, Option, Situation
from interviewer.errors import MindError
from interviewer.library.prompts import Prompt
from interviewer.minds.base import Reply, Trouble, as_sentences
from interviewer.minds.breaker import Breaker
from interviewer.minds.llm.answering import Answering, Bounds
from interviewer.minds.llm.client import LlmFailed, Message, Wire
from interviewer.minds.llm.prompting import messages, offered
from interviewer.minds.llm.rules import Secrets
from interviewer.minds.llm.turn import SCRIPTED, Turn, is_verbatim
from interviewer.minds.scripted import ScriptedMind
from interviewer.vocabulary import Move


class LlmMind:
    """Chooses and words moves with a language model; the scripted mind stands behind every turn.

    Args:
        wire: the way to the model.
        prompt: what it is told.
        scripted: takes every turn, or part of one, that the model cannot.
        clock: real time, whatever the interview's clock is: an endpoint lives in real time.
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
        bounds: Bounds | None = None,
        breaker: Breaker | None = None,
        mark: str = "",
    ) -> None:
        self._wire, self._prompt, self._scripted, self._clock = wire, prompt, scripted, clock
        self._bounds = bounds or Bounds()
        self._breaker = breaker or Breaker()
        self._mark = mark or f"mark-{secrets.token_hex(8)}"
        self._secrets: Secrets | None = None
        self._under_way: Answering | None = None

    async def check(self, within_s: float) -> None:
        """See that the model answers, before an interview depends on it.

        Raises:
            MindError: it does not; the message says why.
        """
        asked = [Message("user", self._prompt.check)]
        stream = self._wire.stream(asked, first_s=within_s, stall_s=within_s)
        try:
            async for _ in stream:
                return
        except LlmFailed as error:
            raise MindError(str(error)) from None
        finally:
            await stream.aclose()

    async def reply(self, situation: Situation, guidance: Guidance) -> Reply:
        """Take one move; a failure is told in the reply, never raised."""
        await self._hang_up()
        options = offered(situation, guidance)
        best = options[0]
        if all(o.move is Move.LISTEN or is_verbatim(o) for o in options):
            return self._by_script(situation, best)
        if not self._breaker.allows(self._clock.now()):
            why = (
                () if self._breaker.broken else (Trouble("the model server is at rest", SCRIPTED),)
            )
            return self._by_script(situation, best, *why)
        request = messages(
            self._prompt, situation, options, mark=self._mark, fence=secrets.token_hex(6)
        )
        self._under_way = Answering(self._wire, request, self._bounds, self._breaker, self._clock)
        turn = Turn(
            self._under_way, situation, options, self._scripted, self._known(situation),
            self._bounds,
        )  # fmt: skip
        return await turn.reply()

    async def close(self) -> None:
        """Hang up and close connections."""
        await self._hang_up()
        await self._wire.close()

    async def _hang_up(self) -> None:
        """A reply that was cut off by the candidate may still be coming in."""
        if self._under_way is not None:
            await self._under_way.stop()
            self._under_way = None

    def _known(self, situation: Situation) -> Secrets:
        if self._secrets is None:
            rules = self._prompt.system.partition("How you work:")[2]
            self._secrets = Secrets(situation.setting.question, (rules,), self._mark)
        return self._secrets

    def _by_script(self, situation: Situation, option: Option, *troubles: Trouble) -> Reply:
        words = self._scripted.word(situation, option)
        return Reply(option, as_sentences(words), self._scripted.name, troubles=[*troubles])
