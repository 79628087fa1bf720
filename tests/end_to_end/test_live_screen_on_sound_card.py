"""The live screen in a spoken interview: the meter moves, keys work, a lost microphone waits."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from interviewer.events import CandidateAsked, CandidateSaid, InterviewPaused, InterviewResumed
from interviewer.journal import Journal
from interviewer.vocabulary import Request
from interviewer.voices import MICROPHONE_LOST
from tests.pty_terminal import terminal
from tests.virtual_sound_card import missing, virtual_sound_card
from tests.whisper_model import MODEL_DIR

pytestmark = [
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed (make setup)"),
]

START = (
    "start", "--mode", "voice", "--stt", "whisper", "--model", str(MODEL_DIR), "--offline",
    "--question", "ride-eta", "--company", "uber", "--drill", "scoping", "--seed", "2",
)  # fmt: skip
LINE = "What is the latency budget?"


def test_keys_and_a_lost_microphone_during_a_spoken_interview(tmp_path: Path) -> None:
    home, line = tmp_path / "home", tmp_path / "line.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", LINE, "-o", str(line)], check=True)
    with (
        virtual_sound_card() as card,
        terminal(*START, env=card.env | {"INTERVIEWER_HOME": str(home)}) as shown,
    ):
        shown.wait_for("▶ Speaking")
        shown.press("\r")
        shown.wait_for("○ Listening")
        shown.wait_for("▯")
        with card.playing_into_microphone(line):
            shown.wait_for("● Hearing you")
            shown.wait_for(lambda s: "▮" in s.text)
            shown.wait_for(lambda s: f"You          {LINE}" in s.text)
        shown.wait_for("▶ Speaking")
        shown.press("p")
        shown.wait_for("‖ Paused 1 s")
        shown.press("p")
        shown.wait_for("▶ Speaking")
        shown.press(" ")
        shown.wait_for("○ Listening")
        card.suspend_microphone()
        shown.wait_for(MICROPHONE_LOST)
        card.resume_microphone()
        shown.wait_for(lambda s: "‖ Paused" not in s.text)
        shown.press("m")
        shown.wait_for("take your time")
        shown.press("q")
        shown.wait_for("q once more")
        shown.press("q")
        assert shown.wait() == 0, shown.text

    (session,) = (home / "sessions").iterdir()
    with Journal(session / "journal.db") as journal:
        events = list(journal.events())
    assert [e.text for e in events if isinstance(e, CandidateSaid)] == [LINE]
    assert [e.reason for e in events if isinstance(e, InterviewPaused)][1:] == [MICROPHONE_LOST]
    assert len([e for e in events if isinstance(e, InterviewResumed)]) == 2
    asked = [e.request for e in events if isinstance(e, CandidateAsked)]
    assert asked == [Request.DONE, Request.DONE, Request.MINUTE, Request.QUIT]
    assert (session / "report.html").is_file()
