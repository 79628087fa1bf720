"""A rehearsal with sound: a synthetic voice speaks into the same frames a microphone would give."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np

from audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Frame, FrameCutter, Samples
from audio.sinks import converted
from audio.tts import TextToSpeech
from interviewer.candidates.base import Candidate, Utterance
from interviewer.channels.rehearsed_text import GIVE_UP_S
from interviewer.clock import VirtualClock

FRAME_S = FRAME_SAMPLES / SAMPLE_RATE_HZ
ROOM_DBFS = -66.0
"""Hiss of a quiet room; digital silence is something no microphone gives."""


class SyntheticMicrophone:
    """Frames of a simulated candidate, in virtual time: pulled as fast as they are heard.

    Args:
        candidate: who speaks.
        voice: their voice.
        clock: moved forward by every frame.
        seed: of the room's hiss.
    """

    def __init__(
        self, candidate: Candidate, voice: TextToSpeech, clock: VirtualClock, seed: int = 0
    ) -> None:
        self._candidate = candidate
        self._voice = voice
        self._clock = clock
        self._closed = False
        self._noise = np.random.default_rng(seed)

    async def frames(self) -> AsyncIterator[Frame]:
        """Silence, then speech, then silence, until the candidate has nothing more to say."""
        planned: Utterance | None = None
        waited_s = 0.0
        while not self._closed and waited_s < GIVE_UP_S:
            following = self._candidate.plan()
            if following != planned:
                planned, waited_s = following, 0.0
            if planned is None or waited_s < planned.pause_s:
                waited_s += FRAME_S
                yield await self._frame(np.zeros(FRAME_SAMPLES, np.float32))
                continue
            async for frame in self._speak(planned.text):
                yield frame
            self._candidate.said()
            planned, waited_s = None, 0.0

    async def close(self) -> None:
        """Stop at the next frame."""
        self._closed = True
        await self._voice.close()

    async def _speak(self, text: str) -> AsyncIterator[Frame]:
        speech = await self._voice.synthesize(text)
        cutter = FrameCutter()
        samples = converted(speech, SAMPLE_RATE_HZ)
        for frame in (*cutter.push(samples), *cutter.flush()):
            yield await self._frame(frame.samples)

    async def _frame(self, samples: Samples) -> Frame:
        start_s = self._clock.now()
        hiss = self._noise.standard_normal(FRAME_SAMPLES, np.float32)
        await self._clock.sleep(FRAME_S)
        return Frame(samples + np.float32(10 ** (ROOM_DBFS / 20)) * hiss, start_s)
