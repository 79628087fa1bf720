"""A script spoken by a synthetic voice into the ear, recognised by the real Whisper path."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import soundfile

from tests.whisper_model import MODEL_DIR

pytestmark = pytest.mark.skipif(
    shutil.which("flite") is None, reason="flite is not installed (make setup)"
)

SCRIPT = """
title: a short interview
turns:
  - say: What is the latency budget?
  - pause_s: 8
    say: How many people use the product every day?
  - pause_s: 8
    say: Let me think about this for a moment.
  - pause_s: 16
    say: We want to predict the arrival time of a ride.
  - pause_s: 14
    say: I am done.
  - pause_s: 8
    say: I am done.
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("rehearsal")
    script = folder / "script.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable, "-m", "interviewer", "rehearse", "--candidate", str(script),
            "--stt", "whisper", "--model", str(MODEL_DIR), "--question", "ride-eta",
            "--company", "uber", "--interviewer", "generalist", "--drill", "scoping",
            "--seed", "1", "--offline", "--json",
        ],
        env=os.environ | {"INTERVIEWER_HOME": str(folder / "home")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def test_the_words_are_recognised_from_the_sound(held: dict[str, Any]) -> None:
    said = [turn["text"] for turn in held["turns"] if turn["speaker"] == "candidate"]
    assert said[:2] == ["What is the latency budget?", "How many people use the product every day?"]
    assert "I am done." in said


def test_the_interviewer_answers_what_was_heard(held: dict[str, Any]) -> None:
    answers = [move for move in held["moves"] if move["kind"] == "answer"]
    assert any("millisecond" in move["text"] for move in answers)
    assert held["moves"][-1]["kind"] == "wrap_up"


def test_pauses_come_from_the_sound_and_know_which_were_announced(held: dict[str, Any]) -> None:
    pauses = held["assessment"]["pauses"]
    announced = [pause for pause in pauses if pause["announced"]]
    dead = [pause for pause in pauses if not pause["announced"]]
    assert [round(pause["duration_s"]) for pause in announced] == [16]
    assert any(12 <= pause["duration_s"] <= 16 for pause in dead)


def test_every_turn_can_be_heard_again(held: dict[str, Any]) -> None:
    folder = Path(held["report_html"]).parent
    sounds = sorted((folder / "audio").glob("*.flac"))
    assert len(sounds) >= len(held["turns"]) - 1
    assert all(soundfile.info(sound).duration > 0.2 for sound in sounds)
    page = Path(held["report_html"]).read_text(encoding="utf-8")
    assert page.count(".flac") >= len(sounds)
