"""The interviewer's mouth: sentences become samples, samples become sound, text is the fallback."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

from audio.errors import AudioError, EngineUnavailable
from audio.recordings import write_utterance
from audio.sinks import AudioSink, Played, converted
from audio.tts import Speech, TextToSpeech
from audio.tts.base import joined, speech_pieces
from interviewer.channels.base import Spoken
from interviewer.clock import Clock

RECORDING_HZ = 16_000
SPOKEN_FORMS = (
    (re.compile(r"\bp(50|90|95|99|999)\b"), r"p \1"),
    (re.compile(r"\bA/B\b"), "A B"),
    (re.compile(r"\bQPS\b"), "Q P S"),
    (re.compile(r"\s*/\s*"), " or "),
)


class Mouth:
    """Speaks and, if asked to, keeps what it spoke.

    Args:
        voice: text to samples.
        sink: samples to sound.
        clock: the interview's clock.
        folder: where recordings go; None keeps none.
        show: called with every sentence as it begins to be spoken.
    """

    def __init__(
        self,
        voice: TextToSpeech,
        sink: AudioSink,
        clock: Clock,
        folder: Path | None = None,
        show: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._voice = voice
        self._sink = sink
        self._clock = clock
        self._folder = folder
        self._show = show
        self._number = 0
        self._going = asyncio.Event()
        self._going.set()
        self._holds = 0
        self._cut = False
        self._mute = False

    async def say(self, sentences: AsyncIterator[str]) -> Spoken:
        """Speak every sentence; what cannot be spoken is shown, and the interview goes on.

        A voice that is gone for good is told of once, and not asked again.
        """
        start_s = self._clock.now()
        said: list[str] = []
        parts: list[Speech] = []
        failed: str | None = None
        self._cut = False
        async for sentence in sentences:
            await self._going.wait()
            if self._cut:
                break
            self._show(sentence)
            said.append(sentence)
            if failed is not None or self._mute:
                continue
            try:
                heard = await self._speak(sentence, parts)
            except EngineUnavailable as error:
                failed, self._mute = str(error), True
            except AudioError as error:
                failed = str(error)
            else:
                if not heard:
                    said.pop()
                    break
        audio = self._keep(parts, start_s)
        return Spoken(" ".join(said), start_s, self._clock.now(), audio, failed)

    def stop(self) -> None:
        """Fall silent at once, for good."""
        self._cut = True
        self._sink.stop()

    def hold(self) -> None:
        """Fall silent at once; the sentence is spoken again when it may go on."""
        self._holds += 1
        self._going.clear()
        self._sink.stop()

    def go_on(self) -> None:
        """Speak again."""
        self._going.set()

    async def close(self) -> None:
        """Release voice and sink."""
        await self._voice.close()
        await self._sink.close()

    async def _speak(self, sentence: str, parts: list[Speech]) -> bool:
        """Whether the sentence was heard to its end; a voice that streams is heard at once."""
        begun, holds = len(parts), self._holds
        playing: list[asyncio.Task[Played]] = []
        try:
            async with aclosing(speech_pieces(self._voice, spoken_form(sentence))) as made:
                async for piece in made:
                    parts.append(piece)
                    if holds == self._holds and not self._cut:
                        playing.append(asyncio.create_task(self._play(piece)))
        finally:
            played = await _all(playing)
        whole = len(played) == len(parts) - begun and not any(one.interrupted for one in played)
        if whole or self._cut or holds == self._holds:
            return whole
        return await self._again(joined(parts[begun:]))

    async def _again(self, speech: Speech) -> bool:
        """Speak it from its beginning once it may go on; whether it was heard to its end."""
        while True:
            await self._going.wait()
            holds = self._holds
            if self._cut:
                return False
            played = await self._play(speech)
            if holds == self._holds:
                return not played.interrupted

    async def _play(self, speech: Speech) -> Played:
        return await self._sink.play(speech, self._number)

    def _keep(self, parts: list[Speech], start_s: float) -> str | None:
        """Write the recording; losing it must not end the interview."""
        self._number += 1
        sound = [part for part in parts if part.samples.any()]
        if self._folder is None or not sound:
            return None
        import numpy as np

        samples = np.concatenate([converted(part, RECORDING_HZ) for part in sound])
        name = f"interviewer-{self._number:04d}-{start_s:07.1f}s.flac"
        try:
            write_utterance(self._folder / name, samples)
        except AudioError:
            return None
        return f"{self._folder.name}/{name}"


async def _all(playing: list[asyncio.Task[Played]]) -> list[Played]:
    """What became of the pieces; when one fails or nobody waits any more, none goes on."""
    try:
        return await asyncio.gather(*playing)
    except BaseException:
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)
        raise


def spoken_form(text: str) -> str:
    """Write out what synthetic voices read badly."""
    for pattern, replacement in SPOKEN_FORMS:
        text = pattern.sub(replacement, text)
    return text
