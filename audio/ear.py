"""The ear: frames in, facts about what the candidate does out.

    source -> Segmenter -> segments -> speech-to-text -> TurnTracker -> events
              (voice)      (backlog)   (worker)          (policy)

Live, segments are transcribed beside the listening, so only the last piece is left when
a turn ends. With `eager=True` each transcription is awaited before the next frame is pulled:
a source that runs faster than real time then gives the same result on every machine.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from contextlib import aclosing, suppress
from typing import TypeAlias

import numpy as np

from audio.endpointing import decide
from audio.errors import DeviceError, EngineError, EngineUnavailable
from audio.events import (
    EarEvent,
    EngineFailed,
    GapHeard,
    Level,
    SegmentTranscribed,
    SilenceReached,
    SourceLost,
    SpeechEnded,
    SpeechStarted,
    TurnEnded,
    TurnProbablyOver,
    TurnSettled,
)
from audio.frames import Frame
from audio.pauses import MARKS_S, SilenceTracker
from audio.segments import Segment, Segmenter, SegmentRules
from audio.sources import AudioSource
from audio.stt.backlog import Backlog
from audio.stt.base import SpeechToText
from audio.stt.care import transcribe_carefully
from audio.turns import CLICK_S, Policy, TurnTracker
from audio.vad import SileroVoiceActivity, VoiceActivity

__all__ = [
    "Ear",
    "EarEvent",
    "EngineFailed",
    "GapHeard",
    "Level",
    "SegmentTranscribed",
    "SilenceReached",
    "SourceLost",
    "SpeechEnded",
    "SpeechStarted",
    "TurnEnded",
    "TurnProbablyOver",
    "TurnSettled",
]

LEVEL_FRAMES = 6
"""Frames in one level: 0.192 s, five a second."""

MOST_LEVELS_WAITING = 20
_Queue: TypeAlias = "asyncio.Queue[EarEvent | Exception | None]"


class Ear:
    """Listens to one source until it ends.

    Args:
        source: Where the sound comes from.
        stt: The recogniser.
        vad: Voice activity; Silero unless given.
        policy: When a turn is over.
        eager: Await every transcription before the next frame.
        patience: Asked at every decision; multiplies the policy's waits.
        rules: What counts as speech.
        marks_s: Silences that are told, such as 10, 20, 30 s.
    """

    def __init__(
        self,
        source: AudioSource,
        stt: SpeechToText,
        *,
        vad: VoiceActivity | None = None,
        policy: Policy = decide,
        eager: bool = False,
        patience: Callable[[], float] = lambda: 1.0,
        rules: SegmentRules | None = None,
        marks_s: Sequence[float] = MARKS_S,
    ) -> None:
        self._source = source
        self._stt = stt
        self._vad = vad or SileroVoiceActivity()
        self._segmenter = Segmenter(self._vad, rules)
        self._turns = TurnTracker(policy, patience)
        self._silences = SilenceTracker(marks_s)
        self._meter = _Meter()
        self._backlog = Backlog()
        self._work, self._settled = asyncio.Event(), asyncio.Event()
        self._settled.set()
        self._outbox: deque[EarEvent] = deque()
        self._eager = eager
        self._paused = False
        self._settling = False
        self._silent_since_s: float | None = 0.0
        self._now_s = 0.0

    @property
    def now_s(self) -> float:
        """The sample clock: the end of the last frame that was heard."""
        return self._now_s

    @property
    def paused(self) -> bool:
        """Whether frames are dropped because somebody else has the floor."""
        return self._paused

    def pause(self) -> None:
        """Drop frames from now on: the interviewer speaks. What was begun is still transcribed."""
        if not self._paused:
            self._paused = True
            self._note(self._segmenter.flush())

    def resume(self) -> None:
        """Listen again; the silence clock starts with the next frame."""
        if self._paused:
            self._paused = False
            self._silent_since_s = None
            self._segmenter.reset()

    def announce_pause(self) -> None:
        """Give the speaker time to think, as if they had asked for it aloud."""
        self._turns.announce(self._now_s)

    def end_turn(self, reason: str = "interrupted") -> None:
        """End the open turn now; `TurnEnded` follows as soon as its words are known.

        `TurnSettled` follows in any case, also where no turn was open.
        """
        self._settling = True
        self._end_turn(reason)

    def _end_turn(self, reason: str) -> None:
        self._note(self._segmenter.flush())
        self._turns.end_now(reason)

    async def events(self) -> AsyncGenerator[EarEvent]:
        """Yield what happens until the source ends; the last turn is closed then.

        Raises:
            audio.errors.AudioFileError: The source is a file and broken.
        """
        try:
            async with aclosing(self._run_eagerly() if self._eager else self._run_live()) as run:
                async for event in run:
                    yield event
        finally:
            await self._source.close()

    # Both ways of running share the steps below; they differ in who transcribes when.

    async def _run_eagerly(self) -> AsyncGenerator[EarEvent]:
        async with aclosing(self._heard_events()) as heard:
            async for event in heard:
                if event is not None:
                    yield event
                    continue
                while self._backlog:
                    await self._transcribe_next()
                for ready in self._drain():
                    yield ready

    async def _run_live(self) -> AsyncGenerator[EarEvent]:
        queue: _Queue = asyncio.Queue()
        tasks = [
            asyncio.create_task(self._guarded(self._listen(queue), queue)),
            asyncio.create_task(self._guarded(self._transcribe_for_ever(queue), queue)),
        ]
        try:
            while (event := await queue.get()) is not None:
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task

    async def _guarded(self, work: Coroutine[None, None, None], queue: _Queue) -> None:
        """Hand whatever goes wrong to the consumer, in whose task it is raised."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - raised again by the one who reads the queue
            queue.put_nowait(error)

    async def _listen(self, queue: _Queue) -> None:
        """Pull frames and pass on what they tell; levels are dropped when nobody reads."""
        async with aclosing(self._heard_events()) as heard:
            async for event in heard:
                if event is None:
                    self._post(queue)
                    await asyncio.sleep(0)  # a source that never waits must not starve the rest
                elif not isinstance(event, Level) or queue.qsize() < MOST_LEVELS_WAITING:
                    queue.put_nowait(event)
        await self._settled.wait()
        self._post(queue)
        queue.put_nowait(None)

    async def _transcribe_for_ever(self, queue: _Queue) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._backlog:
                await self._transcribe_next()
                self._post(queue)

    def _post(self, queue: _Queue) -> None:
        for event in self._drain():
            queue.put_nowait(event)

    async def _heard_events(self) -> AsyncGenerator[EarEvent | None]:
        """Yield what each frame tells, and None after it, so that the caller can act."""
        reason = "source_ended"
        try:
            async for frame in self._source.frames():
                for event in self._hear(frame):
                    yield event
                yield None
        except DeviceError as error:
            reason = "source_lost"
            yield SourceLost(str(error), self._now_s)
        self._end_turn(reason)
        yield None

    def _hear(self, frame: Frame) -> Iterator[EarEvent]:
        self._now_s = frame.end_s
        level = self._meter.push(frame)
        if level is not None:
            yield level
        if self._paused:
            return
        if self._silent_since_s is None:
            self._silent_since_s = frame.start_s
            self._turns.floor_given(frame.start_s)
        if frame.gap_before_s:
            yield GapHeard(frame.start_s, frame.gap_before_s)
        self._note(self._segmenter.push(frame))

    def _note(self, heard: Sequence[SpeechStarted | SpeechEnded | Segment]) -> None:
        """Keep events for the way out and send segments to transcription."""
        for item in heard:
            if not isinstance(item, Segment):
                self._outbox.append(item)
                continue
            self._turns.cut(item)
            self._settled.clear()
            for given_up in self._backlog.add(item):
                self._fail(given_up, "speech-to-text is too slow for live speech")
            self._work.set()

    def _drain(self) -> Iterator[EarEvent]:
        """Yield what is ready, then what the policies make of this moment."""
        while self._outbox:
            yield self._outbox.popleft()
        if self._paused and not self._turns.ending:
            return
        speaking_since_s = self._segmenter.speaking_since_s
        if speaking_since_s is None and not self._turns.pending:
            yield from self._silence()
        ended = self._turns.tick(self._now_s, speaking_since_s)
        if ended is not None:
            yield ended
        probable = self._turns.probably_over(self._now_s)
        if probable is not None:
            yield probable
        if self._settling and not self._turns.ending:
            self._settling = False
            yield TurnSettled(self._now_s)

    def _silence(self) -> Iterator[SilenceReached]:
        for mark_s in self._silences.at(self._now_s, self._silent_since_s):
            yield SilenceReached(mark_s, self._now_s, self._turns.announced)

    def _settle(self, segment: Segment, *, counts: bool) -> None:
        """A segment is done; if it was more than a click, the silence begins at its end."""
        if counts and self._silent_since_s is not None:
            self._silent_since_s = max(self._silent_since_s, segment.end_s)
        if not self._turns.pending:
            self._settled.set()

    async def _transcribe_next(self) -> None:
        segment, ids = self._backlog.take()
        try:
            heard = await transcribe_carefully(self._stt, segment.samples)
        except EngineError as error:
            self._fail(segment, str(error), ids, for_good=isinstance(error, EngineUnavailable))
            return
        self._turns.transcribed(segment, heard, ids)
        self._settle(segment, counts=bool(heard.text) or segment.voiced_s >= CLICK_S)
        self._outbox.append(
            SegmentTranscribed(
                segment_id=segment.segment_id,
                start_s=segment.start_s,
                end_s=segment.end_s,
                text=heard.text,
                confidence=heard.confidence,
                samples=segment.samples,
                words=heard.words,
                engine=heard.engine,
            )
        )

    def _fail(
        self, segment: Segment, reason: str, ids: Sequence[int] = (), *, for_good: bool = False
    ) -> None:
        self._turns.failed(segment, ids)
        self._settle(segment, counts=True)
        self._outbox.append(
            EngineFailed(
                segment.segment_id,
                segment.start_s,
                segment.end_s,
                reason,
                segment.samples,
                for_good,
            )
        )


class _Meter:
    """Averages the loudness of a few frames."""

    def __init__(self) -> None:
        self._power = 0.0
        self._frames = 0

    def push(self, frame: Frame) -> Level | None:
        """Add a frame; return a level when there are enough."""
        power = float(np.mean(np.square(frame.samples, dtype=np.float64)))
        self._power += power if np.isfinite(power) else 0.0
        self._frames += 1
        if self._frames < LEVEL_FRAMES:
            return None
        rms_dbfs = 10 * float(np.log10(self._power / self._frames + 1e-12))
        self._power, self._frames = 0.0, 0
        return Level(round(rms_dbfs, 1), frame.end_s)
