"""The voices by name, and which one to take when nobody says."""

from __future__ import annotations

import sys
from collections.abc import Callable

from audio.errors import EngineError, EngineUnavailable
from audio.tts.base import TextToSpeech, VoiceSettings

Factory = Callable[[VoiceSettings], TextToSpeech]


def _pyttsx3(settings: VoiceSettings) -> TextToSpeech:
    from audio.tts.pyttsx import Pyttsx3Voice

    return Pyttsx3Voice(settings)


def _espeak(settings: VoiceSettings) -> TextToSpeech:
    from audio.tts.espeak import EspeakVoice

    return EspeakVoice(settings)


def _flite(settings: VoiceSettings) -> TextToSpeech:
    from audio.tts.flite import FliteVoice

    return FliteVoice(settings)


def _silent(settings: VoiceSettings) -> TextToSpeech:
    from audio.tts.silent import SilentVoice

    return SilentVoice(settings)


def _scripted(settings: VoiceSettings) -> TextToSpeech:
    from audio.tts.scripted import ScriptedVoice

    return ScriptedVoice(settings)


def _openai(_settings: VoiceSettings) -> TextToSpeech:
    raise EngineUnavailable("no speech server is known here; choose another voice engine")


ENGINES: dict[str, Factory] = {
    "pyttsx3": _pyttsx3,
    "espeak": _espeak,
    "flite": _flite,
    "openai": _openai,
    "silent": _silent,
    "scripted": _scripted,
}
"""Factories by name; a factory raises EngineUnavailable where its engine cannot be had. That of
`openai` is replaced by who knows a server and holds a key."""

_WHY = {
    "pyttsx3": "the system's own voice",
    "espeak": "espeak-ng is what pyttsx3 would use here, and directly it never loses a sentence",
}


async def choose_voice_engine(
    name: str = "auto",
    voice: VoiceSettings | None = None,
    *,
    engines: dict[str, Factory] | None = None,
    platform: str = sys.platform,
) -> tuple[TextToSpeech, str]:
    """Return a voice that was heard to work, and the reason it was chosen.

    `auto` takes the system's voice (espeak-ng directly on Linux), then any other real one, and
    `silent` when there is none: the text is then on the screen only.

    Raises:
        EngineUnavailable: The engine was named and cannot be had; the message names the cure.
    """
    known = ENGINES if engines is None else engines
    settings = voice or VoiceSettings()
    if name != "auto":
        if name not in known:
            raise EngineUnavailable(
                f"there is no voice engine {name!r}; choose auto, {', '.join(known)}"
            )
        return await _working(known[name], settings), "chosen by name"
    order = ("espeak", "pyttsx3") if platform.startswith("linux") else ("pyttsx3", "espeak")
    misses: list[str] = []
    for candidate in (*order, "flite"):
        try:
            engine = await _working(known[candidate], settings)
        except EngineError as error:
            misses.append(str(error))
        else:
            return engine, _WHY.get(candidate) or f"no other voice works: {misses[0]}"
    return known["silent"](settings), f"no voice works here: {misses[0]}"


async def _working(factory: Factory, settings: VoiceSettings) -> TextToSpeech:
    """Build the engine and let it speak one word, so that a broken one shows itself now."""
    engine = factory(settings)
    try:
        await engine.synthesize("Hello.")
    except EngineUnavailable:
        await engine.close()
        raise
    except EngineError as error:
        await engine.close()
        raise EngineUnavailable(
            f"the voice {engine.name} does not work here ({error}); repair it, "
            "choose another voice engine (espeak needs `sudo apt install espeak-ng`), or `silent`"
        ) from error
    return engine
