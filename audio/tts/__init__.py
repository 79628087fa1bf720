"""Text-to-speech: one Protocol, and the engines behind it."""

from audio.tts.base import Speech, TextToSpeech, VoiceSettings
from audio.tts.engines import ENGINES, choose_voice_engine

__all__ = ["ENGINES", "Speech", "TextToSpeech", "VoiceSettings", "choose_voice_engine"]
