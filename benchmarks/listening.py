"""What listening costs, and whether it hears voices where there are none.

python -m benchmarks.listening [--minutes 10]
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator

import numpy as np

from audio.ear import Ear, SegmentTranscribed
from audio.frames import SAMPLE_RATE_HZ, Samples
from audio.sources import BlockSource
from audio.stt import Transcription
from audio.stt.sphinx import SphinxSpeechToText
from benchmarks.figures import Figure
from tests.audio.sounds import ANSWER, clicks, hum, music, noise, say, silence, tone


class Words:
    """A recogniser that costs nothing: what is measured is the listening itself."""

    name = "free"

    async def transcribe(self, samples: Samples) -> Transcription:
        """Return a few words."""
        return Transcription(f"we rank {len(samples)} items and")

    async def close(self) -> None:
        """Do nothing."""


async def cost(minutes: float) -> float:
    """Return the share of one core that the ear takes during a long answer."""
    piece = np.concatenate([say(ANSWER), silence(0.8)])
    sound = np.resize(piece, round(minutes * 60 * SAMPLE_RATE_HZ))
    ear = Ear(BlockSource([sound]), Words(), eager=True)
    begun_s = time.process_time()
    async for _ in ear.events():
        pass
    return (time.process_time() - begun_s) / (minutes * 60)


async def invented(sound: Samples) -> tuple[int, str]:
    """Return the pieces that reached the recogniser, and the words it found in them."""
    ear = Ear(BlockSource([sound]), SphinxSpeechToText(), eager=True)
    pieces = [e async for e in ear.events() if isinstance(e, SegmentTranscribed)]
    return len(pieces), " ".join(e.text for e in pieces)


def not_speech(minutes: float) -> dict[str, Samples]:
    """Sounds in which nobody speaks."""
    seconds = 60 * minutes
    return {
        "silence": silence(seconds),
        "hiss, -50 dBFS": noise(seconds, -50),
        "noise, -20 dBFS": noise(seconds, -20),
        "mains hum": hum(seconds),
        "tone of 440 Hz": tone(seconds, 440),
        "typing": clicks(seconds),
        **{f"music {seed}": music(seconds, seed) for seed in range(4)},
    }


def figures() -> Iterator[Figure]:
    """The cost of listening, and words heard where nobody speaks."""
    share = asyncio.run(cost(5.0))
    yield Figure(
        "voice activity and turn ends, recognition not counted",
        f"{100 * share:.1f} %", "one core", None, "5 %", share < 0.05,
    )  # fmt: skip
    sounds = not_speech(2.0)
    words = sum(len(asyncio.run(invented(sound))[1].split()) for sound in sounds.values())
    yield Figure(
        f"words heard in {len(sounds)} sounds without speech, 2 min each",
        str(words), "", None, "none", words == 0,
    )  # fmt: skip


async def measure(minutes: float) -> None:
    """Print both tables."""
    print(f"listening: {100 * await cost(minutes):.1f} % of one core (the goal is below 5 %)\n")
    print(f"{minutes:g} min of           pieces taken for speech   words")
    for name, sound in not_speech(minutes).items():
        pieces, words = await invented(sound)
        print(f"{name:20}{pieces:15}              {words or '-'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    asyncio.run(measure(parser.parse_args().minutes))
