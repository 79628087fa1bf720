"""The real device path, PortAudio and all, on a sound card made of software."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE_HZ
from tests.virtual_sound_card import VirtualSoundCard, missing, virtual_sound_card

pytestmark = [
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed (make setup)"),
]

SENTENCE = "Design a system to predict ride arrival times. Take it wherever you like."
Signal = NDArray[np.float32]


@pytest.fixture(scope="module")
def card() -> Iterator[VirtualSoundCard]:
    with virtual_sound_card() as started:
        yield started


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sentence.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", SENTENCE, "-o", str(path)], check=True)
    return path


@pytest.fixture(scope="module")
def sentence(wav: Path) -> Signal:
    samples, rate_hz = soundfile.read(wav, dtype="float32")
    assert rate_hz == SAMPLE_RATE_HZ
    return np.asarray(samples, np.float32)


@contextmanager
def child(card: VirtualSoundCard, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the child on the card; it must end well and leave standard error to PortAudio.

    PortAudio writes failed expressions there from its own thread when a device dies.
    """
    program = Path(__file__).with_name("sound_card_child.py")
    process = subprocess.Popen(
        [sys.executable, "-W", "error", str(program), *arguments],
        env=card.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,  # so that select knows of every line
    )
    try:
        yield process
        _, written = process.communicate(timeout=60)
        ours = [
            line for line in written.decode().splitlines() if not line.startswith("Expression '")
        ]
        assert (process.returncode, ours) == (0, [])
    finally:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[bytes], limit_s: float = 30.0) -> dict[str, Any]:
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], limit_s)[0], "the child says nothing"
    line = process.stdout.readline()
    assert line, process.stderr.read().decode() if process.stderr else ""
    facts: dict[str, Any] = json.loads(line)
    return facts


def where(needle: Signal, haystack: Signal) -> tuple[int, float]:
    """Return where the needle fits best and how well, 0-1, whatever its loudness."""
    size = 1 << (len(haystack) + len(needle)).bit_length()
    spectrum = np.fft.rfft(haystack, size) * np.conj(np.fft.rfft(needle, size))
    match = np.fft.irfft(spectrum, size)[: len(haystack) - len(needle) + 1]
    at = int(match.argmax())
    part = haystack[at : at + len(needle)]
    return at, float(match[at] / (np.linalg.norm(part) * np.linalg.norm(needle) + 1e-9))


def recorded(path: Path) -> Signal:
    samples, rate_hz = soundfile.read(path, dtype="float32")
    return np.asarray(soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ), np.float32)


def test_the_default_devices_are_found(card: VirtualSoundCard) -> None:
    with child(card, "devices") as process:
        facts = told(process)
    assert facts == {"microphone": "default", "speaker": "default", "by_name": "pulse"}


def test_the_microphone_hears_the_sentence_whole(
    card: VirtualSoundCard, wav: Path, sentence: Signal, tmp_path: Path
) -> None:
    path = tmp_path / "heard.npy"
    with child(card, "listen", str(path), "7.5") as process:
        assert told(process) == {"event": "listening"}
        card.play_into_microphone(wav)
        done = told(process)
    heard = np.load(path)
    start, fit = where(sentence, heard)
    assert fit > 0.95
    assert done["gap_s"] == 0.0
    assert done["steps"] == [0.0]
    # The same length: its two ends are found where the sentence's own ends are.
    middle = len(sentence) // 2
    first, _ = where(sentence[:middle], heard)
    second, _ = where(sentence[middle:], heard)
    assert abs((second - first) / middle - 1) < 0.005
    quiet = np.concatenate([heard[:start], heard[start + len(sentence) :]])
    assert np.sqrt(np.mean(quiet**2)) < 1e-3


def test_the_speaker_plays_two_utterances_without_a_seam(
    card: VirtualSoundCard, sentence: Signal, tmp_path: Path
) -> None:
    np.save(tmp_path / "said.npy", sentence)
    path = tmp_path / "speaker.wav"
    with card.recording(path), child(card, "speak", str(tmp_path / "said.npy"), "16000") as process:
        assert told(process) == {"event": "speaking"}
        done = told(process)
    duration_s = len(sentence) / SAMPLE_RATE_HZ
    assert done["played"] == [pytest.approx(duration_s, rel=0.005)] * 2
    _, fit = where(np.concatenate([sentence, sentence]), recorded(path))
    assert fit > 0.9


def test_a_stop_cuts_the_voice_and_counts_what_was_heard(
    card: VirtualSoundCard, sentence: Signal, tmp_path: Path
) -> None:
    np.save(tmp_path / "said.npy", sentence)
    path = tmp_path / "speaker.wav"
    arguments = ("stop", str(tmp_path / "said.npy"), "16000", "1.5")
    with card.recording(path), child(card, *arguments) as process:
        assert told(process) == {"event": "speaking"}
        done = told(process)
    first_s, second_s = done["played"]
    assert 1.2 < first_s < 2.5
    assert second_s == 0.0
    sound = recorded(path)
    head = sentence[: round(first_s * SAMPLE_RATE_HZ)]
    start, fit = where(head, sound)
    assert fit > 0.9
    # What left the speaker ends where the count says, give or take the seams of the recording.
    after = sound[start + len(head) + round(0.1 * SAMPLE_RATE_HZ) :]
    assert len(after) > 0.2 * SAMPLE_RATE_HZ
    assert np.abs(after).max() < 1e-3


def test_a_microphone_that_falls_silent_is_noticed_and_taken_back() -> None:
    with virtual_sound_card() as card, child(card, "lose") as process:
        assert told(process) == {"event": "listening"}
        card.suspend_microphone()
        lost = told(process)
        card.resume_microphone()
        back, gap = told(process), told(process)
        card.crash()
        lost_again, gone = told(process), told(process)
    assert lost["event"] == lost_again["event"] == "lost"
    assert "still plugged in" in lost["said"]
    assert lost["noticed_after_s"] < 1.3
    assert back["event"] == "back"
    assert gap["gap_s"] == pytest.approx(back["gap_s"], abs=0.05)
    assert gone["event"] == "gone"


def test_a_speaker_that_falls_silent_is_an_error_and_taken_back(
    sentence: Signal, tmp_path: Path
) -> None:
    np.save(tmp_path / "said.npy", sentence)
    with (
        virtual_sound_card() as card,
        child(card, "lose-speaker", str(tmp_path / "said.npy"), "16000") as process,
    ):
        assert told(process) == {"event": "speaking"}
        card.suspend_speaker()
        lost = told(process)
        card.resume_speaker()
        again = told(process)
        card.crash()
        gone = told(process)
    assert lost["event"] == "lost"
    assert "still plugged in" in lost["said"]
    assert again["event"] == "heard"
    assert gone["event"] == "lost"
