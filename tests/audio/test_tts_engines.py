"""The real voices, and how one is chosen."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from audio.errors import EngineError, EngineTimeout, EngineUnavailable
from audio.tts import ENGINES, TextToSpeech, VoiceSettings, choose_voice_engine
from audio.tts.espeak import EspeakVoice, espeak_voice
from audio.tts.flite import FliteVoice
from audio.tts.programs import run_program
from audio.tts.scripted import ScriptedVoice
from audio.tts.silent import SilentVoice

QUESTION = "Design a system to predict ride arrival times. Take it wherever you like."

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="espeak-ng is not installed (make setup)"
)
needs_flite = pytest.mark.skipif(
    shutil.which("flite") is None, reason="flite is not installed (make setup)"
)
REAL = [
    pytest.param("espeak", marks=needs_espeak),
    pytest.param("pyttsx3", marks=needs_espeak),
    pytest.param("flite", marks=needs_flite),
]


@pytest.mark.parametrize("name", REAL)
async def test_a_real_voice_speaks_sentence_after_sentence(name: str) -> None:
    engine, _ = await choose_voice_engine(name)
    speeches = [await engine.synthesize(QUESTION) for _ in range(3)]
    await engine.close()
    for speech in speeches:
        assert 3.0 < speech.duration_s < 7.0
        assert np.sqrt(np.mean(speech.samples**2)) > 0.02
        assert np.abs(speech.samples).max() <= 1.0
    assert len({len(speech.samples) for speech in speeches}) == 1


@pytest.mark.parametrize("name", REAL)
async def test_text_that_looks_like_an_option_is_spoken(name: str) -> None:
    engine, _ = await choose_voice_engine(name)
    plain = await engine.synthesize("version")
    option = await engine.synthesize("--version")
    dangerous = await engine.synthesize("-f /etc/passwd; echo $(id) `id` [[xyz]] \x01 <mark/>")
    await engine.close()
    assert abs(option.duration_s - plain.duration_s) < 0.5
    assert dangerous.duration_s > 2.0


@pytest.mark.parametrize("name", REAL)
async def test_a_faster_rate_is_shorter(name: str) -> None:
    slow, _ = await choose_voice_engine(name, VoiceSettings(rate_wpm=120))
    fast, _ = await choose_voice_engine(name, VoiceSettings(rate_wpm=260))
    slow_s = (await slow.synthesize(QUESTION)).duration_s
    fast_s = (await fast.synthesize(QUESTION)).duration_s
    await slow.close()
    await fast.close()
    assert slow_s > 1.5 * fast_s


@pytest.mark.parametrize("name", REAL)
async def test_genders_sound_different(name: str) -> None:
    spoken = []
    for settings in (VoiceSettings(gender="female"), VoiceSettings(gender="male")):
        engine, _ = await choose_voice_engine(name, settings)
        spoken.append((await engine.synthesize("Okay, go on.")).samples)
        await engine.close()
    assert not np.array_equal(spoken[0], spoken[1])


@needs_espeak
async def test_a_long_text_is_spoken_whole() -> None:
    engine = EspeakVoice()
    once = await engine.synthesize(QUESTION)
    many = await engine.synthesize(" ".join([QUESTION] * 15))
    assert abs(many.duration_s / once.duration_s - 15) < 1.5


@needs_espeak
async def test_a_voice_espeak_does_not_have_is_unavailable() -> None:
    with pytest.raises(EngineUnavailable, match="voice does not exist"):
        await choose_voice_engine("espeak", VoiceSettings(voice="klingon-nobody"))


def test_a_voice_name_is_never_an_option() -> None:
    with pytest.raises(EngineUnavailable, match="no voice '--compile=x'"):
        EspeakVoice(VoiceSettings(voice="--compile=x"), program="espeak-ng")


def test_flite_would_take_another_voice_silently_and_may_not() -> None:
    with pytest.raises(EngineUnavailable, match="choose one of awb"):
        FliteVoice(VoiceSettings(voice="nobody"), program="flite")


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (VoiceSettings(), "en-us"),
        (VoiceSettings(gender="female", accent="en-GB"), "en-gb+f3"),
        (VoiceSettings(gender="female", voice="en-us-nyc"), "en-us-nyc"),
    ],
)
def test_settings_become_a_name_espeak_knows(settings: VoiceSettings, name: str) -> None:
    assert espeak_voice(settings) == name


def program(folder: Path, body: str) -> str:
    path = folder / "program"
    path.write_text(f"#!{sys.executable} -SE\nimport os, sys, time\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("sys.exit('no such voice')", "exit code 1: no such voice"),
        ("pass", "no sound at all"),
        ("print('hello')", "not a WAV"),
    ],
)
async def test_an_espeak_that_misbehaves_is_an_engine_error(
    tmp_path: Path, body: str, says: str
) -> None:
    with pytest.raises(EngineError, match=says):
        await EspeakVoice(program=program(tmp_path, body)).synthesize("Hello.")


async def test_an_espeak_that_hangs_is_killed(tmp_path: Path) -> None:
    voice = EspeakVoice(program=program(tmp_path, "time.sleep(60)"), timeout_s=0.3)
    with pytest.raises(EngineTimeout, match="espeak-ng did not finish"):
        await voice.synthesize("Hello.")


async def test_a_flite_that_writes_nothing_is_an_engine_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="not a WAV"):
        await FliteVoice(program=program(tmp_path, "pass")).synthesize("Hello.")


async def test_a_program_that_does_not_read_its_input_is_no_trouble(tmp_path: Path) -> None:
    command = [program(tmp_path, "print('fine')")]
    output = await run_program(command, b"x" * 300_000, engine="x", timeout_s=10)
    assert output == b"fine\n"


async def test_the_silent_voice_keeps_the_pace_of_speech() -> None:
    speech = await SilentVoice(VoiceSettings(rate_wpm=150)).synthesize(QUESTION)
    assert not speech.samples.any()
    assert speech.duration_s == pytest.approx(13 * 60 / 150 + 2 * 0.35, abs=0.01)
    assert (await SilentVoice().synthesize("")).duration_s == 0.0


async def test_the_scripted_voice_remembers_and_fails_as_told() -> None:
    voice = ScriptedVoice(failures={1: EngineTimeout("stuck")})
    assert (await voice.synthesize("One.")).duration_s > 0.3
    with pytest.raises(EngineTimeout):
        await voice.synthesize("Two.")
    await voice.synthesize("Three.")
    await voice.close()
    assert (voice.said, voice.closed) == (["One.", "Two.", "Three."], True)


def broken(settings: VoiceSettings) -> TextToSpeech:
    return ScriptedVoice(failures={0: EngineError("gave no sound at all")})


def missing(settings: VoiceSettings) -> TextToSpeech:
    raise EngineUnavailable("espeak-ng is not installed")


def working(name: str) -> type[ScriptedVoice]:
    return type(name, (ScriptedVoice,), {"name": name})


@pytest.mark.parametrize(
    ("platform", "espeak", "pyttsx3", "chosen", "reason"),
    [
        ("linux", working("espeak"), working("pyttsx3"), "espeak", "what pyttsx3 would use"),
        ("linux", missing, working("pyttsx3"), "pyttsx3", "the system's own voice"),
        ("darwin", working("espeak"), working("pyttsx3"), "pyttsx3", "the system's own voice"),
        ("win32", working("espeak"), broken, "espeak", "never loses a sentence"),
        ("linux", missing, broken, "silent", "espeak-ng is not installed"),
    ],
)
async def test_auto_takes_the_best_voice_that_works(
    platform: str, espeak: object, pyttsx3: object, chosen: str, reason: str
) -> None:
    engines = {**ENGINES, "espeak": espeak, "pyttsx3": pyttsx3, "flite": missing}
    engine, why = await choose_voice_engine("auto", engines=engines, platform=platform)  # type: ignore[arg-type]
    assert engine.name == chosen
    assert reason in why


async def test_a_voice_asked_for_by_name_is_never_replaced() -> None:
    with pytest.raises(EngineUnavailable, match="no sound at all"):
        await choose_voice_engine("espeak", engines={**ENGINES, "espeak": broken})
    with pytest.raises(EngineUnavailable, match="no voice engine 'piper'"):
        await choose_voice_engine("piper")
