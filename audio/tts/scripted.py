"""A voice that remembers: what it was asked to say, and fails when it is told to."""

from __future__ import annotations

from collections.abc import Mapping

from audio.tts.base import Speech, VoiceSettings, silence
from audio.tts.silent import spoken_duration_s


class ScriptedVoice:
    """Silence of the right duration and a record of the texts; for tests and `--no-voice`.

    Attributes:
        said: Every text it was asked to speak, in order, also those it failed at.
        closed: Whether it was closed.
    """

    name = "scripted"

    def __init__(
        self,
        settings: VoiceSettings | None = None,
        *,
        failures: Mapping[int, Exception] | None = None,
    ) -> None:
        """Prepare the script: `failures` maps the number of a request, from 0, to its error."""
        self._rate_wpm = (settings or VoiceSettings()).rate_wpm
        self._failures = dict(failures or {})
        self.said: list[str] = []
        self.closed = False

    async def synthesize(self, text: str) -> Speech:
        """Note the text; return silence as long as the text, or raise what the script says."""
        self.said.append(text)
        failure = self._failures.get(len(self.said) - 1)
        if failure is not None:
            raise failure
        return silence(spoken_duration_s(text, self._rate_wpm))

    async def close(self) -> None:
        """Note that it is over."""
        self.closed = True
