"""From the ear's events to what the interview needs to know, with recordings kept on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path

from audio.ear import Ear
from audio.errors import AudioError
from audio.events import (
    EarEvent,
    EngineFailed,
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
from audio.frames import Samples
from audio.recordings import utterance_name, write_utterance
from interviewer.channels.base import (
    Asked,
    CandidateLeft,
    Heard,
    NotUnderstood,
    SegmentHeardNow,
    SilenceHeard,
    TurnHeard,
    TurnProbablyHeard,
)
from interviewer.clock import Clock
from interviewer.vocabulary import Request

MARKS_S = (5.0, 10.0, 20.0, 30.0, 60.0)
"""Silences the interview wants to hear of: one to take the floor, then the ladder."""

SILENT_VOICE_S = 0.3
"""Voice without a word for at least this long is likely a filled pause ("um")."""

ASKED = "asked"
"""Why a turn ended that the candidate ended by a key."""


class EarListener:
    """Reads one ear.

    Args:
        ear: the ear, its silence marks being ``MARKS_S``.
        folder: where recordings go; None keeps none.
        level: told the loudness in dBFS, about five times a second.
        clock: the interview's clock, for a source whose sample clock starts when listening does;
            None where the source's frames carry the interview's time already.
        voice: told since when the candidate is speaking, and again, with the end, until when.
        lost: told once the source is gone for good, before what was last said is passed on.
    """

    def __init__(
        self,
        ear: Ear,
        folder: Path | None = None,
        level: Callable[[float], None] = lambda _: None,
        clock: Clock | None = None,
        voice: Callable[[float, float | None], None] = lambda *_: None,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self.ear = ear
        self._folder = folder
        self._level = level
        self._clock = clock
        self._voice = voice
        self._lost = lost
        self._left = CandidateLeft("the sound has ended", complete=True)
        self._asked: deque[Request] = deque()
        self._offset_s = 0.0
        self._audio: dict[int, str] = {}
        self._silent_voice = 0

    async def heard(self) -> AsyncGenerator[Heard]:
        """What the candidate does, until the source ends."""
        if self._clock is not None:
            self._offset_s = self._clock.now()
        async with aclosing(self.ear.events()) as events:
            async for event in events:
                for item in self._translate(event):
                    yield item
        yield self._left

    def ask(self, request: Request) -> None:
        """End the open turn for a request, which goes with it."""
        self._asked.append(request)
        self.ear.end_turn(ASKED)

    def _translate(self, event: EarEvent) -> list[Heard]:
        offset_s = self._offset_s
        if isinstance(event, Level):
            self._level(event.rms_dbfs)
        elif isinstance(event, SegmentTranscribed):
            return self._segment(event)
        elif isinstance(event, SilenceReached):
            return [SilenceHeard(event.silence_s, event.at_s + offset_s, event.announced)]
        elif isinstance(event, TurnProbablyOver):
            begin_s, end_s = event.start_s + offset_s, event.end_s + offset_s
            return [TurnProbablyHeard(event.text, begin_s, end_s, event.at_s + offset_s)]
        elif isinstance(event, TurnEnded):
            return self._turn(event)
        elif isinstance(event, EngineFailed):
            audio = self._keep(event.segment_id, event.start_s, event.samples)
            return [NotUnderstood(event.reason, event.end_s + offset_s, audio, event.for_good)]
        elif isinstance(event, TurnSettled):
            waiting, self._asked = self._asked, deque()
            return [Asked(request, event.at_s + offset_s) for request in waiting]
        elif isinstance(event, SourceLost):
            self._left = CandidateLeft(event.reason)
            self._lost()
        else:
            self._voiced(event)
        return []

    def _voiced(self, event: EarEvent) -> None:
        if isinstance(event, SpeechStarted):
            self._voice(event.t_s + self._offset_s, None)
        elif isinstance(event, SpeechEnded):
            self._voice(event.start_s + self._offset_s, event.end_s + self._offset_s)

    def _segment(self, event: SegmentTranscribed) -> list[Heard]:
        if not event.text:
            if event.end_s - event.start_s >= SILENT_VOICE_S:
                self._silent_voice += 1
            return []
        audio = self._keep(event.segment_id, event.start_s, event.samples)
        begin_s, end_s = event.start_s + self._offset_s, event.end_s + self._offset_s
        return [SegmentHeardNow(event.text, begin_s, end_s, event.confidence, audio)]

    def _turn(self, event: TurnEnded) -> list[Heard]:
        if not event.text:
            return []
        turn = TurnHeard(
            event.text,
            event.start_s + self._offset_s,
            event.end_s + self._offset_s,
            event.decided_s + self._offset_s,
            event.confidence,
            tuple(self._audio[i] for i in event.segment_ids if i in self._audio),
            self._silent_voice,
            event.reason == "interrupted",
            self._asked.popleft() if event.reason == ASKED and self._asked else None,
        )
        self._silent_voice = 0
        return [turn]

    def _keep(self, segment_id: int, start_s: float, samples: Samples) -> str | None:
        """Write the recording; losing it must not end the interview."""
        if self._folder is None:
            return None
        name = utterance_name(segment_id, start_s + self._offset_s)
        try:
            write_utterance(self._folder / name, samples)
        except AudioError:
            return None
        self._audio[segment_id] = f"{self._folder.name}/{name}"
        return self._audio[segment_id]
