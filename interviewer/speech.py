"""Opens recognisers and voices by name; the only one to give a speech server its key.

``openai`` is a server that speaks OpenAI's wire format: the service, or one of the user's own.
``openai:MODEL`` names its model. Nothing chooses it but its name.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from audio.stt import SpeechToText, choose_engine
from audio.stt.models import Progress
from audio.stt.openai import DEFAULT_MODEL as HEARING_MODEL
from audio.stt.openai import OpenAiSpeechToText
from audio.tts import ENGINES as VOICES
from audio.tts import TextToSpeech, VoiceSettings, choose_voice_engine
from audio.tts.openai import DEFAULT_MODEL as SPEAKING_MODEL
from interviewer.endpoints.endpoint import Endpoint, Wanted, resolve
from interviewer.settings import LlmSettings

if TYPE_CHECKING:
    import openai

SERVER: Final = "openai"
READ_S: Final = 30.0
"""No answer of a speech server is waited for longer than this, whatever it is for."""


async def open_stt(
    choice: str,
    *,
    llm: LlmSettings,
    offline: bool,
    models_dir: Path,
    model: str | None = None,
    hotwords: Sequence[str] = (),
    fetch: bool = False,
    progress: Progress | None = None,
) -> tuple[SpeechToText, str]:
    """A recogniser that is ready, and in one line why it is this one.

    Args:
        choice: ``auto``, an engine's name, or ``openai:MODEL``.
        llm: names models and addresses of servers.
        offline: no server elsewhere may be asked, and nothing downloaded.
        models_dir: where Whisper models are.
        model: a Whisper model.
        hotwords: domain terms to expect.
        fetch: download the Whisper model once if it is not there.
        progress: told of that.

    Raises:
        EngineUnavailable: what was asked for cannot be had.
        ConfigError: the server has no usable address or key.
    """
    if choice.partition(":")[0] != SERVER:
        return await asyncio.to_thread(
            choose_engine, choice, models_dir=models_dir, model=model, hotwords=hotwords,
            offline=offline, allow_download=fetch, progress=progress,
        )  # fmt: skip
    endpoint = hearing_endpoint(choice, llm, os.environ, offline=offline)
    engine = OpenAiSpeechToText(_client(endpoint), endpoint.model, hotwords=hotwords)
    try:
        await engine.check()
    except BaseException:
        await engine.close()
        raise
    sent = "the sound of what you say is sent there"
    return engine, f"speech-to-text: {_asked(engine.name, endpoint, sent)}"


async def open_voice(
    choice: str, settings: VoiceSettings, *, llm: LlmSettings, offline: bool
) -> tuple[TextToSpeech, str]:
    """A voice that was heard to work, and in one line why it is this one.

    Args:
        choice: ``auto``, an engine's name, or ``openai:MODEL``.
        settings: how it should sound; the engine's own voice may be named in ``llm``.
        llm: names models and addresses of servers.
        offline: no server elsewhere may be asked.

    Raises:
        EngineUnavailable: what was asked for cannot be had.
        ConfigError: the server has no usable address or key.
    """
    if choice.partition(":")[0] != SERVER:
        voice, reason = await choose_voice_engine(choice, settings)
        reason = "as asked" if reason == "chosen by name" else f"because {reason}"
        return voice, f"interviewer's voice: {voice.name}, {reason}"
    endpoint = speaking_endpoint(choice, llm, os.environ, offline=offline)

    def served(wanted: VoiceSettings) -> TextToSpeech:
        from audio.tts.openai import OpenAiVoice

        return OpenAiVoice(_client(endpoint), endpoint.model, replace(wanted, voice=llm.voice))

    voice, _ = await choose_voice_engine(SERVER, settings, engines={**VOICES, SERVER: served})
    name = f"{SERVER} {endpoint.model}"
    sent = "what the interviewer says is sent there"
    return voice, f"interviewer's voice: {_asked(name, endpoint, sent)}"


def hearing_endpoint(
    choice: str, llm: LlmSettings, environment: Mapping[str, str], *, offline: bool
) -> Endpoint:
    """The server of ``--stt openai``.

    Raises:
        ConfigError: it has no usable address or key.
    """
    model = choice.partition(":")[2] or llm.transcription_model or HEARING_MODEL
    instead = "or use another --stt, such as whisper"
    return resolve(
        Wanted("--stt openai", instead, model, _base_url(llm), offline=offline), environment
    )


def speaking_endpoint(
    choice: str, llm: LlmSettings, environment: Mapping[str, str], *, offline: bool
) -> Endpoint:
    """The server of ``--tts openai``.

    Raises:
        ConfigError: it has no usable address or key.
    """
    model = choice.partition(":")[2] or llm.speech_model or SPEAKING_MODEL
    instead = "or use another --tts, such as auto"
    return resolve(
        Wanted("--tts openai", instead, model, _base_url(llm), offline=offline), environment
    )


def _base_url(llm: LlmSettings) -> str | None:
    return llm.speech_base_url or llm.base_url


def _client(endpoint: Endpoint) -> openai.AsyncOpenAI:
    from interviewer.endpoints.client import openai_client

    return openai_client(endpoint, READ_S)


def _asked(name: str, endpoint: Endpoint, sent: str) -> str:
    goes = "nothing leaves this machine" if endpoint.is_loopback else sent
    return f"{name} at {endpoint.host}, as asked; {goes}"
