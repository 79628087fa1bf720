"""flite, the voice of the simulated candidate on Linux: pocketsphinx understands it best."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from audio.errors import EngineUnavailable
from audio.tts.base import Speech, VoiceSettings, checked, joined
from audio.tts.programs import run_program
from audio.tts.text import pieces
from audio.tts.wave_bytes import speech_from_wave

_VOICES = ("awb", "kal", "kal16", "rms", "slt")
_OWN_RATE_WPM = 175
"""slt's own pace, measured over fourteen sentences; other paces stretch the durations by it."""
_BY_GENDER = {"female": "slt", "male": "rms", "any": "slt"}
_TIMEOUT_S = 10.0


class FliteVoice:
    """The voice of flite; text and sound go through files, because it cannot write to a pipe."""

    name = "flite"

    def __init__(
        self,
        settings: VoiceSettings | None = None,
        *,
        program: str | None = None,
        timeout_s: float = _TIMEOUT_S,
    ) -> None:
        """Find the program.

        Raises:
            EngineUnavailable: flite is not installed, or has no voice of that name (it would
                silently take another).
        """
        wanted = settings or VoiceSettings()
        self._voice = wanted.voice or _BY_GENDER[wanted.gender]
        if self._voice not in _VOICES:
            raise EngineUnavailable(
                f"flite has no voice {self._voice!r}; choose one of {', '.join(_VOICES)}"
            )
        self._stretch = _OWN_RATE_WPM / wanted.rate_wpm
        self._program = program or _find_program()
        self._timeout_s = timeout_s

    async def synthesize(self, text: str) -> Speech:
        """Speak the text; 16,000 Hz (8,000 Hz with the voice kal)."""
        return joined([await self._piece(piece) for piece in pieces(text)])

    async def close(self) -> None:
        """Nothing is kept open between sentences."""

    async def _piece(self, text: str) -> Speech:
        with tempfile.TemporaryDirectory(prefix="flite-") as folder:
            words, sound = Path(folder, "words.txt"), Path(folder, "sound.wav")
            await asyncio.to_thread(words.write_text, text, encoding="utf-8")
            command = [
                *(self._program, "-voice", self._voice),
                *("--setf", f"duration_stretch={self._stretch:.3f}"),
                *("-f", str(words), "-o", str(sound)),
            ]
            await run_program(command, engine="flite", timeout_s=self._timeout_s)
            data = await asyncio.to_thread(_content, sound)
        return checked(speech_from_wave(data, "flite"), text, "flite")


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _find_program() -> str:
    path = shutil.which("flite")
    if path is None:
        raise EngineUnavailable(
            "the voice flite needs the program flite, which is not installed: "
            "on Debian or Ubuntu run `sudo apt install flite`"
        )
    return path
