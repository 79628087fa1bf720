"""A rehearsal without sound: a simulated candidate, virtual time, the real policy for turn ends."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable

from audio.endpointing import EndTurn, Silence, decide, is_announced_pause, probably_over_s
from interviewer.candidates.base import Candidate, Utterance
from interviewer.channels.base import (
    Asked,
    CandidateLeft,
    Heard,
    SegmentHeardNow,
    SilenceHeard,
    Spoken,
    TurnHeard,
    TurnProbablyHeard,
)
from interviewer.channels.commands import request_of
from interviewer.channels.listening import MARKS_S
from interviewer.clock import VirtualClock
from interviewer.vocabulary import Request

CANDIDATE_WPM = 150
INTERVIEWER_WPM = 165
GIVE_UP_S = 180.0
"""Silence after which a candidate with nothing more to say is taken to have left."""

SILENCES_S = (*MARKS_S, *(float(s) for s in range(70, int(GIVE_UP_S), 10)))
"""As the ear tells them: every ten seconds once the marks are past."""


class RehearsedText:
    """Text both ways at the pace of speech, in virtual time.

    Args:
        candidate: who sits the interview.
        clock: virtual; moved forward as people would talk.
        show: called with every sentence of the interviewer.
        leave_at_end: leave as soon as there is nothing more to say, as piped input does; its lines
            may be commands.
    """

    def __init__(
        self,
        candidate: Candidate,
        clock: VirtualClock,
        show: Callable[[str], None] = lambda _: None,
        *,
        leave_at_end: bool = False,
    ) -> None:
        self._candidate = candidate
        self._clock = clock
        self._show = show
        self._leave_at_end = leave_at_end
        self._spoke = 0
        self._interrupted = False
        self._asked: deque[Request] = deque()

    @property
    def clock(self) -> VirtualClock:
        """The virtual clock."""
        return self._clock

    async def heard(self) -> AsyncGenerator[Heard]:
        """The candidate's turns and silences until they have nothing more to say."""
        announced = False
        while True:
            planned = self._candidate.plan()
            if self._is_command(planned):
                self._candidate.said()
            if self._asked:
                yield Asked(self._asked.popleft(), self._clock.now())
                continue
            if planned is None and self._leave_at_end:
                yield CandidateLeft("the input has ended", complete=True)
                return
            spoken_to = self._spoke
            async for silence in self._wait(planned, announced):
                yield silence
                if isinstance(silence, CandidateLeft):
                    return
            if planned is None or (self._spoke != spoken_to and self._candidate.plan() != planned):
                announced = False
                continue
            async for item in self._talk(planned):
                yield item
            announced = is_announced_pause(planned.text)

    async def _wait(self, planned: Utterance | None, announced: bool) -> AsyncIterator[Heard]:
        """Let the silence before an utterance pass, telling its marks; stop when spoken to."""
        pause_s = planned.pause_s if planned else GIVE_UP_S
        since_s, spoken_to, waited_s = self._clock.now(), self._spoke, 0.0
        for mark_s in SILENCES_S:
            if mark_s >= pause_s:
                break
            await self._clock.sleep(since_s + mark_s - waited_s - self._clock.now())
            yield SilenceHeard(self._clock.now() - since_s, self._clock.now(), announced)
            if self._spoke != spoken_to:
                if self._candidate.plan() != planned or planned is None:
                    return
                waited_s = mark_s
                since_s, spoken_to = self._clock.now(), self._spoke
        await self._clock.sleep(since_s + pause_s - waited_s - self._clock.now())
        if planned is None:
            yield CandidateLeft("the candidate has nothing more to say", complete=True)

    async def _talk(self, planned: Utterance) -> AsyncIterator[Heard]:
        """Say utterances until the policy would end the turn before the next one comes."""
        start_s = self._clock.now()
        texts: list[str] = []
        upcoming: Utterance | None = planned
        while upcoming is not None:
            texts.append(upcoming.text)
            begin_s = self._clock.now()
            await self._clock.sleep(60.0 * len(upcoming.text.split()) / CANDIDATE_WPM)
            self._candidate.said()
            end_s = self._clock.now()
            yield SegmentHeardNow(upcoming.text, begin_s, end_s)
            following = self._candidate.plan()
            so_far = " ".join(texts)
            probable_s, wait_s = _patience_s(so_far, end_s - start_s)
            pause_s = following.pause_s if following is not None else wait_s
            if probable_s is not None and probable_s < pause_s and not self._interrupted:
                await self._clock.sleep(probable_s)
                yield TurnProbablyHeard(so_far, start_s, end_s, self._clock.now())
            if self._interrupted or following is None or following.pause_s > wait_s:
                break
            if self._request_in(following) is not None:
                break
            await self._clock.sleep(end_s + following.pause_s - self._clock.now())
            upcoming = following
        interrupted, self._interrupted = self._interrupted, False
        decided_s = end_s if interrupted else end_s + wait_s
        await self._clock.sleep(decided_s - self._clock.now())
        yield TurnHeard(" ".join(texts), start_s, end_s, decided_s, interrupted=interrupted)

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Show the sentences; time passes as if they were spoken."""
        start_s = self._clock.now()
        said = []
        async for sentence in sentences:
            self._show(sentence)
            said.append(sentence)
            await self._clock.sleep(60.0 * len(sentence.split()) / INTERVIEWER_WPM)
        text = " ".join(said)
        self._spoke += 1
        self._candidate.hear(text)
        return Spoken(text, start_s, self._clock.now())

    def interrupt(self) -> None:
        """End the open turn."""
        self._interrupted = True

    def ask(self, request: Request) -> None:
        """Take a request before the next utterance."""
        self._asked.append(request)

    async def close(self) -> None:
        """Nothing is open."""

    def _is_command(self, planned: Utterance | None) -> bool:
        """Whether the next line is a command; if so, it is taken."""
        request = self._request_in(planned)
        if request is not None:
            self.ask(request)
        return request is not None

    def _request_in(self, planned: Utterance | None) -> Request | None:
        return request_of(planned.text) if planned is not None and self._leave_at_end else None


def _patience_s(text: str, speech_s: float) -> tuple[float | None, float]:
    """After how much silence the policy takes the turn for probably over, if at all, and over."""
    silence_s, probable_s = 0.0, None
    while True:
        decision = decide(Silence(silence_s, text, speech_s=speech_s))
        if isinstance(decision, EndTurn):
            return probable_s, silence_s
        probable_s = probable_s or probably_over_s(decision)
        silence_s = max(decision.until_silence_s, silence_s + 0.01)
