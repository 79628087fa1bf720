"""A candidate played by a language model, with a simulated one as understudy.

It knows the problem as it is put to a candidate, what was said aloud, and how good it is to be;
of the card it knows nothing else.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from interviewer.candidates.base import Candidate, Utterance
from interviewer.candidates.prompt import CandidatePrompt, Quality
from interviewer.errors import ConfigError
from interviewer.library.prompts import fill
from interviewer.minds.base import split_sentences
from interviewer.minds.llm.client import LlmFailed, Message, Wire
from interviewer.minds.llm.memory import inert
from interviewer.minds.llm.spending import Purpose, Spending

MOST_WORDS: Final = 150
"""Words of one answer that are spoken; a model that goes on is cut at a sentence."""

MOST_CHARACTERS: Final = 20_000
"""What is read of one answer, the thinking of a model that shows it included."""

UTTERANCE_WORDS: Final = 35
RECENT_CHARACTERS: Final = 12_000
"""What is sent of the conversation, some 3,000 tokens; older turns are left out."""

REPLY_PAUSE_S, GO_ON_PAUSE_S, BREATH_S = 1.2, 3.2, 0.5
_MARKUP = re.compile(r"[*_`#>|<\[\]{}]+|^\s*(?:[-•]|\d+[.)])\s+|^\s*\w+:\s*$", re.MULTILINE)
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_ROLE = re.compile(r"^\s*(?:candidate|me)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked of the model, and how long it may take in real time.

    Attributes:
        requests: in one interview; the understudy takes over after that.
        failures: in a row that hand over to the understudy for good.
    """

    requests: int = 250
    failures: int = 3
    first_s: float = 30.0
    stall_s: float = 10.0
    whole_s: float = 60.0


class LlmCandidate:
    """Plays one candidate.

    Args:
        quality: weak, good or great.
        problem: the question as it is put to a candidate.
        wire: the way to the model.
        prompt: what it is told.
        understudy: hears all and takes the turns that the model cannot.
        limits: of requests and time.
        spending: adds up tokens and knows when it is enough.

    Attributes:
        gave_up: why the understudy has taken over for good; None while the model plays.
    """

    def __init__(
        self,
        quality: Quality,
        problem: str,
        wire: Wire,
        prompt: CandidatePrompt,
        understudy: Candidate,
        limits: Limits | None = None,
        spending: Spending | None = None,
    ) -> None:
        self.name = f"llm {quality}"
        self.gave_up: str | None = None
        self._wire, self._prompt = wire, prompt
        self._understudy, self._limits = understudy, limits or Limits()
        self._system = fill(
            prompt.system, {"question": inert(problem), "quality": prompt.qualities[quality]}
        )
        self._spoken: list[str] = []
        self._planned: list[Utterance] = []
        self._by_understudy = False
        self._owes_answer = False
        self._spending = spending or Spending()
        self._requests = self._failures = 0

    async def check(self) -> None:
        """See that the model answers, before an interview depends on it.

        Raises:
            ConfigError: it does not.
        """
        try:
            await self._ask([Message("user", self._prompt.check)])
        except LlmFailed as error:
            raise ConfigError(
                f"--candidate llm cannot be had: {error}; choose weak, good or great"
            ) from None

    def plan(self) -> Utterance | None:
        """What was thought of and not said yet."""
        if self._by_understudy:
            return self._understudy.plan()
        return self._planned[0] if self._planned else None

    def said(self) -> None:
        """Strike it off and remember it."""
        said = self.plan()
        if said is not None:
            self._spoken.append(f"You: {inert(said.text)}")
        if not self._by_understudy:
            self._planned.pop(0)
            return
        self._understudy.said()
        self._by_understudy = self.gave_up is not None

    def hear(self, text: str) -> None:
        """Whatever was planned is void: an answer is owed."""
        self._spoken.append(f"Interviewer: {inert(text)}")
        self._planned.clear()
        self._owes_answer = True
        self._by_understudy = self.gave_up is not None
        self._understudy.hear(text)

    async def think(self) -> None:
        """Think of what to say next, if nothing is planned."""
        if self.plan() is not None or self.gave_up is not None:
            return
        pause_s = REPLY_PAUSE_S if self._owes_answer else GO_ON_PAUSE_S
        try:
            self._planned = utterances(await self._ask(self._request()), pause_s)
        except LlmFailed as error:
            self._fail(str(error), permanent=error.permanent)
        else:
            if self._planned:
                self._failures, self._by_understudy = 0, False
            else:
                self._fail("the model said nothing")
        self._owes_answer = False

    async def close(self) -> None:
        """Close connections."""
        await self._wire.close()

    def _fail(self, reason: str, *, permanent: bool = False) -> None:
        self._failures += 1
        self._by_understudy = True
        if permanent or self._failures >= self._limits.failures:
            self.gave_up = reason

    def _request(self) -> list[Message]:
        if self._requests >= self._limits.requests:
            raise LlmFailed(f"{self._requests} requests are enough", permanent=True)
        if spent := self._spending.spent:
            raise LlmFailed(spent, permanent=True)
        self._requests += 1
        values = {
            "fence": secrets.token_hex(6),
            "transcript": recent(self._spoken),
            "now": self._prompt.spoken_to if self._owes_answer else self._prompt.silence,
        }
        return [Message("system", self._system), Message("user", fill(self._prompt.turn, values))]

    async def _ask(self, request: list[Message]) -> str:
        limits, text = self._limits, ""
        self._spending.sent(Purpose.TURN)
        stream = self._wire.stream(
            request, first_s=limits.first_s, stall_s=limits.stall_s, used=self._spending.used
        )
        try:
            async with asyncio.timeout(limits.whole_s), aclosing(stream) as pieces:
                async for piece in pieces:
                    text += piece
                    if len(text) > MOST_CHARACTERS:
                        break
        except TimeoutError:
            raise LlmFailed("the model server's answer had no end") from None
        return text


def recent(spoken: list[str], most: int = RECENT_CHARACTERS) -> str:
    """The last turns that fit, the latest always, cut where it alone is too long."""
    kept: list[str] = []
    for line in reversed(spoken):
        most -= len(line) + 1
        if most < 0 and kept:
            kept.append("(earlier turns left out)")
            break
        kept.append(line[-RECENT_CHARACTERS:])
    return "\n".join(reversed(kept)) or "(nothing yet)"


def utterances(text: str, pause_s: float) -> list[Utterance]:
    """A model's answer as things to say one after the other, without what cannot be spoken."""
    plain = " ".join(_MARKUP.sub(" ", _ROLE.sub("", _THINKING.sub("", text))).split())
    found: list[Utterance] = []
    words = 0
    for sentence in split_sentences(plain):
        length = len(sentence.split())
        words += length
        if words > MOST_WORDS and found:
            break
        if not any(c.isalnum() for c in sentence):
            continue
        if found and len(found[-1].text.split()) + length <= UTTERANCE_WORDS:
            found[-1] = Utterance(f"{found[-1].text} {sentence}", found[-1].pause_s)
        else:
            found.append(Utterance(sentence, BREATH_S if found else pause_s))
    return found
