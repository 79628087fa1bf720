"""The interview itself: hear, note, let the director guide and a mind word it, note, say.

Every event is in the journal before anything is spoken because of it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol

from interviewer.channels.base import (
    Asked,
    CandidateLeft,
    Channel,
    DeviceReplaced,
    Heard,
    NotUnderstood,
    SegmentHeardNow,
    SilenceHeard,
    Spoken,
    TurnHeard,
    TurnProbablyHeard,
)
from interviewer.clock import PausableClock, Stop
from interviewer.director import Guidance, Occasion, Option, Situation, guide
from interviewer.director.silences import OFFER_S
from interviewer.errors import JournalError, MindError
from interviewer.events import (
    CandidateAsked,
    CandidateSaid,
    EngineFailed,
    Event,
    InterviewerSaid,
    InterviewPaused,
    InterviewResumed,
    MoveMade,
    PhaseEntered,
    SegmentHeard,
    SessionEnded,
)
from interviewer.minds.base import Mind, Reply, as_sentences
from interviewer.open_turn import OpenTurn
from interviewer.silence import SilenceAccount
from interviewer.vocabulary import Move, Phase, Request

OVERTIME_S = 30.0
"""A candidate who talks on this far past a phase is interrupted, politely."""

BY_THE_CANDIDATE = "the candidate asked for it"
LADDER = frozenset({Move.NUDGE, Move.HINT})
ASK_AGAIN = (
    "Sorry, I didn't catch that. Could you say it again?",
    "I'm still having trouble hearing you. Could you try once more, a little closer to the mic?",
)


class EventLog(Protocol):
    """Where events go to stay."""

    def append(self, event: Event) -> None:
        """Write one event.

        Raises:
            JournalError: it cannot be written.
        """


@dataclass(slots=True)
class Session:
    """One interview from greeting to goodbye.

    Attributes:
        situation: where the interview stands; holds the setting.
        channel: carries both voices.
        mind: words the moves.
        fallback: takes the turn when ``mind`` cannot.
        journal: where events go to stay.
        watch: told every event as it happens, for a screen.
        kept: events the journal could not take; not empty means it failed.
    """

    situation: Situation
    channel: Channel
    mind: Mind
    fallback: Mind
    journal: EventLog
    watch: Callable[[Event], None] = lambda _: None
    kept: list[Event] = field(default_factory=list)
    _turn: int = 0
    _over: bool = False
    _left: bool = False
    _failures: int = 0
    _open: OpenTurn = field(default_factory=OpenTurn)
    _silence: SilenceAccount = field(default_factory=SilenceAccount)

    async def run(self) -> SessionEnded:
        """Hold the interview; returns once it is over, the end journalled."""
        ended = SessionEnded(0.0, complete=False, reason="interrupted")
        clock = self.channel.clock
        if isinstance(clock, PausableClock):
            clock.on_stop(self._clock_changed)
        try:
            await self._act(Occasion.OPENING)
            ended = await self._converse()
        finally:
            if isinstance(clock, PausableClock):
                clock.resume()
            broken_off = self._open.broken_off(self.channel.clock.now(), self._turn)
            if broken_off is not None:
                self._note(broken_off)
            self._close_silence(self.channel.clock.now())
            for event in await self.mind.settle(self.channel.clock.now()):
                self._note(event)
            self._note(SessionEnded(self.channel.clock.now(), ended.complete, ended.reason))
        return ended

    def ask(self, request: Request) -> None:
        """Take what a key or a command asks for; everything but a pause waits for its turn."""
        clock = self.channel.clock
        if request is not Request.PAUSE:
            self.channel.ask(request)
        if isinstance(clock, PausableClock):
            if request is Request.QUIT:
                clock.resume()
            elif request is Request.PAUSE and clock.paused:
                clock.resume(BY_THE_CANDIDATE)
            elif request is Request.PAUSE:
                clock.pause(BY_THE_CANDIDATE)

    async def _converse(self) -> SessionEnded:
        async with aclosing(self.channel.heard()) as heard:
            async for item in heard:
                if isinstance(item, CandidateLeft):
                    return SessionEnded(0.0, item.complete and self._closing, item.reason)
                await self._take(item)
                if self._over:
                    return SessionEnded(0.0, complete=True, reason="the interview came to its end")
                if self._left:
                    return SessionEnded(0.0, self._closing, "the candidate ended it")
        return SessionEnded(0.0, complete=False, reason="nothing more was heard")

    @property
    def _closing(self) -> bool:
        return self.situation.phase is Phase.CANDIDATE_QUESTIONS

    async def _take(self, item: Heard) -> None:
        for event in self.mind.news(self.channel.clock.now()):
            self._note(event)
        if isinstance(item, SegmentHeardNow):
            self._segment(item)
            await self.mind.study(self.situation, self._open.text)
        elif isinstance(item, TurnProbablyHeard):
            await self._think_ahead(item)
        elif isinstance(item, TurnHeard):
            await self._turn_heard(item)
        elif isinstance(item, SilenceHeard):
            await self._silent(item)
        elif isinstance(item, NotUnderstood):
            await self._not_understood(item)
        elif isinstance(item, Asked):
            await self._asked(item.request, item.at_s)
        elif isinstance(item, DeviceReplaced):
            self._note(EngineFailed(item.at_s, item.device, item.reason, item.instead))

    def _segment(self, item: SegmentHeardNow) -> None:
        self._close_silence(item.start_s)
        self._open.add(item)
        self._note(
            SegmentHeard(
                item.end_s, item.start_s, item.end_s, item.text, item.confidence, item.audio
            )
        )
        if self._must_interrupt(item.end_s):
            self.channel.interrupt()

    def _must_interrupt(self, now_s: float) -> bool:
        setting = self.situation.setting
        since_s = self._open.since_s if self._open.since_s is not None else now_s
        monologue = now_s - since_s > setting.timeline.monologue_limit_s
        return monologue or now_s > setting.plan.ends_s(self.situation.phase) + OVERTIME_S

    async def _turn_heard(self, item: TurnHeard) -> None:
        self._close_silence(item.start_s)
        self._open.close()
        self._failures = 0
        self._note(
            CandidateSaid(
                item.decided_s,
                self._next_turn(),
                item.text,
                item.start_s,
                item.end_s,
                item.confidence,
                item.audio,
                item.silent_voice,
            )
        )
        self._leave_problem(item.start_s)
        if item.asked is not None:
            await self._asked(item.asked, item.decided_s, answered=True)
        else:
            await self._act(Occasion.INTERRUPTION if item.interrupted else Occasion.TURN_ENDED)

    async def _asked(self, request: Request, at_s: float, *, answered: bool = False) -> None:
        """Do what a key asks for; words that came before it are answered by the same move."""
        if request is not Request.PAUSE:  # which has events of its own
            self._note(CandidateAsked(at_s, request))
        if request is Request.QUIT:
            self._left = True
        elif request is Request.PAUSE:
            self.ask(request)
        elif request is Request.DONE:
            await self._floor_given(answered=answered)
        elif request is not Request.MINUTE:  # time to think is given by saying nothing
            await self._act(Occasion.REQUEST, asked=request)

    async def _floor_given(self, *, answered: bool) -> None:
        """Who says that they are done wants to hear something, if there is anything to say."""
        if answered:
            await self._act(Occasion.TURN_ENDED)
        if self.situation.listened and not self._over:
            await self._act(Occasion.SILENCE, silence_s=OFFER_S)

    def _clock_changed(self, stop: Stop) -> None:
        if stop.lasted_s is None:
            self._note(InterviewPaused(stop.at_s, stop.reason))
        else:
            self._note(InterviewResumed(stop.at_s, stop.lasted_s))

    def _leave_problem(self, at_s: float) -> None:
        opened = _opened_by_words(self.situation)
        if opened is not None:
            self._note(PhaseEntered(at_s, opened))

    async def _silent(self, item: SilenceHeard) -> None:
        situation = self.situation
        whole_s = self._silence.silent(
            item.silence_s, item.at_s, item.announced, situation.phase, situation.last_words
        )
        await self._act(Occasion.SILENCE, silence_s=whole_s, announced=self._silence.announced)

    async def _not_understood(self, item: NotUnderstood) -> None:
        """Ask again, at most twice; the sound is kept."""
        self._note(EngineFailed(item.at_s, "speech-to-text", item.reason, "the recording is kept"))
        if self._failures < len(ASK_AGAIN):
            text = ASK_AGAIN[self._failures]
            option = Option(Move.REPEAT, "the words were not understood", target="again")
            await self._make(Reply(option, as_sentences(text), "scripted"), text)
        self._failures += 1

    async def _act(
        self,
        occasion: Occasion,
        *,
        silence_s: float = 0.0,
        announced: bool = False,
        asked: Request | None = None,
    ) -> None:
        guidance = guide(
            self.situation,
            self.channel.clock.now(),
            occasion,
            silence_s=silence_s,
            announced=announced,
            asked=asked,
        )
        if occasion is Occasion.SILENCE and guidance.best.move is Move.LISTEN:
            return
        await self._make(await self._think(guidance))
        if not self._over:
            await self.mind.study(self.situation, "")

    async def _think_ahead(self, item: TurnProbablyHeard) -> None:
        """Let the mind prepare for the turn's end; nothing is decided or said by it."""
        said = CandidateSaid(item.at_s, self._turn, item.text, item.start_s, item.end_s)
        supposed = self.situation.supposing(said)
        opened = _opened_by_words(supposed)
        if opened is not None:
            supposed.apply(PhaseEntered(item.start_s, opened))
        await self.mind.prepare(supposed, guide(supposed, item.at_s, Occasion.TURN_ENDED))

    async def _think(self, guidance: Guidance) -> Reply:
        try:
            return await self.mind.reply(self.situation, guidance)
        except MindError as error:
            self._note(
                EngineFailed(
                    self.channel.clock.now(), "mind", str(error), f"{self.fallback.name} mind"
                )
            )
            return await self.fallback.reply(self.situation, guidance)

    async def _make(self, reply: Reply, text: str | None = None) -> None:
        """Journal the move, then speak it, then journal what was heard."""
        option = reply.option
        words, later = (text, None) if text is not None else await _known_words(reply)
        now_s = self.channel.clock.now()
        if option.enters is not None and option.enters is not self.situation.phase:
            self._note(PhaseEntered(now_s, option.enters))
        elif not self.situation.moves:
            self._note(PhaseEntered(now_s, self.situation.phase))
        self._note(
            MoveMade(
                now_s, option.move, option.target, option.topic, words, reply.mind, option.reason
            )
        )
        if words:
            await self._say(option, words, later)
        for trouble in reply.troubles:
            self._note(
                EngineFailed(self.channel.clock.now(), "mind", trouble.reason, trouble.instead)
            )
        self._over = self._over or option.ends

    async def _say(
        self, option: Option, words: str, later: AsyncGenerator[str] | None = None
    ) -> None:
        if option.move in LADDER:
            self._silence.interviewer_spoke(self.channel.clock.now())
        else:
            self._close_silence(self.channel.clock.now())
        async with aclosing(_one_after_the_other(words, later)) as sentences:
            spoken = await self.channel.say(sentences)
        self._silence.interviewer_done(spoken.end_s)
        self._open.since_s = None
        self._said(option, spoken)

    def _said(self, option: Option, spoken: Spoken) -> None:
        if spoken.failed is not None:
            self._note(
                EngineFailed(spoken.end_s, "text-to-speech", spoken.failed, "the text was shown")
            )
        self._note(
            InterviewerSaid(
                spoken.end_s,
                self._next_turn(),
                spoken.text,
                spoken.start_s,
                spoken.end_s,
                option.move,
                option.target,
                spoken.audio,
            )
        )

    def _close_silence(self, at_s: float) -> None:
        flagged = self._silence.close(at_s)
        if flagged is not None:
            self._note(flagged)

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn - 1

    def _note(self, event: Event) -> None:
        """Journal an event, apply it and show it; a failing disk does not end the interview."""
        try:
            if not self.kept:
                self.journal.append(event)
            else:
                self.kept.append(event)
        except JournalError:
            self.kept.append(event)
        self.situation.apply(event)
        self.watch(event)


def _opened_by_words(situation: Situation) -> Phase | None:
    """The first thing a candidate says opens the next phase, unless only a wish was said."""
    following = situation.setting.plan.after(Phase.PROBLEM)
    wants = situation.answer is not None and len(situation.answer.said.text) < 12
    if situation.phase is not Phase.PROBLEM or wants:
        return None
    return following if following is not Phase.DEEP_DIVE else None  # a dive opens with our question


async def _known_words(reply: Reply) -> tuple[str, AsyncGenerator[str] | None]:
    """What is known of a reply before it is spoken, and the sentences that are still to come."""
    if not reply.streams:
        return " ".join([sentence async for sentence in reply.sentences]), None
    return await anext(reply.sentences, ""), reply.sentences


async def _one_after_the_other(
    words: str, later: AsyncGenerator[str] | None
) -> AsyncGenerator[str]:
    async for sentence in as_sentences(words):
        yield sentence
    if later is not None:
        async with aclosing(later):
            async for sentence in later:
                yield sentence
