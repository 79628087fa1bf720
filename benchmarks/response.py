"""How long a candidate waits for an answer: from the end of a question to the first sample.

    python -m benchmarks.response

Clarifying questions are spoken by a synthetic voice, in real time, into the ear, the session, the
scripted mind and the voice of an interview; only the devices are left out. The wait is split into
what the turn policy waited for on purpose, what recognition took beyond that, the mind and the
voice; the remainder is journal, queues and event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from audio.ear import Ear
from audio.frames import FRAME_S, FRAME_SAMPLES, SAMPLE_RATE_HZ, Frame, FrameCutter, Samples
from audio.sinks import Played, converted
from audio.stt import SpeechToText, Transcription, choose_engine
from audio.tts import Speech, TextToSpeech, VoiceSettings, choose_voice_engine
from benchmarks.figures import Figure, milliseconds
from interviewer.assembly import Engines, Screen, open_session
from interviewer.channels.listening import MARKS_S, EarListener
from interviewer.channels.speaking import Mouth
from interviewer.channels.voice import VoiceChannel
from interviewer.choices import Choices, build_setting
from interviewer.clock import MonotonicClock
from interviewer.director import Guidance, Situation
from interviewer.home import Home
from interviewer.library.load import Library
from interviewer.minds.base import Mind, Reply
from interviewer.minds.scripted import ScriptedMind

QUESTION = "ride-eta"
QUESTIONS = (
    "How many trips do we have per day?",
    "How fast does the system have to answer?",
    "How many cities do we operate in?",
    "Which systems use the estimate?",
    "Where do the labels come from?",
    "How fresh is the traffic data?",
    "Do we have a map of the roads?",
    "What happens if the service is down?",
)
PARTS = ("the turn policy's wait", "recognition beyond it", "mind", "voice", "all else")
QUIET = 1e-3
BETWEEN_S = 1.5


@dataclass(slots=True)
class Stopwatch:
    """When the steps of one answer were done, in seconds of the machine's clock."""

    spoken: float = 0.0
    recognised: float = 0.0
    mind_asked: float = 0.0
    mind_done: float = 0.0
    voice_asked: float = 0.0
    voice_done: float = 0.0
    played: float = 0.0

    def parts(self) -> tuple[float, ...]:
        """Seconds by part, in the order of ``PARTS``, and the whole at the end."""
        whole = self.played - self.spoken
        mind = self.mind_done - self.mind_asked
        voice = self.voice_done - self.voice_asked
        waited = self.mind_asked - self.spoken
        recognition = max(0.0, self.recognised - self.spoken - waited) if waited else 0.0
        rest = whole - waited - mind - voice
        return waited - recognition, recognition, mind, voice, rest, whole


class Room:
    """A candidate in real time: asks, is quiet until answered, asks the next question.

    It is the source of frames, the sink of the interviewer's sound and the one who listens.
    """

    def __init__(self, sounds: list[Samples]) -> None:
        self.watches: list[Stopwatch] = []
        self._sounds = sounds
        self._answered = asyncio.Event()
        self._began = time.perf_counter()
        self._at_s = 0.0

    @property
    def watch(self) -> Stopwatch:
        """Of the question that waits for its answer."""
        return self.watches[-1] if self.watches else Stopwatch()

    async def frames(self) -> AsyncIterator[Frame]:
        """The questions with quiet between them, at the pace of a microphone."""
        await self._answered.wait()
        for sound in self._sounds:
            async for frame in self._quiet(BETWEEN_S):
                yield frame
            self._answered.clear()
            cutter = FrameCutter()
            loud = np.flatnonzero(np.abs(sound) > QUIET)[-1] / SAMPLE_RATE_HZ
            watch = Stopwatch(spoken=self._began + self._at_s + float(loud))
            self.watches.append(watch)
            for frame in (*cutter.push(sound), *cutter.flush()):
                yield await self._frame(frame.samples)
            while not self._answered.is_set():
                yield await self._frame(np.zeros(FRAME_SAMPLES, np.float32))

    async def _quiet(self, seconds: float) -> AsyncIterator[Frame]:
        for _ in range(round(seconds / FRAME_S)):
            yield await self._frame(np.zeros(FRAME_SAMPLES, np.float32))

    async def _frame(self, samples: Samples) -> Frame:
        start_s, self._at_s = self._at_s, self._at_s + FRAME_S
        late = time.perf_counter() - self._began - self._at_s
        if late < 0:
            await asyncio.sleep(-late)
        return Frame(samples, start_s)

    async def play(self, speech: Speech, utterance_id: int) -> Played:
        """Note when the first sound would have left the speaker; it takes no time."""
        self.watch.played = self.watch.played or time.perf_counter()
        return Played(utterance_id, speech.duration_s, speech.duration_s)

    def heard(self, _: str) -> None:
        """The interviewer has spoken."""
        self._answered.set()

    def stop(self) -> None:
        """Nothing is playing."""

    async def close(self) -> None:
        """Nothing is open."""


class TimedRecogniser:
    """A recogniser that notes when it was done."""

    def __init__(self, engine: SpeechToText, room: Room) -> None:
        self.name, self._engine, self._room = engine.name, engine, room

    async def transcribe(self, samples: Samples) -> Transcription:
        """Transcribe and note the time."""
        found = await self._engine.transcribe(samples)
        self._room.watch.recognised = time.perf_counter()
        return found

    async def close(self) -> None:
        """Close the engine."""
        await self._engine.close()


class TimedMind:
    """A mind that notes when it was asked and when it had decided."""

    def __init__(self, mind: Mind, room: Room) -> None:
        self.name, self._mind, self._room = mind.name, mind, room

    async def reply(self, situation: Situation, guidance: Guidance) -> Reply:
        """Reply and note the times."""
        self._room.watch.mind_asked = time.perf_counter()
        reply = await self._mind.reply(situation, guidance)
        self._room.watch.mind_done = time.perf_counter()
        return reply

    async def close(self) -> None:
        """Close the mind."""
        await self._mind.close()


class TimedVoice:
    """A voice that notes when its first sentence was asked for and ready."""

    def __init__(self, voice: TextToSpeech, room: Room) -> None:
        self.name, self._voice, self._room = voice.name, voice, room

    async def synthesize(self, text: str) -> Speech:
        """Synthesize and note the times."""
        watch = self._room.watch
        watch.voice_asked = watch.voice_asked or time.perf_counter()
        speech = await self._voice.synthesize(text)
        watch.voice_done = watch.voice_done or time.perf_counter()
        return speech

    async def close(self) -> None:
        """Close the voice."""
        await self._voice.close()


async def answers() -> tuple[dict[str, str], list[Stopwatch]]:
    """Ask every question once; the names of the engines and a stopwatch for every answer."""
    library, home = Library(), Home.find()
    choices = Choices(question=QUESTION, minutes=60, mind="scripted", seed=1)
    setting = build_setting(choices, library, 1)
    theirs, _ = await choose_voice_engine("flite", VoiceSettings(rate_wpm=165))
    sounds = [converted(await theirs.synthesize(text), SAMPLE_RATE_HZ) for text in QUESTIONS]
    room = Room(sounds)
    stt, _ = choose_engine("auto", models_dir=home.models, hotwords=setting.question.glossary)
    ours, _ = await choose_voice_engine("auto", VoiceSettings(rate_wpm=165))
    clock = MonotonicClock()
    ear = Ear(room, TimedRecogniser(stt, room), marks_s=MARKS_S,
              patience=lambda: setting.interviewer.patience)  # fmt: skip
    mouth = Mouth(TimedVoice(ours, room), room, clock)
    channel = VoiceChannel(EarListener(ear, None, clock=clock), mouth, clock, on_said=room.heard)
    with tempfile.TemporaryDirectory() as folder:
        async with open_session(
            setting, choices, channel, Engines(), Screen(), TimedMind(ScriptedMind(1), room),
            mode="rehearsal", folder=Home(Path(folder)).new_session(QUESTION),
        ) as session:  # fmt: skip
            with contextlib.suppress(asyncio.CancelledError):
                await session.run()
    return {"stt": stt.name, "tts": ours.name}, [watch for watch in room.watches if watch.played]


def figures() -> Iterator[Figure]:
    """The wait and its parts, medians over the questions."""
    engines, watches = asyncio.run(answers())
    rows = [watch.parts() for watch in watches]
    used = {"recognition beyond it": engines["stt"], "mind": "scripted", "voice": engines["tts"]}
    yield Figure(
        f"end of a question to the first sample, median of {len(rows)}",
        milliseconds(median(row[-1] for row in rows)),
    )
    for at, part in enumerate(PARTS):
        yield Figure(f"  {part}", milliseconds(median(r[at] for r in rows)), used.get(part, ""))


if __name__ == "__main__":
    import sys

    from benchmarks.__main__ import main

    sys.exit(main(["response"]))
