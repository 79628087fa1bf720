"""An engine that "hears" what it was told to: for tests and for rehearsals without sound."""

from __future__ import annotations

from collections.abc import Iterable

from audio.errors import EngineError
from audio.frames import Samples
from audio.stt.base import Transcription


class ScriptedSpeechToText:
    """Returns the lines of a script one by one, raising those that are exceptions.

    `heard` keeps what was asked, so that a test can look at the sound.
    """

    def __init__(self, script: Iterable[str | Transcription | Exception]) -> None:
        self._script = iter(script)
        self.heard: list[Samples] = []
        self.closed = False

    @property
    def name(self) -> str:
        """Short name for reports."""
        return "scripted"

    async def transcribe(self, samples: Samples) -> Transcription:
        """Return the next line.

        Raises:
            EngineError: The script has run out.
        """
        self.heard.append(samples)
        line = next(self._script, None)
        if line is None:
            msg = f"the script of the speech-to-text ran out at call {len(self.heard)}"
            raise EngineError(msg)
        if isinstance(line, Exception):
            raise line
        if isinstance(line, Transcription):
            return line
        return Transcription(line, confidence=1.0, engine=self.name)

    async def close(self) -> None:
        """Note that the engine was closed."""
        self.closed = True
