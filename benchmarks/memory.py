"""How much memory an hour of listening and talking gains, in virtual time.

    python -m benchmarks.memory [--minutes 60]

A synthetic voice talks into the true ear for the whole interview, the interviewer's sentences are
synthesized and the recordings and the journal are written. The recogniser costs nothing, so that
what grows is ours. Figures are of the resident set, read once a virtual minute.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.stt import Transcription
from audio.tts import VoiceSettings, choose_voice_engine
from benchmarks.figures import Figure
from benchmarks.talker import talker
from interviewer.assembly import AUDIO_FOLDER, Engines, Screen, open_session
from interviewer.channels.listening import MARKS_S, EarListener
from interviewer.channels.rehearsed_voice import SyntheticMicrophone
from interviewer.channels.speaking import Mouth
from interviewer.channels.voice import VoiceChannel
from interviewer.choices import Choices, build_setting
from interviewer.clock import VirtualClock
from interviewer.events import Event
from interviewer.home import Home
from interviewer.library.load import Library
from interviewer.minds.scripted import ScriptedMind

QUESTION = "ride-eta"
SETTLED_MIN = 5
MOST_MB = 20.0


class Free:
    """A recogniser that costs nothing and returns as many words as the sound is long."""

    name = "free"

    async def transcribe(self, samples: Samples) -> Transcription:
        """Return words at the pace of speech."""
        words = max(1, round(2.5 * len(samples) / SAMPLE_RATE_HZ))
        return Transcription(" ".join(["we rank the items by the score"] * (words // 7 + 1)))

    async def close(self) -> None:
        """Do nothing."""


def resident_mb() -> float:
    """The resident set of this process."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


class Scale:
    """Reads the resident set once a virtual minute."""

    def __init__(self, clock: VirtualClock) -> None:
        self.readings_mb: list[float] = []
        self._clock = clock

    def watch(self, _: Event) -> None:
        """Read if a minute has begun since the last reading."""
        while self._clock.now() >= 60 * len(self.readings_mb):
            gc.collect()
            self.readings_mb.append(resident_mb())


async def readings(minutes: float) -> list[float]:
    """Hold a voice interview and return the resident set by the minute, in MB."""
    from audio.ear import Ear
    from audio.sinks import NullSink

    clock = VirtualClock()
    scale = Scale(clock)
    library = Library()
    choices = Choices(question=QUESTION, minutes=minutes, mind="scripted", seed=1)
    setting = build_setting(choices, library, 1)
    candidate = talker(QUESTION, 2 * minutes)
    theirs, _ = await choose_voice_engine("flite", VoiceSettings(rate_wpm=165))
    ours, _ = await choose_voice_engine("espeak", VoiceSettings(rate_wpm=165))
    with tempfile.TemporaryDirectory() as home:
        folder = Home(Path(home)).new_session(QUESTION)
        source = SyntheticMicrophone(candidate, theirs, clock)
        ear = Ear(source, Free(), eager=True, marks_s=MARKS_S)
        listener = EarListener(ear, folder / AUDIO_FOLDER)
        mouth = Mouth(ours, NullSink(clock), clock, folder / AUDIO_FOLDER)
        channel = VoiceChannel(listener, mouth, clock, on_said=candidate.hear)
        async with open_session(
            setting, choices, channel, Engines(), Screen(watch=scale.watch), ScriptedMind(1),
            mode="rehearsal", folder=folder,
        ) as session:  # fmt: skip
            await session.run()
    return scale.readings_mb


def figures(minutes: float = 60.0) -> Iterator[Figure]:
    """Growth after the first minutes."""
    if not sys.platform.startswith("linux"):
        return
    found = asyncio.run(readings(minutes))
    settled, last = found[min(SETTLED_MIN, len(found) - 1)], found[-1]
    growth = last - settled
    yield Figure(
        f"growth over {len(found) - 1} virtual minutes of voice, after the first {SETTLED_MIN}",
        f"{growth:+.1f} MB", f"whole process {last:.0f} MB", None,
        f"{MOST_MB:g} MB", growth < MOST_MB,
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    for minute, size_mb in enumerate(asyncio.run(readings(parser.parse_args().minutes))):
        print(f"{minute:4} min {size_mb:8.1f} MB")
