"""espeak-ng, spoken to directly: 8 ms for a sentence, the same sound every time."""

from __future__ import annotations

import shutil

from audio.errors import EngineError, EngineUnavailable
from audio.tts.base import Speech, VoiceSettings, checked, joined
from audio.tts.programs import run_program
from audio.tts.text import pieces
from audio.tts.wave_bytes import speech_from_wave

_PROGRAMS = ("espeak-ng", "espeak")
_TIMEOUT_S = 5.0
_VARIANTS = {"female": "+f3", "male": "", "any": ""}


def espeak_voice(settings: VoiceSettings) -> str:
    """Return espeak-ng's name for the voice wanted, such as `en-us+f3`."""
    return settings.voice or settings.accent.lower() + _VARIANTS[settings.gender]


class EspeakVoice:
    """The voice of espeak-ng; text goes through standard input, so nothing in it is an option."""

    name = "espeak"

    def __init__(
        self,
        settings: VoiceSettings | None = None,
        *,
        program: str | None = None,
        timeout_s: float = _TIMEOUT_S,
    ) -> None:
        """Find the program.

        Raises:
            EngineUnavailable: espeak-ng is not installed, or the voice's name is an option.
        """
        wanted = settings or VoiceSettings()
        voice = espeak_voice(wanted)
        if voice.startswith("-"):
            raise EngineUnavailable(f"espeak-ng has no voice {voice!r}; see espeak-ng --voices")
        self._timeout_s = timeout_s
        self._command = [
            *(program or _find_program(), "--stdin", "--stdout", "-b", "1"),
            *("-v", voice, "-s", str(wanted.rate_wpm), "-p", str(wanted.pitch)),
        ]

    async def synthesize(self, text: str) -> Speech:
        """Speak the text; 22,050 Hz with espeak-ng's own voices."""
        return joined([await self._piece(piece) for piece in pieces(text)])

    async def close(self) -> None:
        """Nothing is kept open between sentences."""

    async def _piece(self, text: str) -> Speech:
        output = await run_program(
            self._command, text.encode(), engine="espeak-ng", timeout_s=self._timeout_s
        )
        if not output:
            raise EngineError("espeak-ng gave no sound at all")
        return checked(speech_from_wave(output, "espeak-ng"), text, "espeak-ng")


def _find_program() -> str:
    for name in _PROGRAMS:
        path = shutil.which(name)
        if path:
            return path
    raise EngineUnavailable(
        "the voice espeak needs the program espeak-ng, which is not installed: "
        "on Debian or Ubuntu run `sudo apt install espeak-ng`, on macOS `brew install espeak-ng`"
    )
