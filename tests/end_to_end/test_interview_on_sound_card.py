"""A whole spoken interview: a voice into the microphone, the interviewer out of the speaker.

The real command, PortAudio, voice activity, the real Whisper path on the small test model, the
real voice; only the sound card is made of software.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.history import conversation_of
from interviewer.journal import Journal
from tests.virtual_sound_card import VirtualSoundCard, missing, virtual_sound_card
from tests.whisper_model import MODEL_DIR

pytestmark = [
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed (make setup)"),
]

WORDS_PER_S = 2.4
"""Slower than the interviewer speaks, so that nobody is talked over."""

LIMIT_S = 240.0


class Stagehand:
    """Reads what the program shows and says when the interviewer has finished speaking."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.lines: list[str] = []
        self._process = process
        self._nap = threading.Event()
        self._quiet_at_s = time.monotonic() + 30
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.lines.append(line.rstrip())
            if line.startswith("Interviewer:"):
                begun_s = max(self._quiet_at_s - 1.5, time.monotonic())
                if len(self.spoken) == 1:
                    begun_s = time.monotonic()
                self._quiet_at_s = begun_s + len(line.split()) / WORDS_PER_S + 1.5

    @property
    def spoken(self) -> list[str]:
        return [line for line in self.lines if line.startswith("Interviewer:")]

    def wait_for_the_floor(self, after: int) -> None:
        """Wait until more than ``after`` sentences were begun and the last one is over."""
        limit_s = time.monotonic() + LIMIT_S
        while len(self.spoken) <= after or time.monotonic() < self._quiet_at_s:
            assert time.monotonic() < limit_s, self.lines
            assert self._process.poll() is None, self.lines
            self._nap.wait(0.1)


@contextmanager
def program(card: VirtualSoundCard, home: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the interview on the card; end it for good at the end of the block."""
    command = [
        sys.executable, "-m", "interviewer", "start", "--mode", "voice", "--stt", "whisper",
        "--model", str(MODEL_DIR), "--question", "ride-eta", "--company", "uber",
        "--interviewer", "infra", "--drill", "scoping", "--seed", "2", "--offline",
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        env=card.env | {"INTERVIEWER_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def speak(card: VirtualSoundCard, folder: Path, text: str) -> None:
    path = folder / "line.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
    card.play_into_microphone(path)


def test_an_interview_is_held_by_voice(tmp_path: Path) -> None:
    home, heard = tmp_path / "home", tmp_path / "speaker.wav"
    with virtual_sound_card() as card, card.recording(heard), program(card, home) as process:
        hand = Stagehand(process)
        hand.wait_for_the_floor(after=1)
        before = len(hand.spoken)
        speak(card, tmp_path, "What is the latency budget?")
        hand.wait_for_the_floor(after=before)
        answered = hand.spoken[before:]
        speak(card, tmp_path, "I am done.")
        assert process.wait(LIMIT_S) == 0, hand.lines

    session = next((home / "sessions").iterdir())
    with Journal(session / "journal.db") as journal:
        conversation = conversation_of(journal.events())

    said = conversation.candidate_turns
    assert [turn.text for turn in said] == ["What is the latency budget?", "I am done."]
    facts = {fact.id: fact.answer for fact in conversation.question.facts}
    assert any("millisecond" in line for line in answered), (answered, facts)
    assert conversation.provenance.complete
    assert (session / "report.html").stat().st_size > 10_000

    for turn in conversation.turns:
        assert turn.start_s is not None
        assert turn.end_s is not None
        assert turn.audio, f"no recording of {turn.text!r}"
        for name in turn.audio.split("\n"):
            assert soundfile.info(session / name).duration > 0.3
    spans = [(t.start_s or 0.0, t.end_s or 0.0) for t in conversation.turns]
    assert all(end <= start + 0.6 for (_, end), (start, _) in pairwise(spans))

    sound, _ = soundfile.read(heard, dtype="float32")
    assert float(np.sqrt(np.mean(np.square(sound)))) > 0.005, "the speaker stayed silent"
