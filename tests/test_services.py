"""Servers for everything at once, as a user would run it: what is sent, and that no key is left."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.assembly import Engines, make_mind
from interviewer.choices import Choices
from interviewer.endpoints.endpoint import Endpoint
from interviewer.errors import ConfigError
from interviewer.settings import LlmSettings
from interviewer.speech import hearing_endpoint, speaking_endpoint
from tests.audio.sounds import join, say, silence
from tests.llm_server import Answer, Body, LlmServer
from tests.network_fence import Ran, fenced, interviewer

Choose = Callable[..., Endpoint]
KEY = "sk-SENTINEL-7f3a9c"
KEYS = {"OPENAI_API_KEY": KEY}
FAR = "https://llm.example.com/v1"
SHORT = ("--question", "ride-eta", "--drill", "scoping", "--minutes", "5", "--seed", "3")
ALL_SERVED = ("--stt", "openai", "--tts", "openai", "--mind", "llm", "--model", "m")
LINE = "I would ask how many rides there are a day, and what the latency budget is."

needs_flite = pytest.mark.skipif(
    shutil.which("flite") is None, reason="flite is not installed (make setup)"
)


def wave(text: str) -> bytes:
    """A hum as long as the text would be."""
    at = np.arange(round(len(text.split()) * 0.35 * 24_000) + 2_400) / 24_000
    pcm = (np.sin(2 * np.pi * 150 * at) * np.abs(np.sin(6 * at)) * 8_000).astype("<i2").tobytes()
    layout = struct.pack("<HHIIHH", 1, 1, 24_000, 48_000, 2, 16)
    head = b"RIFF\xff\xff\xff\xffWAVEfmt " + struct.pack("<I", 16) + layout
    return head + b"data\xff\xff\xff\xff" + pcm


def chat(body: Body) -> Answer:
    """The interviewer conveys its first option; the candidate always says the same."""
    user = body["messages"][-1]["content"]
    if "Your options:\n" not in user:
        return Answer(LINE)
    first = user.partition("Your options:\n")[2].partition("\n")[0]
    say = first.partition("convey: ")[2] or "Could you take me one step further into that?"
    return Answer("1" if "[listen]" in first else f"1\nI see. {say}")


def all_served() -> LlmServer:
    return LlmServer(
        chat, hear=lambda _: Answer(LINE), speak=lambda body: Answer(raw=wave(body["input"]))
    )


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ran, LlmServer]]:
    """A spoken rehearsal in which servers do all there is to do."""
    if shutil.which("flite") is None:
        pytest.skip("flite is not installed (make setup)")
    with all_served() as server:
        ran = interviewer(
            tmp_path_factory.mktemp("served"), "rehearse", "--offline", "--json",
            "--candidate", "llm:good:another", *ALL_SERVED, *SHORT,
            OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY, OPENAI_LOG="debug",
        )  # fmt: skip
        yield ran, server


def test_servers_on_this_machine_may_do_everything_offline(
    rehearsal: tuple[Ran, LlmServer],
) -> None:
    ran, server = rehearsal
    assert ran.code == 0, ran.stderr[-2000:]
    assert ran.attempts == []
    document = json.loads(ran.stdout)
    assert {m["mind"] for m in document["moves"]} >= {"llm"}
    assert LINE in " ".join(t["text"] for t in document["turns"])
    assert {body["model"] for body in server.requests} == {"m", "another"}
    assert "privacy: nothing leaves this machine" in ran.stderr
    for who in ("speech-to-text: openai", "interviewer's voice: openai", "candidate: good, played"):
        assert f"{who}" in ran.stderr


def test_no_key_is_left_anywhere(rehearsal: tuple[Ran, LlmServer]) -> None:
    ran, server = rehearsal
    assert set(server.keys) == {f"Bearer {KEY}"}
    assert KEY.encode() not in ran.everything


@pytest.mark.parametrize(
    "options",
    [("--stt", "openai"), ("--tts", "openai"), ("--candidate", "llm:good:m"),
     ("--mind", "llm", "--model", "m")],
    ids=" ".join,
)  # fmt: skip
def test_offline_nobody_else_is_asked(options: tuple[str, ...], tmp_path: Path) -> None:
    ran = interviewer(
        tmp_path, "rehearse", "--offline", *options, *SHORT,
        OPENAI_BASE_URL=FAR, OPENAI_API_KEY=KEY,
    )  # fmt: skip
    assert (ran.code, ran.attempts) == (2, []), ran.stderr
    assert "--offline allows only a server on this machine" in ran.stderr
    assert KEY.encode() not in ran.everything


def test_what_nobody_asked_for_connects_to_nothing(tmp_path: Path) -> None:
    ran = interviewer(
        tmp_path, "rehearse", "--no-voice", *SHORT, OPENAI_BASE_URL=FAR, OPENAI_API_KEY=KEY
    )
    assert (ran.code, ran.attempts) == (0, []), ran.stderr
    assert "privacy: nothing leaves this machine" in ran.stderr
    assert "--mind llm would use OPENAI_API_KEY" in ran.stderr


def test_the_fence_sees_who_tries(tmp_path: Path) -> None:
    code = "import socket\ntry: socket.create_connection(('192.0.2.1', 80))\nexcept OSError: pass"
    assert any("192.0.2.1" in line for line in fenced(tmp_path, "-c", code).attempts)
    ran = interviewer(
        tmp_path, "rehearse", "--no-voice", "--mind", "llm", "--model", "m", *SHORT,
        OPENAI_BASE_URL=FAR, OPENAI_API_KEY=KEY,
    )  # fmt: skip
    assert ran.code == 2
    assert any("llm.example.com" in line for line in ran.attempts)


@pytest.mark.parametrize(
    "options", [("--stt", "openai"), ("--tts", "openai"), ("--candidate", "llm:weak:m")],
    ids=" ".join,
)  # fmt: skip
@needs_flite
def test_a_server_that_refuses_is_told_in_one_line_without_the_key(
    options: tuple[str, ...], tmp_path: Path
) -> None:
    no = Answer(status=401)
    with LlmServer([no], hear=lambda _: no, speak=lambda _: no) as server:
        ran = interviewer(
            tmp_path, "rehearse", *options, *SHORT,
            OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY,
        )  # fmt: skip
    assert ran.code == 2
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "401" in ran.stderr
    assert KEY.encode() not in ran.everything
    assert not list((tmp_path / "home" / "sessions").iterdir())


@needs_flite
def test_servers_that_die_in_the_middle_are_survived_and_on_record(tmp_path: Path) -> None:
    heard, spoken = [], []

    def hear(form: Body) -> Answer:
        heard.append(form)
        return Answer(LINE) if len(heard) <= 2 else Answer(status=401)

    def speak(body: Body) -> Answer:
        spoken.append(body)
        return Answer(raw=wave(body["input"])) if len(spoken) <= 2 else Answer(status=401)

    with LlmServer(hear=hear, speak=speak) as server:
        ran = interviewer(
            tmp_path, "rehearse", "--stt", "openai", "--tts", "openai", "--candidate", "weak",
            *SHORT, OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY,
        )  # fmt: skip
    assert ran.code == 0, ran.stderr[-2000:]
    assert (len(heard), len(spoken)) == (3, 3)
    (session,) = (tmp_path / "home" / "sessions").iterdir()
    events = interviewer(tmp_path, "report", "--format", "json").stdout
    assert "</html>" in (session / "report.html").read_text(encoding="utf-8")
    assert json.loads(events)["question"] == "ride-eta"
    assert (
        ran.stderr.count("text-to-speech: openai gpt-4o-mini-tts: the speech server refused") == 1
    )
    assert list((session / "audio").glob("*.flac"))
    assert KEY.encode() not in ran.everything


@needs_flite
def test_a_recording_is_heard_by_a_server_too(tmp_path: Path) -> None:
    recording = tmp_path / "answer.wav"
    soundfile.write(recording, join(silence(1), say(LINE), silence(3)), 16_000)
    with LlmServer(hear=lambda _: Answer(LINE)) as server:
        there = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY}
        ran = interviewer(
            tmp_path, "listen", str(recording), "--stt", "openai:tiny", "--offline", "--json",
            **there,
        )  # fmt: skip
    assert (ran.code, ran.attempts) == (0, []), ran.stderr
    assert json.loads(ran.stdout)["text"] == LINE
    assert "speech-to-text: openai tiny at 127.0.0.1, as asked" in ran.stderr
    assert KEY.encode() not in ran.everything
    far = interviewer(tmp_path, "listen", str(recording), "--stt", "openai", "--offline", **KEYS)
    assert (far.code, far.attempts) == (2, [])


@pytest.mark.parametrize("endpoint", [hearing_endpoint, speaking_endpoint])
@pytest.mark.parametrize(
    "address",
    [f"http://u:{KEY}@127.0.0.1:9/v1", f"http://127.0.0.1:9/v1?key={KEY}", f"ftp://{KEY}/"],
)
def test_an_address_that_holds_a_key_is_not_quoted(endpoint: Choose, address: str) -> None:
    for llm, environment in (
        (LlmSettings(), {"OPENAI_BASE_URL": address}),
        (LlmSettings.model_construct(speech_base_url=address), {}),
    ):
        with pytest.raises(ConfigError) as caught:
            endpoint("openai", llm, environment, offline=False)
        assert "SENTINEL" not in str(caught.value)


def test_speech_may_have_a_server_and_models_of_its_own() -> None:
    llm = LlmSettings(
        base_url="http://127.0.0.1:1/v1", speech_base_url="http://127.0.0.1:2/v1",
        transcription_model="whisper-large", speech_model="kokoro",
    )  # fmt: skip
    hears = hearing_endpoint("openai", llm, {}, offline=True)
    assert (hears.model, hears.base_url) == ("whisper-large", "http://127.0.0.1:2/v1")
    assert speaking_endpoint("openai", llm, {}, offline=True).model == "kokoro"
    assert speaking_endpoint("openai:tts-1", llm, {}, offline=True).model == "tts-1"
    plain = hearing_endpoint("openai", LlmSettings(), {"OPENAI_API_KEY": KEY}, offline=False)
    assert (plain.model, plain.host) == ("gpt-4o-mini-transcribe", "api.openai.com")
    assert KEY not in repr(plain)


async def test_auto_takes_the_model_that_was_chosen_and_does_without_where_it_is_gone() -> None:
    engines = Engines(), Engines()
    with LlmServer(chat) as server:
        chosen = Choices(llm=LlmSettings(model="m", base_url=server.base_url))
        there = await make_mind(chosen, 1, engines[0])
    gone = await make_mind(chosen, 1, engines[1])
    await there.close()
    assert (there.name, gone.name) == ("llm", "scripted")
    assert len(server.requests) == 1
    assert "m at 127.0.0.1, as chosen in the configuration" in engines[0].reasons[0]
    (reason,) = engines[1].reasons
    assert reason == (
        "interviewer: scripted, because the language model of the configuration cannot be had: "
        "the model server cannot be reached"
    )
    with pytest.raises(ConfigError, match=r"--mind llm cannot be had: .* cannot be reached"):
        await make_mind(replace(chosen, mind="llm"), 1, Engines())


async def test_a_scripted_interviewer_asked_for_by_name_asks_no_model() -> None:
    with LlmServer(chat) as server:
        chosen = Choices(mind="scripted", llm=LlmSettings(model="m", base_url=server.base_url))
        assert (await make_mind(chosen, 1, Engines())).name == "scripted"
    assert not server.requests
