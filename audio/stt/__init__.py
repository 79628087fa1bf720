"""Speech-to-text engines behind one Protocol."""

from audio.stt.base import SpeechToText, Transcription, Word

__all__ = ["SpeechToText", "Transcription", "Word"]
