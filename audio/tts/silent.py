"""No voice: the text is on the screen, and its sound is as long as reading it aloud would be."""

from __future__ import annotations

from audio.tts.base import Speech, VoiceSettings, silence
from audio.tts.text import speakable

_SENTENCE_PAUSE_S = 0.35


class SilentVoice:
    """The engine for machines without any; keeps the pace of a conversation."""

    name = "silent"

    def __init__(self, settings: VoiceSettings | None = None) -> None:
        self._rate_wpm = (settings or VoiceSettings()).rate_wpm

    async def synthesize(self, text: str) -> Speech:
        """Return silence of about the duration the text would take."""
        return silence(spoken_duration_s(text, self._rate_wpm))

    async def close(self) -> None:
        """Nothing is open."""


def spoken_duration_s(text: str, rate_wpm: int) -> float:
    """Return how long the text takes at that rate, with a breath after each sentence."""
    plain = speakable(text)
    if not plain:
        return 0.0
    sentences = max(1, sum(plain.count(mark) for mark in ".!?"))
    return len(plain.split()) * 60.0 / rate_wpm + sentences * _SENTENCE_PAUSE_S
