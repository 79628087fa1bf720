"""What leaves the machine is worked out from the choices; here from every kind of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.choices import Choices
from interviewer.privacy import (
    HUB,
    PLAYED,
    SOUND,
    SPEECH,
    WHOLE,
    WORDS,
    expected_engines,
    flows,
    in_a_line,
)
from interviewer.settings import LlmSettings
from tests.endpoints.safe import Safe, installed
from tests.network_fence import interviewer

KEYS = {"OPENAI_API_KEY": "sk-SENTINEL-9", "ANTHROPIC_API_KEY": "sk-SENTINEL-8"}
MODEL = LlmSettings(model="gpt-4o-mini")
HERE = LlmSettings(model="m", base_url="http://127.0.0.1:8000/v1")
OPENAI, ANTHROPIC = "api.openai.com", "api.anthropic.com"


@pytest.fixture(autouse=True)
def no_keys_stored() -> Iterator[None]:
    with installed(Safe()):
        yield


def leaving(choices: Choices, candidate: str = "", *, fetches: bool = False) -> dict[str, str]:
    """What goes where, as far as it leaves."""
    found = flows(choices, expected_engines(choices), KEYS, candidate=candidate, fetches=fetches)
    return {flow.what: flow.to for flow in found if flow.leaves and flow.to}


@pytest.mark.parametrize(
    ("choices", "gone"),
    [
        (Choices(), {}),
        (Choices(mind="scripted", stt="whisper", tts="espeak"), {}),
        (Choices(stt="openai"), {SOUND: OPENAI}),
        (Choices(stt="openai:whisper-1", mode="text"), {}),
        (Choices(tts="openai"), {SPEECH: OPENAI}),
        (Choices(mind="llm", llm=MODEL), {WORDS: OPENAI, WHOLE: OPENAI}),
        (Choices(mind="auto", llm=MODEL), {WORDS: OPENAI, WHOLE: OPENAI}),
        (Choices(mind="scripted", llm=MODEL), {}),
        (Choices(mind="llm", llm=LlmSettings(model="anthropic:x")),
         {WORDS: ANTHROPIC, WHOLE: ANTHROPIC}),
        (Choices(mind="llm", llm=LlmSettings(model="ollama:x"), stt="openai"), {SOUND: OPENAI}),
        (Choices(mind="llm", llm=HERE, stt="openai", tts="openai"), {}),
        (Choices(mind="llm"), {}),
    ],
)  # fmt: skip
def test_what_goes_where(choices: Choices, gone: dict[str, str]) -> None:
    assert leaving(choices) == gone
    assert leaving(replace(choices, offline=True)) == {}


def test_speech_may_go_elsewhere_than_words() -> None:
    llm = LlmSettings(model="gpt-4o-mini", speech_base_url="https://speech.example.com/v1")
    gone = leaving(Choices(mind="llm", stt="openai", tts="auto", llm=llm))
    assert gone == {SOUND: "speech.example.com", WORDS: OPENAI, WHOLE: OPENAI}


def test_a_played_candidate_counts() -> None:
    assert leaving(Choices(llm=MODEL), "llm:good")[PLAYED] == OPENAI
    assert leaving(Choices(), "llm:weak:anthropic:x") == {PLAYED: ANTHROPIC}
    assert leaving(Choices(), "llm:weak:ollama:x") == {}
    assert leaving(Choices(), "good") == {}


def test_a_download_counts_unless_it_is_forbidden() -> None:
    assert list(leaving(Choices(), fetches=True).values()) == [HUB]
    assert leaving(Choices(offline=True), fetches=True) == {}


def test_what_cannot_be_had_says_so_and_goes_nowhere() -> None:
    choices = Choices(stt="openai", mind="llm", llm=MODEL)
    found = flows(choices, expected_engines(choices), {})
    troubles = [flow.trouble for flow in found if flow.trouble]
    assert len(troubles) == 3
    assert all("OPENAI_API_KEY" in trouble for trouble in troubles)
    assert in_a_line(found) == "privacy: nothing leaves this machine"


def test_the_line_names_what_and_whom() -> None:
    choices = Choices(stt="openai", tts="espeak", llm=MODEL, mind="scripted")
    line = in_a_line(flows(choices, expected_engines(choices), KEYS))
    assert line == (
        f"privacy: the sound of what you say goes to {OPENAI} (more: interviewer privacy)"
    )


def test_the_command_connects_to_nothing(tmp_path: Path) -> None:
    options = ("--stt", "openai", "--tts", "openai", "--mind", "llm", "--model", "m")
    there = {"OPENAI_BASE_URL": "https://llm.example.com/v1"}
    ran = interviewer(tmp_path, "privacy", *options, "--json", **KEYS, **there)
    assert (ran.code, ran.attempts) == (0, []), ran.stderr
    document = json.loads(ran.stdout)
    assert document["leaves_this_machine"] is True
    assert {f["to"] for f in document["flows"] if f["leaves"]} == {"llm.example.com"}
    assert document["kept"]["sound"] is True
    assert b"SENTINEL" not in ran.everything


def test_the_command_fits_a_screen(tmp_path: Path) -> None:
    ran = interviewer(
        tmp_path, "privacy", "--offline", "--record", "off", COLUMNS="80", NO_COLOR="1"
    )
    assert ran.code == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[0] == "Nothing leaves this machine."
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "recordings" not in ran.stdout
