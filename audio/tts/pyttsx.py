"""The voices of the operating system through pyttsx3, kept in a child process.

pyttsx3 cannot be trusted with a second sentence: on Linux a later sentence of a process came out
empty in 3 of 15 runs, on Windows and macOS later calls are known to hang. So a child speaks one
sentence and ends, and the next child starts while this sentence is being heard: 300 sentences
without a failure, and no wait for the start.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path

from audio.errors import EngineError, EngineTimeout, EngineUnavailable
from audio.tts.base import Speech, VoiceSettings, checked, joined
from audio.tts.espeak import espeak_voice
from audio.tts.programs import kill, start_program
from audio.tts.text import pieces

_CHILD = (sys.executable, "-P", str(Path(__file__).with_name("pyttsx_child.py")))
"""Run by path and with -P, so that no folder named `audio` where the user stands gets in."""

_START_TIMEOUT_S = 10.0
_TIMEOUT_S = 3.0
_TIMEOUT_PER_CHARACTER_S = 0.02


class Pyttsx3Voice:
    """A system voice: SAPI5 on Windows, NSSpeechSynthesizer on macOS, espeak-ng on Linux."""

    name = "pyttsx3"

    def __init__(
        self,
        settings: VoiceSettings | None = None,
        *,
        command: Sequence[str] = _CHILD,
        timeout_s: float = _TIMEOUT_S,
        start_timeout_s: float = _START_TIMEOUT_S,
    ) -> None:
        """Remember the settings; `command` starts a child that speaks the protocol."""
        self._settings = settings or VoiceSettings()
        self._command = tuple(command)
        self._timeout_s = timeout_s
        self._start_timeout_s = start_timeout_s
        self._spare: asyncio.Task[Process] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def synthesize(self, text: str) -> Speech:
        """Speak the text; a child that fails is replaced by a fresh one, once per piece."""
        async with self._one_at_a_time:
            return joined([await self._with_one_retry(piece) for piece in pieces(text)])

    async def close(self) -> None:
        """End the child that is waiting."""
        if self._spare is not None:
            spare, self._spare = self._spare, None
            spare.cancel()
            (process,) = await asyncio.gather(spare, return_exceptions=True)
            if isinstance(process, Process):
                await kill(process)

    async def _with_one_retry(self, text: str) -> Speech:
        try:
            return await self._once(text)
        except EngineUnavailable:
            raise
        except EngineError:
            return await self._once(text)

    async def _once(self, text: str) -> Speech:
        child = await self._next_child()
        try:
            with tempfile.TemporaryDirectory(prefix="pyttsx3-", ignore_cleanup_errors=True) as room:
                sound = Path(room, "sound.wav")
                await self._ask(child, text, sound)
                speech = await asyncio.to_thread(_read, sound)
        finally:
            await kill(child)
        self._spare = asyncio.create_task(self._start())
        return checked(speech, text, "pyttsx3")

    async def _next_child(self) -> Process:
        if self._spare is None:
            return await self._start()
        spare, self._spare = self._spare, None
        try:
            child = await spare
        except EngineError:
            return await self._start()
        return child if child.returncode is None else await self._start()

    async def _start(self) -> Process:
        child = await start_program(self._command, engine="pyttsx3")
        try:
            await _answer(child, "ready", self._start_timeout_s)
        except BaseException:
            await kill(child)
            raise
        return child

    async def _ask(self, child: Process, text: str, sound: Path) -> None:
        wanted = self._settings
        request = {
            "text": text,
            "path": str(sound),
            "rate_wpm": wanted.rate_wpm,
            "pitch": wanted.pitch,
            "gender": wanted.gender,
            "accent": wanted.accent,
            "voice": wanted.voice,
            "espeak_voice": espeak_voice(wanted),
        }
        assert child.stdin is not None
        child.stdin.write(json.dumps(request).encode() + b"\n")
        await _answer(child, "done", self._timeout_s + _TIMEOUT_PER_CHARACTER_S * len(text))


async def _answer(child: Process, wanted: str, timeout_s: float) -> None:
    assert child.stdout is not None
    try:
        async with asyncio.timeout(timeout_s):
            line = await child.stdout.readline()
    except TimeoutError as error:
        raise EngineTimeout(f"pyttsx3 did not answer within {timeout_s:.1f} s") from error
    except ValueError as error:
        raise EngineError("pyttsx3's process wrote an endless line") from error
    if not line:
        raise EngineError("pyttsx3's process ended without an answer")
    try:
        message = json.loads(line)
        event, reason = message["event"], str(message.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError("pyttsx3's process answered with something else") from error
    if event != wanted:
        raise EngineError(f"pyttsx3 failed: {reason[:200] or event}")


def _read(path: Path) -> Speech:
    """Read what the system voice wrote: WAV on Windows and Linux, AIFF on macOS."""
    import soundfile

    try:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise EngineError("pyttsx3 wrote no sound file that can be read") from error
    return Speech(samples.mean(axis=1, dtype="float32"), int(rate_hz))
