"""The doctor: what it finds, what it asks of whom, and that it agrees with ``start``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audio.errors import DeviceLost, DeviceUnavailable
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE_HZ, Frame, Samples
from audio.sources import BlockSource
from interviewer.choices import Choices
from interviewer.cli.console import out
from interviewer.cli.findings import Finding
from interviewer.cli.health import show
from interviewer.cli.modes import Mode
from interviewer.cli.sounding import (
    chosen_voice,
    level,
    present_models,
    recogniser,
    synthetic_speech,
)
from interviewer.cli.surroundings import (
    configuration,
    interview,
    language_model,
    speech_servers,
    storage,
)
from interviewer.clock import MonotonicClock
from interviewer.home import Home
from interviewer.settings import LlmSettings, path_of
from tests.llm_server import LlmServer
from tests.virtual_sound_card import missing, virtual_sound_card
from tests.whisper_model import MODEL_DIR

SILENT = str(Path(__file__).with_name("no_devices.conf"))
NOWHERE = "http://127.0.0.1:9/v1"
"""The discard port; nobody listens there."""


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "OLLAMA_", "ANTHROPIC_", "INTERVIEWER_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("OLLAMA_HOST", NOWHERE)


def doctor(
    home: Path, *arguments: str, stdin: str | None = None, **env: str
) -> tuple[int, dict[str, Any]]:
    given: dict[str, Any] = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "doctor", "--json", *arguments],
        env={**os.environ, "ALSA_CONFIG_PATH": SILENT, "INTERVIEWER_HOME": str(home), **env},
        capture_output=True, text=True, check=False, timeout=120, **given,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def found(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {finding["what"]: finding for finding in document["findings"]}


def test_a_machine_without_devices_is_healthy_and_told_about(tmp_path: Path) -> None:
    code, document = doctor(tmp_path / "home")
    assert (code, document["healthy"]) == (0, True)
    assert document["start_would_choose"].startswith("rehearsal, because there is no terminal")
    by_name = found(document)
    assert by_name["microphone"]["state"] == by_name["speaker"]["state"] == "warning"
    assert by_name["level"]["state"] == "skipped"
    assert by_name["voice activity"]["state"] == "ok"
    assert by_name["configuration"]["state"] == by_name["storage"]["state"] == "ok"
    assert by_name["interviewer"]["found"].startswith("scripted")
    if shutil.which("flite"):
        assert by_name["voice flite"]["figures"]["first_sample_s"] > 0
        assert by_name["pocketsphinx"]["figures"]["real_time_factor"] > 0
        assert "synthetic" in by_name["pocketsphinx"]["found"]


def test_what_would_break_an_interview_is_an_exit_status(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text('levle = "L5"\nminutes = 2\n', encoding="utf-8")
    code, document = doctor(home, INTERVIEWER_MODE="voice")
    assert (code, document["healthy"]) == (1, False)
    by_name = found(document)
    assert by_name["microphone"]["state"] == "broken"
    assert by_name["configuration"]["state"] == "broken"
    assert "levle" in by_name["configuration"]["found"]
    assert "minutes" in by_name["configuration"]["found"]
    assert by_name["configuration"]["cure"]


def test_it_agrees_with_start(tmp_path: Path) -> None:
    line = "How many rides per day?\n"
    tmp_path.chmod(0o700)
    (tmp_path / "config.toml").write_text('company = "uber"\nlevel = "L4"\n', encoding="utf-8")
    _, document = doctor(tmp_path, stdin=line)
    assert found(document)["interview"]["found"].startswith("Uber, L4")
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "start", "--question", "ride-eta"],
        env={**os.environ, "ALSA_CONFIG_PATH": SILENT, "INTERVIEWER_HOME": str(tmp_path)},
        input=line, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert f"mode: {document['start_would_choose']}" in done.stderr


def test_the_table_fits_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    findings = [
        Finding("speech-to-text", "broken", "word " * 40, "plug it in " * 12),
        Finding("storage", "ok", "/a/path/without/a/space" * 6),
    ]
    out.cache_clear()
    show(findings, Mode("rehearsal", "because " + "there is nothing " * 8), healthy=False)
    out.cache_clear()
    shown = capsys.readouterr().out
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "-> plug it in" in shown
    assert "start would choose: rehearsal" in shown
    assert "has to be mended" in shown


# The level --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Talk:
    """Voice activity that hears speech in whatever is louder than a hundredth."""

    def probability(self, samples: Samples) -> float:
        return float(np.abs(samples).max() > 0.0001)

    def reset(self) -> None: ...


def sound(amplitude: float) -> Sequence[Samples]:
    times = np.arange(4 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    return [np.asarray(amplitude * np.sin(2 * np.pi * 440 * times), np.float32)]


@pytest.mark.parametrize(
    ("amplitude", "state", "verdict"),
    [
        (0.1, "ok", "fine"),
        (0.001, "warning", "too quiet"),
        (0.0, "warning", "silent"),
        (3.0, "warning", "clipping"),
    ],
)
async def test_the_level_has_a_verdict_and_a_cure(
    amplitude: float, state: str, verdict: str
) -> None:
    finding = await level(
        BlockSource([np.clip(block, -1, 1) for block in sound(amplitude)]), Talk()
    )
    assert (finding.state, finding.figures["verdict"]) == (state, verdict)
    assert bool(finding.cure) == (state == "warning")
    assert "dBFS" in finding.found


class Lost:
    """A microphone that breaks before or after its first frame."""

    def __init__(self, error: Exception, frames: int) -> None:
        self._error, self._frames = error, frames
        self.closed = False

    async def frames(self) -> AsyncIterator[Frame]:
        for number in range(self._frames):
            yield Frame(np.zeros(FRAME_SAMPLES, np.float32), number * 0.032)
        raise self._error

    async def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("error", "frames"), [(DeviceUnavailable("it is busy"), 0), (DeviceLost("it is gone"), 3)]
)
async def test_a_microphone_that_refuses_is_a_finding(error: Exception, frames: int) -> None:
    microphone = Lost(error, frames)
    finding = await level(microphone, Talk())
    assert (finding.state, finding.found) == ("warning", str(error))
    assert microphone.closed


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
async def test_the_level_of_a_real_device_is_measured(tmp_path: Path) -> None:
    import soundfile

    speech = await synthetic_speech()
    if speech is None:
        pytest.skip("no voice here")
    path = tmp_path / "speech.wav"
    soundfile.write(path, np.tile(speech * 0.5, 8), SAMPLE_RATE_HZ)
    with virtual_sound_card() as card, card.playing_into_microphone(path):
        kept = {key: card.env[key] for key in ("ALSA_CONFIG_PATH", "XDG_RUNTIME_DIR",
                                               "XDG_CONFIG_HOME", "PULSE_SERVER")}  # fmt: skip
        code, document = doctor(tmp_path / "home", **kept)
    by_name = found(document)
    assert code == 0
    assert document["start_would_choose"].startswith("voice, because")
    assert "(default)" in by_name["microphone"]["found"]
    assert " Hz" in by_name["microphone"]["found"]
    assert by_name["level"]["figures"]["verdict"] == "fine"


async def test_the_voice_is_the_one_start_would_take() -> None:
    assert (await chosen_voice(Choices(tts="silent"))).found == "silent, as asked"
    finding = await chosen_voice(Choices(tts="nobody"))
    assert (finding.state, finding.cure) == ("broken", "use --tts auto")


# Models -----------------------------------------------------------------------------------------


async def test_a_model_that_is_here_is_timed(tmp_path: Path) -> None:
    speech = await synthetic_speech()
    if speech is None:
        pytest.skip("no voice here")
    model = str(MODEL_DIR)
    assert present_models(tmp_path, model) == [model]
    finding = await recogniser("whisper", model, Choices(), tmp_path, speech, MonotonicClock())
    assert finding.state in ("ok", "warning")
    assert float(finding.figures["real_time_factor"]) > 0


async def test_a_damaged_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "base.en").mkdir()
    assert present_models(tmp_path, None) == ["base.en"]
    finding = await recogniser("whisper", "base.en", Choices(), tmp_path, None, MonotonicClock())
    assert finding.state == "warning"
    assert finding.cure == "interviewer download base.en"


# The folder and the file ------------------------------------------------------------------------


def test_a_folder_that_cannot_be_is_broken(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    finding = storage(Home(tmp_path / "file" / "home"))
    assert finding.state == "broken"
    assert "INTERVIEWER_HOME" in finding.cure


def test_a_folder_that_others_can_read_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert storage(Home(home)).state == "ok"
    home.chmod(0o755)
    finding = storage(Home(home))
    assert (finding.state, finding.cure) == ("warning", f"chmod 700 {home}")


def test_a_faulty_file_is_broken(tmp_path: Path) -> None:
    path_of(Home(tmp_path)).mkdir()
    assert configuration(Home(tmp_path)).state == "broken"


def test_a_choice_that_makes_no_interview_is_broken(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert interview(Choices("uber"), home).found.startswith("Uber, L5, 60 minutes, infra")
    for choices in (Choices("ubr"), Choices(minutes=900), Choices(drill="juggling"),
                    Choices(own_library=tmp_path / "nowhere")):  # fmt: skip
        finding = interview(choices, home)
        assert finding.state == "broken"
        assert finding.cure


# Servers ----------------------------------------------------------------------------------------


def chosen(server: LlmServer, **more: Any) -> Choices:
    return Choices(llm=LlmSettings(model="small", base_url=server.base_url), **more)


async def test_a_server_that_was_chosen_is_asked_for_its_models() -> None:
    with LlmServer([], models=["small"]) as server:
        for mind in ("auto", "llm"):
            finding = await language_model(chosen(server, mind=mind))
            assert finding.state == "ok"
            assert "it answers" in finding.found
        assert not server.requests


async def test_a_server_that_is_not_there_breaks_what_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    llm = LlmSettings(model="small", base_url=NOWHERE)
    assert (await language_model(Choices(mind="llm", llm=llm))).state == "broken"
    assert (await language_model(Choices(mind="auto", llm=llm))).state == "warning"
    monkeypatch.setenv("OPENAI_BASE_URL", NOWHERE)
    for finding in await speech_servers(Choices(stt="openai", tts="openai")):
        assert finding.state == "broken"


async def test_nobody_is_asked_who_was_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with LlmServer([]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody")
        assert (await language_model(Choices())).state == "ok"
        assert await speech_servers(Choices()) == []
        assert not server.other
        assert not server.requests


async def test_offline_nobody_is_asked_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with LlmServer([]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OLLAMA_HOST", server.base_url)
        findings: list[Finding] = []
        for mind in ("auto", "llm", "scripted"):
            findings.append(await language_model(chosen(server, mind=mind, offline=True)))
            findings.append(await language_model(Choices(mind=mind, offline=True)))
        findings += await speech_servers(Choices(stt="openai", tts="openai", offline=True))
        assert not server.other
        assert not server.requests
        assert "skipped" in {finding.state for finding in findings}


async def test_ollama_on_this_machine_is_offered_and_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with LlmServer([], models=["llama3"]) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.base_url.removesuffix("/v1"))
        finding = await language_model(Choices())
        assert finding.found.startswith("scripted")
        assert "Ollama here has llama3 for --mind llm" in finding.found
