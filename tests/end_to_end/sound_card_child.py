"""The process that uses the virtual sound card; its first argument says what to do.

It says what it did in JSON lines on standard output.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from itertools import pairwise

import numpy as np

from audio.capture import Microphone
from audio.devices import find_input, find_output
from audio.errors import DeviceError, DeviceLost
from audio.frames import Frame
from audio.playback import Speaker
from audio.tts.base import Speech

PAST_START = 110
"""Frames after which a stream has its usual patience of a second."""


def tell(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


async def listen(path: str, seconds: str) -> None:
    """Record into a file of samples at 16 kHz."""
    microphone = Microphone()
    await microphone.open()
    frames: list[Frame] = []
    async for frame in microphone.frames():
        frames.append(frame)
        if len(frames) == 10:
            tell(event="listening")
        if frame.end_s >= float(seconds):
            break
    await microphone.close()
    np.save(path, np.concatenate([frame.samples for frame in frames]))
    steps = {round(b.start_s - a.end_s, 6) for a, b in pairwise(frames)}
    tell(event="done", gap_s=sum(frame.gap_before_s for frame in frames), steps=sorted(steps))


async def speak(path: str, rate_hz: str) -> None:
    """Play samples from a file."""
    speaker = Speaker()
    await speaker.open()
    speech = Speech(np.load(path), int(rate_hz))
    tell(event="speaking")
    played = await asyncio.gather(speaker.play(speech, 1), speaker.play(speech, 2))
    await asyncio.sleep(0.1)
    await speaker.close()
    tell(event="done", played=[one.seconds_played for one in played])


async def stop(path: str, rate_hz: str, after_s: str) -> None:
    """Play samples and stop after a while, then play them whole to mark the end."""
    speaker = Speaker()
    speech = Speech(np.load(path), int(rate_hz))
    await speaker.open()
    tell(event="speaking")
    first = asyncio.create_task(speaker.play(speech, 1))
    behind = asyncio.create_task(speaker.play(speech, 2))
    await asyncio.sleep(float(after_s))
    speaker.stop()
    one, two = await first, await behind
    await asyncio.sleep(0.5)
    await speaker.close()
    tell(event="done", played=[one.seconds_played, two.seconds_played], total=one.seconds_total)


async def devices() -> None:
    """Find the default devices."""
    await asyncio.sleep(0)
    tell(microphone=find_input().name, speaker=find_output().name, by_name=find_input("PULSE").name)


async def lose() -> None:
    """Listen to a microphone that goes away and comes back, then goes for good."""
    last_s = time.monotonic()

    def on_lost(reason: str) -> None:
        tell(event="lost", said=reason, noticed_after_s=time.monotonic() - last_s)

    microphone = Microphone(
        reopen_after_s=(0.5, 1.0, 1.0),
        on_lost=on_lost,
        on_back=lambda gap_s: tell(event="back", gap_s=gap_s),
    )
    count = 0
    try:
        async for frame in microphone.frames():
            count += 1
            last_s = time.monotonic()
            if count == PAST_START:
                tell(event="listening")
            if frame.gap_before_s:
                tell(event="gap", gap_s=frame.gap_before_s, start_s=frame.start_s)
    except DeviceLost as lost:
        tell(event="gone", said=str(lost))
    await microphone.close()


async def lose_speaker(path: str, rate_hz: str) -> None:
    """Speak to a speaker that goes away and comes back, then goes for good."""
    speaker = Speaker()
    speech = Speech(np.load(path), int(rate_hz))
    await speaker.play(speech, 0)
    tell(event="speaking")
    for awaited in ("lost", "heard", "lost"):
        event = said = ""
        while event != awaited:
            event, said = await try_to_speak(speaker, speech)
        tell(event=event, said=said)
    await speaker.close()


async def try_to_speak(speaker: Speaker, speech: Speech) -> tuple[str, str]:
    try:
        await speaker.play(speech, 1)
    except DeviceError as error:
        await asyncio.sleep(0.2)
        return "lost", str(error)
    return "heard", ""


if __name__ == "__main__":
    deeds = {
        "listen": listen,
        "speak": speak,
        "stop": stop,
        "devices": devices,
        "lose": lose,
        "lose-speaker": lose_speaker,
    }
    asyncio.run(deeds[sys.argv[1]](*sys.argv[2:]))  # type: ignore[operator]
