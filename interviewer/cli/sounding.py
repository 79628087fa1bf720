"""What the doctor finds out about sound: devices, the level, voices and recognisers."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import numpy as np

from audio.devices import Device, Direction, list_devices
from audio.errors import AudioError, EngineError
from audio.frames import SAMPLE_RATE_HZ, Frame, Samples
from audio.level import SoundLevel, measure
from audio.resample import Resampler
from audio.sources import AudioSource
from audio.stt.models import REPOSITORIES, find_model
from audio.tts import VoiceSettings, choose_voice_engine
from audio.vad import SileroVoiceActivity, VoiceActivity
from interviewer.choices import Choices
from interviewer.cli.findings import Figures, Finding, State
from interviewer.clock import Clock
from interviewer.errors import ConfigError
from interviewer.speech import SERVER, open_stt, open_voice
from interviewer.voices import CANDIDATE_VOICES

RECORDED_S = 3.0
SPEECH = 0.5
"""Probability from which a frame counts as speech."""

SENTENCE = "I would start with a simple baseline and measure it before I build anything else."
REAL_VOICES = ("pyttsx3", "espeak", "flite")

LEVEL_CURE = {
    "silent": "unmute it, choose another one, or allow this program to use it",
    "clipping": "turn its gain down, or speak from farther away",
    "no speech": "say something while it records: interviewer doctor",
    "too quiet": "turn its gain up, or come closer",
    "fine": "",
}


def devices() -> list[Finding]:
    """The microphones and speakers, the default first."""
    try:
        known = list_devices()
    except AudioError as error:
        return [Finding(what, "warning", str(error)) for what in ("microphone", "speaker")]
    return [
        _device("microphone", "input", known, "without one, interviews are typed"),
        _device("speaker", "output", known, "without one, the interviewer is read"),
    ]


def _device(what: str, direction: Direction, known: list[Device], without: str) -> Finding:
    able = sorted(
        (device for device in known if device.channels(direction)),
        key=lambda device: not device.is_default(direction),
    )
    if not able:
        return Finding(what, "warning", f"none; {without}", "plug one in")
    return Finding(what, "ok", "; ".join(_described(device, direction) for device in able))


def _described(device: Device, direction: Direction) -> str:
    default = " (default)" if device.is_default(direction) else ""
    return f"{device.name}, {device.rate_hz} Hz, {device.host}{default}"


async def level(source: AudioSource, vad: VoiceActivity) -> Finding:
    """Record for a few seconds and say how loud it was."""
    frames: list[Frame] = []
    try:
        async with aclosing(_frames(source)) as coming:
            async for frame in coming:
                frames.append(frame)
                if frame.end_s >= RECORDED_S:
                    break
    except AudioError as error:
        return Finding("level", "warning", str(error), "see the microphone above")
    finally:
        await source.close()
    if not frames:
        return Finding("level", "warning", "the microphone gave no sound", LEVEL_CURE["silent"])
    samples = np.concatenate([frame.samples for frame in frames])
    heard = measure(samples, [vad.probability(frame.samples) > SPEECH for frame in frames])
    state: State = "ok" if heard.verdict == "fine" else "warning"
    return Finding(
        "level", state, _told(heard), LEVEL_CURE[heard.verdict],
        {
            "peak_dbfs": round(heard.peak_dbfs, 1), "rms_dbfs": round(heard.rms_dbfs, 1),
            "floor_dbfs": round(heard.floor_dbfs, 1), "clipped": heard.clipped,
            "verdict": heard.verdict,
        },
    )  # fmt: skip


async def _frames(source: AudioSource) -> AsyncGenerator[Frame]:
    async for frame in source.frames():
        yield frame


def _told(heard: SoundLevel) -> str:
    return (
        f"{heard.verdict}: peak {heard.peak_dbfs:.0f}, speech {heard.rms_dbfs:.0f}, "
        f"noise floor {heard.floor_dbfs:.0f} dBFS"
    )


async def voices(clock: Clock) -> list[Finding]:
    """The system's voices, each tried with one sentence."""
    return [await _voice(name, clock) for name in REAL_VOICES]


async def _voice(name: str, clock: Clock) -> Finding:
    what = f"voice {name}"
    try:
        engine, _ = await choose_voice_engine(name, VoiceSettings())
        begun_s = clock.now()
        speech = await engine.synthesize(SENTENCE)
        took_s = clock.now() - begun_s
        await engine.close()
    except EngineError as error:
        return Finding(what, "warning", str(error))
    found = f"first sample after {took_s * 1000:.0f} ms ({speech.duration_s:.1f} s of speech)"
    return Finding(what, "ok", found, figures={"first_sample_s": round(took_s, 3)})


async def chosen_voice(choices: Choices) -> Finding:
    """The voice ``start`` would speak with, opened as it would; on a server it is not tried."""
    if choices.tts.partition(":")[0] == SERVER:
        return Finding("voice", "ok", f"{choices.tts}, as asked; see its server below")
    try:
        engine, reason = await open_voice(
            choices.tts, VoiceSettings(), llm=choices.llm, offline=choices.offline
        )
    except (AudioError, ConfigError) as error:
        return Finding("voice", "broken", str(error), "use --tts auto")
    await engine.close()
    told = reason.removeprefix("interviewer's voice: ")
    if engine.name == "silent" and choices.tts == "auto":
        return Finding("voice", "warning", told, "install espeak-ng; text is shown meanwhile")
    return Finding("voice", "ok", told)


async def synthetic_speech() -> Samples | None:
    """The sentence at 16 kHz, in the voice recognisers understand best; None without a voice."""
    for name in CANDIDATE_VOICES:
        try:
            engine, _ = await choose_voice_engine(name, VoiceSettings())
            speech = await engine.synthesize(SENTENCE)
            await engine.close()
        except EngineError:
            continue
        resampler = Resampler(speech.rate_hz)
        return np.concatenate([resampler.process(speech.samples), resampler.flush()])
    return None


def voice_activity(speech: Samples | None) -> Finding:
    """Whether the voice-activity model is there, and hears the synthetic speech."""
    what = "voice activity"
    try:
        vad = SileroVoiceActivity()
    except AudioError as error:
        return Finding(what, "broken", str(error), "install the program again")
    if speech is None:
        return Finding(what, "ok", "Silero v6; not tried, for there is no voice")
    frames = speech[: len(speech) // 512 * 512].reshape(-1, 512)
    share = sum(vad.probability(frame) > SPEECH for frame in frames) / len(frames)
    found = f"Silero v6; hears speech in {share:.0%} of a synthetic sentence"
    state: State = "ok" if share > SPEECH else "broken"
    return Finding(what, state, found, figures={"speech_share": round(share, 2)})


def present_models(models_dir: Path, chosen: str | None) -> list[str]:
    """The Whisper models on this machine, by name or path."""
    names = [*REPOSITORIES, *([chosen] if chosen and chosen not in REPOSITORIES else [])]
    return [name for name in names if find_model(name, models_dir) is not None]


async def recogniser(
    engine_name: str, model: str | None, choices: Choices, models_dir: Path,
    speech: Samples | None, clock: Clock,
) -> Finding:  # fmt: skip
    """Load a recogniser and measure how fast it is on the synthetic speech."""
    what = model or engine_name
    try:
        engine, _ = await open_stt(
            engine_name, llm=choices.llm, offline=True, models_dir=models_dir, model=model
        )
    except AudioError as error:
        return Finding(
            what, "warning", str(error), f"interviewer download {model}" if model else ""
        )
    try:
        if speech is None:
            return Finding(what, "ok", "loads; not timed, for there is no voice")
        await engine.transcribe(speech[:SAMPLE_RATE_HZ])  # the first time also loads things
        begun_s = clock.now()
        heard = await engine.transcribe(speech)
        factor = (clock.now() - begun_s) / (len(speech) / SAMPLE_RATE_HZ)
    except EngineError as error:
        return Finding(what, "warning", str(error))
    finally:
        await engine.close()
    found = f"real-time factor {factor:.2f} on synthetic speech"
    figures: Figures = {"real_time_factor": round(factor, 3), "heard": heard.text}
    if factor >= 1:
        cure = "slower than speech: choose a smaller model"
        return Finding(what, "warning", found, cure, figures)
    return Finding(what, "ok", found, figures=figures)


async def chosen_recogniser(choices: Choices, models_dir: Path, *, needed: bool) -> Finding:
    """What ``start`` would recognise speech with, opened as it would, but without a download.

    Args:
        choices: what is in force.
        models_dir: where models are.
        needed: whether an interview here is spoken, so that it is broken without.
    """
    what = "speech-to-text"
    if choices.stt.partition(":")[0] == SERVER:
        return Finding(what, "ok", f"{choices.stt}, as asked; see its server below")
    try:
        engine, reason = await open_stt(
            choices.stt, llm=choices.llm, offline=True, models_dir=models_dir, model=choices.model
        )
    except (AudioError, ConfigError) as error:
        fetch = f"interviewer download {choices.model or ''}".strip()
        return Finding(what, "broken" if needed else "warning", str(error), fetch)
    await engine.close()
    told = reason.removeprefix("speech-to-text: ")
    if choices.stt == "auto" and engine.name.startswith("pocketsphinx"):
        return Finding(what, "warning", told, "interviewer download")
    return Finding(what, "ok", told)
