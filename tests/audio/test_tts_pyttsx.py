"""The supervised child: what it may do wrong, and what the parent makes of it.

The children here are real processes that speak the protocol and then misbehave as told.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from audio.errors import EngineError, EngineTimeout, EngineUnavailable
from audio.tts.base import VoiceSettings
from audio.tts.pyttsx import Pyttsx3Voice
from audio.tts.pyttsx_child import pick_voice, serve

CHILD = """
import json, os, pathlib, subprocess, sys, time, wave
log, plan = pathlib.Path(sys.argv[1]), sys.argv[2].split(",")
with log.open("a") as f: f.write(f"{os.getpid()}\\n")
deed = plan[min(len(log.read_text().split()), len(plan)) - 1]
def say(**message): print(json.dumps(message), flush=True)
def sound(path, samples, rate=22050):
    with wave.open(path, "wb") as f:
        f.setnchannels(1); f.setsampwidth(2); f.setframerate(rate)
        f.writeframes(b"\\1\\2" * samples)
if deed == "no driver": say(event="error", message="OSError: libespeak.so.1"); sys.exit()
if deed == "never ready": time.sleep(60)
if deed == "noise at start": print("hello", flush=True); time.sleep(60)
say(event="ready", driver="test")
request = json.loads(sys.stdin.readline())
path = request["path"]
with log.with_suffix(".requests").open("a") as f: f.write(json.dumps(request) + "\\n")
if deed == "good": sound(path, 22050); say(event="done", path=path)
if deed == "crash": os._exit(3)
if deed == "hang":
    grandchild = subprocess.Popen(["sleep", "60"])
    with log.open("a") as f: f.write(f"{grandchild.pid}\\n")
    time.sleep(60)
if deed == "garbage": print("[1, 2", flush=True); time.sleep(60)
if deed == "list": print("[1, 2]", flush=True); time.sleep(60)
if deed == "binary": os.write(1, b"\\xff\\xfe\\n"); time.sleep(60)
if deed == "endless": os.write(1, b"x" * 200_000); time.sleep(60)
if deed == "error": say(event="error", message="ValueError: no such voice")
if deed == "no file": say(event="done", path=path)
if deed == "no samples": sound(path, 0); say(event="done", path=path)
if deed == "cut short": sound(path, 900); say(event="done", path=path)
if deed == "wrong rate": sound(path, 9000, 96); say(event="done", path=path)
if deed == "not a sound":
    pathlib.Path(path).write_bytes(b"<html>" * 99); say(event="done", path=path)
"""


class Children:
    """A voice over children that follow a plan, one word of it per child."""

    def __init__(self, folder: Path, *plan: str, timeout_s: float = 5.0) -> None:
        self._log = folder / "children.txt"
        program = folder / "child.py"
        program.write_text(CHILD)
        self.voice = Pyttsx3Voice(
            VoiceSettings(gender="female"),
            command=(sys.executable, "-S", "-E", str(program), str(self._log), ",".join(plan)),
            timeout_s=timeout_s,
            start_timeout_s=timeout_s,
        )

    def pids(self) -> list[int]:
        return [int(line) for line in self._log.read_text().split()] if self._log.exists() else []

    def requests(self) -> str:
        return self._log.with_suffix(".requests").read_text()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A killed grandchild without a reaping parent may linger as a zombie: dead all the same.
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def all_gone(pids: list[int]) -> bool:
    """Whether the processes end: the kernel takes a moment over a killed grandchild."""
    for _ in range(500):
        if not any(alive(pid) for pid in pids):
            return True
        await asyncio.sleep(0.01)
    return False


async def test_a_sentence_becomes_samples_and_the_request_carries_the_settings(
    tmp_path: Path,
) -> None:
    children = Children(tmp_path, "good")
    speech = await children.voice.synthesize("- Okay?")
    await children.voice.close()
    assert (speech.rate_hz, speech.duration_s) == (22_050, 1.0)
    assert '"text": "- Okay?"' in children.requests()
    assert '"espeak_voice": "en-us+f3"' in children.requests()


async def test_every_sentence_has_a_child_of_its_own_and_none_is_left(tmp_path: Path) -> None:
    children = Children(tmp_path, "good")
    for _ in range(3):
        await children.voice.synthesize("Go on.")
    await children.voice.close()
    await children.voice.close()
    assert 3 <= len(set(children.pids())) <= 4
    assert await all_gone(children.pids())


MISDEEDS = [
    *("crash", "garbage", "list", "binary", "endless", "error"),
    *("no file", "no samples", "cut short", "wrong rate", "not a sound", "no driver"),
    "noise at start",
]


@pytest.mark.parametrize("deed", MISDEEDS)
async def test_one_misdeed_is_forgiven_with_a_fresh_child(tmp_path: Path, deed: str) -> None:
    children = Children(tmp_path, deed, "good")
    speech = await children.voice.synthesize("What would you measure?")
    await children.voice.close()
    assert speech.duration_s == 1.0
    assert await all_gone(children.pids())


@pytest.mark.parametrize("deed", ["crash", "no samples", "wrong rate", "error"])
async def test_the_second_misdeed_is_an_engine_error(tmp_path: Path, deed: str) -> None:
    children = Children(tmp_path, deed)
    with pytest.raises(EngineError):
        await children.voice.synthesize("What would you measure?")
    await children.voice.close()
    assert await all_gone(children.pids())


@pytest.mark.parametrize("deed", ["hang", "never ready"])
async def test_a_child_that_hangs_is_killed_with_all_it_started(tmp_path: Path, deed: str) -> None:
    children = Children(tmp_path, deed, timeout_s=0.4)
    begun = time.monotonic()
    with pytest.raises(EngineTimeout, match="did not answer within"):
        await children.voice.synthesize("Hm.")
    await children.voice.close()
    assert time.monotonic() - begun < 5.0
    assert children.pids()
    assert await all_gone(children.pids())


async def test_the_next_sentence_after_a_failure_works(tmp_path: Path) -> None:
    children = Children(tmp_path, "crash", "crash", "good")
    with pytest.raises(EngineError):
        await children.voice.synthesize("One.")
    assert (await children.voice.synthesize("Two.")).duration_s == 1.0
    await children.voice.close()


async def test_a_spare_child_that_died_while_waiting_costs_nothing(tmp_path: Path) -> None:
    children = Children(tmp_path, "good", "no driver", "good")
    await children.voice.synthesize("One.")
    assert (await children.voice.synthesize("Two.")).duration_s == 1.0
    await children.voice.close()


async def test_cancelling_a_sentence_kills_its_child(tmp_path: Path) -> None:
    children = Children(tmp_path, "hang", timeout_s=30.0)
    speaking = asyncio.create_task(children.voice.synthesize("A long story."))
    async with asyncio.timeout(10):
        while len(children.pids()) < 2:  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.01)
    speaking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await speaking
    await children.voice.close()
    assert await all_gone(children.pids())


async def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "tmp"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    children = Children(tmp_path, "good", "crash", "no samples", "good")
    await children.voice.synthesize("One.")
    with pytest.raises(EngineError):
        await children.voice.synthesize("Two.")
    await children.voice.close()
    assert list(room.iterdir()) == []


async def test_a_program_that_is_not_there_is_unavailable() -> None:
    voice = Pyttsx3Voice(command=("/no/such/python",))
    with pytest.raises(EngineUnavailable, match="/no/such/python"):
        await voice.synthesize("Hello.")
    await voice.close()


async def test_nothing_to_say_starts_no_child(tmp_path: Path) -> None:
    children = Children(tmp_path, "good")
    assert (await children.voice.synthesize(" ... ")).duration_s == 0.0
    await children.voice.close()
    assert children.pids() == []


def installed(id_: str, gender: str | None, *languages: object) -> SimpleNamespace:
    return SimpleNamespace(id=id_, name=id_, gender=gender, languages=list(languages))


MAC = [
    installed("anna", "VoiceGenderFemale", "de_DE"),
    installed("daniel", "VoiceGenderMale", "en_GB"),
    installed("alex", "VoiceGenderMale", "en_US"),
    installed("samantha", "VoiceGenderFemale", "en_US"),
]


@pytest.mark.parametrize(
    ("accent", "gender", "best"),
    [
        ("en-us", "female", "samantha"),
        ("en-us", "any", "alex"),
        ("en-gb", "female", "daniel"),
        ("en-in", "female", "samantha"),
        ("fr-fr", "any", None),
    ],
)
def test_the_installed_voice_that_fits_best_is_picked(
    accent: str, gender: str, best: str | None
) -> None:
    assert pick_voice(MAC, accent, gender) == best


def test_language_tags_of_espeak_are_bytes() -> None:
    assert pick_voice([installed("x", None, b"\x05en-gb")], "en-gb", "any") == "x"


class FakeDriver:
    """What pyttsx3's engine looks like from the child, failing as told."""

    driver_name = "sapi5"

    def __init__(self, problem: str | None = None) -> None:
        self.properties: dict[str, object] = {}
        self._problem = problem
        self._listener: Any = None

    def connect(self, topic: str, listener: Any) -> str:
        self._listener = listener
        return topic

    def disconnect(self, token: str) -> None:
        self._listener = None

    def getProperty(self, name: str) -> object:  # noqa: N802
        return MAC

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802
        self.properties[name] = value

    def save_to_file(self, text: str, path: str) -> None:
        self.properties["text"] = text

    def runAndWait(self) -> None:  # noqa: N802
        if self._problem:
            self._listener(exception=RuntimeError(self._problem), name=None)


REQUEST = (
    '{"text": "Hi.", "path": "/x.wav", "rate_wpm": 150, "pitch": 50, "gender": "female",'
    ' "accent": "en-us", "voice": null, "espeak_voice": "en-us+f3"}'
)


def test_the_child_sets_the_voice_and_reports_done() -> None:
    driver, answers = FakeDriver(), []
    serve(driver, [REQUEST], lambda **message: answers.append(message))
    assert driver.properties == {"voice": "samantha", "rate": 150, "text": "Hi."}
    assert answers == [{"event": "ready", "driver": "sapi5"}, {"event": "done", "path": "/x.wav"}]


def test_the_child_reports_what_the_driver_only_notifies() -> None:
    answers: list[dict[str, str]] = []
    serve(FakeDriver("no device"), [REQUEST, "{"], lambda **message: answers.append(message))
    assert [answer["event"] for answer in answers] == ["ready", "error", "error"]
    assert answers[1]["message"] == "RuntimeError: no device"
