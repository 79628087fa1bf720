"""Builds voice channels: real devices for an interview, a synthetic candidate for a rehearsal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from audio.capture import REOPEN_AFTER_S, Microphone
from audio.ear import Ear
from audio.errors import DeviceUnavailable, EngineUnavailable
from audio.pausable import PausableSource
from audio.playback import Speaker
from audio.sinks import AudioSink, NullSink
from audio.sources import AudioSource
from audio.stt import SpeechToText
from audio.tts import TextToSpeech, VoiceSettings, choose_voice_engine
from interviewer.assembly import Engines, Screen, real_clock, recordings_of
from interviewer.candidates.base import Candidate
from interviewer.channels.listening import MARKS_S, EarListener
from interviewer.channels.rehearsed_voice import SyntheticMicrophone
from interviewer.channels.speaking import Mouth
from interviewer.channels.terminal import Terminal
from interviewer.channels.voice import VoiceChannel
from interviewer.choices import Choices
from interviewer.clock import VirtualClock
from interviewer.director import Setting
from interviewer.home import Home
from interviewer.speech import open_stt, open_voice

MICROPHONE_LOST = "the microphone was lost"
PATIENT_REOPEN_S = (*REOPEN_AFTER_S, 8.0, 8.0)
"""Waits before each attempt to get a lost microphone back; the interview's clock stands still, so
there is time to find the plug."""

CANDIDATE_VOICES = ("flite", "espeak", "pyttsx3")
"""Voices a simulated candidate can have, the best understood first."""


async def voice_channel(
    setting: Setting, choices: Choices, home: Home, folder: Path, engines: Engines, screen: Screen
) -> VoiceChannel:
    """Microphone and speaker.

    Raises:
        DeviceUnavailable: there is no microphone, or it refuses.
        EngineUnavailable: an engine asked for by name cannot be had.
    """
    stt = await make_stt(setting, choices, home, engines, fetch=True)
    microphone = Microphone(
        reopen_after_s=PATIENT_REOPEN_S,
        on_lost=lambda _: clock.pause(MICROPHONE_LOST),
        on_back=lambda _: clock.resume(MICROPHONE_LOST),
    )
    await microphone.open()
    voice, sink = await _mouth_parts(setting, choices, engines)
    clock = real_clock()
    source = PausableSource(microphone)
    ear = _ear(source, stt, setting, eager=False)
    listener = EarListener(
        ear,
        recordings_of(choices, folder),
        screen.level,
        clock,
        screen.voice,
        lambda: clock.resume(MICROPHONE_LOST),
    )
    mouth = Mouth(voice, sink or NullSink(clock), clock, recordings_of(choices, folder), screen.say)
    return VoiceChannel(listener, mouth, clock, source=source)


async def rehearsal_channel(
    setting: Setting,
    choices: Choices,
    home: Home,
    folder: Path,
    engines: Engines,
    screen: Screen,
    candidate: Candidate,
    clock: VirtualClock,
) -> VoiceChannel:
    """A synthetic voice into the same ear, the interviewer's voice onto virtual time."""
    stt = await make_stt(setting, choices, home, engines)
    theirs = await _candidate_voice(engines)
    source = SyntheticMicrophone(candidate, theirs, clock, setting.seed)
    ours, reason = await _voice(setting, choices)
    engines.add("tts", ours.name, reason)
    ear = _ear(source, stt, setting, eager=True)
    listener = EarListener(ear, recordings_of(choices, folder), screen.level, voice=screen.voice)
    mouth = Mouth(ours, NullSink(clock), clock, recordings_of(choices, folder), screen.say)
    return VoiceChannel(listener, mouth, clock, on_said=candidate.hear)


async def text_channel(
    setting: Setting, choices: Choices, engines: Engines, screen: Screen
) -> Terminal:
    """A keyboard, and the interviewer's voice where there is a speaker."""
    voice, sink = await _mouth_parts(setting, choices, engines)
    clock = real_clock()
    mouth = Mouth(voice, sink, clock, None, screen.say) if sink is not None else None
    return Terminal(clock, screen.say, mouth)


async def make_stt(
    setting: Setting, choices: Choices, home: Home, engines: Engines, *, fetch: bool = False
) -> SpeechToText:
    """The recogniser, with the card's glossary as hot words.

    Args:
        setting: holds the card.
        choices: which recogniser and model.
        home: where models are.
        engines: takes note of the choice.
        fetch: download the model once if it is not there; a rehearsal does without.
    """
    stt, reason = await open_stt(
        choices.stt,
        llm=choices.llm,
        offline=choices.offline,
        models_dir=home.models,
        model=choices.model,
        hotwords=setting.question.glossary,
        fetch=fetch,
        progress=_say_progress(),
    )
    engines.add("stt", stt.name, reason)
    return stt


def _say_progress() -> Callable[[int, int], None]:
    """Tell every tenth of a download on standard error, with its size."""
    told = -1

    def progress(done: int, total: int) -> None:
        nonlocal told
        tenth = 10 * done // total if total else 0
        if tenth > told:
            told = tenth
            size = f"{done / 1e6:.0f} of {total / 1e6:.0f} MB"
            print(f"downloading the speech model, once: {size}", file=sys.stderr)

    return progress


def voice_settings(setting: Setting) -> VoiceSettings:
    """The interviewer's voice as the sound package takes it."""
    voice = setting.interviewer.voice
    return VoiceSettings(voice.rate_wpm, voice.pitch, voice.gender, voice.accent)


async def _mouth_parts(
    setting: Setting, choices: Choices, engines: Engines
) -> tuple[TextToSpeech, AudioSink | None]:
    """A voice, and a speaker if there is one."""
    speaker = Speaker()
    voice, reason = await _voice(setting, choices)
    try:
        await speaker.open()
    except DeviceUnavailable as error:
        engines.add("tts", voice.name, f"speech: shown as text, because {error}")
        return voice, None
    engines.add("tts", voice.name, reason)
    return voice, speaker


async def _voice(setting: Setting, choices: Choices) -> tuple[TextToSpeech, str]:
    return await open_voice(
        choices.tts, voice_settings(setting), llm=choices.llm, offline=choices.offline
    )


def _ear(source: AudioSource, stt: SpeechToText, setting: Setting, *, eager: bool) -> Ear:
    return Ear(
        source,
        stt,
        eager=eager,
        patience=lambda: setting.interviewer.patience,
        marks_s=MARKS_S,
    )


async def _candidate_voice(engines: Engines) -> TextToSpeech:
    """The best voice there is for the candidate; never silence, or nothing would be heard."""
    for name in CANDIDATE_VOICES:
        try:
            voice, _ = await choose_voice_engine(name, VoiceSettings(rate_wpm=165))
        except EngineUnavailable:
            continue
        engines.add("candidate_voice", voice.name, f"candidate's voice: {voice.name}")
        return voice
    raise EngineUnavailable(
        "no synthetic voice for the candidate: install flite or espeak-ng, or use --no-voice"
    )
